#pragma once

#include <varve/commands/command_context.hpp>
#include <varve/commands/command_loop.hpp>
#include <varve/commands/conflict_policy.hpp>
#include <varve/commands/decider_work.hpp>
#include <varve/commands/drive.hpp>
#include <varve/commands/handled.hpp>
#include <varve/commands/load_state.hpp>
#include <varve/core/environment.hpp>
#include <varve/core/stream_id.hpp>
#include <varve/eventstore/event_store.hpp>

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace varve {

/// How one call is to go.
struct handle_options {
  std::optional<conflict_policy> on_conflict = {};  ///< absent: the handler's retry policy
  instant deadline = never;                         ///< judged by the store and before each pause
};

/// What holds for all calls of a handler.
struct handler_settings {
  varve::format format = varve::format::json;  ///< what events are written in
  std::size_t page_size = 1000;                ///< events a read
  /// When the fate of an append is unknown, the same batch is sent again for as long as this to learn it;
  /// after that the answer is `in_doubt`. Zero answers it at once.
  std::chrono::nanoseconds resend_for = std::chrono::seconds{5};
  varve::environment environment = {};
};

/// Turns commands into events of one decider's streams: load, decide, append. Made by `commands_for`.
/// Thread-safe and cheap to copy; the store must outlive it.
///
/// Answers are values. `rejected`: the domain said no. `conflict`: somebody else was first, and the retries
/// are used up or the revision was pinned. `decide_threw`: the user's decide (or evolve, while loading)
/// threw; it is not tried again. `in_doubt`: the append's fate is not known. Anything else is the store's or
/// the codec's error. Unless it is `in_doubt`, nothing was written.
template<class Decider>
class command_handler {
 public:
  using state = typename Decider::state;

  command_handler(event_store& store, const retry_policy& retry, const handler_settings& settings)
      : store_(&store),
        retry_(retry),
        settings_(settings),
        ids_(
            std::make_shared<event_id_generator>(*settings.environment.clock, *settings.environment.random)) {
    [[maybe_unused]] constexpr bool checked = detail::decider_is_good<Decider>();
    settings_.page_size = std::max<std::size_t>(1, settings_.page_size);
  }

  /// Handles a command to the stream `category-id`. A command is any struct with a `decide` beside it, or a
  /// std::variant of such.
  template<class C>
  result<handled> handle(std::string_view id, const C& command, const command_context& context = {},
                         const handle_options& how = {}) const {
    return only_one(run(id, detail::one_command<C>{&command, &context}, plan(how)));
  }

  /// Handles several commands to one stream in one append, each decided on the state that those before it
  /// leave. Commands whose events stand already are answered with their first result.
  template<class C>
  result<handled_all> handle_all(std::string_view id, std::span<const issued<C>> commands, on_refusal refused,
                                 const handle_options& how = {}) const {
    return run(id, detail::many_commands<std::span<const issued<C>>>{commands}, plan(how, refused));
  }
  template<class C>
  result<handled_all> handle_all(std::string_view id, const std::vector<issued<C>>& commands,
                                 on_refusal refused, const handle_options& how = {}) const {
    return handle_all(id, std::span<const issued<C>>(commands), refused, how);
  }

  /// The same without waiting: many commands in flight from one thread. `done(result<handled>)` is called
  /// once, by the loop's thread, possibly before this returns; it must not throw, and may handle further
  /// commands.
  template<class C, class Done>
  void handle(command_loop& loop, std::string_view id, C command, command_context context, Done done,
              const handle_options& how = {}) const {
    std::vector<issued<C>> one;
    one.push_back({std::move(command), std::move(context)});
    start(loop, id, std::move(one), plan(how), [told = std::move(done)](result<handled_all> answer) mutable {
      told(only_one(std::move(answer)));
    });
  }
  template<class C, class Done>
  void handle_all(command_loop& loop, std::string_view id, std::vector<issued<C>> commands,
                  on_refusal refused, Done done, const handle_options& how = {}) const {
    start(loop, id, std::move(commands), plan(how, refused), std::move(done));
  }

  /// The state of a stream now, or as of a revision or a time.
  [[nodiscard]] result<loaded<state>> state_of(std::string_view id, const as_of& limit = {},
                                               instant deadline = never) const {
    auto stream = stream_of(id);
    if (!stream) return std::move(stream).error();
    const read_options how{.limit = settings_.page_size, .deadline = deadline};
    return detail::guarded("evolve or upcast",
                           [&] { return load_state<Decider>(*store_, *stream, limit, how); });
  }

 private:
  static result<stream_id> stream_of(std::string_view id) {
    std::string name;
    name.reserve(Decider::category.size() + 1 + id.size());
    name.append(Decider::category).append(1, '-').append(id);
    return stream_id::parse(name);
  }

  static result<handled> only_one(result<handled_all> answer) {
    if (!answer) return std::move(answer).error();
    return std::move(answer->commands.front());
  }

  [[nodiscard]] handle_plan plan(const handle_options& how,
                                 on_refusal refused = on_refusal::write_nothing) const {
    return {.on_conflict = how.on_conflict.value_or(retry_),
            .refused = refused,
            .deadline = how.deadline,
            .page_size = settings_.page_size,
            .resend_for = settings_.resend_for};
  }

  template<class Commands>
  result<handled_all> run(std::string_view id, Commands commands, const handle_plan& plan) const {
    if constexpr (detail::command_rules<Decider, typename Commands::command_type>::good()) {
      auto stream = stream_of(id);
      if (!stream) return std::move(stream).error();
      detail::decider_work<Decider, Commands> work{std::move(commands), settings_.format};
      handle_algorithm algorithm{work, *std::move(stream), plan, settings_.environment, *ids_};
      return drive(algorithm, *store_, *settings_.environment.clock);
    } else {
      return handled_all{};
    }
  }

  template<class C, class Done>
  void start(command_loop& loop, std::string_view id, std::vector<issued<C>> commands,
             const handle_plan& plan, Done done) const {
    if constexpr (detail::command_rules<Decider, C>::good()) {
      auto stream = stream_of(id);
      if (!stream) return done(result<handled_all>(std::move(stream).error()));
      loop.submit(std::make_unique<operation<C, Done>>(*this, *std::move(stream), std::move(commands), plan,
                                                       std::move(done)));
    }
  }

  template<class C, class Done>
  class operation final : public command_operation {
   public:
    operation(const command_handler& handler, stream_id stream, std::vector<issued<C>> commands,
              const handle_plan& plan, Done done)
        : handler_(handler),
          work_({std::move(commands)}, handler.settings_.format),
          algorithm_(work_, std::move(stream), plan, handler_.settings_.environment, *handler_.ids_),
          done_(std::move(done)) {}

    [[nodiscard]] handle_algorithm& algorithm() override { return algorithm_; }
    [[nodiscard]] event_store& store() override { return *handler_.store_; }
    void finish(result<handled_all> answer) override { done_(std::move(answer)); }

   private:
    command_handler handler_;
    detail::decider_work<Decider, detail::many_commands<std::vector<issued<C>>>> work_;
    handle_algorithm algorithm_;
    Done done_;
  };

  event_store* store_;
  retry_policy retry_;
  handler_settings settings_;
  std::shared_ptr<event_id_generator> ids_;
};

/// The handler of a decider's commands over a store:
///
///     auto carts = varve::commands_for<cart::decider>(store, {.attempts = 3});
///     auto done = carts.handle("42", cart::add_item{"apple", 3});
///
/// Everything about the decider is checked here, at compile time.
template<class Decider>
[[nodiscard]] command_handler<Decider> commands_for(event_store& store, const retry_policy& retry = {},
                                                    const handler_settings& settings = {}) {
  return {store, retry, settings};
}

}  // namespace varve

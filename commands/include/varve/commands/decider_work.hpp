#pragma once

#include <varve/commands/command_work.hpp>
#include <varve/core/codec.hpp>
#include <varve/core/fold.hpp>
#include <varve/core/record.hpp>

#include <exception>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace varve::detail {

/// One command that the caller holds.
template<class C>
struct one_command {
  using command_type = C;

  const C* command;
  const command_context* surroundings;

  [[nodiscard]] static std::size_t size() { return 1; }
  [[nodiscard]] const C& at(std::size_t) const { return *command; }
  [[nodiscard]] const command_context& context(std::size_t) const { return *surroundings; }
};

/// Commands in a container: a span of the caller's, or a vector of one's own.
template<class Container>
struct many_commands {
  using command_type = decltype(Container::value_type::command);

  Container commands;

  [[nodiscard]] std::size_t size() const { return commands.size(); }
  [[nodiscard]] const command_type& at(std::size_t i) const { return commands[i].command; }
  [[nodiscard]] const command_context& context(std::size_t i) const { return commands[i].context; }
};

/// What a command is called in metrics: its `command_name` when it has one, else the decider's category.
template<class D, class C>
inline constexpr std::string_view command_label = D::category;
template<class D, class C>
  requires requires { C::command_name; }
inline constexpr std::string_view command_label<D, C> = C::command_name;

template<class D, class C>
struct command_rules {
  static consteval bool good() { return command_is_good<D, C>(); }
};
template<class D, class... C>
struct command_rules<D, std::variant<C...>> {
  static consteval bool good() { return (command_is_good<D, C>() & ... & true); }
};

template<class C>
inline constexpr bool is_variant = false;
template<class... C>
inline constexpr bool is_variant<std::variant<C...>> = true;

/// A command that is a variant is decided as the one that it holds.
template<class D, class C>
decision<typename D::family> decide_command(const C& command, const typename D::state& state) {
  if constexpr (is_variant<C>)
    return std::visit([&](const auto& one) { return decide_command<D>(one, state); }, command);
  else
    return call_decide<D>(command, state);
}

/// Runs a function of the user's; what it throws is a defect, and an error.
template<class Run>
auto guarded(std::string_view what, Run&& run) -> decltype(run()) {
  try {
    return run();
  } catch (const std::exception& thrown) {
    return error{errc::decide_threw, std::string(what) + " threw: " + thrown.what()};
  } catch (...) {
    return error{errc::decide_threw, std::string(what) + " threw something that is no std::exception"};
  }
}

/// A decider at work on commands for one stream.
template<class D, class Commands>
class decider_work final : public command_work {
 public:
  decider_work(Commands commands, format how) : commands_(std::move(commands)), format_(how) {}

  [[nodiscard]] std::size_t size() const override { return commands_.size(); }
  [[nodiscard]] const command_context& context(std::size_t i) const override { return commands_.context(i); }
  [[nodiscard]] std::string_view label() const override {
    return command_label<D, typename Commands::command_type>;
  }

  void reset() override {
    state_ = {};
    decisions_.clear();
    decisions_.resize(commands_.size());
  }

  result<void> fold(const page& events) override {
    return guarded("evolve or upcast", [&] { return varve::fold<D>(events, state_); });
  }

  result<std::size_t> decide(std::size_t i) override {
    return guarded("decide", [&]() -> result<std::size_t> {
      decisions_[i] = decide_command<D>(commands_.at(i), state_);
      const auto& decided = *decisions_[i];
      if (const auto* refused = decided.refusal()) return error{errc::rejected, refused->reason};
      if (i + 1 < commands_.size()) evolve_by(decided.events());
      return decided.events().size();
    });
  }

  result<void> encode(std::size_t i, std::vector<new_event>& out) override {
    for (const auto& event : decisions_[i]->events()) {
      auto recorded = record<typename D::family>(event, format_);
      if (!recorded) return std::move(recorded).error();
      out.push_back(*std::move(recorded));
    }
    return {};
  }

 private:
  void evolve_by(std::span<const event_of<typename D::family>> happened) {
    for (const auto& event : happened)
      std::visit([this](const auto& one) { evolve_state(state_, one); }, event);
  }

  Commands commands_;
  format format_;
  typename D::state state_{};
  std::vector<std::optional<decision<typename D::family>>> decisions_;
};

}  // namespace varve::detail

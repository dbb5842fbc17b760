#include <varve/commands.hpp>
#include <varve/eventstore/memory_store.hpp>
#include <varve/testing/seeded_random.hpp>

#include "../../unit/domain/cart.hpp"
#include "interfering_store.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace {

/// Lets every pause be over at once.
class hurrying_clock final : public varve::clock {
 public:
  [[nodiscard]] varve::timestamp now() const override { return varve::system_clock().now(); }
  [[nodiscard]] varve::instant steady() const override { return now_; }
  bool wait(std::unique_lock<std::mutex>&, std::condition_variable&, varve::instant until) const override {
    now_ = std::max(now_, until);
    return false;
  }

 private:
  mutable varve::instant now_{std::chrono::hours{1}};
};

/// Plans what goes wrong with the next append: somebody else writes first, the answer is lost on its way, the
/// request is lost on its way, or the store is not available.
class trouble {
 public:
  trouble(interfering_store& store, std::uint64_t seed) : store_(store), random_(seed) {}

  void plan() {
    if (random_.below(3) == 0) store_.before_next_append([this](varve::event_store& log) { write(log); });
    switch (random_.below(5)) {
      case 0: return lose(true);
      case 1: return lose(false);
      case 2: return refuse();
      default: return;
    }
  }

  [[nodiscard]] int written() const { return written_; }
  [[nodiscard]] int lost() const { return lost_; }

 private:
  void write(varve::event_store& log) {
    auto event = varve::record<cart::event>(cart::item_added{"somebody else's", 1}).value();
    std::vector<varve::new_event> events;
    events.push_back(std::move(event));
    const auto stream = "cart-" + std::to_string(random_.below(3));
    varve::to_result(log.append_and_wait(varve::append_request::to(stream, std::move(events)))).value();
    ++written_;
  }

  void lose(bool only_the_answer) {
    store_.in_place_of_next_append(
        [this, only_the_answer](varve::event_store& log,
                                varve::append_request request) -> varve::append_outcome {
          ++lost_;
          std::vector<varve::event_id> ids;
          for (auto& event : request.writes.at(0).events)
            ids.push_back(event.id ? *event.id : event.id.emplace(made_.next()));
          if (only_the_answer)
            if (auto outcome = log.append_and_wait(std::move(request));
                !std::holds_alternative<varve::appended>(outcome))
              return outcome;
          plan();
          return varve::unknown{"no answer", ids};
        });
  }

  void refuse() {
    store_.in_place_of_next_append([](varve::event_store&, varve::append_request) -> varve::append_outcome {
      return varve::not_written{{varve::errc::unavailable, "not now"}};
    });
  }

  interfering_store& store_;
  varve::testing::seeded_random random_;
  varve::event_id_generator made_{varve::system_clock(), varve::system_random()};
  int written_ = 0;
  int lost_ = 0;
};

/// What each command's answer said: its revisions by its id.
using answers = std::map<std::string, std::pair<varve::revision, varve::revision>>;

/// Sends a command under one id until it is known to be carried out, as a caller would.
varve::handled insist(const varve::command_handler<cart::decider>& carts, const std::string& stream,
                      const varve::command_context& context, trouble& sent) {
  for (int attempt = 0; attempt < 200; ++attempt) {
    sent.plan();
    auto done = carts.handle(stream, cart::add_item{context.id->text(), 1}, context);
    if (done) return *std::move(done);
    const auto code = done.error().code;
    if (!varve::is_transient(code) && code != varve::errc::conflict) throw varve::failure{done.error()};
  }
  throw std::logic_error("never carried out");
}

TEST(unreliable_log, carries_out_every_command_once_and_answers_with_where_it_stands) {
  interfering_store store;
  hurrying_clock time;
  varve::testing::seeded_random random{7};
  trouble sent{store, 42};
  const auto carts = varve::commands_for<cart::decider>(
      store, {.attempts = 2},
      {.resend_for = std::chrono::milliseconds{200}, .environment = {.clock = &time, .random = &random}});

  std::map<std::string, answers> by_stream;
  for (int i = 0; i < 400; ++i) {
    const std::string id = "command " + std::to_string(i);
    const std::string stream = std::to_string(i % 3);
    const varve::command_context context{.id =
                                             varve::command_id{id, varve::timestamp{std::chrono::hours{i}}}};
    const auto done = insist(carts, stream, context, sent);
    ASSERT_TRUE(done.first && done.last) << id;
    by_stream[stream].emplace(id, std::pair{*done.first, *done.last});
  }

  EXPECT_GT(sent.lost(), 100);
  int standing = 0;
  for (const auto& [stream, told] : by_stream) {
    const auto page = store.read_stream("cart-" + stream, {}, {}, {.limit = 10'000}).value();
    std::map<std::string, int> times;
    for (const auto& event : page) {
      const auto metadata = varve::metadata::parse(event.metadata).value();
      if (metadata.causation_id.empty()) continue;
      ++times[metadata.causation_id];
      EXPECT_EQ(told.at(metadata.causation_id).first, event.revision) << metadata.causation_id;
    }
    for (const auto& [id, where] : told) EXPECT_EQ(times[id], 1) << id;
    standing += static_cast<int>(page.size());
  }
  EXPECT_EQ(standing, 400 + sent.written());
}

TEST(unreliable_log, writes_a_command_without_an_id_as_often_as_its_answer_says) {
  interfering_store store;
  hurrying_clock time;
  varve::testing::seeded_random random{7};
  trouble sent{store, 43};
  const auto carts = varve::commands_for<cart::decider>(
      store, {.attempts = 2},
      {.resend_for = std::chrono::milliseconds{200}, .environment = {.clock = &time, .random = &random}});

  std::map<std::string, std::optional<varve::errc>> told;
  for (int i = 0; i < 400; ++i) {
    sent.plan();
    const std::string sku = "sku " + std::to_string(i);
    const auto done = carts.handle("0", cart::add_item{sku, 1});
    told[sku] = done ? std::nullopt : std::optional(done.error().code);
  }

  std::map<std::string, int> times;
  const auto count = [&]<class E>(const varve::recorded<E>& event) {
    if constexpr (std::is_same_v<E, cart::item_added>) ++times[event->sku];
  };
  const auto page = store.read_stream("cart-0", {}, {}, {.limit = 10'000}).value();
  for (const auto& event : page) varve::visit_event<cart::family>(event, count).value();

  int doubtful = 0;
  for (const auto& [sku, failure] : told) {
    if (!failure)
      EXPECT_EQ(times[sku], 1) << sku;
    else if (*failure == varve::errc::in_doubt)
      EXPECT_LE(times[sku], 1) << sku, ++doubtful;
    else
      EXPECT_EQ(times[sku], 0) << sku << ": " << varve::to_string(*failure);
  }
  EXPECT_GT(sent.lost(), 100);
  EXPECT_LT(doubtful, 100);
}

}  // namespace

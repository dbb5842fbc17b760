#include <varve/contract/event_store_contract.hpp>

#include "promise.hpp"

#include <array>
#include <future>

namespace varve::contract {
namespace {

VARVE_CONTRACT(read_only_contract, reads_all_that_stands) {
  log.good(to("a", {noted(1), noted(2)}));
  log.good(append_request::truncate("a", revision{1}));
  const auto reader = log.open_read_only();
  const std::array ids{id(2)};
  EXPECT_EQ(places_of(reader->read_log(token::start(), {}, {}).value()),
            (list{"1:a@0", "2:a@1", "3:$streams@0"}));
  EXPECT_EQ(places_of(reader->read_stream("a", {}, {}, {}).value()), list{"2:a@1"});
  EXPECT_EQ(places_of(reader->read_log(token::start(), {.types = {"noted"}}, {}).value()),
            (list{"1:a@0", "2:a@1"}));
  EXPECT_TRUE(reader->find(ids).value().front());
  EXPECT_EQ(reader->event_at(position{2}).value().id, id(2));
  EXPECT_EQ(reader->list_streams({}).value().streams.size(), 1U);
  EXPECT_EQ(reader->info().value().head, log.head());
  EXPECT_EQ(reader->wait(token::start(), never).value(), log.head());
}

VARVE_CONTRACT(read_only_contract, refuses_every_append) {
  log.write("a");
  ASSERT_EQ(log.places(), list{"1:a@0"});
  const auto reader = log.open_read_only();
  EXPECT_EQ(name_of(reader->append_and_wait(to("a"))), "read_only");
  EXPECT_EQ(name_of(reader->append_and_wait(append_request::soft_delete("a"))), "read_only");
  EXPECT_EQ(name_of(reader->append_and_wait(with_check({}, "a", expected::any()))), "read_only");
  std::promise<std::string> answered;
  reader->append(to("a"), [&](const append_outcome& outcome) { answered.set_value(name_of(outcome)); });
  EXPECT_EQ(answered.get_future().get(), "read_only");
  EXPECT_EQ(log.places(), list{"1:a@0"});
}

VARVE_CONTRACT(read_only_contract, sees_what_is_written_later) {
  const auto reader = log.open_read_only();
  EXPECT_TRUE(reader->read_log(token::start(), {}, {}).value().empty());
  log.write("a");
  EXPECT_EQ(places_of(reader->read_log(token::start(), {}, {}).value()), list{"1:a@0"});
  log.write("a");
  EXPECT_EQ(places_of(reader->read_stream("a", {}, {}, {}).value()), (list{"1:a@0", "2:a@1"}));
}

VARVE_CONTRACT(read_only_contract, says_so) {
  log.write("a");
  ASSERT_EQ(log.places(), list{"1:a@0"});
  const auto reader = log.open_read_only();
  EXPECT_TRUE(reader->status().read_only);
  EXPECT_FALSE(log->status().read_only);
}

VARVE_CONTRACT(read_only_contract, can_be_closed) {
  log.write("a");
  const auto reader = log.open_read_only();
  reader->close(closing::finish);
  EXPECT_EQ(name_of(reader->read_log(token::start(), {}, {})), "unavailable");
  EXPECT_EQ(log.places(), list{"1:a@0"});
}

}  // namespace

suite<store_fixture> read_only_contract() {
  return {"read_only_contract",
          simulated,
          {VARVE_SHOWN(read_only_contract, reads_all_that_stands),
           VARVE_SHOWN(read_only_contract, refuses_every_append),
           VARVE_SHOWN(read_only_contract, sees_what_is_written_later),
           VARVE_SHOWN(read_only_contract, says_so), VARVE_SHOWN(read_only_contract, can_be_closed)}};
}

}  // namespace varve::contract

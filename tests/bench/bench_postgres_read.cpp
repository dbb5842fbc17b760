// Reads a PostgreSQL log of Varve's, as pages of views with checksums verified, beside bare loops, and judges
// conditions on it. Starts a server of its own; without PostgreSQL it says so and ends with 77.

#include "baseline/postgres_append.hpp"
#include "baseline/postgres_read.hpp"
#include "numbered_name.hpp"
#include "postgres_log.hpp"
#include "stopwatch.hpp"
#include "store_read.hpp"
#include "suite.hpp"
#include "waits.hpp"

#include <algorithm>
#include <iostream>
#include <set>
#include <string>
#include <utility>

namespace {

using namespace bench;
using varve::testing::postgres_server;
using tag_pair = std::pair<std::string, std::string>;

/// A log of Varve's that holds the workload, tagged, in commits of 1,000, and a hand-written table that holds
/// the same events.
class two_logs {
 public:
  two_logs(postgres_server& server, std::size_t events) {
    constexpr std::size_t events_at_once = 10'000;
    const auto store = fresh_log(server);
    workload source;
    std::vector<event> all;
    for (; events_ < events; events_ += events_at_once) {
      const auto some = source.take(events_at_once);
      append_to(*store, appends_of(some, 1'000, tagging::two));
      for (const auto& each : some) pairs_.emplace(each.tags[0], each.tags[1]);
      all.insert(all.end(), some.begin(), some.end());
    }
    baseline::insert_batches(server.url(), all, 1'000);
    for (const auto* table : {"varve.events", "varve.tags", "varve.streams", "events"})
      server.execute(std::string("VACUUM ANALYZE ") + table);
    complete_streams_.assign(source.complete_streams().begin(), source.complete_streams().end());
  }

  std::size_t events() const { return events_; }

  /// Names of streams that have all their ten events, drawn at random.
  std::vector<varve::stream_id> draw_streams(std::size_t count) const {
    random_source random{2};
    std::vector<varve::stream_id> drawn;
    while (drawn.size() < count)
      drawn.emplace_back(numbered_name(
          "order-", 8,
          static_cast<std::uint64_t>(complete_streams_[random.below(complete_streams_.size())])));
    return drawn;
  }

  /// Tags that many events have, but no event both of a pair.
  std::vector<tag_pair> draw_pairs(std::size_t count) const {
    random_source random{3};
    std::vector<tag_pair> drawn;
    while (drawn.size() < count) {
      tag_pair some{"product:" + numbered_name("product-", 5, random.below(view_keys)),
                    "customer:" + numbered_name("customer-", 5, random.below(view_keys))};
      if (!pairs_.contains(some)) drawn.push_back(std::move(some));
    }
    return drawn;
  }

 private:
  std::size_t events_ = 0;
  std::set<tag_pair> pairs_;
  std::vector<std::int64_t> complete_streams_;
};

sample scan_log(postgres_server& server) {
  varve::postgres::event_store store{server.url(), {.read_only = true}};
  return scan_store(store);
}

varve::append_condition nothing_beside(const varve::token& after, const tag_pair& tags) {
  return {{{{{}, {tags.first, tags.second}}}}, after};
}

/// Appends that are a condition alone, from the log's beginning: judged under its lock, nothing is written.
sample judge_conditions(postgres_server& server, const std::vector<tag_pair>& pairs) {
  varve::postgres::event_store store{server.url()};
  const varve::token start{store.info().value().epoch, varve::position{0}};
  sample measured{.items = pairs.size()};
  const stopwatch watch;
  for (const auto& pair : pairs) {
    varve::append_request asked;
    asked.condition = nothing_beside(start, pair);
    static_cast<void>(varve::to_result(store.append_and_wait(std::move(asked))).value());
  }
  measured.seconds = watch.seconds();
  return measured;
}

/// How long appends of one event under such a condition took, sorted.
std::vector<double> wait_under_conditions(postgres_server& server, const std::vector<tag_pair>& pairs) {
  varve::postgres::event_store store{server.url()};
  const varve::token start{store.info().value().epoch, varve::position{0}};
  std::vector<double> waits;
  for (const auto& pair : pairs) {
    auto asked = varve::append_request::to(varve::stream_id{"claim-" + std::to_string(waits.size())},
                                           {{.type = "claim.made", .data = "{}"}});
    asked.condition = nothing_beside(start, pair);
    const stopwatch watch;
    static_cast<void>(varve::to_result(store.append_and_wait(std::move(asked))).value());
    waits.push_back(watch.seconds());
  }
  std::sort(waits.begin(), waits.end());
  return waits;
}

void measure_all(suite& all, const scratch_folder&, const bench_options& options) {
  postgres_server server;
  all.note("server", server.execute("SELECT version()"));
  const two_logs logs{server, options.log_events};
  all.note("events", std::to_string(logs.events()));
  const std::string url = server.url();
  all.measure("scan: all events in order (raw: libpqxx, a lean table of text)", "events/s",
              {"varve", [&] { return scan_log(server); }},
              {"libpqxx", [&] { return baseline::scan_by_libpqxx(url); }});
  all.measure("scan: all events in order (raw: libpqxx, the same table)", "events/s",
              {"varve", [&] { return scan_log(server); }},
              {"libpqxx", [&] { return baseline::scan_log_by_libpqxx(url); }});
  const auto pairs = logs.draw_pairs(options.conditions);
  all.measure("condition over two tags, from position 0", "conditions/s",
              {"varve", [&] { return judge_conditions(server, pairs); }},
              {"one SELECT", [&] { return baseline::look_for_pairs(url, pairs); }});
  if (all.wants("condition over two tags"))
    all.note("append of one event under such a condition, durable",
             told(wait_under_conditions(server, pairs)));
}

}  // namespace

int main(int argc, char** argv) {
  if (const auto reason = postgres_server::missing()) {
    std::cerr << "bench_postgres_read: " << *reason << '\n';
    return 77;
  }
  return bench::run_benchmarks("bench_postgres_read", argc, argv, measure_all);
}

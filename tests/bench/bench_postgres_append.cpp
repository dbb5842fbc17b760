// Appends to a PostgreSQL log of Varve's beside hand-written inserts into the same server, as durable. Starts
// that server itself, on loopback; without PostgreSQL it says so and ends with 77.

#include "baseline/postgres_append.hpp"
#include "postgres_log.hpp"
#include "suite.hpp"

#include <iostream>
#include <string>

namespace {

using namespace bench;
using varve::testing::postgres_server;

constexpr std::size_t connections = 16;  // of the plain inserts, whatever Varve's callers are

sample append_from_callers(postgres_server& server, std::span<const event> events, std::size_t callers) {
  store_callers all{events, callers, 0, callers};
  return all.append_to(*fresh_log(server));
}

sample append_from_several(postgres_server& server, std::span<const event> events, std::size_t processes,
                           std::size_t callers_of_each) {
  fresh_log(server);
  return append_from_processes([&] { return std::make_unique<varve::postgres::event_store>(server.url()); },
                               events, processes, callers_of_each);
}

sample append_all(postgres_server& server, std::vector<varve::append_request> appends) {
  return append_to(*fresh_log(server), std::move(appends));
}

void measure_callers(suite& all, postgres_server& server, const bench_options& options) {
  const auto events = workload{}.take(options.server_appends);
  const std::string beside = " (raw: plain INSERT from 16 connections)";
  const contender plain{"plain INSERT",
                        [&] { return baseline::insert_from_many(server.url(), events, connections); }};
  for (const auto callers : options.callers)
    all.measure("append: " + std::to_string(callers) + " callers" + beside, "events/s",
                {"varve", [&] { return append_from_callers(server, events, callers); }}, plain);
  all.measure("append: 4 processes of 16 callers" + beside, "events/s",
              {"varve", [&] { return append_from_several(server, events, 4, 16); }}, plain);
}

void measure_one_lock(suite& all, postgres_server& server, const bench_options& options) {
  const auto events = workload{}.take(options.server_appends);
  const auto few = std::span{events}.first(options.racing_appends / 2);
  for (const auto callers : options.callers)
    all.measure("append: " + std::to_string(callers) + " callers (raw: a transaction each, under one lock)",
                "events/s", {"varve", [&] { return append_from_callers(server, events, callers); }},
                {"one lock", [&] { return baseline::insert_under_lock(server.url(), few, callers); }});
}

void measure_one_caller(suite& all, postgres_server& server, const bench_options& options) {
  const auto events = workload{}.take(options.batch_appends / 2);
  const auto few = std::span{events}.first(options.racing_appends);
  all.measure("append: 1 event per commit, one caller (raw: plain INSERT)", "events/s",
              {"varve", [&] { return append_all(server, appends_of(few, 1, tagging::none)); }},
              {"plain INSERT", [&] { return baseline::insert_from_many(server.url(), few, 1); }});
  for (const auto tags : {tagging::none, tagging::two})
    all.measure(std::string("append: 100 events per commit") +
                    (tags == tagging::two ? ", two tags each (raw: none)" : ", untagged"),
                "events/s",
                {"varve", [&, tags] { return append_all(server, appends_of(events, 100, tags)); }},
                {"INSERT by unnest", [&] { return baseline::insert_batches(server.url(), events, 100); }});
}

void measure_all(suite& all, const scratch_folder&, const bench_options& options) {
  postgres_server server;
  all.note("server", server.execute("SELECT version()"));
  measure_callers(all, server, options);
  measure_one_lock(all, server, options);
  measure_one_caller(all, server, options);
}

}  // namespace

int main(int argc, char** argv) {
  if (const auto reason = postgres_server::missing()) {
    std::cerr << "bench_postgres_append: " << *reason << '\n';
    return 77;
  }
  return bench::run_benchmarks("bench_postgres_append", argc, argv, measure_all);
}

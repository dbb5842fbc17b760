#pragma once

#include <varve/contract/requests.hpp>
#include <varve/contract/seen.hpp>
#include <varve/contract/store_fixture.hpp>
#include <varve/testing/recording_log.hpp>
#include <varve/testing/recording_metrics.hpp>
#include <varve/testing/seeded_random.hpp>
#include <varve/testing/virtual_clock.hpp>

#include <string>
#include <vector>

namespace varve::contract {

/// What a test owns of the world, and what its store lives in.
struct world {
  testing::virtual_clock time;
  testing::seeded_random random{20'261'121};
  testing::recording_log lines;
  testing::recording_metrics metrics;

  [[nodiscard]] environment env() {
    return {.clock = &time, .random = &random, .log = &lines, .metrics = &metrics};
  }
};

/// Reads without a limit that matters.
[[nodiscard]] inline read_options everything(direction way = direction::forward) {
  return {.direction = way, .limit = 1'000'000};
}

/// The log that a test is about, with a store open on it. Each call that names an outcome adds a failure to
/// the test when the store answers with another.
class subject {
 public:
  subject(world& around, store_fixture& fixture);

  [[nodiscard]] event_store& store() { return *store_; }
  [[nodiscard]] event_store* operator->() { return store_.get(); }
  [[nodiscard]] testing::virtual_clock& time() { return world_.time; }
  [[nodiscard]] testing::seeded_random& random() { return world_.random; }
  [[nodiscard]] testing::recording_log& lines() { return world_.lines; }
  [[nodiscard]] testing::recording_metrics& metrics() { return world_.metrics; }

  /// Ends the store and opens another on the same log.
  void reopen();
  /// Ends the store, gives the log a new epoch and opens it again.
  void begin_epoch(const std::string& cause);
  /// One more store on the same log, beside the first.
  [[nodiscard]] std::unique_ptr<event_store> open_another() { return fixture_.open(); }
  [[nodiscard]] std::unique_ptr<event_store> open_read_only() { return fixture_.open_read_only(); }

  // Writing
  append_outcome append(append_request request) { return store_->append_and_wait(std::move(request)); }
  /// Through the call that does not block.
  append_outcome append_by_callback(append_request request);
  appended good(append_request request);
  appended replays(append_request request);
  conflict loses(append_request request);
  /// Nothing may have been written.
  void refuses(append_request request, errc code);
  /// `count` events without ids.
  appended write(const stream_id& stream, std::size_t count = 1);

  // Reading
  /// All that a read of the log gives.
  [[nodiscard]] std::vector<seen> events(const filter& which = {}, const read_options& how = everything());
  /// The places of these.
  [[nodiscard]] list places(const filter& which = {}, const read_options& how = everything());
  /// The places that a read of a stream gives.
  [[nodiscard]] list stream(const stream_id& name, revision from = {}, const read_options& how = everything(),
                            const filter& which = {});
  [[nodiscard]] list stream_backward(const stream_id& name, revision from = revision::max());
  [[nodiscard]] token head();

 private:
  world& world_;
  store_fixture& fixture_;
  std::unique_ptr<event_store> store_;
};

/// The places on a page.
[[nodiscard]] list places_of(const page& from);

/// An outcome's name as it stands in messages: `appended`, `replayed`, `conflict`, `unknown` or the code.
[[nodiscard]] std::string name_of(const append_outcome& outcome);

/// The code of an error, or no code for success.
template<class T>
[[nodiscard]] std::string name_of(const result<T>& answer) {
  return answer ? "success" : std::string(to_string(answer.error().code));
}

}  // namespace varve::contract

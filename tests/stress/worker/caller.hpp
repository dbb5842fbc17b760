#pragma once

#include <varve/eventstore/event_store.hpp>
#include <varve/testing/history.hpp>
#include <varve/testing/seeded_random.hpp>

#include <map>
#include <string>
#include <vector>

namespace varve::stress {

/// One of many who write to a few streams that all want and to one of its own: appends that demand what it
/// believes to be so, some with checks or to two streams, repeats, reads. What is in doubt it sends again
/// until it knows.
class caller {
 public:
  /// `name` is its own alone. `doubts` were left by a killed process and are sent again first.
  caller(event_store& store, std::uint64_t seed, std::string name, std::vector<testing::append_call> doubts);

  void operate();

 private:
  void append_where_it_believes();
  void append_anyhow();
  void append_to_two();
  void check_alone();
  void repeat();
  void read_a_stream();
  void read_the_log();

  void send(const append_request& request);
  void learn(const append_outcome& outcome);
  [[nodiscard]] std::string any_stream();
  [[nodiscard]] expected belief_of(const std::string& stream) const;
  [[nodiscard]] std::vector<new_event> some_events();

  event_store& store_;
  testing::seeded_random random_;
  event_id_generator ids_;
  std::string own_;
  std::vector<append_request> doubts_;
  std::vector<append_request> sent_;
  std::map<std::string, revision> known_;  // last revisions
  token seen_;
};

/// The events of these calls once more, under the same ids.
[[nodiscard]] append_request again(const testing::append_call& call);

}  // namespace varve::stress

#pragma once

#include <varve/core/error.hpp>
#include <varve/core/time.hpp>
#include <varve/eventstore/append_outcome.hpp>
#include <varve/eventstore/event_store.hpp>
#include <varve/eventstore/expected.hpp>

#include <string>
#include <variant>
#include <vector>

/// Histories: what many callers asked of one log at the same time and what they were told, to be checked by
/// `check_history`.
namespace varve::testing {

/// An event and where it stands.
struct standing_event {
  varve::position position;
  varve::position commit;  ///< position of the first event of its commit
  std::string stream;
  varve::revision revision;
  event_id id;

  friend bool operator==(const standing_event&, const standing_event&) = default;
};

/// What an expectation is demanded of.
struct stream_demand {
  std::string stream;
  varve::expected expected;
};

/// A call of `append`, without its deadline and what its events hold.
struct append_call {
  struct write {
    stream_demand demand;
    std::vector<event_id> ids;
  };
  std::vector<write> writes;
  std::vector<stream_demand> checks;
};

/// A call of `read_log`, forward and without a filter.
struct log_call {
  position after;
};

/// A call of `read_stream`, forward and without a filter.
struct stream_call {
  std::string stream;
  revision from;
};

/// The end never came: the process was killed, or the history was cut.
struct unanswered {};

/// What a page gave.
struct page_answer {
  position head;
  bool end = false;
  std::vector<standing_event> events;
};

/// A read that gave nothing.
struct read_failed {
  errc why;
};

using history_call = std::variant<append_call, log_call, stream_call>;
using history_answer =
    std::variant<unanswered, appended, conflict, not_written, unknown, page_answer, read_failed>;

/// A call and its answer. Both times are of the machine's steady clock, which all its processes share.
struct operation {
  history_call asked;
  history_answer told = unanswered{};
  instant begun;
  instant ended = never;
};

/// Everything that was asked of a log from its first event on, in any order, and the log itself, read when
/// all was over. What is sent again under the same ids must be the same batch.
struct recorded_history {
  std::vector<operation> operations;
  std::vector<standing_event> log;
};

/// The whole log as it stands.
[[nodiscard]] result<std::vector<standing_event>> read_whole_log(event_store& store);

/// What a page gave, as a history keeps it.
[[nodiscard]] page_answer answer_of(const page& read);

}  // namespace varve::testing

#pragma once

#include <varve/commands/command_lookup.hpp>
#include <varve/commands/command_work.hpp>
#include <varve/commands/conflict_policy.hpp>
#include <varve/commands/handled.hpp>
#include <varve/commands/stream_boundary.hpp>
#include <varve/core/environment.hpp>
#include <varve/core/event_id.hpp>
#include <varve/core/stream_id.hpp>
#include <varve/eventstore/append_outcome.hpp>
#include <varve/eventstore/append_request.hpp>
#include <varve/eventstore/event_ref.hpp>
#include <varve/eventstore/page.hpp>
#include <varve/eventstore/read_options.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <variant>
#include <vector>

namespace varve {

/// What a refusal means for the other commands of a batch.
enum class on_refusal {
  write_nothing,  ///< all or none: the answer is the refusal
  skip            ///< the others are carried out; the answer tells which were refused
};

/// How a handle is to go.
struct handle_plan {
  conflict_policy on_conflict = {};
  varve::on_refusal refused = on_refusal::write_nothing;
  instant deadline = never;
  std::size_t page_size = 1000;
  /// When the fate of the append is unknown: send the same batch again, with pauses, for as long as this.
  std::chrono::nanoseconds resend_for = std::chrono::seconds{5};
};

/// Load, decide, append, and again on a conflict: the whole course of handling, without I/O. It says what it
/// wants next; whoever drives it does that and tells how it went. Nothing in it depends on the types of the
/// domain.
///
/// Commands with ids are looked up first, and again after a conflict, after an idempotency mismatch and
/// before a refusal is answered; those that stand are answered with their first result and are not decided.
/// The others are decided in order, each on the state that those before it leave, and all their events are
/// one append. Only a conflict of that append is tried again, from an empty state. An append in doubt is sent
/// again with its ids in place, which is the port's way to learn its fate.
class handle_algorithm {
 public:
  /// `event_store::find`, then `on_found`. The ids are valid until then.
  struct find_events {
    std::span<const event_id> ids;
  };
  /// `event_store::read_stream`, forward and without a filter, then `on_page`.
  struct read_page {
    const stream_id* stream;  ///< lives as long as the algorithm
    revision from;
    read_options how;
  };
  /// `event_store::append`, then `on_outcome`.
  struct append_events {
    append_request request;
  };
  /// Nothing until that moment, then `on_paused`.
  struct pause {
    instant until;
  };
  /// The end. The answer is an error when nothing was written or the append stays in doubt.
  struct finished {
    result<handled_all> answer;
  };
  using step = std::variant<find_events, read_page, append_events, pause, finished>;

  /// `work` and what `env` refers to must outlive it. `ids` begins correlations.
  handle_algorithm(command_work& work, stream_id stream, const handle_plan& plan, const environment& env,
                   event_id_generator& ids);
  handle_algorithm(const handle_algorithm&) = delete;
  handle_algorithm& operator=(const handle_algorithm&) = delete;

  [[nodiscard]] step start();
  [[nodiscard]] step on_found(const result<std::vector<std::optional<event_ref>>>& found);
  [[nodiscard]] step on_page(const result<page>& read);
  [[nodiscard]] step on_outcome(append_outcome outcome);
  [[nodiscard]] step on_paused();

  [[nodiscard]] const stream_id& stream() const { return boundary_.stream(); }

 private:
  /// Why the ids are looked up, which tells how it goes on when nothing new is found to stand.
  enum class reason { first, fruitless, failed };
  /// What became of a command that was decided.
  struct decided {
    std::size_t events = 0;
    std::optional<error> refusal;
  };
  /// An append whose fate is not known.
  struct doubt {
    unknown about;
    instant until;
    int times = 1;
  };

  [[nodiscard]] std::optional<error> fault() const;
  [[nodiscard]] bool pending(std::size_t i) const { return !lookup_.standing(i); }
  [[nodiscard]] std::size_t count_events() const;
  step look_up(reason why);
  step look_up_or_fail(error why, bool again);
  step after_lookup();
  step load();
  step read(std::size_t limit);
  step decide();
  [[nodiscard]] std::optional<error> decide_one(std::size_t i);
  step write();
  step append();
  step in_time(std::chrono::nanoseconds pause, error otherwise);
  step on(appended&& done);
  step on(conflict&& lost);
  step on(not_written&& failed);
  step on(unknown&& in_doubt);
  step wait_for_fate();
  step finish(result<handled_all> answer);
  [[nodiscard]] std::optional<conflict> pin_missed() const;
  [[nodiscard]] result<append_request> request();
  [[nodiscard]] result<void> add_events(std::size_t i, std::vector<new_event>& out);
  [[nodiscard]] handled_all answers(token behind, revision first, bool replayed) const;

  command_work& work_;
  handle_plan plan_;
  environment env_;
  event_id_generator& ids_;
  stream_boundary boundary_;
  command_lookup lookup_;
  std::vector<decided> decided_;
  reason why_ = reason::first;
  std::size_t stood_ = 0;         // commands that stood before this look-up
  std::optional<error> failure_;  // the answer when the look-up finds nothing new
  bool again_ = false;            // or try again
  bool only_head_ = false;        // the page is read for the log's head alone
  std::optional<doubt> doubt_;
  int attempt_ = 0;
  std::size_t loaded_ = 0;  // events
  instant began_ = {};
};

}  // namespace varve

#pragma once

#include <varve/core/environment.hpp>
#include <varve/eventstore/checkpoint.hpp>
#include <varve/eventstore/event_ref.hpp>
#include <varve/eventstore/log_info.hpp>
#include <varve/eventstore/page.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <variant>

namespace varve {

/// How patient a consumer is. All times are measured on the steady clock.
struct consumer_options {
  std::chrono::nanoseconds longest_unsaved = std::chrono::seconds{1};  ///< while it catches up
  std::chrono::nanoseconds idle_save = std::chrono::milliseconds{20};  ///< at the head, without own events
  std::chrono::nanoseconds longest_wait = std::chrono::seconds{1};     ///< then it reads, woken up or not
  std::chrono::nanoseconds first_back_off = std::chrono::milliseconds{100};
  std::chrono::nanoseconds longest_back_off = std::chrono::seconds{30};
};

/// How a consumer follows a log: take the checkpoint over, prove that the log is still the same history,
/// read, deliver, save at an edge. The algorithm without I/O: each call answers with what it wants next, a
/// driver does that and reports back by the `on_…` of the same name. Subscriptions and projections run on it.
/// Not thread-safe.
class consumer {
 public:
  enum class goal {
    head,   ///< to the head that the first read shows; any failure ends it
    stop,   ///< on and on; what may pass is tried again after a back-off
    leased  ///< the same under a lease: begins by taking over, and ends when it is overtaken
  };

  /// Drop everything that was delivered and not saved; then `checkpoint_store::take_over`.
  struct take_over {};
  /// Read what the log is and, unless `at` is 0, the event at that position.
  struct compare {
    varve::position at;
  };
  /// Read a page of whole commits.
  struct read {
    token after;
  };
  /// Hand over the events of the page whose commit begins before this position.
  struct deliver {
    varve::position before;
  };
  /// Read the event at that position.
  struct look_up {
    varve::position at;
  };
  /// Make everything delivered durable together with the checkpoint, or nothing of it.
  struct save {
    checkpoint from;
    checkpoint to;
  };
  /// Wait for something behind `after`.
  struct wait {
    token after;
    instant until;
  };
  /// Do nothing until then, because of this.
  struct back_off {
    instant until;
    error why;
  };
  /// The end: at the head, stopped, or failed with this.
  struct done {
    std::optional<error> why;
  };
  using step = std::variant<take_over, compare, read, deliver, look_up, save, wait, back_off, done>;

  /// What `compare` found. The event is absent when none stands there.
  struct history {
    log_info log;
    std::optional<event_ref> event;
  };
  /// What a page was like.
  struct seen {
    std::size_t events = 0;
    std::optional<log_mark> edge;
    varve::position head;
    bool end = false;
    varve::epoch epoch = {};  ///< of the log that was read: it may have begun another since the last page
  };
  /// What a delivery was like.
  struct delivered {
    bool full = false;    ///< the receiver holds as much unsaved work as it wants to
    bool touched = true;  ///< some event of the page was its own
  };
  /// An event that could not be handled.
  struct refusal {
    error why;
    varve::position commit;  ///< position of the first event of its commit
    /// Whether what was delivered of earlier commits still stands, so that it can be saved; otherwise it was
    /// rolled back and is delivered again, up to that commit.
    bool kept = false;
  };

  consumer(checkpoint_key whose, consumer_options how, environment env);

  /// Begins, or goes on where an earlier run ended well.
  [[nodiscard]] step start(goal what);
  /// From now on it saves what it has and ends.
  void stop() { stopping_ = true; }

  [[nodiscard]] step on_take_over(const result<checkpoint>& taken);
  [[nodiscard]] step on_compare(const result<history>& found);
  [[nodiscard]] step on_read(const result<seen>& page);
  [[nodiscard]] step on_deliver(const result<delivered>& how);
  [[nodiscard]] step on_refuse(refusal what);
  [[nodiscard]] step on_look_up(const result<event_ref>& event);
  [[nodiscard]] step on_save(const result<void>& saved);
  [[nodiscard]] step on_wait();
  [[nodiscard]] step on_back_off();

  [[nodiscard]] const checkpoint_key& whose() const { return whose_; }
  /// What is durable.
  [[nodiscard]] const checkpoint& saved() const { return saved_; }
  /// How far it has read and delivered.
  [[nodiscard]] token reached() const { return {epoch_, reached_.position}; }
  /// The log's head as last seen.
  [[nodiscard]] varve::position head() const { return seen_.head; }
  [[nodiscard]] bool at_end() const { return seen_.end; }

 private:
  [[nodiscard]] step begin();
  [[nodiscard]] step proceed();
  [[nodiscard]] step settle();
  [[nodiscard]] step save_up_to(const log_mark& edge);
  [[nodiscard]] step failed(error why);
  [[nodiscard]] bool cut() const;
  [[nodiscard]] bool finished() const;
  [[nodiscard]] bool must_save(bool full) const;
  [[nodiscard]] instant now() const { return env_.clock->steady(); }
  [[nodiscard]] std::chrono::nanoseconds next_delay();

  checkpoint_key whose_;
  consumer_options how_;
  environment env_;

  goal goal_ = goal::head;
  bool stopping_ = false;
  bool proven_ = false;     // the checkpoint is ours and the history was compared
  bool took_over_ = false;  // in this run
  varve::epoch epoch_;
  checkpoint saved_;
  checkpoint saving_;
  log_mark reached_;
  seen seen_;
  bool touched_ = false;  // events were delivered since the last save
  instant last_save_{};
  std::optional<position> target_;  // the head at the start of a run to the head
  std::optional<refusal> refused_;  // deliver only what stands before it, save, then fail
  std::chrono::nanoseconds delay_{};
  instant last_failure_{};
};

}  // namespace varve

#pragma once

#include <varve/eventstore/consumer_driver.hpp>
#include <varve/projections/detail/projection_body.hpp>
#include <varve/projections/projection_status.hpp>
#include <varve/projections/projector_options.hpp>

#include "change_signal.hpp"
#include "shared_read.hpp"
#include "slice_limit.hpp"

#include <memory>
#include <mutex>
#include <optional>

namespace varve::detail {

/// What a runner shows of itself to other threads.
struct runner_report {
  projection_state state = projection_state::idle;
  std::optional<error> failure;
};

/// Feeds one range of slices of one generation of one projection: rows and checkpoint in one transaction of
/// the read model. Where the range ends it learns whenever it takes over.
class projection_runner final : public consumer_driver {
 public:
  /// Which generation it feeds, decided whenever it takes over, within the session that does.
  using choice = std::int64_t (*)(read_model_session&, const projection_description&, projection_body&);

  projection_runner(event_store& log, read_model& model, const projection_description& of, shared_read& from,
                    choice which, const projector_options& how, change_signal& changed,
                    std::int64_t slice = 0);

  /// Before a run to the head, which is the log's as it is now.
  void begin_poll();
  /// To the head; at its end nothing has been committed, and `in` holds what is to be. For the last steps of
  /// a switch.
  [[nodiscard]] result<token> poll_within(read_model_session& in);
  /// Runs until told to stop, and reports how it went; nothing but whether it found the projection to be cut
  /// into several ranges, which are more than one runner's work.
  [[nodiscard]] std::optional<error> follow_whole(const std::stop_token& stop);
  [[nodiscard]] bool is_whole() const { return slices_.holds_all(); }
  /// Runs under a lease until told to stop or overtaken, and reports how it went.
  [[nodiscard]] std::optional<error> follow_leased(const lease_hold& hold, const std::stop_token& stop);
  /// How a poll went.
  void ended(const std::optional<error>& why);

  [[nodiscard]] std::int64_t generation() const { return key_.generation; }
  /// How many events it has folded.
  [[nodiscard]] std::int64_t events() const { return body_->handled(); }
  [[nodiscard]] const projection_description& of() const { return of_; }
  [[nodiscard]] runner_report report() const;

 private:
  class lender;

  [[nodiscard]] result<checkpoint> take_over() override;
  [[nodiscard]] result<consumer::seen> read(const token& after) override;
  [[nodiscard]] delivery deliver(position before) override;
  [[nodiscard]] result<void> save(const checkpoint& from, const checkpoint& to) override;
  void on_failure(const error& why) override;

  void find_range(read_model_session& in);
  std::optional<error> follow_ended(std::optional<error> why);
  void show(position at);
  [[nodiscard]] delivery fold(position before);
  [[nodiscard]] bool is_full() const;
  void flush(read_model_session& in, const checkpoint& from, const checkpoint& to);
  [[nodiscard]] read_model_session& writing();
  [[nodiscard]] read_model_session& reading();
  void drop();

  void set(projection_state state, std::optional<error> why = std::nullopt);
  void say(log_level level, const std::string& what) const;
  void gauge(const char* name, double value) const;
  void show_progress();

  read_model& model_;
  const projection_description& of_;
  shared_read& from_;
  change_signal& changed_;
  choice choose_;
  projector_options how_;
  std::unique_ptr<projection_body> body_;
  checkpoint_key key_;
  slice_range slices_;
  bool only_whole_ = false;  // in this run

  std::shared_ptr<const decoded_events> page_;
  position behind_;                             // where the page's reading began
  std::unique_ptr<read_model_session> open_;    // what is written to between a delivery and its save
  std::unique_ptr<read_model_session> lookup_;  // within one delivery
  read_model_session* within_ = nullptr;        // lent for poll_within
  slice_limit limit_;
  instant batch_began_{};
  std::int64_t reported_events_ = 0;
  bool caught_up_ = false;

  mutable std::mutex report_mutex_;
  runner_report report_;
};

}  // namespace varve::detail

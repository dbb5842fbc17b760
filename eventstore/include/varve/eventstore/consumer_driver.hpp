#pragma once

#include <varve/eventstore/consumer.hpp>
#include <varve/eventstore/event_store.hpp>
#include <varve/eventstore/lease_hold.hpp>

#include <optional>
#include <stop_token>
#include <variant>

namespace varve {

/// Runs a consumer against a store on the calling thread. What becomes of the events is the derived class's
/// part. Not thread-safe; refers to the store and the environment's parts, which must outlive it.
class consumer_driver {
 public:
  consumer_driver(const consumer_driver&) = delete;
  consumer_driver& operator=(const consumer_driver&) = delete;
  virtual ~consumer_driver() = default;

  /// To the head as it is now; answers with how far it came.
  [[nodiscard]] result<token> poll();
  /// Follows the log until told to stop, then saves and ends within a tenth of a second. Answers with the
  /// failure that ended it earlier.
  [[nodiscard]] std::optional<error> run(std::stop_token stop);
  /// The same under a lease: takes over only while it holds, and ends with `fenced` when somebody else took
  /// over.
  [[nodiscard]] std::optional<error> run_leased(const lease_hold& hold, const std::stop_token& stop);

  /// The same in single steps, for those who run several: `begin`, then `advance` until it answers false,
  /// then `end` says how it went.
  void begin(consumer::goal what) { next_ = consumer_.start(what); }
  bool advance(std::stop_token stop = {});
  [[nodiscard]] const std::optional<error>& end() const { return std::get<consumer::done>(next_).why; }

  [[nodiscard]] const consumer& state() const { return consumer_; }

 protected:
  /// How it went, or what kept the receiver from its work; or the event that could not be handled.
  using delivery = std::variant<result<consumer::delivered>, consumer::refusal>;

  consumer_driver(event_store& log, checkpoint_key whose, consumer_options how, environment env)
      : log_(log), env_(env), consumer_(std::move(whose), how, env) {}

  [[nodiscard]] event_store& log() const { return log_; }
  [[nodiscard]] const environment& env() const { return env_; }

  /// Drops what was delivered and not saved, and takes the checkpoint over.
  [[nodiscard]] virtual result<checkpoint> take_over() = 0;
  /// Reads the next page and keeps it for `deliver`.
  [[nodiscard]] virtual result<consumer::seen> read(const token& after) = 0;
  [[nodiscard]] virtual delivery deliver(position before) = 0;
  [[nodiscard]] virtual result<void> save(const checkpoint& from, const checkpoint& to) = 0;
  /// Hears of every failure that is going to be tried again, before the back-off.
  virtual void on_failure(const error&) {}

 private:
  void step(const std::stop_token& stop);
  consumer::step perform(const consumer::take_over&, const std::stop_token&);
  consumer::step perform(const consumer::compare&, const std::stop_token&);
  consumer::step perform(const consumer::read&, const std::stop_token&);
  consumer::step perform(const consumer::deliver&, const std::stop_token&);
  consumer::step perform(const consumer::look_up&, const std::stop_token&);
  consumer::step perform(const consumer::save&, const std::stop_token&);
  consumer::step perform(const consumer::wait&, const std::stop_token&);
  consumer::step perform(const consumer::back_off&, const std::stop_token&);
  consumer::step perform(const consumer::done& end, const std::stop_token&) { return end; }

  event_store& log_;
  environment env_;
  consumer consumer_;
  consumer::step next_ = consumer::done{};
  const lease_hold* hold_ = nullptr;  // during a leased run
};

/// What a page of whole commits is to a consumer.
[[nodiscard]] consumer::seen seen_of(const page& read);

}  // namespace varve

#include <varve/eventstore/retain.hpp>

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace varve {
namespace {

error refused(const char* why) {
  return {errc::invalid_argument, why};
}

result<void> check(const retention_rule& rule) {
  if (!rule.max_count && !rule.max_age)
    return refused("a rule says how many events are kept, or for how long");
  if (rule.max_count && *rule.max_count < 0) return refused("a count of events is not negative");
  if (rule.max_age && rule.max_age->count() < 0) return refused("an age is not negative");
  return {};
}

/// Truncations on their way: many share a commit.
class truncations {
 public:
  explicit truncations(event_store& log) : log_(log) {}
  ~truncations() { static_cast<void>(finish()); }
  truncations(const truncations&) = delete;
  truncations& operator=(const truncations&) = delete;

  /// The error is that of an earlier one.
  [[nodiscard]] result<void> begin(const std::string& stream, revision before) {
    {
      std::unique_lock lock{mutex_};
      changed_.wait(lock, [this] { return under_way_ < most_under_way; });
      if (failed_) return *failed_;
      ++under_way_;
    }
    log_.append(append_request::truncate(stream, before),
                [this](append_outcome outcome) { end(std::move(outcome)); });
    return {};
  }

  /// Waits for all.
  [[nodiscard]] result<void> finish() {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [this] { return under_way_ == 0; });
    return failed_ ? result<void>{*failed_} : result<void>{};
  }

 private:
  static constexpr int most_under_way = 1'000;

  void end(append_outcome outcome) {
    const auto done = to_result(std::move(outcome));
    const std::scoped_lock lock{mutex_};
    if (!done && !failed_) failed_ = done.error();
    --under_way_;
    changed_.notify_all();
  }

  event_store& log_;
  std::mutex mutex_;
  std::condition_variable changed_;
  int under_way_ = 0;
  std::optional<error> failed_;
};

/// Applies one rule to one log.
class keeper {
 public:
  keeper(event_store& log, const retention_rule& rule, const retention_options& how)
      : log_(log), rule_(rule), how_(how), now_(how.time->now()), truncations_(log) {}

  [[nodiscard]] result<retention_report> run();

 private:
  [[nodiscard]] result<void> keep(const stream_summary& stream);
  [[nodiscard]] result<revision> first_to_keep(const stream_summary& stream, revision first);
  [[nodiscard]] result<revision> first_recorded_since(const stream_id& stream, revision first,
                                                      revision behind);

  event_store& log_;
  const retention_rule& rule_;
  const retention_options& how_;
  const timestamp now_;
  retention_report out_;
  truncations truncations_;
};

result<retention_report> keeper::run() {
  stream_range range{.prefix = rule_.prefix, .after = {}, .limit = 1000};
  for (bool end = false; !end;) {
    const auto listed = log_.list_streams(range);
    if (!listed) return listed.error();
    for (const auto& stream : listed->streams) {
      if (auto good = keep(stream); !good) return std::move(good).error();
      range.after = stream.stream;
    }
    end = listed->end;
  }
  if (auto good = truncations_.finish(); !good) return std::move(good).error();
  return out_;
}

result<void> keeper::keep(const stream_summary& stream) {
  ++out_.streams;
  if (stream.events <= 0) return {};
  const revision first = stream.revision + (1 - stream.events);
  const auto before = first_to_keep(stream, first);
  if (!before) return before.error();
  if (*before <= first) return {};
  if (!how_.dry_run)
    if (auto good = truncations_.begin(stream.stream, *before); !good) return good;
  ++out_.truncated;
  out_.events += *before - first;
  return how_.progress ? how_.progress(out_) : result<void>{};
}

/// `first` is the first that is visible.
result<revision> keeper::first_to_keep(const stream_summary& stream, revision first) {
  const revision behind = stream.revision.next();
  revision out = first;
  if (rule_.max_count && *rule_.max_count < stream.events) out = behind + -*rule_.max_count;
  if (!rule_.max_age) return out;
  const auto young = first_recorded_since(stream.stream, out, behind);
  if (!young) return young.error();
  return std::max(out, *young);
}

/// Append times never fall along a stream, so that it is found by halving.
result<revision> keeper::first_recorded_since(const stream_id& stream, revision first, revision behind) {
  const timestamp since = now_ < timestamp::min() + *rule_.max_age ? timestamp::min() : now_ - *rule_.max_age;
  while (first < behind) {
    const revision middle = first + (behind - first) / 2;
    const auto one = log_.read_stream(stream, middle, {}, {.limit = 1});
    if (!one) return one.error();
    if (one->empty() || (*one)[0].recorded_at >= since)
      behind = middle;
    else
      first = middle.next();
  }
  return first;
}

}  // namespace

result<retention_report> retain(event_store& log, const retention_rule& rule, const retention_options& how) {
  if (auto good = check(rule); !good) return std::move(good).error();
  return keeper{log, rule, how}.run();
}

}  // namespace varve

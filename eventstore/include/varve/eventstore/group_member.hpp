#pragma once

#include <varve/core/environment.hpp>
#include <varve/eventstore/lease_store.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace varve {

/// Which of `ranges` ranges the runner of that number works on, of so many runners: from the first to before
/// the second. Every range is somebody's, and shares differ by one at most.
[[nodiscard]] std::pair<std::size_t, std::size_t> share_of(std::size_t runner, std::size_t runners,
                                                           std::size_t ranges);

/// How one of several runners of a consumer gets its share of the work: takes a seat among them, sees who
/// else sits, asks for the leases of its share of the ranges and gives the others up; renews what it holds
/// three times in a term. The algorithm without I/O: each call answers with what it wants next, a driver does
/// that and reports back by the `on_…` of the same name. Work on a range is begun only while its lease is
/// held, and has ended before the lease is released. Not thread-safe.
class group_member {
 public:
  /// Let the terms of these begin anew.
  struct renew {
    std::vector<lease> held;
  };
  /// Find out which ranges there are, by their first slices.
  struct look {};
  /// List the leases whose names begin so.
  struct list {
    std::string prefix;
  };
  struct acquire {
    std::string name;
  };
  struct release {
    std::vector<lease> held;
  };
  /// Begin to work on the range that begins at that slice. Reported back at once; that it has ended by
  /// `on_end`.
  struct work {
    std::int64_t slice;
  };
  /// Let the work on that range end. Reported back at once; that it has ended by `on_end`.
  struct rest {
    std::int64_t slice;
  };
  struct wait {
    instant until;
  };
  /// The end: told to stop, or failed with this. Everything has ended and is released.
  struct done {
    std::optional<error> why;
  };
  using step = std::variant<renew, look, list, acquire, release, work, rest, wait, done>;

  /// `group` stands before the names of its leases; `owner` is unique among all runners.
  group_member(std::string group, std::string owner, std::chrono::nanoseconds term, environment env);

  [[nodiscard]] step start();
  /// From now on it ends its work, gives everything up and ends.
  void stop() { stopping_ = true; }

  [[nodiscard]] step on_renew(const result<std::vector<std::string>>& lost);
  /// Ascending.
  [[nodiscard]] step on_look(const result<std::vector<std::int64_t>>& ranges);
  [[nodiscard]] step on_list(const result<std::vector<lease>>& found);
  [[nodiscard]] step on_acquire(const result<lease>& answer);
  [[nodiscard]] step on_release(const result<void>& released);
  [[nodiscard]] step on_work();
  [[nodiscard]] step on_rest();
  /// Before its time has come too, when something has ended.
  [[nodiscard]] step on_wait();
  /// The work on a range has ended. When it had not been told to, with what may pass it is begun again once
  /// its lease was seen to be held still; anything else ends the whole. Between two steps.
  void on_end(std::int64_t slice, const std::optional<error>& why);

  [[nodiscard]] const std::string& owner() const { return owner_; }
  /// Until when everything that it holds is its own for certain.
  [[nodiscard]] instant safe_until() const { return safe_until_; }
  /// The last failure that is going to be tried again; none since a round went well.
  [[nodiscard]] const std::optional<error>& trouble() const { return trouble_; }
  /// The first slices of the ranges that it works on.
  [[nodiscard]] std::vector<std::int64_t> working() const;

 private:
  struct range_held {
    lease held;
    bool works = false;
    bool rests = false;  // was told to
    bool lost = false;   // the lease is gone, the work has not ended yet
  };

  [[nodiscard]] step begin_round();
  [[nodiscard]] step take_seat(const std::vector<lease>& found);
  [[nodiscard]] step plan();
  [[nodiscard]] step next();
  [[nodiscard]] step failed(const error& why);
  void see(const std::vector<lease>& found);
  [[nodiscard]] std::set<std::int64_t> share();
  void settle(const std::set<std::int64_t>& share);
  void claim(const std::set<std::int64_t>& share);
  void lose(const std::string& name);
  [[nodiscard]] std::vector<lease> held() const;
  [[nodiscard]] std::string name_of_seat(std::int64_t number) const;
  [[nodiscard]] instant now() const { return env_.clock->steady(); }
  [[nodiscard]] instant soon() const;
  void wake(instant at) { wake_ = std::min(wake_, at); }

  const std::string group_;
  const std::string owner_;
  const std::chrono::nanoseconds term_;
  environment env_;

  bool stopping_ = false;
  std::optional<error> why_;
  std::optional<error> trouble_;

  std::optional<lease> seat_;
  std::map<std::int64_t, range_held> parts_;
  instant safe_until_ = instant::min();
  instant asked_{};  // when the last renewal or request was sent
  instant wake_{};   // when the next round begins

  // What this round has seen and is going to do.
  std::vector<std::int64_t> ranges_;
  std::vector<lease> seats_;  // in force, in the order in which they were taken
  std::map<std::int64_t, lease> range_leases_;
  std::vector<std::int64_t> to_rest_;
  std::vector<lease> to_release_;
  std::vector<std::int64_t> to_work_;
  std::vector<std::int64_t> to_acquire_;
  std::optional<std::int64_t> acquiring_;  // none: a seat
};

}  // namespace varve

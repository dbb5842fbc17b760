#include <varve/eventstore/group_member.hpp>
#include <varve/eventstore/group_runner.hpp>

#include <unistd.h>

#include <array>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

namespace varve {
namespace {

/// Does what a member wants, on the thread that runs it; the work itself on others.
class group_runner {
 public:
  group_runner(group_work& what, const std::string& group, const lease_options& leases,
               const environment& env)
      : what_(what),
        leases_(*leases.store),
        term_(leases.term),
        env_(env),
        member_(group, make_owner(*env.random), leases.term, env) {}

  std::optional<error> run(const std::stop_token& stop) {
    const std::stop_callback wake{stop, [this] {
                                    const std::lock_guard lock{mutex_};
                                    told_ = true;
                                    changed_.notify_all();
                                  }};
    auto next = member_.start();
    while (!std::holds_alternative<group_member::done>(next)) {
      next = std::visit([this](const auto& wanted) { return perform(wanted); }, group_member::step{next});
      hold_.extend(member_.safe_until());
    }
    return std::get<group_member::done>(next).why;
  }

 private:
  using step = group_member::step;

  step perform(const group_member::renew& wanted) {
    return member_.on_renew(leases_.renew(wanted.held, term_));
  }
  step perform(const group_member::look&) { return member_.on_look(what_.ranges()); }
  step perform(const group_member::list& wanted) { return member_.on_list(leases_.list(wanted.prefix)); }
  step perform(const group_member::acquire& wanted) {
    return member_.on_acquire(leases_.acquire(wanted.name, member_.owner(), term_));
  }
  step perform(const group_member::release& wanted) {
    return member_.on_release(leases_.release(wanted.held));
  }

  step perform(const group_member::work& wanted) {
    const auto slice = wanted.slice;
    hold_.extend(member_.safe_until());
    workers_[slice] = std::jthread{[this, slice](const std::stop_token& stop) {
      auto why = what_.work(slice, hold_, stop);
      const std::lock_guard lock{mutex_};
      ends_.emplace_back(slice, std::move(why));
      changed_.notify_all();
    }};
    return member_.on_work();
  }

  step perform(const group_member::rest& wanted) {
    workers_.at(wanted.slice).request_stop();
    return member_.on_rest();
  }

  step perform(const group_member::wait& wanted) {
    report(member_.trouble());
    std::vector<ending> ended;
    {
      std::unique_lock lock{mutex_};
      while (!told_ && ends_.empty() && env_.clock->steady() < wanted.until)
        env_.clock->wait(lock, changed_, wanted.until);
      if (std::exchange(told_, false)) member_.stop();
      ended.swap(ends_);
    }
    for (auto& [slice, why] : ended) {
      workers_.erase(slice);
      member_.on_end(slice, why);
    }
    return member_.on_wait();
  }

  /// Each trouble once.
  void report(const std::optional<error>& trouble) {
    if (trouble && trouble->message != reported_) what_.on_trouble(*trouble);
    reported_ = trouble ? trouble->message : std::string{};
  }

  step perform(const group_member::done& over) { return over; }

  using ending = std::pair<std::int64_t, std::optional<error>>;

  group_work& what_;
  lease_store& leases_;
  const std::chrono::nanoseconds term_;
  const environment env_;
  group_member member_;
  lease_hold hold_;
  std::string reported_;

  std::mutex mutex_;
  std::condition_variable changed_;
  bool told_ = false;  // to stop
  std::vector<ending> ends_;
  std::map<std::int64_t, std::jthread> workers_;
};

}  // namespace

std::string make_owner(random_source& random) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::array<char, 64> host{};
  if (::gethostname(host.data(), host.size() - 1) != 0) host[0] = '\0';
  std::array<std::byte, 8> draw{};
  random.fill(draw);
  std::string owner = std::string{host.data()} + ":" + std::to_string(::getpid()) + ":";
  for (const auto each : draw) {
    owner += digits[std::to_integer<std::size_t>(each >> 4)];
    owner += digits[std::to_integer<std::size_t>(each & std::byte{15})];
  }
  return owner;
}

std::optional<error> run_in_group(group_work& what, const std::string& group, const lease_options& leases,
                                  const environment& env, const std::stop_token& stop) {
  group_runner runner{what, group, leases, env};
  return runner.run(stop);
}

}  // namespace varve

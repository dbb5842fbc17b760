#include "failing_calls.hpp"

#include <varve/faults.hpp>

#include "inspector.hpp"
#include "scenarios.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <stdexcept>
#include <utility>

namespace varve::crash {
namespace {

using faults::call;
using faults::failing;

constexpr int runs_between_inspections = 16;

/// Whether a fault is one that a sound program cannot but pass on, as long as it says so or writes nothing.
bool deceives(faults::fault_kind kind) {
  return kind.how == failing::flipped || kind.how == failing::unkept ||
         kind == faults::fault_kind{call::read, failing::cut_short};
}

/// At most `wanted` numbers from 1 to `calls`, evenly.
std::vector<std::int64_t> spread(std::int64_t calls, int wanted) {
  std::vector<std::int64_t> out;
  const std::int64_t count = std::min<std::int64_t>(calls, wanted);
  for (std::int64_t i = 0; i < count; ++i) out.push_back(count == 1 ? 1 : 1 + i * (calls - 1) / (count - 1));
  return out;
}

class sweep {
 public:
  sweep(const failing_calls& how, say tell) : how_(how), say_(std::move(tell)) {}

  bool run() {
    prepare();
    for (const auto& what : scenarios()) {
      calls_ = {};
      run_one(what, std::nullopt);  // counts
      for (const auto kind : faults::all_fault_kinds)
        if (!deceives(kind) || (what.work == &scene::read && kind.at == call::read))
          for (const bool for_good : {false, true}) run_all(what, kind, for_good);
    }
    return sound_;
  }

 private:
  [[nodiscard]] place at(const char* name) const { return {how_.folder / name}; }

  /// A log in the middle of its life, as a killed process leaves it.
  void prepare() {
    const place where = at("now");
    std::filesystem::create_directories(where.folder);
    const faults::disk below{where.folder};
    sqlite::event_store log{where.log(), small_bounds(where.level)};
    sqlite::database own{where.view(), small_view_bounds(where.level)};
    sqlite::database shared{where.log(), small_view_bounds(where.level)};
    view_keeper own_views{log, own};
    view_keeper log_views{log, shared};
    sender to{log, [this](const std::string& line) { begun_.learn(line); }, {}};
    const auto all = plan();
    for (int number = 0; number < scene::steps_before_faults; ++number) {
      static_cast<void>(to.send(number, all[static_cast<std::size_t>(number)]));
      if (number != scene::steps_before_faults / 2) continue;
      begun_.learn("polled view.db " + std::to_string(own_views.poll().value()));
      begun_.learn("polled log.db " + std::to_string(log_views.poll().value()));
    }
    template_ = below.now();
  }

  void run_all(const scenario& what, faults::fault_kind kind, bool for_good) {
    answers_.clear();
    ++kinds_;
    std::int64_t runs = 0;
    std::int64_t fired = 0;
    for (const auto number : spread(calls_[kind.at], how_.most_numbers)) {
      if ((kinds_ + number) % how_.shares != how_.share) continue;
      ++runs;
      fired += run_one(what,
                       faults::fault{.at = kind.at, .how = kind.how, .number = number, .for_good = for_good});
    }
    std::string sum = "sum " + std::string(what.name) + " " + word(to_string(kind.at)) + " " +
                      word(to_string(kind.how)) + (for_good ? " for_good" : " once") + " calls " +
                      std::to_string(calls_[kind.at]) + " runs " + std::to_string(runs) + " fired " +
                      std::to_string(fired);
    for (const auto& [answer, times] : answers_) sum += ' ' + answer + ' ' + std::to_string(times);
    say_(sum);
  }

  static std::string word(std::string_view name) {
    std::string out{name};
    std::ranges::replace(out, ' ', '_');
    return out;
  }

  /// Answers how often the fault fired.
  std::int64_t run_one(const scenario& what, const std::optional<faults::fault>& planned) {
    const place where = at("now");
    store(template_, where.folder);
    known_ = begun_;
    ++runs_;
    name_ = std::string(what.name);
    if (planned)
      name_ += ", " + std::string(to_string(planned->at)) + " " + std::to_string(planned->number) +
               (planned->for_good ? " and all after it: " : ": ") + std::string(to_string(planned->how));
    const auto memory = sqlite3_memory_used();
    const auto fired = play(what, where, planned);
    expect(sqlite3_memory_used() == memory, "SQLite keeps memory");
    look(where, "in the end", runs_ % runs_between_inspections == 0);
    return fired;
  }

  std::int64_t play(const scenario& what, const place& where, const std::optional<faults::fault>& planned) {
    std::int64_t fired = 0;
    faults::disk below{where.folder};
    try {
      bool seen = false;
      scene here{where, [this](const std::string& line) { learn(line); },
                 [&] {
                   if (!std::exchange(seen, true)) look_at_leavings(below, "when it was in trouble");
                 }};
      if (what.opened) here.open();
      below.count_anew();
      if (planned) below.plan(*planned);
      (here.*what.work)();
      fired = below.fired().sum();
      if (!planned) calls_ = below.calls();
      if (fired > 0) look_at_leavings(below, "after it");
      below.mend();
      here.recover();
    } catch (const std::exception& problem) {
      expect(false, problem.what());
    }
    expect(below.open_files() == 0, "files are left open");
    return fired;
  }

  void learn(const std::string& line) {
    known_.learn(line);
    ++answers_[line.substr(0, line.find(' '))];
  }

  void look_at_leavings(const faults::disk& below, const std::string& when) {
    look_unless_known(below.now(), "killed " + when);
    look_unless_known(below.after_power_cut(static_cast<std::uint64_t>(runs_)), "cut off " + when);
  }

  /// The same files need one look only, as long as the same is known of them.
  void look_unless_known(const std::map<std::string, std::string>& files, const std::string& when) {
    const auto [before, is_new] = looked_at_.try_emplace(digest_of(files), known_);
    if (!is_new && before->second == known_) return;
    before->second = known_;
    const place left = at("after");
    store(files, left.folder);
    look(left, when, false);
  }

  static std::size_t digest_of(const std::map<std::string, std::string>& files) {
    std::string all;
    for (const auto& [name, bytes] : files) all += name + '\0' + bytes;
    return std::hash<std::string>{}(all);
  }

  void look(const place& where, const std::string& when, bool thoroughly) {
    findings out{[&](const std::string& what) { expect(false, when + ": " + what); }};
    try {
      thoroughly ? inspect(where, known_, out) : look_at(where, known_, out);
    } catch (const std::exception& problem) {
      out.expect(false, problem.what());
    }
  }

  void expect(bool good, const std::string& otherwise) {
    if (good) return;
    sound_ = false;
    say_(name_ + ": " + otherwise);
  }

  const failing_calls& how_;
  const say say_;
  acknowledgements begun_;
  std::map<std::string, std::string> template_;
  acknowledgements known_;
  faults::tally calls_;
  std::map<std::string, std::int64_t> answers_;
  std::map<std::size_t, acknowledgements> looked_at_;
  std::string name_;
  int kinds_ = 0;
  int runs_ = 0;
  bool sound_ = true;
};

}  // namespace

bool fail_calls(const failing_calls& how, const say& tell) {
  return sweep{how, tell}.run();
}

}  // namespace varve::crash

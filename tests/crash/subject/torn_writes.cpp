#include "torn_writes.hpp"

#include <varve/faults.hpp>
#include <varve/sqlite/verify.hpp>
#include <varve/testing/seeded_random.hpp>

#include "connection.hpp"
#include "endurance.hpp"
#include "inspector.hpp"
#include "log_check.hpp"
#include "place.hpp"
#include "worker.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <utility>

namespace varve::crash {
namespace {

using faults::call;

constexpr int cuts_between_inspections = 50;
constexpr std::uint64_t calls_in_doubt = 16;  // about as many as it takes to secure a log
constexpr std::uint64_t calls_between_late_cuts = 19;

/// Keeps a look at a file open from every other poll to the next, so that checkpoints end half-way.
class lingering_reader {
 public:
  explicit lingering_reader(std::string path) : path_(std::move(path)) {}

  void go_on() {
    if (!db_) db_.emplace(path_, sqlite::access::read_only);
    if (db_->in_transaction()) return db_->execute("COMMIT");
    db_->execute("BEGIN");
    static_cast<void>(db_->integer("SELECT count(*) FROM sqlite_schema"));
  }

 private:
  std::string path_;
  std::optional<sqlite::connection> db_;
};

class tearing {
 public:
  tearing(const torn_writes& how, say tell) : how_(how), say_(std::move(tell)) {}

  bool run() {
    while (cuts_ < how_.cuts) run_once();
    say_("cuts " + std::to_string(cuts_) + " lossy " + std::to_string(lossy_) + " damaged " +
         std::to_string(damaged_) + " runs " + std::to_string(runs_) + " faulty " + std::to_string(faulty_));
    return faulty_ == 0;
  }

 private:
  [[nodiscard]] bool keeps_syncs() const {
    return how_.of == power::synced || how_.of == power::synced_in_vain;
  }
  [[nodiscard]] place at(const char* name) const {
    const auto level =
        how_.of == power::less_synced ? sqlite::durability::process_crash : sqlite::durability::power_cut;
    return {how_.folder / name, level};
  }

  void run_once() {
    const place where = at("now");
    std::filesystem::remove_all(where.folder);
    std::filesystem::create_directories(where.folder);
    known_ = {};
    calls_in_run_ = 0;
    faults::disk below{where.folder};
    if (how_.of == power::lied_to)
      below.plan({.at = call::sync, .how = faults::failing::unkept, .for_good = true});
    if (how_.of == power::synced_in_vain) below.plan(failing_sync());
    below.watch([&](call which, const std::string& file) { before(below, which, file); });
    lingering_reader log_reader{where.log()};
    lingering_reader view_reader{where.view()};
    const auto learn = [&](const std::string& line) {
      {
        const std::scoped_lock lock{mutex_};
        known_.learn(line);
      }
      if ((how_.of != power::synced_in_vain && runs_ % 2 == 0) || !line.starts_with("polled view.db")) return;
      log_reader.go_on();
      view_reader.go_on();
    };
    if (how_.of == power::synced_in_vain) {
      endure_or_be_refused(where, learn);
    } else {
      work(where, false, learn);
    }
    ++runs_;
  }

  static constexpr std::array<std::pair<const char*, std::uint64_t>, 3> failing_files{
      {{"", 100}, {"log.db", 6}, {"view.db", 4}}};
  [[nodiscard]] std::size_t failing_file() const {
    return static_cast<std::size_t>(runs_) % failing_files.size();
  }
  /// Mostly of a write-ahead log then.
  [[nodiscard]] bool fails_anywhere() const { return failing_file() == 0; }

  /// Of any file, or of a database at the end of a checkpoint.
  [[nodiscard]] faults::fault failing_sync() const {
    const auto [file, most] = failing_files[failing_file()];
    testing::seeded_random random{how_.first_seed + static_cast<std::uint64_t>(runs_)};
    return {
        .at = call::sync, .number = 1 + static_cast<std::int64_t>(random.below(most)), .file_ending = file};
  }

  /// Opening is refused when its barrier cannot be synced.
  static void endure_or_be_refused(const place& where, const say& learn) try {
    endure(where, ending::never, learn);
  } catch (const failure& problem) {
    if (problem.code() != errc::unavailable) throw;
  }

  void before(const faults::disk& below, call which, const std::string& file) {
    if (which != call::write && which != call::sync && which != call::truncate && which != call::remove)
      return;
    const std::scoped_lock lock{cutting_};
    if (below.fired()[call::sync] == 0) last_sync_ = which == call::sync ? file : last_sync_;
    if (cuts_ == how_.cuts) return;
    if (how_.of == power::synced_in_vain && (below.fired()[call::sync] == 0 || !next_is_tried())) return;
    acknowledgements known;
    {
      const std::scoped_lock told{mutex_};
      known = known_;
    }
    std::string moment = std::string(to_string(which)) + " of " + file;
    if (how_.of == power::synced_in_vain) moment += ", where a sync of " + last_sync_ + " has failed";
    cut(below, known, moment);
  }

  /// Of the calls after a failed sync.
  [[nodiscard]] bool next_is_tried() {
    const bool soon = ++calls_in_run_ <= calls_in_doubt && fails_anywhere();
    return ++calls_ % calls_between_late_cuts == 0 || soon;
  }

  void cut(const faults::disk& below, const acknowledgements& known, const std::string& moment) {
    const auto seed = how_.first_seed + static_cast<std::uint64_t>(cuts_++);
    const place left = at("after");
    bool sound = true;
    findings out{[&](const std::string& what) {
      sound = false;
      if (how_.of != power::lied_to)
        say_("seed " + std::to_string(seed) + ", before a " + moment + ": " + what);
    }};
    try {
      store(below.after_power_cut(seed), left.folder);
      keeps_syncs() ? look(left, known, out) : look_for_losses(left, known, out);
      if (how_.of == power::less_synced) {  // what the level is for
        store(below.now(), left.folder);
        look_at(left, known, out);
      }
    } catch (const std::exception& problem) {
      out.expect(false, problem.what());
    }
    if (!sound) ++(how_.of == power::lied_to ? damaged_ : faulty_);
  }

  void look(const place& left, const acknowledgements& known, findings& out) {
    if (cuts_ % cuts_between_inspections == 0) return inspect(left, known, out);
    look_at(left, known, out);
  }

  /// The last commits may be gone, and nothing else may be wrong.
  void look_for_losses(const place& left, const acknowledgements& known, findings& out) {
    findings losses{[](const std::string&) {}};
    {
      sqlite::event_store log{left.log(), small_bounds(left.level)};
      log_check{log, known, losses}.after_the_kill();
      log_check{log, {}, out}.after_the_kill();
    }
    lossy_ += losses.sound() ? 0 : 1;
    const auto found = sqlite::verify(left.log(), {.found = [&](const sqlite::finding& each) {
                                        out.expect(false, "verify: " + each.check + ": " + each.message);
                                      }});
    out.expect(found.sound(), "verify found " + std::to_string(found.findings) + " faults");
  }

  const torn_writes& how_;
  const say say_;
  std::mutex mutex_;
  acknowledgements known_;
  std::mutex cutting_;
  int cuts_ = 0;
  int lossy_ = 0;
  int damaged_ = 0;
  int faulty_ = 0;
  int runs_ = 0;
  std::uint64_t calls_ = 0;  // since a sync failed, in all runs
  std::uint64_t calls_in_run_ = 0;
  std::string last_sync_;
};

}  // namespace

power parse_power(const std::string& word) {
  constexpr std::array<std::string_view, 4> words{"synced", "less_synced", "lied_to", "synced_in_vain"};
  const auto found = std::ranges::find(words, word);
  if (found == words.end()) throw std::invalid_argument("the power is not cut from " + word);
  return static_cast<power>(found - words.begin());
}

bool tear(const torn_writes& how, const say& tell) {
  return tearing{how, tell}.run();
}

}  // namespace varve::crash

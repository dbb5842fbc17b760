#include <varve/eventstore/engine/lease_row.hpp>
#include <varve/eventstore/engine/process_stamp.hpp>
#include <varve/sqlite/lease_store.hpp>

#include "file_connection.hpp"
#include "guards.hpp"
#include "locked_file.hpp"
#include "session.hpp"

#include <time.h>

#include <filesystem>
#include <fstream>
#include <optional>

namespace varve::sqlite {
namespace {

constexpr const char* make_table =
    "CREATE TABLE IF NOT EXISTS varve_leases(name TEXT PRIMARY KEY, owner TEXT, version INTEGER NOT NULL, "
    "acquired_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, boot TEXT NOT NULL) WITHOUT ROWID";

const std::string& require_file(const std::string& path, const lease_store_options& how) {
  require_local_folder(path, how.allow_network_file_system);
  std::error_code unknown;
  if (!std::filesystem::exists(path, unknown))
    throw failure{{errc::not_found, "there is no log at " + path + " to keep leases in: open the log first"}};
  return path;
}

/// Which boot of the machine this is.
std::string boot_id() {
  std::string id;
  std::ifstream{"/proc/sys/kernel/random/boot_id"} >> id;
  if (id.empty())
    throw failure{{errc::unsupported,
                   "/proc/sys/kernel/random/boot_id does not tell the boot of this machine, "
                   "by which leases of an earlier one are known"}};
  return id;
}

/// The time since the machine was started, which all its processes share.
std::chrono::nanoseconds machine_time() {
  timespec now{};
  ::clock_gettime(CLOCK_BOOTTIME, &now);
  return std::chrono::seconds{now.tv_sec} + std::chrono::nanoseconds{now.tv_nsec};
}

}  // namespace

class lease_store::impl {
 public:
  impl(const std::string& path, const lease_store_options& how, environment env)
      : on_(require_file(path, how), access::read_write, how.durability),
        file_(on_.db, how.longest_wait, how.frames_per_checkpoint, env) {
    const std::lock_guard writing{file_};
    if (on_.db.text("PRAGMA journal_mode = WAL") != "wal")
      throw failure{{errc::unsupported, path + " cannot keep a write-ahead log, which leases need"}};
    on_.db.execute(make_table);
  }

  /// Whether this is the process that made it.
  [[nodiscard]] bool here() const { return process_.valid(); }

  result<lease> acquire(std::string_view name, std::string_view owner, std::chrono::nanoseconds term) {
    return change([&] {
      auto row = find(name);
      row.acquire(owner, now_, term);
      store(name, row);
      return row.seen(name, now_);
    });
  }

  result<std::vector<std::string>> renew(std::span<const lease> held, std::chrono::nanoseconds term) {
    return change([&] {
      std::vector<std::string> lost;
      for (const auto& each : held) {
        auto row = find(each.name);
        if (row.renew(each, now_, term)) {
          store(each.name, row);
        } else {
          lost.push_back(each.name);
        }
      }
      return lost;
    });
  }

  result<void> release(std::span<const lease> held) {
    const auto done = change([&] {
      for (const auto& each : held) {
        auto row = find(each.name);
        if (row.release(each, now_)) store(each.name, row);
      }
      return true;
    });
    if (!done) return done.error();
    return {};
  }

  result<std::vector<lease>> list(std::string_view prefix) {
    return within(false, [&](session&) {
      const auto ask = on_.ours.take(
          "SELECT name, owner, version, acquired_at, expires_at, boot FROM varve_leases WHERE name >= ? "
          "ORDER BY name",
          std::nullopt);
      std::vector<lease> found;
      for (auto row = ask->run(prefix); row.next() && row.text(0).starts_with(prefix);)
        found.push_back(row_in(row).seen(row.text(0), now_));
      return found;
    });
  }

 private:
  /// Runs `work(session)` in a transaction, under the file's lock and at one moment.
  template<class F>
  auto within(bool writes, F work) -> result<std::invoke_result_t<F, session&>> {
    try {
      process_.check().value();
      file_.lock();
      session open{on_, writes, [this](bool committed) {
                     if (committed) file_.checkpoint_when_due();
                     file_.unlock();
                   }};
      now_ = machine_time();
      return work(open);
    } catch (const failure& thrown) {
      return thrown.error();
    }
  }

  template<class F>
  auto change(F work) -> result<std::invoke_result_t<F>> {
    return within(true, [&](session& open) {
      auto answer = work();
      open.commit();
      return answer;
    });
  }

  /// The row that stands, or one that nobody ever held.
  engine::lease_row find(std::string_view name) {
    const auto ask = on_.ours.take(
        "SELECT name, owner, version, acquired_at, expires_at, boot FROM varve_leases WHERE name = ?",
        std::nullopt);
    auto row = ask->run(name);
    return row.next() ? row_in(row) : engine::lease_row{};
  }

  engine::lease_row row_in(const rows& row) const {
    const std::string_view owner = row.text(5) == boot_ ? row.text(1) : std::string_view{};
    return {std::string{owner}, row.integer(2), std::chrono::nanoseconds{row.integer(3)},
            std::chrono::nanoseconds{row.integer(4)}};
  }

  void store(std::string_view name, const engine::lease_row& row) {
    const auto put = on_.ours.take(
        "INSERT OR REPLACE INTO varve_leases(name, owner, version, acquired_at, expires_at, boot) "
        "VALUES(?1, nullif(?2, ''), ?3, ?4, ?5, ?6)",
        std::nullopt);
    put->execute(name, std::string_view{row.owner}, row.version, row.acquired.count(), row.expires.count(),
                 std::string_view{boot_});
  }

  const std::string boot_ = boot_id();
  const engine::process_stamp process_;
  file_connection on_;
  locked_file file_;
  std::chrono::nanoseconds now_{0};  // in the transaction that is open
};

lease_store::lease_store(const std::string& path, lease_store_options how, environment env)
    : impl_(std::make_unique<impl>(path, how, env)) {}

lease_store::~lease_store() {
  // After a fork the connection is the parent's; to close it here would undo what it is writing.
  if (!impl_->here()) static_cast<void>(impl_.release());
}

result<lease> lease_store::acquire(std::string_view name, std::string_view owner,
                                   std::chrono::nanoseconds term) {
  if (auto good = engine::check_lease(name, owner, term); !good) return good.error();
  return impl_->acquire(name, owner, term);
}

result<std::vector<std::string>> lease_store::renew(std::span<const lease> held,
                                                    std::chrono::nanoseconds term) {
  if (auto good = engine::check_term(term); !good) return good.error();
  return impl_->renew(held, term);
}

result<void> lease_store::release(std::span<const lease> held) {
  return impl_->release(held);
}

result<std::vector<lease>> lease_store::list(std::string_view prefix) {
  return impl_->list(prefix);
}

}  // namespace varve::sqlite

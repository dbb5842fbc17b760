#include <varve/eventstore/engine/lease_row.hpp>
#include <varve/eventstore/engine/process_stamp.hpp>
#include <varve/postgres/lease_store.hpp>
#include <varve/postgres/sql_failure.hpp>

#include "address.hpp"
#include "identifier.hpp"
#include "link.hpp"

#include <algorithm>
#include <mutex>

namespace varve::postgres {
namespace {

/// A row and the time, both in microseconds.
constexpr const char* select_leases =
    "SELECT name, coalesce(owner, ''), version, (extract(epoch FROM acquired_at) * 1000000)::bigint, "
    "(extract(epoch FROM expires_at) * 1000000)::bigint, "
    "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint FROM leases ";

struct found_row {
  std::string name;
  engine::lease_row row;
  std::chrono::nanoseconds now;
};

template<class Row>
found_row row_in(const Row& from) {
  const auto time = [&](int column) {
    return std::chrono::microseconds{from[column].template as<std::int64_t>()};
  };
  return {from[0].c_str(), {from[1].c_str(), from[2].template as<std::int64_t>(), time(3), time(4)}, time(5)};
}

/// In whole microseconds, which the server counts in, at least one.
std::chrono::nanoseconds counted(std::chrono::nanoseconds term) {
  return std::chrono::ceil<std::chrono::microseconds>(term);
}

std::int64_t microseconds(std::chrono::nanoseconds time) {
  return std::chrono::duration_cast<std::chrono::microseconds>(time).count();
}

std::string opening(const std::string& log, std::chrono::milliseconds longest_wait) {
  const std::string waits = std::to_string(longest_wait.count());
  return "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SET LOCAL search_path = " + identifier(log) +
         "; SET LOCAL lock_timeout = " + waits + "; SET LOCAL idle_in_transaction_session_timeout = " + waits;
}

}  // namespace

class lease_store::impl {
 public:
  impl(const address& where, const lease_store_options& how)
      : url_(where.connection()), opening_(opening(where.log(), how.longest_wait)) {
    within([&](link& on) {
      if (on.run("SELECT FROM pg_tables WHERE schemaname = $1 AND tablename = 'leases'",
                 arguments::of(where.log()))
              .empty())
        throw failure{{errc::not_found, "there is no log at " + where.shown() +
                                            " that keeps leases: open it for writing as its owner once"}};
      return true;
    }).value();
  }

  /// Whether this is the process that made it.
  [[nodiscard]] bool here() const { return process_.valid(); }

  result<lease> acquire(std::string_view name, std::string_view owner, std::chrono::nanoseconds term) {
    return within([&](link& on) {
      on.run("INSERT INTO leases VALUES($1, NULL, 0, 'epoch', 'epoch') ON CONFLICT DO NOTHING",
             arguments::of(name));
      auto found = lock(on, name);
      found.row.acquire(owner, found.now, counted(term));
      store(on, found);
      return found.row.seen(name, found.now);
    });
  }

  result<std::vector<std::string>> renew(std::span<const lease> held, std::chrono::nanoseconds term) {
    return within([&](link& on) {
      std::vector<std::string> lost;
      for (const auto* each : in_order(held)) {
        auto found = lock(on, each->name);
        if (found.row.renew(*each, found.now, counted(term)))
          store(on, found);
        else
          lost.push_back(each->name);
      }
      return lost;
    });
  }

  result<void> release(std::span<const lease> held) {
    const auto done = within([&](link& on) {
      for (const auto* each : in_order(held)) {
        auto found = lock(on, each->name);
        if (found.row.release(*each, found.now)) store(on, found);
      }
      return true;
    });
    if (!done) return done.error();
    return {};
  }

  result<std::vector<lease>> list(std::string_view prefix) {
    return within([&](link& on) {
      std::vector<lease> all;
      for (const auto& each : on.run(std::string{select_leases} + "WHERE starts_with(name, $1) ORDER BY name",
                                     arguments::of(prefix))) {
        const auto found = row_in(each);
        all.push_back(found.row.seen(found.name, found.now));
      }
      return all;
    });
  }

 private:
  /// Runs `work(link)` in a transaction.
  template<class F>
  auto within(F work) -> result<std::invoke_result_t<F, link&>> {
    const std::lock_guard alone_here{mutex_};
    try {
      process_.check().value();
      begin();
      auto answer = work(*on_);
      on_->commit();
      return answer;
    } catch (const failure& why) {
      drop();
      return why.error();
    }
  }

  /// A connection that waited may have been lost meanwhile: then another is tried, for nothing was done.
  void begin() {
    if (on_) {
      try {
        return on_->begin(opening_);
      } catch (const sql_failure&) {
        drop();
        if (on_) throw;
      }
    }
    on_ = std::make_unique<link>(url_);
    on_->begin(opening_);
  }

  void drop() {
    if (!on_) return;
    on_->rollback();
    if (!on_->usable()) on_.reset();
  }

  /// All who lock several do it in the order of their names.
  static std::vector<const lease*> in_order(std::span<const lease> held) {
    std::vector<const lease*> all;
    for (const auto& each : held) all.push_back(&each);
    std::ranges::sort(all, {}, [](const lease* each) -> const std::string& { return each->name; });
    return all;
  }

  /// The row, which nobody else changes until the transaction ends, or one that nobody ever held.
  static found_row lock(link& on, std::string_view name) {
    const auto rows = on.run(std::string{select_leases} + "WHERE name = $1 FOR UPDATE", arguments::of(name));
    if (rows.empty()) return {std::string{name}, {}, {}};
    return row_in(rows[0]);
  }

  static void store(link& on, const found_row& found) {
    on.run(
        "UPDATE leases SET owner = nullif($2, ''), version = $3, "
        "acquired_at = timestamptz 'epoch' + $4::bigint * interval '1 microsecond', "
        "expires_at = timestamptz 'epoch' + $5::bigint * interval '1 microsecond' WHERE name = $1",
        arguments::of(found.name, found.row.owner, found.row.version, microseconds(found.row.acquired),
                      microseconds(found.row.expires)));
  }

  const std::string url_;
  const std::string opening_;
  const engine::process_stamp process_;
  std::mutex mutex_;
  std::unique_ptr<link> on_;
};

lease_store::lease_store(std::string_view url, lease_store_options how)
    : impl_(std::make_unique<impl>(address::parse(url).value(), how)) {}

lease_store::~lease_store() {
  // After a fork the connection is the parent's; to close it here would end its session.
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

}  // namespace varve::postgres

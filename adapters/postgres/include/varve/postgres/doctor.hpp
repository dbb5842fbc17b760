#pragma once

#include <varve/eventstore/checkup.hpp>

#include <chrono>
#include <string_view>
#include <vector>

namespace varve::postgres {

/// From when on a transaction of somebody in the database is named.
struct doctor_options {
  std::chrono::seconds longest_idle{10};  ///< in which its session does nothing
  std::chrono::seconds longest{60};
};

/// Looks at a log, its server and the way there: do they allow what a store promises? Writes nothing; the log
/// may be in use. What cannot be looked at is a problem that says so. The names of what is looked at:
/// `server`, `log`, `role`, `fsync`, `full_page_writes`, `synchronous_commit`, `isolation`, `wal_level`,
/// `checksums`, `pooler`, `transactions`, `prepared`.
[[nodiscard]] std::vector<checkup> examine(std::string_view url, const doctor_options& how = {});

}  // namespace varve::postgres

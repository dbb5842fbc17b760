#pragma once

#include <varve/postgres/sql_failure.hpp>

#include <string>
#include <string_view>

namespace varve::postgres {

/// What PostgreSQL says of a write while it is in recovery, also in a language that is not English; it may
/// say them of something else too, so that `pg_is_in_recovery()` decides.
[[nodiscard]] constexpr bool may_say_standby(std::string_view sqlstate) {
  return sqlstate == "25006" || sqlstate == "0A000";
}

/// A server in recovery, a standby that was not promoted, has answered in place of the one that is asked for:
/// a name led there for a moment. Nothing was done. The connection never leads anywhere else and is given up.
class standby_server : public sql_failure {
 public:
  explicit standby_server(
      const std::string& why =
          "a standby has answered, a server in recovery, which is neither written nor read "
          "by who writes; the primary is looked for again")
      : sql_failure({errc::unavailable, why}, fate::transient, "25006") {}
};

}  // namespace varve::postgres

#pragma once

#include <varve/core/result.hpp>

#include <string>
#include <string_view>

namespace varve::postgres {

/// Where a log is: `postgres://user@host:port/database?log=NAME`, everything but `log` and `listen` as libpq
/// understands it. `listen` is the same for a connection that leads past a pooler, for wake-ups.
class address {
 public:
  /// `invalid_argument` does not repeat what may be a secret.
  [[nodiscard]] static result<address> parse(std::string_view url);

  /// For libpq and libpqxx: `key='value' …`, with time-outs for connecting and for a dead network.
  [[nodiscard]] const std::string& connection() const { return connection_; }
  /// The same for wake-ups.
  [[nodiscard]] const std::string& listening() const { return listening_; }
  [[nodiscard]] const std::string& log() const { return log_; }
  /// Whether it names several servers.
  [[nodiscard]] bool several_hosts() const { return several_hosts_; }
  /// As a URL, without password and options.
  [[nodiscard]] const std::string& shown() const { return shown_; }

 private:
  std::string connection_;
  std::string listening_;
  std::string log_ = "varve";
  std::string shown_;
  bool several_hosts_ = false;
};

/// What is wrong with the address of a database, if anything, without what libpq would repeat of it.
[[nodiscard]] result<void> check_address(const std::string& url);

/// Whether a log may have this name.
[[nodiscard]] bool is_log_name(std::string_view name);

}  // namespace varve::postgres

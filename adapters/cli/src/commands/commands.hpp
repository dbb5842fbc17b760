#pragma once

#include <varve/core/result.hpp>

#include "console.hpp"
#include "exit_code.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// What the program can do: one struct of options a command, and `run`, which does it. An error is told by
/// whoever called.
namespace varve::cli {

/// What every command takes.
struct common_options {
  std::string store;  ///< a URL
  bool json = false;
};

struct info_command : common_options {};

struct streams_command : common_options {
  std::string prefix;
  std::string after;
  std::optional<std::int64_t> limit;
};

/// Which events `stream` and `events` show.
struct event_selection {
  std::optional<std::int64_t> limit;
  bool backward = false;
  std::vector<std::string> types;
  std::vector<std::string> tags;  ///< all of them
};

struct stream_command : common_options, event_selection {
  std::string name;
  std::optional<std::int64_t> from;
};

struct events_command : common_options, event_selection {
  bool follow = false;  ///< goes on with what comes
  std::string from;     ///< POSITION or EPOCH:POSITION
  std::vector<std::string> categories;
  std::string prefix;
};

struct append_command : common_options {
  std::string stream;
  std::string type;
  std::string data;
  std::string id;
  std::string expected = "any";
  std::vector<std::string> tags;
  std::string metadata;
  std::string occurred_at;
};

struct append_lines_command : common_options {
  std::size_t concurrency = 1024;
};

struct pipe_command : common_options {};

struct projections_command : common_options {
  std::string read_model;                ///< their database, a path or postgres://…; empty: the log's own
  std::optional<std::int64_t> most_lag;  ///< events
};

struct verify_command : common_options {};

/// Makes a log in PostgreSQL.
struct postgres_init_command : common_options {
  std::optional<std::string> append_role;
  std::optional<std::string> read_role;
  bool print_sql = false;
};

struct export_command : common_options {
  std::string to;          ///< path of a new file; empty: standard output
  std::int64_t after = 0;  ///< position
};

struct backup_command : common_options {
  std::string to;  ///< path of a new file
};

struct restore_command : common_options {
  std::string from;  ///< path of a backup
};

struct re_anchor_command : common_options {
  std::string name;  ///< of the projection or subscription
  std::string read_model;
  std::optional<std::int64_t> to;  ///< position
};

struct doctor_command : common_options {};

struct truncate_command : common_options {
  std::string stream;
  std::int64_t before = 0;  ///< revision
};

struct retain_command : common_options {
  std::string prefix;
  std::optional<std::int64_t> max_count;
  std::optional<std::string> max_age;  ///< a number and a unit
  bool dry_run = false;
};

struct compact_command : common_options {
  bool shrink = false;
};

struct import_command : common_options {
  std::string from;  ///< path of an export; empty: standard input
};

[[nodiscard]] result<exit_code> run(const info_command& asked, const console& to);
[[nodiscard]] result<exit_code> run(const streams_command& asked, const console& to);
[[nodiscard]] result<exit_code> run(const stream_command& asked, const console& to);
[[nodiscard]] result<exit_code> run(const events_command& asked, const console& to);
[[nodiscard]] result<exit_code> run(const append_command& asked, const console& to);
[[nodiscard]] result<exit_code> run(const append_lines_command& asked, const console& to);
[[nodiscard]] result<exit_code> run(const pipe_command& asked, const console& to);
[[nodiscard]] result<exit_code> run(const projections_command& asked, const console& to);
[[nodiscard]] result<exit_code> run(const verify_command& asked, const console& to);
[[nodiscard]] result<exit_code> run(const postgres_init_command& asked, const console& to);
[[nodiscard]] result<exit_code> run(const export_command& asked, const console& to);
[[nodiscard]] result<exit_code> run(const import_command& asked, const console& to);
[[nodiscard]] result<exit_code> run(const backup_command& asked, const console& to);
[[nodiscard]] result<exit_code> run(const restore_command& asked, const console& to);
[[nodiscard]] result<exit_code> run(const re_anchor_command& asked, const console& to);
[[nodiscard]] result<exit_code> run(const doctor_command& asked, const console& to);
[[nodiscard]] result<exit_code> run(const truncate_command& asked, const console& to);
[[nodiscard]] result<exit_code> run(const retain_command& asked, const console& to);
[[nodiscard]] result<exit_code> run(const compact_command& asked, const console& to);

using command =
    std::variant<info_command, streams_command, stream_command, events_command, append_command,
                 append_lines_command, pipe_command, projections_command, verify_command,
                 postgres_init_command, export_command, import_command, backup_command, restore_command,
                 re_anchor_command, doctor_command, truncate_command, retain_command, compact_command>;

}  // namespace varve::cli

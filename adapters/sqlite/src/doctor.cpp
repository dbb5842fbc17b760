#include <varve/core/error.hpp>
#include <varve/sqlite/doctor.hpp>

#include "connection.hpp"
#include "guards.hpp"
#include "log_file.hpp"
#include "schema.hpp"

#include <sys/statvfs.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

namespace varve::sqlite {
namespace {

namespace fs = std::filesystem;
using enum checkup::verdict;

/// The first release whose write-ahead log cannot be reset beside a commit (sqlite.org/wal.html#walresetbug).
constexpr int first_without_reset_bug = 3'051'003;
/// A journal of more than this was kept from being emptied for long.
constexpr std::uintmax_t large_journal = std::uintmax_t{128} << 20U;
/// What a checkpoint, a merge and a while of appending want beside the journal.
constexpr std::uintmax_t elbow_room = std::uintmax_t{64} << 20U;

std::string mebibytes(std::uintmax_t bytes) {
  return std::to_string(bytes >> 20U) + " MiB";
}

std::string folder_of(const std::string& path) {
  const std::string folder = fs::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

std::uintmax_t size_of(const std::string& path) {
  std::error_code absent;
  const auto size = fs::file_size(path, absent);
  return absent ? 0 : size;
}

checkup check_library() {
  const std::string name = std::string("SQLite ") + sqlite3_libversion();
  if (sqlite3_threadsafe() == 0)
    return {"library", problem, name + " was built without threads: use another build of it"};
  if (sqlite3_libversion_number() >= first_without_reset_bug) return {"library", good, name};
  return {"library", remark,
          name +
              " can damage a write-ahead log that is reset beside a commit (fixed in 3.51.3); Varve keeps "
              "the two apart "
              "by its lock, so let no other program write this file"};
}

checkup check_file_system(const std::string& path) {
  try {
    require_local_folder(path, false);
    return {"file_system", good, "local"};
  } catch (const failure& why) {
    return {"file_system", problem, why.what()};
  }
}

checkup check_permission(const std::string& path) {
  const std::string folder = folder_of(path);
  const bool file = ::access(path.c_str(), W_OK) == 0;
  if (file && ::access(folder.c_str(), W_OK) == 0)
    return {"permission", good, "the file and its folder may be written"};
  return {
      "permission", remark,
      (file ? "the folder " + folder : path) + " may not be written by this user: the log can only be read"};
}

checkup check_space(const std::string& path) {
  struct statvfs facts{};
  if (::statvfs(folder_of(path).c_str(), &facts) != 0)
    return {"space", problem, "how much of the disk is free cannot be told"};
  const std::uintmax_t left = std::uintmax_t{facts.f_bavail} * facts.f_frsize;
  const std::string text = mebibytes(left) + " free";
  if (left < size_of(path + "-wal") + elbow_room)
    return {"space", problem, text + ": appends will soon be refused; make room"};
  if (left < size_of(path))
    return {"space", remark, text + ", less than the log has: a backup does not fit beside it"};
  return {"space", good, text};
}

checkup check_content(connection& db) {
  switch (identify(db)) {
    case file_content::nothing: return {"file", problem, db.path() + " is empty: no log was made in it"};
    case file_content::backup:
      return {"file", remark, db.path() + " is a backup: it is read, and written once it was restored"};
    case file_content::older_log:
      return {"file", remark,
              "a log in an older format, which is brought up to date when it is opened for writing"};
    case file_content::this_log: break;
  }
  return {"file", good, "a log in format " + std::to_string(format_number)};
}

checkup check_journal(connection& db) {
  const std::string mode = db.text("PRAGMA journal_mode");
  if (mode != "wal")
    return {"journal", remark, mode + ": it becomes a write-ahead log when it is opened for writing"};
  const auto size = size_of(db.path() + "-wal");
  const std::string text = "write-ahead log of " + mebibytes(size);
  if (size <= large_journal) return {"journal", good, text};
  return {"journal", remark,
          text + ": a reader keeps it from being emptied; end long transactions of other programs"};
}

checkup check_pages(connection& db) {
  const auto size = db.integer("PRAGMA page_size");
  if (size == 4096) return {"pages", good, "4096 bytes"};
  return {"pages", remark, std::to_string(size) + " bytes, where Varve writes 4096: appends may be slower"};
}

/// A program may ask for less than the default, and the file does not tell.
checkup check_durability() {
  return {"durability", good, "power_cut (synchronous = FULL) unless a program asks for less by name"};
}

/// The path behind symbolic links, or nullopt when there is no file.
bool is_file(const std::string& path) {
  std::error_code unknown;
  return fs::is_regular_file(path, unknown);
}

void examine_content(const std::string& path, std::vector<checkup>& out) try {
  connection db{path, reading_access(path)};
  out.push_back(check_content(db));
  out.push_back(check_journal(db));
  out.push_back(check_pages(db));
} catch (const failure& why) {
  out.push_back({"file", problem, why.what()});
}

}  // namespace

std::vector<checkup> examine(const std::string& path) {
  std::vector<checkup> out{check_library(), check_file_system(path)};
  if (is_file(path)) {
    examine_content(path, out);
    out.push_back(check_permission(path));
  } else {
    out.push_back({"file", problem, "there is no log at " + path});
  }
  out.push_back(check_durability());
  out.push_back(check_space(path));
  return out;
}

}  // namespace varve::sqlite

#pragma once

#include <varve/faults/fault.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace varve::faults {

/// The disk below a folder, as SQLite sees it: it fails as planned, and knows what a power cut would leave.
/// While one lives, whatever this process opens through SQLite in that folder, by SQLite's default VFS, lies
/// on it: open stores and databases after it was made; they may outlive it. Files that stand there already
/// are durable. For one process: what others write is not known to it. Thread-safe.
class disk {
 public:
  /// The folder must exist, and no other disk may stand for it. Throws `std::filesystem::filesystem_error`.
  explicit disk(const std::filesystem::path& folder);
  disk(const disk&) = delete;
  disk& operator=(const disk&) = delete;
  ~disk();

  /// Adds a fault. Several may be planned; the first that is due is what happens.
  void plan(fault next);
  /// Forgets all faults.
  void mend();

  /// Calls since it was made or `count_anew` was called, and those of them that went wrong as planned.
  [[nodiscard]] tally calls() const;
  [[nodiscard]] tally fired() const;
  void count_anew();
  /// Files that SQLite has open on it: 0 when everything was closed.
  [[nodiscard]] int open_files() const;

  /// Called before each call, by the thread that makes it; may take power cuts. Set while nothing is open.
  using watcher = std::function<void(call which, const std::string& file)>;
  void watch(watcher seen);

  /// What the files hold, as a process that is killed now leaves them: at one instant, whoever writes.
  [[nodiscard]] std::map<std::string, std::string> now() const;
  /// What a power cut at this instant could leave: the files by their names in the folder, with everything
  /// that was synced, and by the seed a part of the rest (docs/adr/0014). Nobody notices.
  [[nodiscard]] std::map<std::string, std::string> after_power_cut(std::uint64_t seed) const;
  /// The same, written into the folder `into`. Throws `std::runtime_error` when it cannot be.
  void after_power_cut(std::uint64_t seed, const std::filesystem::path& into) const;

  class contents;

 private:
  std::shared_ptr<contents> contents_;
};

}  // namespace varve::faults

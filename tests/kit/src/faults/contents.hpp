#pragma once

#include <varve/faults/disk.hpp>

#include "file_image.hpp"

#include <map>
#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

namespace varve::faults {

/// Everything that a disk knows. Shared by the disk and the files that are open on it. Thread-safe. Files are
/// named relative to the folder.
class disk::contents {
 public:
  explicit contents(std::string folder) : folder_(std::move(folder)) {}

  /// The name of a file that lies on this disk.
  [[nodiscard]] std::optional<std::string> name_of(std::string_view path) const;

  /// A call is about to be made. Answers how it is to fail.
  [[nodiscard]] std::optional<failing> arrives(call which, const std::string& file);

  /// What a power cut would leave of a file that is about to be opened.
  [[nodiscard]] std::shared_ptr<file_image> image_of(const std::string& file) const;
  /// It was opened. Answers its image, which another thread may have brought meanwhile.
  [[nodiscard]] std::shared_ptr<file_image> opened(const std::string& file,
                                                   std::shared_ptr<file_image> image);
  void closed();
  void removed(const std::string& file, bool folder_synced);
  /// Every name in it is as the medium has it.
  void folder_synced();
  /// Runs `change(image)` while no power cut is taken.
  template<class Change>
  void alter(file_image& image, const Change& change) {
    const std::scoped_lock lock{mutex_};
    change(image);
  }

  void plan(fault next);
  void mend();
  [[nodiscard]] bool keeps_busy() const;
  [[nodiscard]] tally calls() const;
  [[nodiscard]] tally fired() const;
  void count_anew();
  [[nodiscard]] int open_files() const;
  void watch(watcher seen) { watcher_ = std::move(seen); }
  [[nodiscard]] std::map<std::string, std::string> now() const;
  [[nodiscard]] std::map<std::string, std::string> after_power_cut(std::uint64_t seed) const;

 private:
  /// Files that nobody has opened stand on the medium.
  void add_untouched(std::map<std::string, std::string>& to) const;

  using images = std::map<std::string, std::shared_ptr<file_image>>;
  struct planned {
    fault what;
    std::int64_t seen = 0;
  };

  const std::string folder_;
  watcher watcher_;
  mutable std::mutex mutex_;
  std::vector<planned> faults_;
  tally calls_;
  tally fired_;
  int open_files_ = 0;
  images files_;
  images removed_;  // whose names may still be on the medium
};

}  // namespace varve::faults

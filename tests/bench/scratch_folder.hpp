#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace bench {

/// A private folder that is removed, with all in it, when this object goes.
class scratch_folder {
 public:
  /// Makes the folder inside `parent`; throws std::system_error, naming it, when that cannot be.
  explicit scratch_folder(const std::filesystem::path& parent);
  ~scratch_folder();
  scratch_folder(const scratch_folder&) = delete;
  scratch_folder& operator=(const scratch_folder&) = delete;

  const std::filesystem::path& path() const { return path_; }

  /// A path in the folder at which nothing stands: a database left there by an earlier run is removed.
  std::filesystem::path fresh_file(std::string_view name) const;

  /// Where the flushes go: "ext4", "tmpfs (flushes cost nothing here)", …
  std::string file_system() const;

 private:
  std::filesystem::path path_;
};

}  // namespace bench

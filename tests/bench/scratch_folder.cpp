#include "scratch_folder.hpp"

#include <linux/magic.h>
#include <sys/vfs.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

namespace bench {

scratch_folder::scratch_folder(const std::filesystem::path& parent) {
  std::string pattern = (parent / "varve-bench-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr)
    throw std::system_error(errno, std::generic_category(), "cannot make " + pattern);
  path_ = pattern;
}

scratch_folder::~scratch_folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path scratch_folder::fresh_file(std::string_view name) const {
  const auto file = path_ / name;
  for (const auto* suffix : {"", "-wal", "-shm", "-journal"}) std::filesystem::remove(file.string() + suffix);
  return file;
}

std::string scratch_folder::file_system() const {
  struct statfs status{};
  if (statfs(path_.c_str(), &status) != 0)
    throw std::system_error(errno, std::generic_category(), path_.string());
  switch (status.f_type) {
    case EXT4_SUPER_MAGIC: return "ext4";
    case XFS_SUPER_MAGIC: return "xfs";
    case BTRFS_SUPER_MAGIC: return "btrfs";
    case OVERLAYFS_SUPER_MAGIC: return "overlayfs";
    case TMPFS_MAGIC: return "tmpfs (flushes cost nothing here)";
    default: return "type " + std::to_string(status.f_type);
  }
}

}  // namespace bench

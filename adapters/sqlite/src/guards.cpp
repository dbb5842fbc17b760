#include "guards.hpp"

#include <sys/vfs.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <string_view>
#include <system_error>

namespace varve::sqlite {
namespace {

struct network_file_system {
  std::uint64_t magic;  // statfs(2), linux/magic.h
  std::string_view name;
};

constexpr std::array network_file_systems{network_file_system{0x6969, "NFS"},
                                          network_file_system{0xFF534D42, "CIFS"},
                                          network_file_system{0xFE534D42, "SMB2"},
                                          network_file_system{0x517B, "SMB"},
                                          network_file_system{0x65735546, "FUSE"},
                                          network_file_system{0x01021997, "9P"},
                                          network_file_system{0x00C36400, "Ceph"},
                                          network_file_system{0x5346414F, "AFS"},
                                          network_file_system{0x6B414653, "kAFS"},
                                          network_file_system{0x73757245, "Coda"},
                                          network_file_system{0x0BD00BD0, "Lustre"},
                                          network_file_system{0x47504653, "GPFS"},
                                          network_file_system{0x7461636F, "OCFS2"},
                                          network_file_system{0x01161970, "GFS2"},
                                          network_file_system{0x19830326, "BeeGFS"},
                                          network_file_system{0xAAD7AAEA, "PanFS"},
                                          network_file_system{0x786F4256, "VirtualBox shared folder"}};

}  // namespace

void require_local_folder(const std::string& path, bool allow_network) {
  std::error_code unresolved;
  const auto resolved = std::filesystem::weakly_canonical(path, unresolved);
  std::string folder = (unresolved ? std::filesystem::path(path) : resolved).parent_path().string();
  if (folder.empty()) folder = ".";
  struct statfs facts{};
  if (::statfs(folder.c_str(), &facts) != 0) {
    const errc code = errno == ENOENT || errno == ENOTDIR ? errc::not_found : errc::unavailable;
    throw failure{{code, "cannot look into the folder " + folder + " of " + path + ": " +
                             std::generic_category().message(errno)}};
  }
  const auto magic = static_cast<std::uint32_t>(facts.f_type);
  const auto known =
      std::ranges::find(network_file_systems, std::uint64_t{magic}, &network_file_system::magic);
  if (known == network_file_systems.end() || allow_network) return;
  throw failure{{errc::unsupported, path + " lies on a file system of kind " + std::string(known->name) +
                                        ", whose locks cannot be trusted: use a local disk, or set "
                                        "`allow_network_file_system` when you know that they can"}};
}

}  // namespace varve::sqlite

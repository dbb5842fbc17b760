#pragma once

#include "contents.hpp"

namespace varve::faults {

/// Makes the VFS `varve-faults` the process's default while there is a disk for it. Throws
/// `std::invalid_argument` when there is one for this folder.
void add_to_vfs(const std::string& folder, const std::shared_ptr<disk::contents>& contents);
void remove_from_vfs(const std::shared_ptr<disk::contents>& contents);

}  // namespace varve::faults

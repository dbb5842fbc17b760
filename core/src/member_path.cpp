#include <varve/core/archive/member_path.hpp>

namespace varve {

std::string member_path::to_string() const {
  std::string out;
  for (std::size_t i = 0; i < depth_; ++i) {
    const step& at = steps_[i];
    if (at.name == nullptr) break;
    if (at.name == element) {
      out += '[' + std::to_string(at.index) + ']';
      continue;
    }
    if (!out.empty()) out += '.';
    out += at.name;
    if (at.name == unnamed) out += std::to_string(at.index - 1);
  }
  return out;
}

}  // namespace varve

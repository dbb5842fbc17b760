#include <varve/core/codec.hpp>

namespace varve::detail {

error archive_failure(errc code, const member_path& path, std::string_view problem) {
  std::string message = path.to_string();
  if (!message.empty()) message += ": ";
  return {code, message.append(problem)};
}

error unknown_content_type(std::string_view content_type) {
  return {errc::undecodable,
          "no codec reads the content type '" + std::string(content_type.substr(0, 64)) + "'"};
}

}  // namespace varve::detail

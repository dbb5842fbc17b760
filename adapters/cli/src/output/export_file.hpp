#pragma once

#include <varve/core/result.hpp>
#include <varve/zstd/compressor.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace varve::cli {

/// Whether a file of that name holds Zstandard.
[[nodiscard]] inline bool is_zstd_name(std::string_view path) {
  return path.ends_with(".zst");
}

/// A new file of lines, compressed when its name says so. It takes its name away again unless it was
/// finished.
class export_file {
 public:
  /// `conflict` when there is a file of that name.
  [[nodiscard]] static result<export_file> make(const std::string& path);
  ~export_file();
  export_file(export_file&& other) noexcept;
  export_file& operator=(export_file&&) = delete;

  result<void> write_line(std::string_view line);
  /// Everything is on the disk.
  result<void> finish();

 private:
  export_file(std::string path, int file);
  result<void> write_out();

  std::string path_;
  int file_;
  std::optional<zstd::compressor> compressor_;
  std::string lines_;   // not written yet
  std::string packed_;  // likewise, compressed
};

}  // namespace varve::cli

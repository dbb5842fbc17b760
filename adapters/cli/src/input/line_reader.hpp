#pragma once

#include <varve/core/result.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace varve::cli {

/// Appends to `out` what packed bytes stand for; called with none at the end of the input.
using unpacker = std::function<result<void>(std::string_view packed, std::string& out)>;

/// Reads lines from a file descriptor: without their LF or CR LF, the last one also without. Used by one
/// thread.
class line_reader {
 public:
  static constexpr std::size_t longest_line = std::size_t{1} << 30U;

  /// Ends once `stop` has something to read; -1: never. With `unpack` the input is packed.
  explicit line_reader(int input, int stop = -1, std::size_t longest = longest_line, unpacker unpack = {});

  /// The next line; nullopt at the end. `too_large` in place of a line that is longer than the longest, and
  /// `unavailable` when reading failed; then the end comes next. Half a line is given at the end of the file
  /// only: what was cut off by an error or by `stop` was never said.
  [[nodiscard]] std::optional<result<std::string>> next();

  /// Bytes of the input, unpacked, up to the end of the last line given.
  [[nodiscard]] std::uint64_t bytes() const { return bytes_ - (end_ - begin_); }

 private:
  /// False when told to stop.
  [[nodiscard]] bool wait_for_input() const;
  /// False: there is no more.
  bool forget_half_a_line();
  /// Reads more into the buffer; false at the end.
  [[nodiscard]] result<bool> fill();
  [[nodiscard]] result<void> take_in(std::string_view read);
  /// Moves what is buffered, up to and without the next LF, into the line; true when the line is whole.
  [[nodiscard]] bool take_line();
  [[nodiscard]] result<std::string> finish_line();

  int input_;
  int stop_;
  std::size_t longest_;
  unpacker unpack_;
  std::vector<char> raw_;
  std::string buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::uint64_t bytes_ = 0;
  std::string line_;
  bool too_long_ = false;
  bool ended_ = false;
};

}  // namespace varve::cli

#include "retail/csv_reader.hpp"

#include <utility>

namespace shop::retail {
namespace {

constexpr std::size_t bytes_at_once = std::size_t{64} << 10U;
constexpr std::size_t longest_record = std::size_t{64} << 10U;  // a quote must be closed by then
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

}  // namespace

csv_reader::csv_reader(byte_source from) : from_(std::move(from)) {
  if (has(byte_order_mark.size() - 1) && buffer_.starts_with(byte_order_mark)) at_ = byte_order_mark.size();
}

bool csv_reader::next(csv_record& into) {
  if (!find_record()) return false;
  into.problem = {};
  read_fields(into);
  if (!into.problem.empty()) go_to_line_end();
  into.text.assign(buffer_, begin_, at_ - begin_);
  return true;
}

/// Reads on until there is a byte at that place; false when the source ends before it.
bool csv_reader::read_until(std::size_t at) {
  while (at >= buffer_.size()) {
    const std::size_t before = buffer_.size();
    buffer_.resize(before + bytes_at_once);
    buffer_.resize(before + from_({buffer_.data() + before, bytes_at_once}));
    if (buffer_.size() == before) return false;
  }
  return true;
}

bool csv_reader::find_record() {
  while (has(at_) && (buffer_[at_] == '\n' || buffer_[at_] == '\r')) ++at_;
  if (at_ >= bytes_at_once) {
    buffer_.erase(0, at_);
    at_ = 0;
  }
  begin_ = at_;
  return has(at_);
}

void csv_reader::read_fields(csv_record& into) {
  std::size_t count = 0;
  while (true) {
    if (into.fields.size() == count) into.fields.emplace_back();
    std::string& field = into.fields[count++];
    if (has(at_) && buffer_[at_] == '"')
      read_quoted(field, into.problem);
    else
      read_plain(field);
    if (!into.problem.empty() || at_line_end()) break;
    if (buffer_[at_] != ',') {
      into.problem = "text behind a closing quote";
      break;
    }
    ++at_;
  }
  into.fields.resize(count);
}

void csv_reader::read_plain(std::string& field) {
  const std::size_t from = at_;
  const auto ends = [](char c) { return c == ',' || c == '\n'; };
  do {
    while (at_ < buffer_.size() && !ends(buffer_[at_])) ++at_;
  } while (at_ == buffer_.size() && has(at_));
  if (at_ > from && at_ < buffer_.size() && buffer_[at_] == '\n' && buffer_[at_ - 1] == '\r') --at_;
  field.assign(buffer_, from, at_ - from);
}

void csv_reader::read_quoted(std::string& field, std::string_view& problem) {
  field.clear();
  for (++at_; has(at_) && at_ - begin_ < longest_record; ++at_) {
    if (buffer_[at_] == '"') {
      ++at_;
      if (!has(at_) || buffer_[at_] != '"') return;
    }
    field.push_back(buffer_[at_]);
  }
  problem = "a quote is never closed";
}

/// Whether the record ends here: with LF, CRLF or the file.
bool csv_reader::at_line_end() {
  if (!has(at_) || buffer_[at_] == '\n') return true;
  return buffer_[at_] == '\r' && has(at_ + 1) && buffer_[at_ + 1] == '\n';
}

void csv_reader::go_to_line_end() {
  at_ = begin_;
  while (!at_line_end()) ++at_;
}

}  // namespace shop::retail

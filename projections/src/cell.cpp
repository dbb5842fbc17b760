#include <varve/projections/cell.hpp>

namespace varve::detail {
namespace {

std::string_view kind_of(const cell& of) {
  switch (of.index()) {
    case 0: return "NULL";
    case 1: return "an integer";
    case 2: return "a real number";
    default: return "text";
  }
}

[[noreturn]] void fail_kind(std::string_view wanted, const cell& found) {
  fail_cell(std::string{kind_of(found)}.append(" where ").append(wanted).append(" should stand"));
}

}  // namespace

void refuse_cell(std::string_view what) {
  throw failure{{errc::invalid_argument, "a column cannot hold " + std::string{what}}};
}

void fail_cell(std::string_view what) {
  throw failure{{errc::undecodable, "a column holds " + std::string{what}}};
}

std::int64_t whole_number(const cell& from) {
  if (const auto* number = std::get_if<std::int64_t>(&from)) return *number;
  fail_kind("an integer", from);
}

double real_number(const cell& from) {
  if (const auto* number = std::get_if<double>(&from)) return *number;
  if (const auto* number = std::get_if<std::int64_t>(&from)) return static_cast<double>(*number);
  fail_kind("a real number", from);
}

std::string_view text_of(const cell& from) {
  if (const auto* text = std::get_if<std::string_view>(&from)) return *text;
  fail_kind("text", from);
}

}  // namespace varve::detail

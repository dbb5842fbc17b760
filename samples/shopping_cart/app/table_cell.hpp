#pragma once

#include <string>
#include <string_view>

namespace shop::app {

/// Text in a table: cut or filled with spaces to that many characters, which may be several bytes each.
inline std::string table_cell(std::string_view text, std::size_t width) {
  const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; };
  std::string cell;
  std::size_t characters = 0;
  for (const char c : text) {
    if (!continues(c) && ++characters > width) return cell;
    cell.push_back(c);
  }
  return cell.append(width - characters, ' ');
}

}  // namespace shop::app

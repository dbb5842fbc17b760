#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace bench {

/// `numbered_name("order-", 8, 42)` is "order-00000042".
inline std::string numbered_name(std::string_view prefix, std::size_t digits, std::uint64_t number) {
  std::string name{prefix};
  name.append(digits, '0');
  for (auto at = name.size(); number != 0 && at > prefix.size(); number /= 10)
    name[--at] = static_cast<char>('0' + number % 10);
  return name;
}

}  // namespace bench

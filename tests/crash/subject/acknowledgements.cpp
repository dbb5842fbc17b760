#include "acknowledgements.hpp"

#include <sstream>

namespace varve::crash {

acknowledgements acknowledgements::read(std::istream& in) {
  acknowledgements out;
  for (std::string line; std::getline(in, line);) {
    std::istringstream words{line};
    std::string what;
    words >> what;
    int number = 0;
    range where;
    if (what == "did" && words >> number >> where.first >> where.last) out.did[number] = where;
    if (what == "did") out.truth.erase(number);
    if ((what == "absent" || what == "refused") && words >> number) out.truth[number] = std::nullopt;
    if (what == "stands" && words >> number >> where.first >> where.last) out.truth[number] = where;
    if (what == "unknown" && words >> number) out.truth.erase(number);
    if (what == "guest" && words >> number >> where.first >> where.last) out.guests[number] = where;
    if (what == "lost" && words >> number) out.lost.insert(number);
    std::string file;
    std::int64_t position = 0;
    if (what == "polled" && words >> file >> position) out.polled[file] = position;
  }
  return out;
}

}  // namespace varve::crash

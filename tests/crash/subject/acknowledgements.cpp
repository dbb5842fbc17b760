#include "acknowledgements.hpp"

#include <sstream>

namespace varve::crash {

acknowledgements acknowledgements::read(std::istream& in) {
  acknowledgements out;
  for (std::string line; std::getline(in, line);) out.learn(line);
  return out;
}

void acknowledgements::learn(const std::string& line) {
  std::istringstream words{line};
  std::string what;
  words >> what;
  int number = 0;
  range where;
  if (what == "did" && words >> number >> where.first >> where.last) did[number] = where;
  if (what == "did") truth.erase(number);
  if (what == "refused" && words >> number && !doubtful.contains(number)) truth[number] = std::nullopt;
  if (what == "absent" && words >> number) truth[number] = std::nullopt;
  if (what == "stands" && words >> number >> where.first >> where.last) truth[number] = where;
  if ((what == "sends" || what == "unknown") && words >> number) truth.erase(number);
  if (what == "unknown") doubtful.insert(number);
  if (what == "did" || what == "absent" || what == "stands") doubtful.erase(number);
  if (what == "guest" && words >> number >> where.first >> where.last) guests[number] = where;
  if (what == "lost" && words >> number) lost.insert(number);
  if (what == "compacted") words >> compacted;
  std::string file;
  std::int64_t position = 0;
  if (what == "polled" && words >> file >> position) polled[file] = position;
}

}  // namespace varve::crash

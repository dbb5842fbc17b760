// One process of the take-overs (zombies.py), which pauses whoever holds the leases.
//
//   crash_zombie work PLACE MILLISECONDS   keeps the views in step under leases of that term until its input
//                                           ends; prints each warning
//   crash_zombie feed PLACE                appends until its input ends
//   crash_zombie check PLACE               brings the views to the head, compares them with the log, prints
//                                           findings and then the number of events; exit 1 when there are
//                                           findings

#include "feeder.hpp"
#include "keeper.hpp"

#include <exception>
#include <iostream>
#include <string>
#include <vector>

namespace varve::crash {
namespace {

int run(const std::vector<std::string>& words) {
  if (words.size() == 3 && words[0] == "work")
    return keep_views(words[1], std::chrono::milliseconds{std::stoi(words[2])}), 0;
  if (words.size() == 2 && words[0] == "feed") return feed(words[1]), 0;
  if (words.size() == 2 && words[0] == "check") return check(words[1]) ? 0 : 1;
  std::cerr << "crash_zombie: work PLACE MILLISECONDS | feed PLACE | check PLACE\n";
  return 2;
}

}  // namespace
}  // namespace varve::crash

int main(int argc, char** argv) try {
  return varve::crash::run({argv + 1, argv + argc});
} catch (const std::exception& problem) {
  std::cerr << "crash_zombie: " << problem.what() << '\n';
  return 1;
}

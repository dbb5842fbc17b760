// The programs that are killed, lied to and cut off by the scripts of this folder, and those beside them.
// Each word takes a folder:
//
//   work [turns] [less_synced]        the workload (worker.hpp)
//   endure ENDING                     the same where calls fail (endurance.hpp)
//   accompany                         a second process (companion.hpp)
//   inspect                           reads what the others said, checks what they left; exit 1 when
//                                     something is wrong
//   look [less_synced]                the same without going on with the workload
//   fail SHARE SHARES MOST            scenarios with every call failing (failing_calls.hpp); exit 1 likewise
//   tear POWER FIRST_SEED CUTS        the workload on a disk whose power is cut (torn_writes.hpp); likewise

#include "companion.hpp"
#include "endurance.hpp"
#include "failing_calls.hpp"
#include "inspector.hpp"
#include "torn_writes.hpp"
#include "worker.hpp"

#include <algorithm>
#include <exception>
#include <functional>
#include <iostream>
#include <map>
#include <string>
#include <vector>

namespace varve::crash {
namespace {

using words = std::vector<std::string>;

void print(const std::string& line) {
  std::cout << line << std::endl;
}

bool has(const words& all, const char* wanted) {
  return std::ranges::find(all, wanted) != all.end();
}

/// The same place, with the durability that was asked for.
place at_level(place where, const words& rest) {
  if (has(rest, "less_synced")) where.level = sqlite::durability::process_crash;
  return where;
}

int check(void (*how)(const place&, const acknowledgements&, findings&), const place& where) {
  findings out{print};
  how(where, acknowledgements::read(std::cin), out);
  return out.sound() ? 0 : 1;
}

/// The word, how many follow its folder at the least, and what it does.
struct command {
  std::size_t least;
  std::function<int(const place& where, const words& rest)> run;
};

const std::map<std::string, command> commands{
    {"work",
     {0, [](const place& where,
            const words& rest) { return work(at_level(where, rest), has(rest, "turns"), print), 0; }}},
    {"endure",
     {1,
      [](const place& where, const words& rest) { return endure(where, parse_ending(rest[0]), print), 0; }}},
    {"accompany", {0, [](const place& where, const words&) { return accompany(where), 0; }}},
    {"inspect", {0, [](const place& where, const words&) { return check(inspect, where); }}},
    {"look",
     {0, [](const place& where, const words& rest) { return check(look_at, at_level(where, rest)); }}},
    {"fail",
     {3,
      [](const place& where, const words& rest) {
        const failing_calls how{where.folder, std::stoi(rest[0]), std::stoi(rest[1]), std::stoi(rest[2])};
        return fail_calls(how, print) ? 0 : 1;
      }}},
    {"tear", {3, [](const place& where, const words& rest) {
                const torn_writes how{where.folder, parse_power(rest[0]), std::stoull(rest[1]),
                                      std::stoi(rest[2])};
                return tear(how, print) ? 0 : 1;
              }}}};

int run(const words& all) {
  const auto found = all.size() < 2 ? commands.end() : commands.find(all[0]);
  if (found == commands.end() || all.size() < 2 + found->second.least) {
    std::cerr << "crash_subject WORD FOLDER [more]: see the head of main.cpp\n";
    return 2;
  }
  return found->second.run(place{all[1]}, {all.begin() + 2, all.end()});
}

}  // namespace
}  // namespace varve::crash

int main(int argc, char** argv) try {
  return varve::crash::run({argv + 1, argv + argc});
} catch (const std::exception& problem) {
  std::cout << "failed: " << problem.what() << std::endl;
  return 1;
}

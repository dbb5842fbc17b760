// The program that is killed (kill_loop.py), and those beside it.
//
//   crash_subject work FOLDER [turns]   the workload (worker.hpp)
//   crash_subject endure FOLDER ENDING  the same where calls fail (endurance.hpp)
//   crash_subject accompany FOLDER      a second process (companion.hpp)
//   crash_subject inspect FOLDER        reads what the others said and checks what they left behind; exit 1
//   when
//                                       something is wrong

#include "companion.hpp"
#include "endurance.hpp"
#include "inspector.hpp"
#include "worker.hpp"

#include <exception>
#include <iostream>
#include <string>
#include <vector>

namespace varve::crash {
namespace {

int run(const std::vector<std::string>& words) {
  if (words.size() < 2) {
    std::cerr
        << "crash_subject: work FOLDER [turns] | endure FOLDER ENDING | accompany FOLDER | inspect FOLDER\n";
    return 2;
  }
  const place where{words[1]};
  if (words[0] == "inspect") return inspect(where, acknowledgements::read(std::cin)) ? 0 : 1;
  if (words[0] == "accompany") return accompany(where), 0;
  if (words[0] == "endure" && words.size() == 3) return endure(where, parse_ending(words[2])), 0;
  return work(where, words.size() > 2), 0;
}

}  // namespace
}  // namespace varve::crash

int main(int argc, char** argv) try {
  return varve::crash::run({argv + 1, argv + argc});
} catch (const std::exception& problem) {
  std::cout << "failed: " << problem.what() << std::endl;
  return 1;
}

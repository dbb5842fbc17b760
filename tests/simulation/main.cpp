// simulation [SEEDS [FIRST]]        runs so many seeds and tells what happened; the first that is broken is
// told and ends it simulation SEEDS DEFECT WORDS     passes when a seed is broken in these words, since the
// defect is planted there
//
// DEFECT is `edited` when it is in the sources this program was built from, as the entries of ctest are.

#include "world.hpp"

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace varve::simulated {
namespace {

struct outcome {
  std::uint64_t runs = 0;
  std::uint64_t steps = 0;
  std::int64_t events = 0;
  fault_counts faults = {};
  std::optional<std::pair<std::uint64_t, std::string>> broken_seed = {};
};

outcome run_seeds(std::uint64_t first, std::uint64_t count, plant defect) {
  outcome out;
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    ++out.runs;
    try {
      const auto report = run_world(seed, defect, out.faults);
      out.steps += report.steps;
      out.events += report.events;
      fault_counts again;
      if (seed % 100 == 0 && run_world(seed, defect, again).trace != report.trace)
        throw broken("a second run of the same seed went another way");
    } catch (const std::exception& problem) {
      out.broken_seed = {seed, problem.what()};
      return out;
    }
  }
  return out;
}

/// The counts with their names; false when one of them is zero.
bool tell(const fault_counts& seen) {
  const std::vector<std::pair<std::string_view, std::uint64_t>> all{
      {"appends refused", seen.refused_appends},
      {"in doubt and written", seen.secret_appends},
      {"in doubt and not written", seen.lost_appends},
      {"conflicts", seen.conflicts},
      {"replays", seen.replays},
      {"reads failed", seen.failed_reads},
      {"saves failed", seen.failed_saves},
      {"saves in doubt", seen.secret_saves},
      {"handlers failed", seen.failed_handlers},
      {"kills", seen.kills},
      {"pauses", seen.pauses},
      {"fenced", seen.fenced},
      {"leases lost", seen.lost_leases}};
  bool good = true;
  for (const auto& [name, count] : all) {
    std::cout << name << ' ' << count << '\n';
    good = good && count > 0;
  }
  if (!good) std::cout << "one of these never came\n";
  return good;
}

int check(std::uint64_t count, std::uint64_t first) {
  const auto began = std::chrono::steady_clock::now();
  const auto seen = run_seeds(first, count, plant::none);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  if (seen.broken_seed) {
    std::cout << "seed " << seen.broken_seed->first << ": " << seen.broken_seed->second
              << "\nagain: simulation 1 " << seen.broken_seed->first << '\n';
    return 1;
  }
  std::cout << seen.runs << " seeds, " << static_cast<double>(seen.runs) / took.count() << " a second, "
            << seen.steps << " steps, " << seen.events << " events\n";
  return tell(seen.faults) ? 0 : 1;
}

std::optional<plant> defect_named(std::string_view name) {
  static const std::map<std::string_view, plant> all{
      {"edited", plant::none},
      {"checkpoint_alone", plant::checkpoint_alone},
      {"no_fence", plant::no_fence},
      {"steps_over_a_failed_event", plant::steps_over_a_failed_event},
      {"keeps_what_was_rolled_back", plant::keeps_what_was_rolled_back},
      {"checkpoint_inside_a_commit", plant::checkpoint_inside_a_commit},
      {"resends_under_new_ids", plant::resends_under_new_ids}};
  const auto found = all.find(name);
  return found == all.end() ? std::nullopt : std::optional{found->second};
}

int caught(std::uint64_t count, std::string_view name, std::string_view words) {
  const auto defect = defect_named(name);
  if (!defect) {
    std::cerr << "simulation: no defect is called '" << name << "'\n";
    return 2;
  }
  std::string otherwise;  // a defect may show in several ways
  for (std::uint64_t seed = 1; seed <= count; ++seed) {
    const auto seen = run_seeds(seed, count - seed + 1, *defect);
    if (!seen.broken_seed) break;
    seed = seen.broken_seed->first;
    if (seen.broken_seed->second.find(words) == std::string::npos) {
      otherwise = ", but: " + seen.broken_seed->second;
      continue;
    }
    std::cout << "caught by seed " << seed << ": " << seen.broken_seed->second << '\n';
    return 0;
  }
  std::cout << "not caught in " << count << " seeds" << otherwise << '\n';
  return 1;
}

std::uint64_t seeds_of_a_check() {
  const char* const longer = std::getenv("VARVE_LONG");
  return longer != nullptr && *longer != '\0' ? 1'000'000 : 20'000;
}

int run(const std::vector<std::string>& words) {
  if (words.empty()) return check(seeds_of_a_check(), 1);
  if (words.size() == 1) return check(std::stoull(words[0]), 1);
  if (words.size() == 2) return check(std::stoull(words[0]), std::stoull(words[1]));
  if (words.size() == 3) return caught(std::stoull(words[0]), words[1], words[2]);
  std::cerr << "simulation: [SEEDS [FIRST]] | SEEDS DEFECT WORDS\n";
  return 2;
}

}  // namespace
}  // namespace varve::simulated

int main(int argc, char** argv) try {
  return varve::simulated::run({argv + 1, argv + argc});
} catch (const std::exception& problem) {
  std::cerr << "simulation: " << problem.what() << '\n';
  return 3;
}

// One process of the races (race.py). It is driven line by line, so that a round begins in all of them at
// once.
//
//   crash_racer race LOG NAME STORES THREADS   reads "stream N", "seat N" or "fresh N" and answers with what
//   each
//                                              racer was told, separated by tabs; at its input's end with how
//                                              far postings are merged once nobody appends
//   crash_racer victim LOG                     appends what takes long to merge, at once and for each line
//   that it
//                                              reads; killed while it merges
//   crash_racer verify LOG                     prints findings, then the number of events

#include <varve/core/error.hpp>
#include <varve/sqlite/event_store.hpp>
#include <varve/sqlite/verify.hpp>

#include "racers.hpp"

#include <chrono>
#include <iostream>
#include <map>
#include <thread>

namespace varve::crash {
namespace {

constexpr std::int64_t merge_every = 7;
constexpr std::chrono::seconds longest_merge{60};

std::unique_ptr<event_store> open(const std::string& path, std::size_t terms_per_slice) {
  sqlite::store_options how;
  how.merge_every = merge_every;
  how.terms_per_slice = terms_per_slice;
  return std::make_unique<sqlite::event_store>(path, how);
}

prize read_prize(const std::string& word, std::int64_t number) {
  static const std::map<std::string, prize::kind> kinds{
      {"stream", prize::kind::stream}, {"seat", prize::kind::seat}, {"fresh", prize::kind::fresh_tag}};
  return {kinds.at(word), number};
}

/// Postings are merged when nobody appends, which takes as long as the disk takes to sync.
std::int64_t indexed_once_merged(event_store& log) {
  const auto head = log.info().value().head.position.value();
  const auto limit = std::chrono::steady_clock::now() + longest_merge;
  while (head - log.status().indexed_up_to >= merge_every && std::chrono::steady_clock::now() < limit)
    std::this_thread::yield();
  return log.status().indexed_up_to;
}

int race(const std::string& path, const std::string& name, std::size_t stores, std::size_t threads) {
  std::vector<std::unique_ptr<event_store>> opened;
  while (opened.size() < stores) opened.push_back(open(path, 5));
  {
    racers all{name, opened, threads};
    std::cout << "ready" << std::endl;
    std::string word;
    std::int64_t number = 0;
    while (std::cin >> word >> number) {
      for (const auto& answer : all.race(read_prize(word, number))) std::cout << answer << '\t';
      std::cout << std::endl;
    }
  }
  std::cout << indexed_once_merged(*opened.front()) << std::endl;
  return 0;
}

/// Every term is a slice of its own, so that hardly a commit of the store's thread lies outside the merge.
int victim(const std::string& path) {
  const auto store = open(path, 1);
  std::vector<new_event> events(40);
  for (std::size_t i = 0; i < events.size(); ++i) {
    events[i].type = "noise";
    events[i].data = "{}";
    for (std::size_t tag = 0; tag < 10; ++tag)
      events[i].tags.add("noise:" + std::to_string(i) + "." + std::to_string(tag)).value();
  }
  std::string again;
  do {
    to_result(store->append_and_wait(append_request::to("noise-1", events))).value();
    std::cout << "appended" << std::endl;  // the merge goes on beside what follows
  } while (std::getline(std::cin, again));
  return 0;
}

int verify(const std::string& path) {
  const auto found = sqlite::verify(path, {.found = [](const sqlite::finding& each) {
                                      std::cout << each.check << ": " << each.message << '\n';
                                    }});
  std::cout << found.events << std::endl;
  return found.sound() ? 0 : 1;
}

int run(const std::vector<std::string>& words) {
  if (words.size() == 5 && words[0] == "race")
    return race(words[1], words[2], std::stoul(words[3]), std::stoul(words[4]));
  if (words.size() == 2 && words[0] == "victim") return victim(words[1]);
  if (words.size() == 2 && words[0] == "verify") return verify(words[1]);
  std::cerr << "crash_racer: race LOG NAME STORES THREADS | victim LOG | verify LOG\n";
  return 2;
}

}  // namespace
}  // namespace varve::crash

int main(int argc, char** argv) try {
  return varve::crash::run({argv + 1, argv + argc});
} catch (const std::exception& problem) {
  std::cerr << "crash_racer: " << problem.what() << '\n';
  return 1;
}

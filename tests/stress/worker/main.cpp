// stress call URL DEFECT HISTORY CALLERS OPERATIONS SEED [HISTORY-OF-A-KILLED-PROCESS]   opens, says `ready`,
// waits for a line stress alone URL DEFECT HISTORY CALLERS OPERATIONS SEED                                the
// same, and checks at once stress check URL HISTORY...

#include <varve/testing/history_recorder.hpp>
#include <varve/testing/recording_store.hpp>
#include <varve/url/open_store.hpp>

#include "callers.hpp"
#include "plants.hpp"
#include "tailer.hpp"
#include "writers.hpp"

#include <poll.h>
#include <unistd.h>

#include <exception>
#include <iostream>
#include <string>
#include <vector>

namespace varve::stress {
namespace {

using words = std::vector<std::string>;

void wait_for_start() {
  std::cout << "ready" << std::endl;
  std::string go;
  std::getline(std::cin, go);
}

call_plan plan_of(const words& given) {
  return {.seed = std::stoull(given[6]),
          .callers = std::stoul(given[4]),
          .operations = std::stoul(given[5]),
          .name = given[6],
          .doubts = given.size() > 7 ? doubts_of(testing::history_file::read(given[7]).value())
                                     : std::vector<testing::append_call>{}};
}

int call_and_maybe_check(const words& given) {
  testing::history_file notes{given[3]};
  testing::recording_store store{planted(given[2], open_store(given[1]).value()), notes};
  const call_plan plan = plan_of(given);
  wait_for_start();
  call(store, plan);
  if (given[0] == "call") return 0;
  return judge(store, testing::history_file::read(given[3]).value()) ? 0 : 1;
}

int check(const words& given) {
  std::vector<testing::operation> all;
  for (std::size_t i = 2; i < given.size(); ++i)
    for (auto& one : testing::history_file::read(given[i]).value()) all.push_back(std::move(one));
  return judge(*open_store(given[1]).value(), std::move(all)) ? 0 : 1;
}

int write(const words& given) {
  const auto store = open_store(given[1]).value();
  wait_for_start();
  const auto done = run_writers(*store, {.seed = std::stoull(given[4]),
                                         .writers = std::stoul(given[2]),
                                         .events = std::stoll(given[3]),
                                         .name = given[4]});
  std::cout << "events " << done.events << " conflicts " << done.conflicts << " rolled_back "
            << done.rolled_back << " pauses " << done.pauses << '\n';
  return 0;
}

int tail(const words& given) {
  const auto store = planted(given[2], open_store(given[1]).value());
  std::cout << "ready" << std::endl;
  tailer one{*store};
  std::int64_t last = 0;
  one.follow([&last] {
    pollfd input{STDIN_FILENO, POLLIN, 0};
    if (last == 0 && ::poll(&input, 1, 0) > 0) std::cin >> last;
    return last;
  });
  std::cout << "seen " << one.seen() << " fingerprint " << one.fingerprint() << " pages " << one.pages()
            << " waits " << one.waits() << '\n';
  return 0;
}

int run(const words& given) {
  if (given.size() >= 7 && (given[0] == "call" || given[0] == "alone")) return call_and_maybe_check(given);
  if (given.size() >= 3 && given[0] == "check") return check(given);
  if (given.size() == 5 && given[0] == "write") return write(given);
  if (given.size() == 3 && given[0] == "tail") return tail(given);
  std::cerr
      << "stress: call | alone URL DEFECT HISTORY CALLERS OPERATIONS SEED [HISTORY] | check URL HISTORY... | "
         "write URL WRITERS EVENTS SEED | tail URL DEFECT\n";
  return 2;
}

}  // namespace
}  // namespace varve::stress

int main(int argc, char** argv) try {
  return varve::stress::run({argv + 1, argv + argc});
} catch (const std::exception& problem) {
  std::cerr << "stress: " << problem.what() << '\n';
  return 3;
}

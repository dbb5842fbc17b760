// stress_server [NAME=VALUE...]: starts a PostgreSQL server with these settings, says where it is, and does
// what the lines of its input say; each is answered by a line. Ends with its input. Where no server can be
// started it says why and ends with 77.
//
// kill | start                          the server, as by SIGKILL, and again
// database NAME                         is made
// execute DATABASE SQL                  answers with the rows, joined by spaces
// proxy                                 starts a proxy before the server, answers with its URL
// cut ONE-IN WORD                       from now on one in so many requests that hold the word is cut, in
// each of three ways in turn calm                                  cuts nothing any more counts `connections
// N before_request N behind_request N before_answer N`

#include <varve/testing/cutting_proxy.hpp>
#include <varve/testing/postgres_server.hpp>

#include <algorithm>
#include <exception>
#include <iostream>
#include <iterator>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace varve::stress {
namespace {

/// Cuts one in so many requests that hold a word; four of five times before the answer.
class cutter {
 public:
  cutter(std::uint64_t one_in, std::string word) : one_in_(one_in), word_(std::move(word)) {}

  testing::cutting_proxy::cut operator()(std::string_view request) {
    using cut = testing::cutting_proxy::cut;
    if (request.find(word_) == std::string_view::npos || ++seen_ % one_in_ != 0) return cut::nothing;
    constexpr cut ways[] = {cut::before_answer, cut::before_answer,  cut::before_answer, cut::before_answer,
                            cut::before_answer, cut::behind_request, cut::before_answer, cut::before_answer,
                            cut::before_answer, cut::before_request};
    return ways[cuts_++ % std::size(ways)];
  }

 private:
  std::uint64_t one_in_;
  std::string word_;
  std::uint64_t seen_ = 0, cuts_ = 0;
};

class session {
 public:
  explicit session(const testing::postgres_server::settings& with) : server_(with) {}

  [[nodiscard]] std::string url() const { return server_.url(); }

  std::string answer(const std::string& line) {
    std::istringstream words{line};
    std::string what, name;
    words >> what >> name;
    if (what == "kill") return server_.kill(), "killed";
    if (what == "start") return server_.start(), "started";
    if (what == "database") return server_.create_database(name), server_.url(name);
    if (what == "execute") return one_line(server_.execute(line.substr(line.find(name) + name.size()), name));
    if (what == "proxy") return start_proxy();
    if (what == "cut") return cut(std::stoull(name), words);
    if (what == "calm") return proxy_->cut_by({}), "calm";
    if (what == "counts") return counts();
    throw std::invalid_argument("stress_server does not know '" + line + "'");
  }

 private:
  static std::string one_line(std::string rows) {
    std::ranges::replace(rows, '\n', ' ');
    return rows;
  }

  std::string start_proxy() {
    proxy_ = std::make_unique<testing::cutting_proxy>(server_.port());
    std::string out = server_.url();
    const std::string port = ':' + std::to_string(server_.port());
    return out.replace(out.find(port), port.size(), ':' + std::to_string(proxy_->port()));
  }

  std::string cut(std::uint64_t one_in, std::istream& words) {
    std::string word;
    words >> word;
    proxy_->cut_by(cutter{one_in, word});
    return "cutting";
  }

  [[nodiscard]] std::string counts() const {
    const auto seen = proxy_->counted();
    return "connections " + std::to_string(seen.connections) + " before_request " +
           std::to_string(seen.before_request) + " behind_request " + std::to_string(seen.behind_request) +
           " before_answer " + std::to_string(seen.before_answer);
  }

  testing::postgres_server server_;
  std::unique_ptr<testing::cutting_proxy> proxy_;
};

testing::postgres_server::settings settings_of(const std::vector<std::string>& words) {
  testing::postgres_server::settings out{{"max_prepared_transactions", "10"}, {"max_connections", "200"}};
  for (const auto& word : words)
    out.emplace_back(word.substr(0, word.find('=')), word.substr(word.find('=') + 1));
  return out;
}

int run(const std::vector<std::string>& words) {
  if (const auto why = testing::postgres_server::missing()) {
    std::cout << "no PostgreSQL server: " << *why << '\n';
    return 77;
  }
  session one{settings_of(words)};
  std::cout << one.url() << std::endl;
  for (std::string line; std::getline(std::cin, line);) std::cout << one.answer(line) << std::endl;
  return 0;
}

}  // namespace
}  // namespace varve::stress

int main(int argc, char** argv) try {
  return varve::stress::run({argv + 1, argv + argc});
} catch (const std::exception& problem) {
  std::cerr << "stress_server: " << problem.what() << '\n';
  return 3;
}

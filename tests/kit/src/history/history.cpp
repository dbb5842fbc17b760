#include <varve/testing/history.hpp>

namespace varve::testing {

page_answer answer_of(const page& read) {
  page_answer out{read.head().position, read.at_end(), {}};
  for (const auto& event : read)
    out.events.push_back(
        {event.position, event.commit, std::string(event.stream.name()), event.revision, event.id});
  return out;
}

result<std::vector<standing_event>> read_whole_log(event_store& store) {
  std::vector<standing_event> out;
  token after = token::start();
  while (true) {
    const auto read = store.read_log(after, {}, {});
    if (!read) return read.error();
    for (auto& event : answer_of(*read).events) out.push_back(std::move(event));
    if (read->at_end()) return out;
    if (read->scanned()) after = {read->head().epoch, read->scanned()->position};
  }
}

}  // namespace varve::testing

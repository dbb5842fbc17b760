#include "random_history.hpp"

#include "model_log.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <map>

namespace varve::testing {
namespace {

using std::chrono::microseconds;

event_id numbered(std::uint64_t number) {
  event_id out;
  for (std::size_t i = 0; i < 8; ++i) out.value.bytes[i] = static_cast<std::uint8_t>(number >> (8 * (7 - i)));
  return out;
}

class maker {
 public:
  explicit maker(seeded_random& random) : random_(random) {}

  recorded_history run(std::size_t operations) {
    for (std::size_t i = 0; i < operations; ++i) {
      operation one = next();
      const instant moment = instant{} + microseconds{1000 + 10 * i};
      one.begun = moment - microseconds{random_.below(35)};
      if (!std::holds_alternative<unanswered>(one.told))
        one.ended = moment + microseconds{1 + random_.below(35)};
      out_.operations.push_back(std::move(one));
    }
    out_.log = log_.log();
    return std::move(out_);
  }

 private:
  operation next() {
    const auto kind = random_.below(10);
    if (kind == 0) return read(log_call{position{static_cast<std::int64_t>(random_.below(4))}});
    if (kind == 1) return read(stream_call{stream(), revision{static_cast<std::int64_t>(random_.below(3))}});
    if (kind == 2 && !sent_.empty()) return append(sent_[random_.below(sent_.size())]);
    return append(fresh());
  }

  std::string stream() { return random_.below(3) == 0 ? "b-1" : "a-1"; }

  stream_demand demand() {
    const std::string name = stream();
    const auto events = std::ranges::count(log_.log(), name, &standing_event::stream);
    switch (random_.below(6)) {
      case 0: return {name, expected::any()};
      case 1: return {name, expected::stream_exists()};
      case 2: return {name, expected::no_stream()};
      case 3: return {name, revision{static_cast<std::int64_t>(random_.below(3))}};
      default: return {name, events == 0 ? expected::no_stream() : expected{revision{events - 1}}};
    }
  }

  append_call fresh() {
    append_call out;
    const auto kind = random_.below(8);
    const std::size_t writes = kind == 0 ? 0 : kind == 1 ? 2 : 1;
    for (std::size_t i = 0; i < writes; ++i) {
      auto& write = out.writes.emplace_back(append_call::write{demand(), {}});
      for (auto left = 1 + random_.below(2); left > 0; --left) write.ids.push_back(numbered(++ids_));
    }
    if (kind == 0 || kind == 2) out.checks.push_back(demand());
    return out;
  }

  operation append(append_call asked) {  // a copy: what was sent grows
    if (!asked.writes.empty()) sent_.push_back(asked);
    operation out{asked, unanswered{}, {}, never};
    switch (random_.below(12)) {
      case 0: out.told = not_written{{errc::unavailable, {}}}; return out;
      case 1: out.told = unknown{}; return out;
      case 2: return out;
      case 3: out.told = unknown{}; break;
      case 4: break;
      default:
        out.told = std::visit([](const auto& each) -> history_answer { return each; }, log_.append(asked));
        return out;
    }
    [[maybe_unused]] const auto in_secret = log_.append(asked);
    return out;
  }

  template<class Call>
  operation read(const Call& asked) {
    page_answer told = log_.read(asked);
    if (!told.events.empty() && random_.below(2) == 0) {
      told.end = false;
      told.events.resize(random_.below(told.events.size()));
    }
    return {asked, told, {}, never};
  }

  seeded_random& random_;
  model_log log_;
  recorded_history out_;
  std::vector<append_call> sent_;
  std::uint64_t ids_ = 0;
};

/// One thing that can be changed in a history.
struct change {
  std::string_view what;
  std::function<void(recorded_history&, operation&, seeded_random&)> make;
};

template<class Answer>
void alter(operation& one, const std::function<void(Answer&)>& how) {
  if (auto* told = std::get_if<Answer>(&one.told)) how(*told);
}

void renumber(recorded_history& seen) {
  std::map<std::string, revision> next;
  position place;
  for (auto& event : seen.log) {
    place = place.next();
    event.position = place;
    event.commit = place;
    event.revision = next[event.stream];
    next[event.stream] = event.revision.next();
  }
}

const std::array changes{
    change{"an operation moved in time",
           [](recorded_history&, operation& one, seeded_random& random) {
             const auto by = microseconds{static_cast<std::int64_t>(random.below(160)) - 80};
             one.begun += by;
             if (one.ended != never) one.ended += by;
           }},
    change{"an operation took the time of another one",
           [](recorded_history& seen, operation& one, seeded_random& random) {
             operation& other = seen.operations[random.below(seen.operations.size())];
             if (one.ended == never || other.ended == never) return;
             std::swap(one.begun, other.begun);
             std::swap(one.ended, other.ended);
           }},
    change{"an operation took the answer of another one",
           [](recorded_history& seen, operation& one, seeded_random& random) {
             operation& other = seen.operations[random.below(seen.operations.size())];
             if (one.asked.index() != other.asked.index() || one.ended == never || other.ended == never)
               return;
             std::swap(one.told, other.told);
           }},
    change{"an operation was told not written",
           [](recorded_history&, operation& one, seeded_random&) {
             if (std::holds_alternative<append_call>(one.asked) && one.ended != never)
               one.told = not_written{{errc::unavailable, {}}};
           }},
    change{"an operation was told that it was new, or not",
           [](recorded_history&, operation& one, seeded_random&) {
             alter<appended>(one, [](appended& told) { told.replayed = !told.replayed; });
           }},
    change{"an operation was told another position",
           [](recorded_history&, operation& one, seeded_random&) {
             alter<appended>(one, [](appended& told) { told.last = told.last.next(); });
           }},
    change{"an operation was told another revision",
           [](recorded_history&, operation& one, seeded_random&) {
             alter<appended>(one, [](appended& told) {
               if (!told.writes.empty()) told.writes.back().first = told.writes.back().first.next();
             });
             alter<conflict>(
                 one, [](conflict& told) { told.actual = told.actual ? told.actual->next() : revision{}; });
           }},
    change{"an operation was told of a conflict",
           [](recorded_history&, operation& one, seeded_random& random) {
             const auto* asked = std::get_if<append_call>(&one.asked);
             if (asked == nullptr || asked->writes.empty() || one.ended == never) return;
             const auto& demand = asked->writes.front().demand;
             std::optional<revision> actual;
             if (random.below(2) == 0) actual = revision{static_cast<std::int64_t>(random.below(3))};
             one.told = conflict{demand.stream, demand.expected, actual, {}};
           }},
    change{"an operation was shown another head",
           [](recorded_history&, operation& one, seeded_random& random) {
             alter<page_answer>(one, [&](page_answer& told) {
               told.head = random.below(2) == 0 ? told.head.next() : told.head.previous();
             });
           }},
    change{"an operation was shown less",
           [](recorded_history&, operation& one, seeded_random& random) {
             alter<page_answer>(one, [&](page_answer& told) {
               if (!told.events.empty())
                 told.events.erase(told.events.begin() +
                                   static_cast<std::ptrdiff_t>(random.below(told.events.size())));
             });
           }},
    change{"an operation was shown another event",
           [](recorded_history&, operation& one, seeded_random&) {
             alter<page_answer>(one, [](page_answer& told) {
               if (!told.events.empty()) told.events.back().id = numbered(99);
             });
           }},
    change{"an operation demanded something else",
           [](recorded_history&, operation& one, seeded_random& random) {
             auto* asked = std::get_if<append_call>(&one.asked);
             if (asked != nullptr && !asked->writes.empty())
               asked->writes.front().demand.expected = revision{static_cast<std::int64_t>(random.below(3))};
           }},
    change{"an operation was never asked",
           [](recorded_history& seen, operation& one, seeded_random&) {
             seen.operations.erase(seen.operations.begin() + (&one - seen.operations.data()));
           }},
    change{"the log lost its end",
           [](recorded_history& seen, operation&, seeded_random&) {
             if (!seen.log.empty()) seen.log.pop_back();
           }},
    change{"the log has two events in another order",
           [](recorded_history& seen, operation&, seeded_random& random) {
             if (seen.log.size() < 2) return;
             const auto at = random.below(seen.log.size() - 1);
             std::swap(seen.log[at], seen.log[at + 1]);
             renumber(seen);
           }},
    change{"the log has commits of one event each",
           [](recorded_history& seen, operation&, seeded_random&) { renumber(seen); }},
    change{"the log has an event twice",
           [](recorded_history& seen, operation&, seeded_random& random) {
             if (seen.log.empty()) return;
             seen.log.push_back(seen.log[random.below(seen.log.size())]);
             renumber(seen);
           }},
    change{"the log has an event that nobody sent",
           [](recorded_history& seen, operation&, seeded_random& random) {
             standing_event stranger{{}, {}, "a-1", {}, numbered(99)};
             seen.log.insert(
                 seen.log.begin() + static_cast<std::ptrdiff_t>(random.below(seen.log.size() + 1)), stranger);
             renumber(seen);
           }},
    change{"the log has a gap",
           [](recorded_history& seen, operation&, seeded_random&) {
             if (!seen.log.empty()) seen.log.back().position = seen.log.back().position.next();
           }},
};

}  // namespace

recorded_history random_history(seeded_random& random, std::size_t operations) {
  return maker{random}.run(operations);
}

std::string spoil(recorded_history& seen, seeded_random& random) {
  const change& one = changes[random.below(changes.size())];
  one.make(seen, seen.operations[random.below(seen.operations.size())], random);
  return std::string(one.what);
}

}  // namespace varve::testing

#include <varve/eventstore/engine/judge.hpp>

#include <algorithm>
#include <memory_resource>
#include <unordered_map>

namespace varve::engine {
namespace {

using verdict = std::optional<append_outcome>;

verdict refuse(errc code, std::string why) {
  return not_written{{code, std::move(why)}};
}

verdict mismatch(const event_id& id, std::string_view why) {
  return refuse(errc::idempotency_mismatch, "event id " + id.to_string() + ' ' + std::string(why));
}

verdict lost(const stream_id& stream, const expected& demand, const stream_state& found) {
  return conflict{stream.name(), demand, found.last, {}};
}

/// Collects the original numbers of a repeat.
class replay {
 public:
  explicit replay(const std::vector<stream_write>& writes) {
    out_.replayed = true;
    for (const auto& write : writes) out_.writes.push_back({write.stream.name(), revision::max(), {}});
  }

  void add(std::size_t write, const standing_event& found) {
    written& numbers = out_.writes[write];
    numbers.first = std::min(numbers.first, found.revision);
    numbers.last = std::max(numbers.last, found.revision);
    first_ = std::min(first_, found.position);
    out_.last = std::max(out_.last, found.position);
  }

  [[nodiscard]] appended finish(const token& head) && {
    out_.first = first_;
    out_.token = {head.epoch, out_.last};
    return std::move(out_);
  }

 private:
  appended out_;
  position first_ = position::max();
};

/// nullopt: none of the ids stands.
verdict judge_ids(const prepared_append& append, log_state& log) {
  std::optional<replay> known;
  const event_id* standing = nullptr;
  bool all = true;
  for (const auto& entry : append.entries()) {
    const auto found = entry.named ? log.find(*entry.event->id) : std::nullopt;
    all = all && found;
    if (found) {
      standing = &*entry.event->id;
      if (found->content_digest != entry.content_digest)
        return mismatch(*standing, "stands at position " + std::to_string(found->position.value()) +
                                       " with another stream, type, data or tags");
      if (!known) known.emplace(append.request().writes);
      known->add(entry.write, *found);
    }
    if (known && !all) return mismatch(*standing, "stands already, but other events of this append do not");
  }
  if (!known) return std::nullopt;
  return std::move(*known).finish(log.head());
}

/// A stream that was deleted for ever anywhere among the writes comes before an expectation that failed.
verdict judge_writes(const std::vector<stream_write>& writes, log_state& log) {
  verdict first_lost;
  for (const auto& write : writes) {
    const stream_state found = log.stream(write.stream.name());
    if (found.closed)
      return refuse(errc::stream_deleted, "stream " + write.stream.name() + " was deleted for ever");
    if (!first_lost && !holds(write.expected, found)) first_lost = lost(write.stream, write.expected, found);
  }
  return first_lost;
}

verdict judge_checks(const std::vector<stream_check>& checks, log_state& log) {
  for (const auto& check : checks) {
    if (check.expected == expected::any()) continue;
    const stream_state found = log.stream(check.stream.name());
    if (!holds(check.expected, found)) return lost(check.stream, check.expected, found);
  }
  return std::nullopt;
}

verdict judge_condition(const append_condition& condition, log_state& log) {
  if (!log.shares(condition.after))
    return refuse(errc::wrong_epoch, "the condition's token " + condition.after.to_string() +
                                         " belongs to a history that this log does not share");
  const auto found = log.match(condition.query, condition.after.position);
  if (!found) return std::nullopt;
  return conflict{{}, {}, {}, *found};
}

verdict judge_repeated_change(const prepared_append& append, const standing_event& found, log_state& log) {
  const stream_change& asked = *append.request().change;
  const auto made = log.change_at(found.position);
  // A delete does not say its `before`: a repeat is the same whatever the stream has become since.
  if (!made || made->what != asked.what || made->stream != asked.stream.name() ||
      (asked.what == stream_change::kind::truncate && made->before != asked.before))
    return mismatch(*asked.id, "stands at position " + std::to_string(found.position.value()) +
                                   " and is not this change of stream " + asked.stream.name());
  return appended{{{std::string(change_stream), found.revision, found.revision}},
                  found.position,
                  found.position,
                  true,
                  {log.head().epoch, found.position}};
}

verdict judge_change(const prepared_append& append, log_state& log) {
  const stream_change& asked = *append.request().change;
  if (append.change_named())
    if (const auto found = log.find(*asked.id)) return judge_repeated_change(append, *found, log);
  if (asked.expected == expected::any()) return std::nullopt;
  const stream_state stream = log.stream(asked.stream.name());
  if (stream.closed)
    return refuse(errc::stream_deleted, "stream " + asked.stream.name() + " was deleted for ever");
  if (!holds(asked.expected, stream)) return lost(asked.stream, asked.expected, stream);
  return std::nullopt;
}

}  // namespace

verdict judge(const prepared_append& append, log_state& log) {
  const append_request& request = append.request();
  if (request.change) return judge_change(append, log);
  if (auto out = judge_ids(append, log)) return out;
  if (auto out = judge_writes(request.writes, log)) return out;
  if (auto out = judge_checks(request.checks, log)) return out;
  if (request.condition)
    if (auto out = judge_condition(*request.condition, log)) return out;
  if (!request.writes.empty()) return std::nullopt;
  appended nothing_to_write;
  nothing_to_write.token = log.head();
  return nothing_to_write;
}

appended place(const prepared_append& append, log_state& log) {
  appended out;
  const auto stand = [&](std::string_view stream, revision first, std::size_t count) {
    const revision behind = first + static_cast<std::int64_t>(count);
    out.writes.push_back({std::string(stream), first, behind.previous()});
    return behind;
  };
  const auto& writes = append.request().writes;
  out.writes.reserve(writes.size());
  if (append.request().change) stand(change_stream, log.stream(change_stream).next(), 1);
  if (writes.size() == 1) {
    const std::string& name = writes.front().stream.name();
    stand(name, log.stream(name).next(), writes.front().events.size());
  } else {
    std::pmr::monotonic_buffer_resource memory;
    std::pmr::unordered_map<std::string_view, revision> next{&memory};  // a stream may come twice
    next.reserve(writes.size());
    for (const auto& write : writes) {
      const std::string& name = write.stream.name();
      auto at = next.find(name);
      if (at == next.end()) at = next.emplace(name, log.stream(name).next()).first;
      at->second = stand(name, at->second, write.events.size());
    }
  }
  const token head = log.head();
  out.first = head.position.next();
  out.last = head.position + static_cast<std::int64_t>(append.size());
  out.token = {head.epoch, out.last};
  return out;
}

}  // namespace varve::engine

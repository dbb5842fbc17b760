#include <varve/eventstore/engine/judge_import.hpp>

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace varve::engine {
namespace {

error refused(const imported_event& event, std::string why) {
  return {errc::invalid_argument, "line " + std::to_string(event.line) + ": " + std::move(why)};
}

/// The log as it becomes, event by event.
class importing {
 public:
  explicit importing(log_state& log) : log_(log) {}

  [[nodiscard]] result<void> take(const imported_event& event) {
    const std::string& name = event.stream.name();
    if (auto good = check_id(event); !good) return good;
    if (name == change_stream)
      if (auto good = change_stream_of(event); !good) return good;
    stream_state& stream = find(name);
    if (event.revision != stream.next())
      return refused(event, "revision must be " + std::to_string(stream.next().value()) +
                                ", the next of stream " + name + ", not " +
                                std::to_string(event.revision.value()));
    if (stream.closed) return refused(event, "stream " + name + " was deleted for ever before");
    stream.last = event.revision;
    return {};
  }

 private:
  [[nodiscard]] stream_state& find(const std::string& name) {
    const auto known = streams_.find(name);
    if (known != streams_.end()) return known->second;
    return streams_.emplace(name, log_.stream(name)).first->second;
  }

  [[nodiscard]] result<void> check_id(const imported_event& event) {
    const event_id& id = *event.what.id;
    if (const auto found = log_.find(id))
      return refused(event, "id " + id.to_string() + " stands already at position " +
                                std::to_string(found->position.value()));
    if (!ids_.insert(id.value).second)
      return refused(event, "id " + id.to_string() + " stands already before it");
    return {};
  }

  /// An event of `$streams`: it says of a delete where the stream stood.
  [[nodiscard]] result<void> change_stream_of(const imported_event& event) {
    const auto change = parse_change(event.what.type, event.what.data);
    if (!change) return refused(event, "type and data are those of no change of a stream");
    stream_state& stream = find(change->stream);
    if (change->what != stream_change::kind::truncate && change->before != stream.next())
      return refused(event, "data.before must be " + std::to_string(stream.next().value()) +
                                ", the next revision of stream " + change->stream);
    apply(*change, stream);
    return {};
  }

  log_state& log_;
  std::unordered_map<std::string, stream_state> streams_;
  std::unordered_set<uuid, uuid_hash> ids_;
};

}  // namespace

result<void> judge_import(const import_batch& batch, log_state& log) {
  const position head = log.head().position;
  if (head != batch.after)
    return error{errc::conflict, "the log stands at position " + std::to_string(head.value()) +
                                     " and not at " + std::to_string(batch.after.value()) +
                                     ": somebody else has written to it while it was imported into"};
  importing becoming{log};
  for (const auto& event : batch.events)
    if (auto good = becoming.take(event); !good) return good;
  return {};
}

}  // namespace varve::engine

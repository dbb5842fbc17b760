#include <varve/core/json.hpp>
#include <varve/eventstore/engine/change.hpp>

#include <algorithm>
#include <array>

namespace varve::engine {
namespace {

using kind = stream_change::kind;

struct named_kind {
  kind what;
  std::string_view type;
};

constexpr std::array<named_kind, 3> kinds{
    {{kind::soft_delete, "$deleted"}, {kind::hard_delete, "$tombstoned"}, {kind::truncate, "$truncated"}}};

}  // namespace

std::string_view type_of(stream_change::kind what) {
  return std::ranges::find(kinds, what, &named_kind::what)->type;
}

std::string data_of(const change& what) {
  std::string out = "{\"stream\":";
  json::append_string(out, what.stream);
  return out + ",\"before\":" + std::to_string(what.before.value()) + '}';
}

std::optional<change> parse_change(std::string_view type, std::string_view data) {
  const auto known = std::ranges::find(kinds, type, &named_kind::type);
  if (known == kinds.end()) return std::nullopt;
  const json::view object{data};
  const auto stream = object.member("stream");
  const auto before = object.member("before");
  if (!stream || !before) return std::nullopt;
  const auto name = stream->text();
  const auto number = before->integer();
  if (!name || !number) return std::nullopt;
  return change{known->what, *name, revision{*number}};
}

void apply(const change& what, stream_state& stream) {
  stream.first_visible = std::max(stream.first_visible, std::min(what.before, stream.next()));
  if (what.what != kind::truncate) stream.deleted_before = stream.next();
  if (what.what == kind::hard_delete) stream.closed = true;
}

}  // namespace varve::engine

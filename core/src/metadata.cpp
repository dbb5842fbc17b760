#include <varve/core/json.hpp>
#include <varve/core/metadata.hpp>

#include <array>

namespace varve {
namespace {

struct field {
  std::string_view name;
  std::string metadata::* member;
};

constexpr std::array<field, 5> fields{{{"correlation_id", &metadata::correlation_id},
                                       {"causation_id", &metadata::causation_id},
                                       {"actor", &metadata::actor},
                                       {"tenant", &metadata::tenant},
                                       {"traceparent", &metadata::traceparent}}};

void append_member(std::string& out, std::string_view name, std::string_view value) {
  if (out.back() != '{') out.push_back(',');
  json::append_string(out, name);
  out.push_back(':');
  json::append_string(out, value);
}

void read_headers(metadata& out, json::view headers) {
  if (headers.kind() != json::kind::object) return;
  for (auto at = headers.begin(); at != headers.end(); ++at)
    if (auto name = at.name().text(), value = (*at).text(); name && value) out.headers.emplace(*name, *value);
}

void read_member(metadata& out, std::string_view name, json::view value) {
  if (name == "headers") return read_headers(out, value);
  for (const auto& known : fields)
    if (known.name == name) out.*known.member = value.text().value_or("");
}

}  // namespace

std::string metadata::to_json() const {
  std::string out = "{";
  for (const auto& known : fields)
    if (!(this->*known.member).empty()) append_member(out, known.name, this->*known.member);
  if (!headers.empty()) {
    std::string inner = "{";
    for (const auto& [name, value] : headers) append_member(inner, name, value);
    if (out.back() != '{') out.push_back(',');
    out += "\"headers\":" + inner + '}';
  }
  return out + '}';
}

result<metadata> metadata::parse(std::string_view text) {
  std::string copy{text};
  if (auto checked = json::compact(copy, json::deepest_typed); !checked) return std::move(checked).error();
  const json::view object{copy};
  if (object.kind() != json::kind::object) return error{errc::invalid_argument, "metadata is a JSON object"};
  metadata out;
  for (auto at = object.begin(); at != object.end(); ++at)
    if (const auto name = at.name().text()) read_member(out, *name, *at);
  return out;
}

}  // namespace varve

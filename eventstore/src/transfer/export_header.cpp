#include "export_header.hpp"

#include "members.hpp"

namespace varve::transfer {
namespace {

constexpr std::int64_t version = 1;

void append_ancestor(std::string& out, const ancestor& one) {
  out.append("{\"epoch\":\"").append(one.epoch.to_string());
  out.append("\",\"shared\":").append(std::to_string(one.shared.value()));
  out.append(",\"shared_id\":\"").append(one.shared_id.to_string()).append("\",\"cause\":");
  json::append_string(out, one.cause);
  out += '}';
}

epoch take_epoch(members& from) {
  return from.parsed("epoch", "a UUID", [](const std::string& text) { return epoch::parse(text); });
}

result<ancestor> parse_ancestor(json::view object) {
  members from{object};
  ancestor out;
  out.epoch = take_epoch(from);
  out.shared = from.ordinal<position>("shared");
  out.shared_id =
      from.parsed("shared_id", "a UUID", [](const std::string& text) { return event_id::parse(text); });
  out.cause = from.text("cause");
  if (auto good = from.finish(); !good) return std::move(good).error();
  return out;
}

}  // namespace

std::string export_header::line() const {
  std::string out = "{\"varve_export\":" + std::to_string(version) + ",\"epoch\":\"" + epoch.to_string() +
                    "\",\"ancestors\":[";
  for (const auto& one : ancestors) {
    if (out.back() != '[') out += ',';
    append_ancestor(out, one);
  }
  return out + "],\"after\":" + std::to_string(after.value()) + ",\"head\":" + std::to_string(head.value()) +
         '}';
}

result<export_header> export_header::parse(std::string text) {
  if (auto good = json::compact(text); !good || !json::view{text}.member("varve_export"))
    return error{errc::invalid_argument, "this is not an export of Varve"};
  members from{json::view{text}};
  if (const auto found = from.number("varve_export"); found != version)
    return error{errc::unsupported, "the export has version " + std::to_string(found) +
                                        ", and this program reads " + std::to_string(version)};
  export_header out;
  out.epoch = take_epoch(from);
  const json::view list = from.take("ancestors");
  if (list.kind() != json::kind::array) from.refuse("ancestors", "must be an array");
  for (const json::view one : list) {
    auto read = parse_ancestor(one);
    if (read)
      out.ancestors.push_back(*std::move(read));
    else
      from.refuse("ancestors:", read.error().message);
  }
  out.after = from.ordinal<position>("after");
  out.head = from.ordinal<position>("head");
  if (out.after > out.head) from.refuse("after", "must not lie beyond head");
  if (!out.epoch.stated()) from.refuse("epoch", "must not be nil");
  if (auto good = from.finish(); !good) return std::move(good).error();
  return out;
}

bool export_header::shares(const token& place) const {
  return varve::shares({epoch, ancestors, {epoch, head}}, place);
}

}  // namespace varve::transfer

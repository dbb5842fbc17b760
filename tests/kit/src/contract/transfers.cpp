#include <varve/contract/transfers.hpp>
#include <varve/eventstore/memory_store.hpp>

#include <gtest/gtest.h>

#include <utility>

namespace varve::contract::transfers {
namespace {

void good(event_store& store, append_request request) {
  ASSERT_EQ(name_of(store.append_and_wait(std::move(request))), "appended");
}

/// Three events for two streams, with all that an event may have.
append_request two_streams() {
  new_event bytes{.type = "picture", .data = std::string("\x89PNG\0\xFF", 6), .content_type = "image/png"};
  new_event old = tagged({"blue", "warm"}, 3);
  old.data = R"({"text":"\u00e9 \" \n","deep":[[[1e400]]],"big":18446744073709551616})";
  old.metadata = R"({"actor":"ada","headers":{"x":"y"}})";
  old.occurred_at = timestamp{std::chrono::nanoseconds{-1'500'000'001}};
  append_request out = to("a", {std::move(bytes), std::move(old)});
  out.writes.push_back({"b-1", expected::any(), {noted(4)}});
  return out;
}

}  // namespace

std::unique_ptr<event_store> other(subject& log) {
  return std::make_unique<memory_store>(
      memory_store_options{.env = {.clock = &log.time(), .random = &log.random()}});
}

void fill(event_store& store) {
  good(store, to("a", {noted(1)}));
  good(store, two_streams());
  for (std::uint32_t i = 10; i < 14; ++i) good(store, to("c-" + std::to_string(i), {noted(i)}));
  good(store, to("closed", {noted(20)}));
  good(store, append_request::hard_delete("closed"));
  good(store, append_request::hard_delete("never-written"));
  good(store, append_request::soft_delete("b-1"));
  good(store, to("b-1", {noted(21), noted(22)}));
  good(store, append_request::truncate("a", revision{1}));
}

void write(event_store& store, const stream_id& stream, std::uint32_t number) {
  good(store, to(stream, {noted(number)}));
}

list export_lines(event_store& from, position after) {
  list out;
  const line_sink keep = [&](std::string_view line) { return out.emplace_back(line), result<void>{}; };
  export_log(from, keep, {.after = after, .page_size = 3}).value();
  return out;
}

result<import_report> import_lines(event_store& to, const list& lines, const import_options& how) {
  std::size_t next = 0;
  const line_source give = [&]() -> std::optional<result<std::string>> {
    if (next == lines.size()) return std::nullopt;
    return result<std::string>{lines[next++]};
  };
  return import_log(to, give, how);
}

std::vector<seen> events_of(event_store& store) {
  const page all = store.read_log({}, {}, everything()).value();
  std::vector<seen> out;
  for (const auto& event : all) out.emplace_back(event);
  return out;
}

list without_header(list lines) {
  if (!lines.empty()) lines.erase(lines.begin());
  return lines;
}

}  // namespace varve::contract::transfers

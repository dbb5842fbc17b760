#include <varve/url/open_store.hpp>

#include "commands/event_printer.hpp"

namespace varve::cli {
namespace {

/// A stream that was never written gives no events, like one of which nothing is visible; a person wants to
/// know which it is.
result<void> demand_written(event_store& store, const stream_id& stream) {
  const auto last = store.read_stream(stream, revision::max(), {}, {direction::backward, 1});
  if (!last) return last.error();
  if (!last->scanned_revision()) return error{errc::not_found, "there is no stream '" + stream.name() + "'"};
  return {};
}

}  // namespace

result<exit_code> run(const stream_command& asked, const console& to) {
  const auto stream = stream_id::parse(asked.name);
  if (!stream) return stream.error();
  const auto store = open_store(asked.store, {.read_only = true});
  if (!store) return store.error();
  if (auto good = demand_written(**store, *stream); !good) return std::move(good).error();

  const filter which = filter_of(asked);
  const direction way = asked.backward ? direction::backward : direction::forward;
  revision from = asked.backward ? revision::max() : revision{0};
  if (asked.from) from = revision{*asked.from};
  return print_pages(asked, asked.json, to, [&](std::size_t limit) {
    auto events = (*store)->read_stream(*stream, from, which, {way, limit});
    if (events && events->scanned_revision())
      from = asked.backward ? events->scanned_revision()->previous() : events->scanned_revision()->next();
    return events;
  });
}

}  // namespace varve::cli

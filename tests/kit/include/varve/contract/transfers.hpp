#pragma once

#include <varve/contract/subject.hpp>
#include <varve/eventstore/export_log.hpp>
#include <varve/eventstore/import_log.hpp>

#include <cstdint>
#include <memory>
#include <vector>

/// What tests of moving logs do again and again.
namespace varve::contract::transfers {

/// A store in memory in the same world.
[[nodiscard]] std::unique_ptr<event_store> other(subject& log);
/// Events of all kinds: commits of several streams, bytes, tags, metadata, times, deletes of every sort.
void fill(event_store& store);
/// One event more.
void write(event_store& store, const stream_id& stream, std::uint32_t id = 0);

[[nodiscard]] list export_lines(event_store& from, position after = {});
[[nodiscard]] result<import_report> import_lines(event_store& to, const list& lines,
                                                 const import_options& how = {});
/// All that a log holds.
[[nodiscard]] std::vector<seen> events_of(event_store& store);
/// All lines but the first.
[[nodiscard]] list without_header(list lines);

}  // namespace varve::contract::transfers

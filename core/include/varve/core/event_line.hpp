#pragma once

#include <varve/core/event_view.hpp>

#include <string>

namespace varve {

/// Appends an event as the one line of JSON that `varve pipe`, `varve events --json` and the export give
/// (docs/formats.md, "An event as a line of JSON"), without a line feed.
void append_event_line(std::string& out, const event_view& event);

/// The same as a line of an export: with its digest, and in the form of a compacted event where it is one
/// (docs/formats.md, "Export").
void append_export_line(std::string& out, const event_view& event);

}  // namespace varve

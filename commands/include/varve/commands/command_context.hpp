#pragma once

#include <varve/core/command_id.hpp>
#include <varve/core/metadata.hpp>
#include <varve/core/time.hpp>

#include <optional>
#include <string>

namespace varve {

/// What surrounds a command and flows from it to its events.
struct command_context {
  /// With an id, the command is carried out once for ever: a repeat is answered with the first result, found
  /// by the ids of its events. A command that wrote nothing the first time is decided again.
  std::optional<command_id> id = {};
  /// Event time of its events; absent: the moment of the append.
  std::optional<timestamp> occurred_at = {};
  /// Kept in each event. Where `correlation_id` is empty one is begun: the command's id, or a fresh UUID.
  /// `causation_id` is the command's id when it has one, else as given here.
  varve::metadata metadata = {};
};

/// A command with its context: what `handle_all` takes.
template<class Command>
struct issued {
  Command command;
  command_context context = {};
};

/// The metadata of the events that a command leads to, as JSON. `fresh` is called when a correlation must be
/// begun and the command has no id.
template<class Fresh>
[[nodiscard]] std::string event_metadata(const command_context& context, Fresh&& fresh) {
  varve::metadata out = context.metadata;
  if (context.id) out.causation_id = context.id->text();
  if (out.correlation_id.empty()) out.correlation_id = context.id ? context.id->text() : fresh();
  return out.to_json();
}

}  // namespace varve

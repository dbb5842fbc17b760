#pragma once

#include <varve/core/event_id.hpp>
#include <varve/core/time.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace varve {

/// A command's identity, chosen by whoever sends it and the same at every repeat: the ids of the events that
/// it leads to are derived from it (docs/formats.md, "Ids"), so that a repeat finds them. It comes with a
/// time that never changes, which their ids begin with.
class command_id {
 public:
  /// A version 7 UUID, which holds its own time. Throws `failure` (`invalid_argument`) for any other.
  explicit command_id(const uuid& version_7);

  /// A text such as an order number: a name of 1 to 255 bytes (core/name.hpp); the time is at or after 1970.
  /// Throws `failure` (`invalid_argument`).
  command_id(std::string_view text, timestamp when);

  /// The forms that answer with a value.
  [[nodiscard]] static result<command_id> of(const uuid& version_7);
  [[nodiscard]] static result<command_id> of(std::string_view text, timestamp when);

  /// The id of the command's event number `index`, from 0, in that stream.
  [[nodiscard]] event_id event(std::string_view stream, std::uint64_t index) const;

  /// The text, or the UUID's 36 characters in lower case.
  [[nodiscard]] const std::string& text() const& { return text_; }

  friend bool operator==(const command_id&, const command_id&) = default;

 private:
  enum class kind : std::uint8_t { uuid = 1, text = 2 };

  kind kind_;
  std::uint64_t milliseconds_;  // since 1970
  std::string text_;
};

}  // namespace varve

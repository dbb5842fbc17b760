#pragma once

#include <varve/commands/command_work.hpp>
#include <varve/core/event_id.hpp>
#include <varve/core/position.hpp>
#include <varve/core/revision.hpp>
#include <varve/eventstore/event_ref.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace varve {

/// The events of a command that stand in the log.
struct standing_command {
  revision first;
  revision last;
  position last_position;
  std::int64_t events = 0;
};

/// Finds out, by the derived ids of their events alone, which commands of a batch stand in the log already.
/// It asks for a command's first event, and only when that stands for the others, in growing portions, until
/// one is missing.
class command_lookup {
 public:
  /// Both must outlive it.
  command_lookup(std::string_view stream, const command_work& work);

  /// Asks anew for all commands that have an id and are not known to stand. Answers whether there are any.
  bool begin();
  /// The ids to look for next; empty when all is known. Valid until the next call.
  [[nodiscard]] std::span<const event_id> wanted() const { return ids_; }
  /// What the log knows under the ids wanted. `idempotency_mismatch` when one of them is the id of another
  /// stream's event.
  [[nodiscard]] result<void> take(std::span<const std::optional<event_ref>> found);

  [[nodiscard]] const std::optional<standing_command>& standing(std::size_t i) const { return standing_[i]; }
  [[nodiscard]] std::size_t count_standing() const { return count_; }

 private:
  void ask(std::size_t command, std::int64_t first, std::int64_t count);
  void extend(std::span<const std::optional<event_ref>> found);

  std::string_view stream_;
  const command_work& work_;
  std::vector<std::optional<standing_command>> standing_;
  std::size_t count_ = 0;
  std::vector<event_id> ids_;        // asked for now
  std::vector<std::size_t> owners_;  // the command that each of them belongs to
};

}  // namespace varve

#include <varve/commands/command_lookup.hpp>

#include <algorithm>

namespace varve {

command_lookup::command_lookup(std::string_view stream, const command_work& work)
    : stream_(stream), work_(work), standing_(work.size()) {}

bool command_lookup::begin() {
  ids_.clear();
  owners_.clear();
  for (std::size_t i = 0; i < standing_.size(); ++i)
    if (!standing_[i] && work_.context(i).id) ask(i, 0, 1);
  return !ids_.empty();
}

result<void> command_lookup::take(std::span<const std::optional<event_ref>> found) {
  for (std::size_t k = 0; k < owners_.size(); ++k) {
    if (!found[k]) continue;
    if (found[k]->stream != stream_)
      return error{errc::idempotency_mismatch, "the id " + ids_[k].to_string() + " of command " +
                                                   work_.context(owners_[k]).id->text() +
                                                   " stands already in stream " + found[k]->stream};
    auto& command = standing_[owners_[k]];
    if (!command) {
      command = standing_command{found[k]->revision, found[k]->revision, found[k]->position, 0};
      ++count_;
    }
    command->last = found[k]->revision;
    command->last_position = std::max(command->last_position, found[k]->position);
    ++command->events;
  }
  extend(found);
  return {};
}

// A command goes on being asked for while all that was asked of it stands.
void command_lookup::extend(std::span<const std::optional<event_ref>> found) {
  const auto owners = std::move(owners_);
  ids_.clear();
  owners_.clear();
  for (std::size_t k = 0; k < owners.size(); ++k) {
    const bool last_of_command = k + 1 == owners.size() || owners[k + 1] != owners[k];
    if (last_of_command && found[k]) {
      const std::int64_t known = standing_[owners[k]]->events;
      ask(owners[k], known, std::max<std::int64_t>(known, 3));
    }
  }
}

void command_lookup::ask(std::size_t command, std::int64_t first, std::int64_t count) {
  for (std::int64_t index = first; index < first + count; ++index) {
    ids_.push_back(work_.context(command).id->event(stream_, static_cast<std::uint64_t>(index)));
    owners_.push_back(command);
  }
}

}  // namespace varve

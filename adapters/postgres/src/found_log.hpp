#pragma once

#include <varve/eventstore/engine/log_state.hpp>

#include "rows.hpp"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace varve::postgres {

/// A log as a batch of another's events finds it, for the judge of imports. What was not asked for is not
/// there.
class found_log final : public engine::log_state {
 public:
  /// From the answers to `import_calls::look`. Throws `moved_log`.
  explicit found_log(const std::vector<rows>& answers);

  [[nodiscard]] token head() override { return head_; }
  [[nodiscard]] bool shares(const token&) override { return true; }
  [[nodiscard]] std::optional<engine::standing_event> find(const event_id& id) override;
  [[nodiscard]] std::optional<engine::change> change_at(position) override { return std::nullopt; }
  [[nodiscard]] engine::stream_state stream(std::string_view name) override;
  [[nodiscard]] std::optional<position> match(const query&, position) override { return std::nullopt; }

 private:
  struct hash {
    std::size_t operator()(const event_id& id) const noexcept { return uuid_hash{}(id.value); }
  };

  token head_;
  std::unordered_map<event_id, engine::standing_event, hash> events_;
  std::unordered_map<std::string, engine::stream_state> streams_;
};

}  // namespace varve::postgres

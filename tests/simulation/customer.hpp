#pragma once

#include <varve/commands/decider_work.hpp>
#include <varve/commands/handle_algorithm.hpp>

#include "account.hpp"
#include "mortal.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace varve::simulated {

/// A process that sends commands to one account, one after the other, each under an id and again until it has
/// an answer; it is killed and paused, and then begins with the command that it was at.
class customer final : public mortal {
 public:
  customer(surroundings around, std::string name, std::size_t commands);

  /// Whether all its commands were answered.
  [[nodiscard]] bool content() const { return answers_.size() == commands_.size(); }
  /// Each command must stand once when it was carried out, and not at all when it was refused.
  void judge() const;

  [[nodiscard]] static const stream_id& stream();

 private:
  using command = issued<account::book>;
  using work = detail::decider_work<account::decider, detail::many_commands<std::vector<command>>>;

  void begin() override { send(); }
  void send();
  void go(handle_algorithm::step next);
  void perform(handle_algorithm::find_events& wanted);
  void perform(handle_algorithm::read_page& wanted);
  void perform(handle_algorithm::append_events& wanted);
  void perform(handle_algorithm::pause& wanted);
  void perform(handle_algorithm::finished& end);

  environment env_;
  std::string name_;
  event_id_generator ids_;
  std::vector<command> commands_;
  std::vector<bool> answers_;  // whether it was carried out

  // of one life
  std::unique_ptr<work> work_;
  std::unique_ptr<handle_algorithm> algorithm_;
  bool in_doubt_ = false;
};

}  // namespace varve::simulated

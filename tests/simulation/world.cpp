#include "world.hpp"

#include <varve/core/fold.hpp>
#include <varve/core/metadata.hpp>
#include <varve/eventstore/memory_leases.hpp>

#include "account.hpp"
#include "customer.hpp"
#include "runner.hpp"

#include <memory>
#include <set>
#include <string>
#include <vector>

namespace varve::simulated {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t commands_of_each = 5;

class world {
 public:
  world(std::uint64_t seed, plant defect, fault_counts& faults)
      : simulation_(seed), faults_(faults), defect_(defect) {
    faults_.quiet = false;
    for (const char* name : {"ada", "ben"})
      customers_.push_back(
          std::make_unique<customer>(simulation_, log_, name, commands_of_each, defect, faults));
    for (const char* name : {"1", "2"}) {
      add({.name = "racing", .view = &racing_}, name);
      add({.name = "leased", .view = &leased_, .leases = &leases_}, name);
      add({.name = "mail", .checkpoints = &checkpoints_, .handled = &mail_}, name);
    }
  }

  run_report run() {
    for (auto& each : customers_) each->start();
    for (auto& each : runners_) each->start();
    simulation_.run_for(400ms);
    faults_.quiet = true;
    simulation_.run_for(1600ms);
    judge();
    return {simulation_.trace(), simulation_.steps(), log_.head().value()};
  }

 private:
  void add(const shared_consumer& what, const std::string& number) {
    runners_.push_back(
        std::make_unique<runner>(simulation_, log_, what, what.name + number, defect_, faults_));
  }

  void judge() {
    for (const auto& each : customers_) each->judge();
    judge_account();
    for (const auto* view : {&racing_, &leased_})
      if (view->reached() != log_.head()) throw broken("a view did not reach the end of the log");
    const auto mail = checkpoints_.load({"mail"}).value();
    if (!mail || mail->position != log_.head())
      throw broken("a subscription did not reach the end of the log");
  }

  /// Nobody drew on a balance that was not there, and nothing stands that no command led to.
  void judge_account() {
    const auto all = log_.read_stream(customer::stream(), revision{}, {}).value();
    account::state state;
    fold<account::decider>(all, state).value();
    if (state.lowest < 0) throw broken("an account was overdrawn");
    std::set<std::string> causes;
    std::int64_t commits = 0;
    for (const auto& event : all) {
      if (event.commit != event.position) continue;
      ++commits;
      causes.insert(metadata::parse(event.metadata).value().causation_id);
    }
    if (static_cast<std::int64_t>(causes.size()) != commits) throw broken("a command was carried out twice");
  }

  testing::simulation simulation_;
  fault_counts& faults_;
  plant defect_;
  simulated_log log_{simulation_, faults_};
  environment env_ = simulation_.env();
  memory_leases leases_{*env_.clock};
  memory_checkpoints checkpoints_;
  handlings mail_;
  simulated_view racing_{log_, defect_};
  simulated_view leased_{log_, defect_};
  std::vector<std::unique_ptr<customer>> customers_;
  std::vector<std::unique_ptr<runner>> runners_;
};

}  // namespace

run_report run_world(std::uint64_t seed, plant defect, fault_counts& faults) {
  return world{seed, defect, faults}.run();
}

}  // namespace varve::simulated

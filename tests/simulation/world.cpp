#include "world.hpp"

#include <varve/core/fold.hpp>
#include <varve/core/metadata.hpp>
#include <varve/eventstore/memory_leases.hpp>

#include "account.hpp"
#include "customer.hpp"
#include "member.hpp"
#include "runner.hpp"
#include "simulated_mail.hpp"
#include "simulated_view.hpp"

#include <memory>
#include <set>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace varve::simulated {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t commands_of_each = 5;
constexpr std::int64_t slices_of_a_range = slice_count / 4;

class world {
 public:
  world(std::uint64_t seed, plant defect, fault_counts& faults)
      : simulation_(seed), log_(simulation_, faults), around_{simulation_, log_, faults, defect} {
    faults.quiet = false;
    for (std::int64_t first = 0; first < slice_count; first += slices_of_a_range) {
      parts_.push_back(std::make_unique<simulated_view>("parted", log_, defect,
                                                        slice_range{first, first + slices_of_a_range - 1}));
      ranges_[first] = parts_.back().get();
    }
    for (const std::string number : {"1", "2"}) {
      live<customer>("customer" + number, commands_of_each);
      live<runner>(racing_, nullptr, "racing" + number);
      live<runner>(leased_, &leases_, "leased" + number);
      live<runner>(mail_, nullptr, "mail" + number);
      live<member>(ranges_, leases_, "member" + number);
    }
  }

  run_report run() {
    for (const auto& each : living_) each->start();
    simulation_.run_for(400ms);
    around_.faults.quiet = true;
    simulation_.run_for(2s);
    judge();
    return {simulation_.trace(), simulation_.steps(), log_.head().value()};
  }

 private:
  template<class Mortal, class... With>
  void live(With&&... with) {
    auto one = std::make_unique<Mortal>(around_, std::forward<With>(with)...);
    if constexpr (std::is_same_v<Mortal, customer>) customers_.push_back(one.get());
    living_.push_back(std::move(one));
  }

  void judge() {
    for (const auto* each : customers_) each->judge();
    judge_account();
    for (const auto* view : {&racing_, &leased_})
      if (view->reached() != log_.head()) throw broken("a view did not reach the end of the log");
    for (const auto& part : parts_)
      if (part->reached() != log_.head()) throw broken("a range of a view did not reach the end of the log");
    if (mail_.reached() != log_.head()) throw broken("a subscription did not reach the end of the log");
  }

  /// Nobody drew on a balance that was not there, and no two commits are of one command.
  void judge_account() {
    const auto all = log_.read_stream(customer::stream(), revision{}, {}).value();
    account::state state;
    fold<account::decider>(all, state).value();
    if (state.lowest < 0) throw broken("an account was overdrawn");
    std::set<std::string> causes;
    for (const auto& event : all)
      if (event.commit == event.position &&
          !causes.insert(metadata::parse(event.metadata).value().causation_id).second)
        throw broken("a command was carried out twice");
  }

  testing::simulation simulation_;
  simulated_log log_;
  surroundings around_;
  environment env_ = simulation_.env();
  memory_leases leases_{*env_.clock};
  simulated_view racing_{"racing", log_, around_.defect};
  simulated_view leased_{"leased", log_, around_.defect};
  simulated_mail mail_{log_};
  std::vector<std::unique_ptr<simulated_view>> parts_;
  member::ranges ranges_;
  std::vector<std::unique_ptr<mortal>> living_;
  std::vector<const customer*> customers_;
};

}  // namespace

run_report run_world(std::uint64_t seed, plant defect, fault_counts& faults) {
  return world{seed, defect, faults}.run();
}

}  // namespace varve::simulated

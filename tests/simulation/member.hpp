#pragma once

#include <varve/eventstore/group_member.hpp>

#include "mortal.hpp"
#include "worker.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace varve::simulated {

/// A process that works on its share of a consumer that is cut into ranges, as one of a group.
class member final : public mortal {
 public:
  /// By the first slice of each range.
  using ranges = std::map<std::int64_t, receiver*>;

  member(surroundings around, const ranges& all, lease_store& leases, std::string name)
      : mortal(around), all_(all), leases_(leases), name_(std::move(name)) {}

 private:
  void begin() override;
  void go(group_member::step next);
  void perform(const group_member::renew& wanted);
  void perform(const group_member::look&);
  void perform(const group_member::list& wanted);
  void perform(const group_member::acquire& wanted);
  void perform(const group_member::release& wanted);
  void perform(const group_member::work& wanted);
  void perform(const group_member::rest& wanted);
  void perform(const group_member::wait& wanted);
  void perform(const group_member::done&);
  void wake();

  const ranges& all_;
  lease_store& leases_;
  std::string name_;

  // of one life
  std::optional<group_member> algorithm_;
  std::map<std::int64_t, std::unique_ptr<worker>> workers_;
  std::vector<std::pair<std::int64_t, std::optional<error>>> ends_;
  instant safe_until_{};
  std::uint64_t waits_ = 0;
  bool waiting_ = false;
};

}  // namespace varve::simulated

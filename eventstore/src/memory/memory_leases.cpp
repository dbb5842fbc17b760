#include <varve/eventstore/memory_leases.hpp>

namespace varve {

result<lease> memory_leases::acquire(std::string_view name, std::string_view owner,
                                     std::chrono::nanoseconds term) {
  if (auto good = process_.check(); !good) return good.error();
  if (auto good = engine::check_lease(name, owner, term); !good) return good.error();
  const std::lock_guard lock{mutex_};
  auto& row = rows_[std::string{name}];
  row.acquire(owner, now(), term);
  return row.seen(name, now());
}

result<std::vector<std::string>> memory_leases::renew(std::span<const lease> held,
                                                      std::chrono::nanoseconds term) {
  if (auto good = process_.check(); !good) return good.error();
  if (auto good = engine::check_term(term); !good) return good.error();
  const std::lock_guard lock{mutex_};
  std::vector<std::string> lost;
  for (const auto& each : held) {
    const auto row = rows_.find(each.name);
    if (row == rows_.end() || !row->second.renew(each, now(), term)) lost.push_back(each.name);
  }
  return lost;
}

result<void> memory_leases::release(std::span<const lease> held) {
  if (auto good = process_.check(); !good) return good;
  const std::lock_guard lock{mutex_};
  for (const auto& each : held) {
    if (const auto row = rows_.find(each.name); row != rows_.end()) (void)row->second.release(each, now());
  }
  return {};
}

result<std::vector<lease>> memory_leases::list(std::string_view prefix) {
  if (auto good = process_.check(); !good) return good.error();
  const std::lock_guard lock{mutex_};
  std::vector<lease> found;
  for (auto row = rows_.lower_bound(prefix); row != rows_.end() && row->first.starts_with(prefix); ++row)
    found.push_back(row->second.seen(row->first, now()));
  return found;
}

}  // namespace varve

#include <varve/core/name.hpp>
#include <varve/eventstore/engine/lease_row.hpp>

#include <string>

namespace varve::engine {
namespace {

error no_name(const char* what, std::string_view given) {
  return {errc::invalid_argument, std::string{what} +
                                      " is UTF-8 of 1 to 255 bytes without control characters, not '" +
                                      std::string{given} + "'"};
}

}  // namespace

void lease_row::acquire(std::string_view by, std::chrono::nanoseconds now, std::chrono::nanoseconds term) {
  if (in_force(now) && owner != by) return;
  if (!in_force(now)) {
    ++version;
    owner = by;
    acquired = now;
  }
  expires = now + term;
}

bool lease_row::renew(const lease& as, std::chrono::nanoseconds now, std::chrono::nanoseconds term) {
  if (!is_held(as, now)) return false;
  expires = now + term;
  return true;
}

bool lease_row::release(const lease& as, std::chrono::nanoseconds now) {
  if (!is_held(as, now)) return false;
  owner.clear();
  return true;
}

lease lease_row::seen(std::string_view name, std::chrono::nanoseconds now) const {
  if (!in_force(now)) return {std::string{name}, {}, version};
  return {std::string{name}, owner, version, now - acquired, expires - now};
}

result<void> check_lease(std::string_view name, std::string_view owner, std::chrono::nanoseconds term) {
  if (!is_name(name)) return no_name("the name of a lease", name);
  if (!is_name(owner)) return no_name("the owner of a lease", owner);
  return check_term(term);
}

result<void> check_term(std::chrono::nanoseconds term) {
  if (term > std::chrono::nanoseconds{0} && term <= longest_lease) return {};
  return error{errc::invalid_argument,
               "a lease is given for 1 ns to 24 h, not for " + std::to_string(term.count()) + " ns"};
}

}  // namespace varve::engine

#pragma once

#include "say.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

namespace varve::crash {

/// What the power is cut from.
enum class power {
  synced,         ///< a log as everyone opens it
  less_synced,    ///< one that is synced less, under the name that says so
  lied_to,        ///< a disk that answers to syncs and does nothing
  synced_in_vain  ///< a disk of which one sync fails
};

/// Throws `std::invalid_argument`.
[[nodiscard]] power parse_power(const std::string& word);

struct torn_writes {
  std::filesystem::path folder;
  power of = power::synced;
  std::uint64_t first_seed = 1;
  int cuts = 1'000;
};

/// Runs the workload again and again on a disk (`varve::faults`) and cuts its power before its writes, syncs,
/// truncations and deletions until there were enough cuts, each with the next seed. What each leaves is
/// opened anew: what was acknowledged must stand, whatever stands must be whole, the plan's steps a prefix,
/// every view the fold of its log. Says each fault with its seed, and at the end
///
///   cuts N lossy N damaged N runs N faulty N
///
/// with the cuts that took what was acknowledged, that left a damaged file (on a disk that lies anything may
/// be left), and that left what is against a promise. A loss is that where syncs are kept, and, of a log that
/// is synced less, one by a kill. A reader now and then keeps checkpoints from ending. Answers whether there
/// was none.
[[nodiscard]] bool tear(const torn_writes& how, const say& tell);

}  // namespace varve::crash

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace varve::faults {

/// What SQLite asks of a disk.
enum class call { open, remove, access, read, write, truncate, sync, size, lock, shm_map, shm_lock, fetch };

inline constexpr std::array all_calls{call::open,  call::remove,   call::access,   call::read,
                                      call::write, call::truncate, call::sync,     call::size,
                                      call::lock,  call::shm_map,  call::shm_lock, call::fetch};

/// How a call goes wrong.
enum class failing {
  error,  ///< an I/O error; nothing is done. A sync: what it was for is not written by the next one either
  full,   ///< no room on the disk; nothing is done
  cut_short,  ///< half of the bytes: read as if the file ended there, or written and then the disk is full
  busy,       ///< the lock is somebody else's
  flipped,    ///< succeeds with one bit flipped
  unkept      ///< succeeds, and is not done: a sync on a disk that lies
};

/// A kind of fault that there is.
struct fault_kind {
  call at;
  failing how;
  friend bool operator==(const fault_kind&, const fault_kind&) = default;
};

inline constexpr std::array all_fault_kinds{
    fault_kind{call::open, failing::error},      fault_kind{call::remove, failing::error},
    fault_kind{call::access, failing::error},    fault_kind{call::read, failing::error},
    fault_kind{call::read, failing::cut_short},  fault_kind{call::read, failing::flipped},
    fault_kind{call::write, failing::error},     fault_kind{call::write, failing::full},
    fault_kind{call::write, failing::cut_short}, fault_kind{call::write, failing::flipped},
    fault_kind{call::truncate, failing::error},  fault_kind{call::sync, failing::error},
    fault_kind{call::sync, failing::full},       fault_kind{call::sync, failing::unkept},
    fault_kind{call::size, failing::error},      fault_kind{call::lock, failing::error},
    fault_kind{call::lock, failing::busy},       fault_kind{call::shm_map, failing::error},
    fault_kind{call::shm_map, failing::full},    fault_kind{call::shm_lock, failing::error},
    fault_kind{call::shm_lock, failing::busy},   fault_kind{call::fetch, failing::error}};

/// One fault: the `number`-th call of a kind, counted from when it was planned, or every one from then on.
struct fault {
  call at = call::write;
  failing how = failing::error;
  std::int64_t number = 1;
  bool for_good = false;
  /// Only on files whose names end so (`.db`, `-wal`); others are not counted. Empty: any.
  std::string file_ending = {};
};

[[nodiscard]] std::string_view to_string(call which);
[[nodiscard]] std::string_view to_string(failing how);

/// How many calls of each kind there were.
class tally {
 public:
  [[nodiscard]] std::int64_t operator[](call which) const { return numbers_[index(which)]; }
  std::int64_t& operator[](call which) { return numbers_[index(which)]; }
  [[nodiscard]] std::int64_t sum() const;

 private:
  static std::size_t index(call which) { return static_cast<std::size_t>(which); }
  std::array<std::int64_t, all_calls.size()> numbers_{};
};

}  // namespace varve::faults

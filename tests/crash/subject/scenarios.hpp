#pragma once

#include <varve/sqlite/database.hpp>
#include <varve/sqlite/event_store.hpp>

#include "place.hpp"
#include "sender.hpp"
#include "views.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace varve::crash {

/// A log with its read models on a disk, to which something is done while calls fail. What comes of it is
/// said as `sender.hpp` and `worker.hpp` list, besides
///
///   read         what was read is what was written
///   copied       a backup was made
///   compacted N  a slice of a compaction is done, N skeletons stand
///   shrunk       the log's file was made smaller
///   refused      a call ended with `unavailable`
class scene {
 public:
  /// `troubled` is called with each append that is not answered as planned.
  scene(const place& where, say tell, std::function<void()> troubled);

  /// Opens what is not open.
  void open();
  void close();

  void append();
  void read();
  void project();
  void rebuild();  ///< a view of each kind, one in each file
  void backup();
  void compact();
  void shrink();

  /// Waits until no doubt is left and does what is left to do, on a disk that works again. Throws when it
  /// cannot.
  void recover();

 private:
  /// Its end may be `unavailable`.
  template<class Work>
  void attempt(const Work& work);
  void poll();
  void check_copy();
  void compare(const event_view& event);

  const place where_;
  const say say_;
  const std::function<void()> troubled_;
  const std::vector<step> plan_ = plan();
  int next_ = steps_before_faults;
  std::optional<std::int64_t> copied_;  // up to this position
  std::optional<sqlite::event_store> log_;
  std::optional<sqlite::database> own_;
  std::optional<sqlite::database> shared_;
  std::optional<view_keeper> own_views_;
  std::optional<view_keeper> log_views_;

 public:
  /// How much of the plan stands before a scenario begins, and is sent in one.
  static constexpr int steps_before_faults = 24;
  static constexpr int steps_under_faults = 6;
};

/// One thing to do while calls fail.
struct scenario {
  std::string_view name;
  bool opened;  ///< everything is open before the first call may fail
  void (scene::*work)();
};

[[nodiscard]] const std::vector<scenario>& scenarios();

}  // namespace varve::crash

#pragma once

#include <varve/projections/detail/row_cache.hpp>
#include <varve/projections/detail/view_functions.hpp>

#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <utility>

namespace varve {
namespace detail {

/// The rows of one generation of a keyed view in memory. The one who folds changes them, under `mutex` when
/// others read them.
template<class K, class Row>
struct held_rows {
  row_cache<K, Row> cache;
  mutable std::shared_mutex mutex;
};

/// Which rows a view in memory shows, and the place that they hold at least.
template<class K, class Row>
class shown_rows {
 public:
  using rows = held_rows<K, Row>;

  void show(std::shared_ptr<const rows> which, position at) {
    const std::lock_guard lock{mutex_};
    rows_ = std::move(which);
    at_ = at;
  }
  /// Comes to a place, unless other rows are shown by now.
  void reach(const std::shared_ptr<rows>& by, position at) {
    const std::lock_guard lock{mutex_};
    if (rows_ == by) at_ = at;
  }

  [[nodiscard]] std::shared_ptr<const rows> get() const {
    const std::lock_guard lock{mutex_};
    return rows_;
  }
  [[nodiscard]] position at() const {
    const std::lock_guard lock{mutex_};
    return at_;
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const rows> rows_ = std::make_shared<const rows>();
  position at_;
};

}  // namespace detail

/// A keyed view that is also read from memory, by the process whose projector runs it:
///
///     varve::memory_view<revenue> by_country;
///     varve::projector views{store, read_model, by_country};
///     views.poll();
///     by_country.find("DE");
///
/// All of its rows are in memory. Each flush writes those that changed and the checkpoint in one transaction,
/// so the view's table is its snapshot: it is read once when a projector begins, and only what came later is
/// folded. While another process runs the projection, the table goes on and this memory does not. A rebuild
/// is shown here when the projector next polls or runs. Copies show the same rows. Thread-safe.
template<class View>
class memory_view : public View {
 public:
  using key = detail::key_of_view<View>;
  using row = typename View::row;
  using shown = detail::shown_rows<key, row>;

  memory_view() = default;
  explicit memory_view(View view) : View(std::move(view)) {}

  /// The row of a key; nullopt without one. What was folded is here at once, before it is saved, and by whole
  /// commits; only of one with an event that cannot be handled may a part be seen, until that is noticed.
  template<class Key>
  [[nodiscard]] std::optional<row> find(const Key& of) const {
    const auto rows = shown_->get();
    const std::shared_lock reading{rows->mutex};
    const row* const found = rows->cache.find(of);
    return found != nullptr ? std::optional<row>{*found} : std::nullopt;
  }

  /// Calls `see(key, row)` for every row of one moment, in no order. The projection waits meanwhile.
  template<class F>
  void each(F&& see) const {
    const auto rows = shown_->get();
    const std::shared_lock reading{rows->mutex};
    rows->cache.each(std::forward<F>(see));
  }

  /// The rows hold everything up to here, which is saved; they may hold more.
  [[nodiscard]] position at() const { return shown_->at(); }

  /// For projectors.
  [[nodiscard]] shown& rows_shown() const { return *shown_; }

 private:
  std::shared_ptr<shown> shown_ = std::make_shared<shown>();
};

}  // namespace varve

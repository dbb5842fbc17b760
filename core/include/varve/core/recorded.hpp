#pragma once

#include <varve/core/event_view.hpp>
#include <varve/core/metadata.hpp>

#include <utility>

namespace varve {
namespace detail {
struct recorded_access;
}

/// A decoded event together with its place in the log. Holds an E (`*e`, `e->member`) and borrows the rest
/// from the page: valid during the call that it is given to; copy out what must live longer.
template<class E>
class recorded {
 public:
  recorded(E event, const event_view& view, int part = 0)
      : event_(std::move(event)), view_(&view), part_(part) {}
  recorded(E event, const event_view&&, int = 0) = delete;

  [[nodiscard]] const E& operator*() const& noexcept { return event_; }
  [[nodiscard]] E operator*() && noexcept { return std::move(event_); }
  [[nodiscard]] const E* operator->() const noexcept { return &event_; }

  [[nodiscard]] varve::position position() const { return view_->position; }
  [[nodiscard]] varve::position commit() const { return view_->commit; }
  [[nodiscard]] stream_view stream() const { return view_->stream; }
  [[nodiscard]] varve::revision revision() const { return view_->revision; }
  [[nodiscard]] const event_id& id() const { return view_->id; }
  /// Which part of an event that an upcaster split this is, from 0. An effect on the outside is keyed by (id,
  /// part).
  [[nodiscard]] int part() const { return part_; }
  [[nodiscard]] timestamp occurred_at() const { return view_->occurred_at; }
  [[nodiscard]] timestamp recorded_at() const { return view_->recorded_at; }
  [[nodiscard]] tags_view tags() const { return view_->tags; }
  /// The metadata in typed form, parsed at each call.
  [[nodiscard]] result<varve::metadata> metadata() const { return varve::metadata::parse(view_->metadata); }
  /// All of it, undecoded.
  [[nodiscard]] const event_view& view() const { return *view_; }

 private:
  friend detail::recorded_access;
  explicit recorded(const event_view& view) : event_(), view_(&view), part_(0) {}

  E event_;
  const event_view* view_;
  int part_;
};

namespace detail {

/// Lets an event be decoded where it will stand, without a move.
struct recorded_access {
  template<class E>
  static recorded<E> undecoded(const event_view& view) {
    return recorded<E>{view};
  }
  template<class E>
  static E& event(recorded<E>& of) {
    return of.event_;
  }
};

}  // namespace detail

}  // namespace varve

#pragma once

#include <varve/eventstore/consumer.hpp>
#include <varve/eventstore/slice.hpp>
#include <varve/projections/detail/decoded_page.hpp>
#include <varve/projections/read_model.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace varve::detail {

/// What of a page is folded: events behind `after` whose commit begins before `before`, as far as their keys
/// belong to these slices.
struct fold_range {
  position after;
  position before;
  slice_range slices;

  [[nodiscard]] bool holds(const event_view& event) const {
    return event.position > after && event.commit < before;
  }
  [[nodiscard]] bool holds_key(std::string_view key) const {
    return slices.holds_all() || slices.holds(slice_of(key));
  }
};

/// Gives a session of the read model to whoever needs one during a fold: to write, or to look rows up.
class session_lender {
 public:
  virtual ~session_lender() = default;
  [[nodiscard]] virtual read_model_session& session() = 0;
};

/// One generation of one projection: what is known of the user's type. Used by one thread at a time; every
/// member may throw.
class projection_body {
 public:
  projection_body() = default;
  projection_body(const projection_body&) = delete;
  projection_body& operator=(const projection_body&) = delete;
  virtual ~projection_body() = default;

  /// Makes the tables.
  virtual void create(read_model_session& in) = 0;
  /// Whether folding writes to the session that is lent; otherwise that is for looking up, and `write`
  /// writes.
  [[nodiscard]] virtual bool writes_while_folding() const = 0;
  /// Folds a page; answers with the event that it could not handle.
  [[nodiscard]] virtual std::optional<consumer::refusal> fold(const decoded_events& page, fold_range range,
                                                              session_lender& lender) = 0;
  /// How many events it was ever given.
  [[nodiscard]] std::int64_t handled() const { return handled_; }
  /// Rows and bytes that were folded and not written.
  [[nodiscard]] virtual std::size_t unsaved_rows() const = 0;
  [[nodiscard]] virtual std::size_t unsaved_bytes() const = 0;
  virtual void write(read_model_session& in) = 0;
  /// What was written is durable, up to that place.
  virtual void saved(position at) = 0;
  /// Drops everything that was folded. `empty`: no row stands in the generation.
  virtual void forget(bool empty) = 0;
  /// It feeds what readers see, and stands at that place: a view in memory is filled and shown. `whole`: no
  /// other body feeds a part of it.
  virtual void show(session_lender& lender, position at, bool whole) {
    (void)lender;
    (void)at;
    (void)whole;
  }

 protected:
  void count() { ++handled_; }

 private:
  std::int64_t handled_ = 0;
};

/// What the engine needs to know of a projection.
struct projection_description {
  std::string name;
  std::int64_t version = 0;
  std::int64_t partitions = 1;
  std::string fingerprint;
  std::vector<std::string> events;  ///< names to ask for, retired ones included
  std::function<std::unique_ptr<projection_body>()> make;
};

/// An exception out of the user's function, or an event that did not decode, told with its place.
[[nodiscard]] consumer::refusal refuse_event(const event_view& event, const char* function,
                                             const std::exception& thrown);
[[nodiscard]] consumer::refusal refuse_event(const undecodable_event_at& event);

}  // namespace varve::detail

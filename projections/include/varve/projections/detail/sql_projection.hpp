#pragma once

#include <varve/projections/detail/projection_body.hpp>
#include <varve/projections/detail/projection_rules.hpp>

#include <utility>

namespace varve::detail {

/// A projection whose `apply` overloads write SQL, over the events of a family that holds its own.
template<class P, class Database, event_family F>
class sql_projection final : public projection_body {
 public:
  explicit sql_projection(const P& projection) : original_(projection), projection_(original_) {}

  void create(read_model_session& in) override { projection_->create(Database::transaction_of(in)); }
  [[nodiscard]] bool writes_while_folding() const override { return true; }

  [[nodiscard]] std::optional<consumer::refusal> fold(const decoded_events& page, fold_range range,
                                                      session_lender& lender) override {
    opened tx{lender};
    for (const auto& entry : static_cast<const decoded_page<F>&>(page).entries()) {
      if (auto refused = std::visit([&](const auto& event) { return take(tx, event, range); }, entry))
        return refused;
    }
    return std::nullopt;
  }

  [[nodiscard]] std::size_t unsaved_rows() const override { return 0; }
  [[nodiscard]] std::size_t unsaved_bytes() const override { return 0; }
  void write(read_model_session&) override {}
  void saved(position) override {}
  void forget(bool) override { projection_.emplace(original_); }

 private:
  using transaction = typename Database::transaction;

  /// A transaction that is asked for with the first event that needs it.
  class opened {
   public:
    explicit opened(session_lender& from) : from_(from) {}
    [[nodiscard]] transaction& get() {
      if (tx_ == nullptr) tx_ = &Database::transaction_of(from_.session());
      return *tx_;
    }

   private:
    session_lender& from_;
    transaction* tx_ = nullptr;
  };

  /// Where the key is not known without the event, it may belong to any range, so all of them stop.
  std::optional<consumer::refusal> take(opened&, const undecodable_event_at& event, fold_range range) {
    if (!range.holds(*event.view) || !handles<typename P::events>(event.view->type)) return std::nullopt;
    if (!keys_any_partition<P, events_of<P>> && !range.holds_key(event.view->stream.name()))
      return std::nullopt;
    return refuse_event(event);
  }

  template<class E>
  std::optional<consumer::refusal> take(opened& tx, const recorded<E>& event, fold_range range) {
    if constexpr (contains<E, events_of<P>>) {
      if (!range.holds(event.view())) return std::nullopt;
      try {
        if (!holds_key_of(event, range)) return std::nullopt;
      } catch (const std::exception& thrown) {
        return refuse_event(event.view(), "partition_key", thrown);
      }
      transaction& open = tx.get();
      try {
        projection_->apply(open, event);
        count();
      } catch (const std::exception& thrown) {
        return refuse_event(event.view(), "apply", thrown);
      }
    }
    return std::nullopt;
  }

  template<class E>
  bool holds_key_of(const recorded<E>& event, fold_range range) {
    if (range.slices.holds_all()) return true;
    if constexpr (keys_partition_by_recorded<P, E>)
      return range.holds_key(projection_->partition_key(event));
    else if constexpr (keys_partition_by_event<P, E>)
      return range.holds_key(projection_->partition_key(*event));
    else
      return range.holds_key(event.stream().name());
  }

  const P original_;
  std::optional<P> projection_;  // what it keeps for itself is dropped with what it wrote
};

}  // namespace varve::detail

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
    auto& tx = Database::transaction_of(lender.session());
    for (const auto& entry : static_cast<const decoded_page<F>&>(page).entries()) {
      if (auto refused = std::visit([&](const auto& event) { return take(tx, event, range); }, entry))
        return refused;
    }
    return std::nullopt;
  }

  [[nodiscard]] std::size_t unsaved_rows() const override { return 0; }
  [[nodiscard]] std::size_t unsaved_bytes() const override { return 0; }
  void write(read_model_session&) override {}
  void saved() override {}
  void forget(bool) override { projection_.emplace(original_); }

 private:
  using transaction = typename Database::transaction;

  std::optional<consumer::refusal> take(transaction&, const undecodable_event_at& event, fold_range range) {
    if (range.holds(*event.view) && handles<typename P::events>(event.view->type)) return refuse_event(event);
    return std::nullopt;
  }

  template<class E>
  std::optional<consumer::refusal> take(transaction& tx, const recorded<E>& event, fold_range range) {
    if constexpr (contains<E, events_of<P>>) {
      if (!range.holds(event.view())) return std::nullopt;
      try {
        projection_->apply(tx, event);
        count();
      } catch (const std::exception& thrown) {
        return refuse_event(event.view(), "apply", thrown);
      }
    }
    return std::nullopt;
  }

  const P original_;
  std::optional<P> projection_;  // what it keeps for itself is dropped with what it wrote
};

}  // namespace varve::detail

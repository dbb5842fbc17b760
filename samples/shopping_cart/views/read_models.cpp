#include "views/read_models.hpp"

#include <varve/projections/projector.hpp>

#include "views/carts.hpp"
#include "views/customers.hpp"
#include "views/orders.hpp"
#include "views/products.hpp"
#include "views/reconciliation.hpp"
#include "views/revenue.hpp"

#include <utility>

namespace shop::views {

class read_models::projector {
 public:
  projector(varve::event_store& log, varve::sqlite::database& database)
      : all(log, database, carts{}, customers{}, orders{}, products{}, reconciliation{}, revenue_by_country{},
            revenue_by_month{}) {}

  varve::projector<varve::sqlite::database, carts, customers, orders, products, reconciliation,
                   revenue_by_country, revenue_by_month>
      all;
};

read_models::read_models(varve::event_store& log, const std::string& file)
    : database_(file), projector_(std::make_unique<projector>(log, database_)) {}
read_models::~read_models() = default;

void read_models::catch_up() {
  projector_->all.poll();
}

std::optional<varve::error> read_models::follow(std::stop_token stop) {
  return projector_->all.run(std::move(stop));
}

varve::result<varve::token> read_models::wait_for(const varve::token& place, std::chrono::nanoseconds most) {
  return projector_->all.wait_for(place, most);
}

void read_models::rebuild(const varve::rebuild_watcher& watch) {
  projector_->all.rebuild(watch);
}

}  // namespace shop::views

#include <varve/commands/command_handler.hpp>
#include <varve/core/as_of.hpp>
#include <varve/url/open_store.hpp>

#include "app/commands.hpp"
#include "app/progress_bar.hpp"
#include "domain/order.hpp"
#include "views/read_models.hpp"

#include <chrono>
#include <iomanip>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <stop_token>
#include <thread>
#include <vector>

namespace shop::app {
namespace {

using orders_handler = varve::command_handler<order::decider>;

constexpr auto patience = std::chrono::seconds{30};

const order::line lantern{"71053", "WHITE METAL LANTERN", 6, money::of_thousandths(3'390), "17850", "France"};
const order::line cakestand{"22423", "REGENCY CAKESTAND 3 TIER", 1, money::of_thousandths(12'750), "17850",
                            "France"};
const order::line bunting{"47566", "PARTY BUNTING", 2, money::of_thousandths(4'950), "17850", "France"};

/// A name that no earlier cart has: this moment.
std::string fresh_name() {
  return "demo " + varve::format_time(varve::system_clock().now());
}

/// What the view of carts shows of one.
std::string shown_in_view(views::read_models& models, const std::string& cart) {
  return models.database().read([&](varve::sqlite::transaction& tx) {
    const auto total = tx.query_one<money>("SELECT total FROM {carts} WHERE cart = ?", cart);
    return total ? "a cart worth " + total->to_string() : std::string{"no such cart"};
  });
}

/// One customer fills a cart and buys it: commands, a refusal, the read model, and a look back.
void fill_a_cart(const orders_handler& orders, views::read_models& models) {
  const std::string cart = fresh_name();
  std::cout << "\nA customer fills the cart \"" << cart << "\"\n";
  varve::token last;
  for (const auto& line : {lantern, cakestand, bunting}) {
    last = orders.handle(cart, order::add_line{line}).value().token;
    std::cout << "  adds " << line.quantity << " x " << line.description << '\n';
  }
  models.wait_for(last, patience).value();  // to read one's own write
  std::cout << "  the view of carts shows " << shown_in_view(models, cart) << '\n';

  const auto placed = orders.handle(cart, order::place{}).value();
  models.wait_for(placed.token, patience).value();
  std::cout << "  places the order; the view of carts shows " << shown_in_view(models, cart) << '\n';

  const auto late = orders.handle(cart, order::add_line{lantern});
  std::cout << "  adds one more line and hears: " << (late ? "accepted" : late.error().message) << '\n';
  const auto earlier = orders.state_of(cart, varve::as_of::revision(varve::revision{1})).value();
  std::cout << "  after its second line the cart held " << earlier.state.lines.size() << " lines worth "
            << earlier.state.total.to_string() << '\n';
}

/// What came in while something else was going on.
struct arrivals {
  std::vector<std::string> orders;
  varve::token last;
  std::optional<varve::error> failure;
  std::chrono::duration<double> took{};
};

/// Three commands, every one durable before the next.
varve::result<varve::handled> buy(const orders_handler& orders, const std::string& id) {
  if (auto added = orders.handle(id, order::add_line{lantern}); !added) return added;
  if (auto added = orders.handle(id, order::add_line{bunting}); !added) return added;
  return orders.handle(id, order::place{});
}

/// One order after the other until told to stop.
arrivals let_orders_arrive(const orders_handler& orders, const std::stop_token& stop) {
  const auto began = std::chrono::steady_clock::now();
  const std::string series = fresh_name() + " no ";
  arrivals all;
  while (!stop.stop_requested() && !all.failure) {
    const std::string id = series + std::to_string(all.orders.size() + 1);
    const auto placed = buy(orders, id);
    if (placed) {
      all.orders.push_back(id);
      all.last = placed->token;
    } else {
      all.failure = placed.error();
    }
  }
  all.took = std::chrono::steady_clock::now() - began;
  return all;
}

void demand_all_placed(views::read_models& models, const std::vector<std::string>& orders) {
  models.database().read([&](varve::sqlite::transaction& tx) {
    for (const std::string& id : orders) {
      const auto lines =
          tx.query_one<std::int64_t>("SELECT sold FROM {orders} WHERE invoice = ? AND is_placed", id);
      if (lines != 2) throw std::runtime_error("the rebuilt view of orders lacks " + id);
    }
  });
}

/// All views are built anew from the first event on, beside those in use, while the shop goes on selling.
void rebuild_while_orders_arrive(const orders_handler& orders, views::read_models& models) {
  std::cout << "\nAll views are rebuilt while orders go on arriving" << std::endl;
  arrivals arrived;
  {
    std::jthread selling{[&](const std::stop_token& stop) { arrived = let_orders_arrive(orders, stop); }};
    progress_bar bar{"rebuilding", "events"};
    models.rebuild([&](const varve::rebuild_progress& at) { bar.show(at.at.value(), at.head.value()); });
  }
  if (arrived.failure) throw varve::failure{*arrived.failure};
  models.wait_for(arrived.last, patience).value();
  demand_all_placed(models, arrived.orders);
  std::cout << "  " << arrived.orders.size() << " orders arrived meanwhile, " << std::fixed
            << std::setprecision(0) << 3 * static_cast<double>(arrived.orders.size()) / arrived.took.count()
            << " durable commands a second one after the other; the new views hold each of them\n";
}

}  // namespace

void run(const demo_command& asked) {
  const auto log = varve::open_store(asked.at.store).value();
  views::read_models models{*log, asked.at.read_models_file()};
  const std::jthread following{[&](const std::stop_token& stop) { models.follow(stop); }};
  const auto orders = varve::commands_for<order::decider>(*log, {.attempts = 3});
  fill_a_cart(orders, models);
  rebuild_while_orders_arrive(orders, models);
}

}  // namespace shop::app

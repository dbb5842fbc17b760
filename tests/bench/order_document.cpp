#include "order_document.hpp"

#include "json_text.hpp"
#include "numbered_name.hpp"

#include <array>
#include <string_view>

namespace bench {
namespace {

constexpr std::array<std::string_view, 4> names{"Ada Lovelace", "Grace Hopper", "Barbara Liskov",
                                                "Edsger Dijkstra"};
constexpr std::array<std::string_view, 4> streets{"1 Mill Lane", "27 Harbour Street", "9 Cathedral Square",
                                                  "144 Hill Road"};
constexpr std::array<std::string_view, 4> cities{"Leeds", "Edinburgh", "Rotterdam", "Aarhus"};
constexpr std::array<std::string_view, 4> countries{"United Kingdom", "Netherlands", "Denmark", "EIRE"};

void append_json(std::string& out, const basket_item& item) {
  json_text{out}
      .text(R"({"product":)", item.product)
      .number(R"(,"quantity":)", item.quantity)
      .number(R"(,"unit_price":)", item.unit_price)
      .raw("}");
}

void append_json(std::string& out, const buyer& customer) {
  json_text{out}
      .text(R"({"name":)", customer.name)
      .text(R"(,"home":{"street":)", customer.home.street)
      .text(R"(,"city":)", customer.home.city)
      .text(R"(,"country":)", customer.home.country)
      .raw("}}");
}

void append_json(std::string& out, const std::vector<basket_item>& items) {
  out += '[';
  for (const auto& item : items) {
    if (&item != items.data()) out += ',';
    append_json(out, item);
  }
  out += ']';
}

}  // namespace

order_document random_order_document(random_source& random) {
  order_document made;
  made.order = numbered_name("order-", 8, random.below(100'000'000));
  made.customer.name = random.one_of(names);
  made.customer.home.street = random.one_of(streets);
  made.customer.home.city = random.one_of(cities);
  made.customer.home.country = random.one_of(countries);
  made.items.resize(static_cast<std::size_t>(random.between(2, 6)));
  for (auto& item : made.items) {
    item.product = numbered_name("product-", 5, random.below(10'000));
    item.quantity = static_cast<std::int32_t>(random.between(1, 144));
    item.unit_price = random.between(100, 49'999);
    made.total += item.quantity * item.unit_price;
  }
  if (random.below(2) == 0) made.voucher = numbered_name("SPRING", 4, random.below(10'000));
  return made;
}

void append_json(std::string& out, const order_document& document) {
  json_text json{out};
  json.text(R"({"order":)", document.order).raw(R"(,"customer":)");
  append_json(out, document.customer);
  json.raw(R"(,"items":)");
  append_json(out, document.items);
  if (document.voucher) {
    json.text(R"(,"voucher":)", *document.voucher);
  } else {
    json.raw(R"(,"voucher":null)");
  }
  json.number(R"(,"total":)", document.total).raw("}");
}

std::uint64_t witness(const order_document& document) {
  const auto& home = document.customer.home;
  auto sum = document.order.size() + document.customer.name.size() + home.street.size() + home.city.size() +
             home.country.size();
  for (const auto& item : document.items) {
    sum += item.product.size() + static_cast<std::uint64_t>(item.quantity + item.unit_price);
  }
  return sum + document.voucher.value_or("").size() + static_cast<std::uint64_t>(document.total);
}

}  // namespace bench

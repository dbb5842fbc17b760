#include "order_line.hpp"

#include "json_text.hpp"
#include "numbered_name.hpp"

#include <array>
#include <string_view>

namespace bench {
namespace {

constexpr std::array<std::string_view, 8> looks{"WHITE", "ROUND", "SMALL",    "VINTAGE",
                                                "IVORY", "GLASS", "SET OF 6", "RETROSPOT"};
constexpr std::array<std::string_view, 8> motifs{"HANGING HEART", "SPOTTED",       "POLKA DOT",
                                                 "STRAWBERRY",    "UNION JACK",    "WOODLAND STAR",
                                                 "DOLLY GIRL",    "CHRISTMAS ROSE"};
constexpr std::array<std::string_view, 8> things{"T-LIGHT HOLDER", "CAKE STAND",   "LUNCH BAG",
                                                 "HAND WARMER",    "TEA TOWEL",    "NAPKINS",
                                                 "DOOR MAT",       "PICTURE FRAME"};

std::string random_description(random_source& random) {
  std::string words{random.one_of(looks)};
  words.append(1, ' ').append(random.one_of(motifs));
  return words.append(1, ' ').append(random.one_of(things));
}

}  // namespace

order_line random_order_line(random_source& random) {
  order_line made;
  made.order = numbered_name("order-", 8, random.below(100'000'000));
  made.line = static_cast<std::int32_t>(random.between(1, 10));
  made.product = numbered_name("product-", 5, random.below(view_keys));
  made.description = random_description(random);
  made.quantity = static_cast<std::int32_t>(random.between(1, 144));
  made.unit_price = random.between(100, 49'999);
  made.discount = static_cast<double>(random.between(1, 30)) / 100;
  made.customer = numbered_name("customer-", 5, random.below(view_keys));
  made.branch = numbered_name("branch-", 5, random.below(view_keys));
  return made;
}

void append_json(std::string& out, const order_line& line) {
  json_text{out}
      .text(R"({"order":)", line.order)
      .number(R"(,"line":)", line.line)
      .text(R"(,"product":)", line.product)
      .text(R"(,"description":)", line.description)
      .number(R"(,"quantity":)", line.quantity)
      .number(R"(,"unit_price":)", line.unit_price)
      .number(R"(,"discount":)", line.discount)
      .text(R"(,"customer":)", line.customer)
      .text(R"(,"branch":)", line.branch)
      .raw("}");
}

std::uint64_t witness(const order_line& line) {
  const auto texts = line.order.size() + line.product.size() + line.description.size() +
                     line.customer.size() + line.branch.size();
  const auto last_letters =
      static_cast<unsigned char>(line.product.back()) + static_cast<unsigned char>(line.branch.back());
  return texts + static_cast<std::uint64_t>(line.line + line.quantity + line.unit_price + last_letters) +
         static_cast<std::uint64_t>(line.discount * 100 + 0.5);
}

}  // namespace bench

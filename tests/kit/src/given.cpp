#include <varve/testing/given.hpp>

namespace varve::testing::detail {
namespace {

std::string block(std::string_view title, const lines& content) {
  std::string out = std::string(title) + '\n';
  for (const auto& line : content) out += "    " + line + '\n';
  return out;
}

}  // namespace

void demand_equal(const lines& given, const lines& expected, const lines& decided) {
  if (expected == decided) return;
  throw mismatch{"another decision than stated\n" + block("  given", given.empty() ? nothing() : given) +
                 block("  expected", expected.empty() ? nothing() : expected) + block("  decided", decided)};
}

}  // namespace varve::testing::detail

#include <cereal/types/array.hpp>
#include <cereal/types/chrono.hpp>
#include <cereal/types/common.hpp>
#include <cereal/types/complex.hpp>
#include <cereal/types/deque.hpp>
#include <cereal/types/list.hpp>
#include <cereal/types/map.hpp>
#include <cereal/types/memory.hpp>
#include <cereal/types/optional.hpp>
#include <cereal/types/set.hpp>
#include <cereal/types/string.hpp>
#include <cereal/types/tuple.hpp>
#include <cereal/types/unordered_map.hpp>
#include <cereal/types/unordered_set.hpp>
#include <cereal/types/utility.hpp>
#include <cereal/types/variant.hpp>
#include <cereal/types/vector.hpp>

#define SHAPES archive_shapes_beside_cereal
#include "archive_shapes.hpp"

namespace third_party {

struct money {
  std::int64_t cents = 0;
  bool operator==(const money&) const = default;
};

}  // namespace third_party

namespace cereal {

template<class Archive>
void serialize(Archive& ar, third_party::money& m) {
  ar(make_nvp("cents", m.cents));
}

}  // namespace cereal

namespace {

TEST(archive_shapes_beside_cereal, functions_in_cereals_namespace_serve) {
  expect_shape(third_party::money{5}, R"({"cents":5})", "0500000000000000");
  expect_shape(std::complex<double>{1.5, -2}, R"({"real":1.5,"imag":-2})",
               "000000000000f83f00000000000000c0");
}

}  // namespace

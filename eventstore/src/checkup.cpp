#include <varve/eventstore/checkup.hpp>

namespace varve {

std::string_view to_string(checkup::verdict found) {
  switch (found) {
    case checkup::verdict::good: return "good";
    case checkup::verdict::remark: return "remark";
    case checkup::verdict::problem: break;
  }
  return "problem";
}

}  // namespace varve

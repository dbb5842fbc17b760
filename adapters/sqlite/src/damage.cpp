#include "damage.hpp"

#include <varve/core/error.hpp>

#include <string>

namespace varve::sqlite {

void damaged(std::string_view what) {
  throw failure{{errc::corrupt, "damaged: " + std::string(what) +
                                    " is not as it was written; run `varve verify` and restore a backup"}};
}

}  // namespace varve::sqlite

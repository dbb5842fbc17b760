#include "app/exit_code.hpp"

namespace shop::app {

exit_code exit_code_of(varve::errc code) {
  switch (code) {
    case varve::errc::invalid_argument:
    case varve::errc::too_large: return exit_code::usage;
    case varve::errc::idempotency_mismatch:
    case varve::errc::stream_deleted:
    case varve::errc::conflict: return exit_code::conflict;
    case varve::errc::not_found: return exit_code::not_found;
    case varve::errc::timeout:
    case varve::errc::unavailable:
    case varve::errc::in_doubt:
    case varve::errc::read_only:
    case varve::errc::unsupported: return exit_code::unavailable;
    case varve::errc::corrupt: return exit_code::corrupt;
    case varve::errc::wrong_epoch: return exit_code::stale;
    default: return exit_code::failed;
  }
}

}  // namespace shop::app

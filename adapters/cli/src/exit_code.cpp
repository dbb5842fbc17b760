#include "exit_code.hpp"

namespace varve::cli {

exit_code exit_code_of(errc code) {
  switch (code) {
    case errc::invalid_argument:
    case errc::too_large: return exit_code::usage;
    case errc::idempotency_mismatch:
    case errc::stream_deleted:
    case errc::conflict: return exit_code::conflict;
    case errc::not_found: return exit_code::not_found;
    case errc::timeout:
    case errc::unavailable:
    case errc::in_doubt:
    case errc::read_only:
    case errc::unsupported: return exit_code::unavailable;
    case errc::corrupt: return exit_code::corrupt;
    case errc::wrong_epoch: return exit_code::stale;
    default: return exit_code::failed;
  }
}

}  // namespace varve::cli

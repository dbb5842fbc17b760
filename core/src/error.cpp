#include <varve/core/error.hpp>

namespace varve {

std::string_view to_string(errc code) noexcept {
  switch (code) {
    case errc::invalid_argument: return "invalid_argument";
    case errc::idempotency_mismatch: return "idempotency_mismatch";
    case errc::stream_deleted: return "stream_deleted";
    case errc::too_large: return "too_large";
    case errc::wrong_epoch: return "wrong_epoch";
    case errc::timeout: return "timeout";
    case errc::unavailable: return "unavailable";
    case errc::corrupt: return "corrupt";
    case errc::read_only: return "read_only";
    case errc::not_found: return "not_found";
    case errc::unsupported: return "unsupported";
    case errc::unknown_event: return "unknown_event";
    case errc::undecodable: return "undecodable";
    case errc::rejected: return "rejected";
    case errc::conflict: return "conflict";
    case errc::in_doubt: return "in_doubt";
    case errc::decide_threw: return "decide_threw";
    case errc::handler_threw: return "handler_threw";
    case errc::fenced: return "fenced";
    case errc::stopped: return "stopped";
  }
  return "unknown_code";
}

bool is_transient(errc code) noexcept {
  return code == errc::timeout || code == errc::unavailable || code == errc::in_doubt || code == errc::fenced;
}

}  // namespace varve

#pragma once

#include <stdexcept>

namespace varve {

/// Thrown inside an archive when a value does not fit; `encode` and `decode` turn it, and what user code
/// throws, into an error that names the member.
class archive_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace varve

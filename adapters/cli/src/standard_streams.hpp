#pragma once

namespace varve::cli {

/// Takes the numbers 0, 1 and 2 where the program was started without them, so that no descriptor of its own
/// ever gets one: reading gives the end at once, writing fails. To be called before anything is opened.
/// Throws `std::system_error`.
void occupy_standard_streams();

}  // namespace varve::cli

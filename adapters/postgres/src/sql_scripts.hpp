#pragma once

#include <string_view>

/// The files of src/sql, embedded by the build. `{log}` and the like stand for names to be put in.
namespace varve::postgres::scripts {

extern const std::string_view tables;
extern const std::string_view functions;  ///< of release 1, in an order in which each finds what it needs
extern const std::string_view release_2;  ///< what came with it, for a log that has release 1
extern const std::string_view row;
extern const std::string_view append_role;
extern const std::string_view read_role;
extern const std::string_view owners;

}  // namespace varve::postgres::scripts

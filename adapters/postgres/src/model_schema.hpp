#pragma once

#include "link.hpp"

#include <string>

namespace varve::postgres {

/// Makes sure that the tables of docs/formats.md, "Read models", stand in the schema. Throws `unsupported`
/// for a server that is too old or a database that does not speak UTF-8, `sql_failure` otherwise.
void prepare_read_models(link& on, const std::string& schema);

/// Throws `not_found` when they do not stand there.
void require_read_models(link& on, const std::string& schema);

}  // namespace varve::postgres

#pragma once

/// Everything of `varve::postgres`.

#include <varve/postgres/sql_failure.hpp>

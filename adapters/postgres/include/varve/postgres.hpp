#pragma once

/// Everything of `varve::postgres`.

#include <varve/postgres/database.hpp>
#include <varve/postgres/sql_failure.hpp>
#include <varve/postgres/transaction.hpp>

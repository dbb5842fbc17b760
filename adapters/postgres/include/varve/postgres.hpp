#pragma once

/// Everything of `varve::postgres`.

#include <varve/postgres/database.hpp>
#include <varve/postgres/doctor.hpp>
#include <varve/postgres/event_store.hpp>
#include <varve/postgres/init.hpp>
#include <varve/postgres/lease_store.hpp>
#include <varve/postgres/sql_failure.hpp>
#include <varve/postgres/transaction.hpp>
#include <varve/postgres/verify.hpp>

#pragma once

/// The log and read models on SQLite.

#include <varve/sqlite/backup.hpp>
#include <varve/sqlite/database.hpp>
#include <varve/sqlite/doctor.hpp>
#include <varve/sqlite/durability.hpp>
#include <varve/sqlite/event_store.hpp>
#include <varve/sqlite/file_space.hpp>
#include <varve/sqlite/lease_store.hpp>
#include <varve/sqlite/transaction.hpp>
#include <varve/sqlite/verify.hpp>

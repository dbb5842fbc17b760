#pragma once

#include <varve/contract/store_fixture.hpp>
#include <varve/sqlite/event_store.hpp>

#include "connection.hpp"
#include "log_row.hpp"
#include "temporary_folder.hpp"

#include <memory>
#include <string>

namespace varve::contract {

/// SQLite stores on one file, with merges and checkpoints so often that every test meets them. Nothing here
/// pulls a plug, so that commits need no sync; tests/crash does.
class sqlite_fixture : public store_fixture {
 public:
  explicit sqlite_fixture(const environment& env) {
    options_.env = env;
    options_.durability = sqlite::durability::process_crash;
    options_.merge_every = 7;
    options_.terms_per_slice = 5;
    options_.frames_per_checkpoint = 20;
  }

  [[nodiscard]] std::unique_ptr<event_store> open() override {
    return std::make_unique<sqlite::event_store>(path_, options_);
  }

  [[nodiscard]] std::unique_ptr<event_store> open_read_only() override {
    auto options = options_;
    options.read_only = true;
    return std::make_unique<sqlite::event_store>(path_, options);
  }

  void begin_epoch(const std::string& cause) override {
    sqlite::connection db{path_, sqlite::access::read_write};
    db.execute("BEGIN IMMEDIATE");
    sqlite::begin_epoch(db, epoch::random(*options_.env.random), cause);
    db.execute("COMMIT");
  }

 private:
  testing::temporary_folder folder_;
  std::string path_ = folder_.file("log.db");
  sqlite::store_options options_;
};

}  // namespace varve::contract

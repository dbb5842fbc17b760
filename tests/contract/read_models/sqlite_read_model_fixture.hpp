#pragma once

#include <varve/contract/read_model_fixture.hpp>
#include <varve/sqlite/database.hpp>
#include <varve/sqlite/event_store.hpp>

#include "temporary_folder.hpp"

#include <string>

namespace varve::contract {

/// A log and read models, each in a file of SQLite's, or both in one.
class sqlite_read_model_fixture : public read_model_fixture {
 public:
  [[nodiscard]] std::unique_ptr<read_model> open() override {
    return std::make_unique<sqlite::database>(path_, weak_);
  }
  [[nodiscard]] event_store& log() override { return log_; }
  [[nodiscard]] std::map<std::string, std::int64_t> shown(std::string_view table) override {
    return reader_.read([&](sqlite::transaction& tx) {
      std::map<std::string, std::int64_t> found;
      const std::string ask = "SELECT key, amount FROM " + std::string{table};
      for (auto&& [key, amount] : tx.query<std::string, std::int64_t>(ask)) found[key] = amount;
      return found;
    });
  }

 protected:
  sqlite_read_model_fixture(const environment& env, const char* file)
      : log_(folder_.file("log.db"), {.durability = sqlite::durability::process_crash, .env = env}),
        path_(folder_.file(file)),
        reader_(path_, weak_) {}

 private:
  static constexpr sqlite::database_options weak_{.durability = sqlite::durability::process_crash};

  testing::temporary_folder folder_;
  sqlite::event_store log_;
  std::string path_;
  sqlite::database reader_;
};

class own_file final : public sqlite_read_model_fixture {
 public:
  explicit own_file(const environment& env) : sqlite_read_model_fixture(env, "read.db") {}
};

class file_of_the_log final : public sqlite_read_model_fixture {
 public:
  explicit file_of_the_log(const environment& env) : sqlite_read_model_fixture(env, "log.db") {}
};

}  // namespace varve::contract

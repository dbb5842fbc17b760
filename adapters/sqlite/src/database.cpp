#include <varve/eventstore/engine/process_stamp.hpp>
#include <varve/sqlite/database.hpp>

#include "file_connection.hpp"
#include "guards.hpp"
#include "locked_file.hpp"
#include "read_model_schema.hpp"
#include "session.hpp"

#include <filesystem>
#include <mutex>
#include <optional>
#include <system_error>
#include <vector>

namespace varve::sqlite {
namespace {

constexpr std::size_t most_idle_readers = 8;

void require_place(const std::string& path, const database_options& how) {
  require_local_folder(path, how.allow_network_file_system);
  std::error_code unknown;
  if (how.read_only && !std::filesystem::exists(path, unknown))
    throw failure{{errc::not_found, "there is no database at " + path}};
}

}  // namespace

class database::file {
 public:
  file(const std::string& path, database_options how, environment env);

  [[nodiscard]] std::unique_ptr<read_model_session> begin_write();
  [[nodiscard]] std::unique_ptr<read_model_session> begin_read();
  [[nodiscard]] bool shares_a_log() const { return shares_a_log_; }
  [[nodiscard]] const std::string& path() const { return path_; }

  const engine::process_stamp process;

 private:
  void prepare();
  [[nodiscard]] std::unique_ptr<file_connection> take_reader();
  void give_back(std::unique_ptr<file_connection> reader);

  database_options how_;
  environment env_;

  file_connection writer_;
  std::string path_;
  std::optional<locked_file> writing_;  // none when opened for reading only
  bool shares_a_log_ = false;

  std::mutex readers_mutex_;
  std::vector<std::unique_ptr<file_connection>> idle_readers_;
};

database::file::file(const std::string& path, database_options how, environment env)
    : how_(how),
      env_(env),
      writer_((require_place(path, how), path), how.read_only ? access::read_only : access::create,
              how.durability),
      path_(writer_.db.path()) {
  if (how.read_only)
    shares_a_log_ = require_read_model(writer_.db);
  else
    prepare();
}

void database::file::prepare() {
  writing_.emplace(writer_.db, how_.longest_wait, how_.frames_per_checkpoint, env_);
  const std::lock_guard writing{*writing_};
  shares_a_log_ = prepare_read_model(writer_.db);
}

std::unique_ptr<read_model_session> database::file::begin_write() {
  process.check().value();
  if (!writing_) throw failure{{errc::read_only, path_ + " was opened for reading only"}};
  writing_->lock();
  return std::make_unique<session>(writer_, true, [this](bool committed) {
    if (committed) writing_->checkpoint_when_due();
    writing_->unlock();
  });
}

std::unique_ptr<read_model_session> database::file::begin_read() {
  process.check().value();
  // Owned by nothing meanwhile: a session that ends in a child does not call back, and nothing is closed.
  auto* const lent = take_reader().release();
  return std::make_unique<session>(*lent, false,
                                   [this, lent](bool) { give_back(std::unique_ptr<file_connection>{lent}); });
}

std::unique_ptr<file_connection> database::file::take_reader() {
  {
    const std::lock_guard guard{readers_mutex_};
    if (!idle_readers_.empty()) {
      auto reader = std::move(idle_readers_.back());
      idle_readers_.pop_back();
      return reader;
    }
  }
  return std::make_unique<file_connection>(path_, access::read_only, how_.durability);
}

void database::file::give_back(std::unique_ptr<file_connection> reader) {
  const std::lock_guard guard{readers_mutex_};
  if (idle_readers_.size() < most_idle_readers) idle_readers_.push_back(std::move(reader));
}

database::database(const std::string& path, database_options how, environment env)
    : file_(std::make_unique<file>(path, how, env)) {}

database::~database() {
  // After a fork the connections are the parent's; to close them here would undo what it is writing.
  if (!file_->process.valid()) static_cast<void>(file_.release());
}

std::unique_ptr<read_model_session> database::begin_write() {
  return file_->begin_write();
}

std::unique_ptr<read_model_session> database::begin_read() {
  return file_->begin_read();
}

bool database::shares_a_log() const {
  return file_->shares_a_log();
}

transaction& database::transaction_of(read_model_session& begun) {
  return static_cast<session&>(begun).sql();
}

const std::string& database::path() const {
  return file_->path();
}

}  // namespace varve::sqlite

#include <varve/eventstore/engine/process_stamp.hpp>
#include <varve/postgres/database.hpp>
#include <varve/postgres/sql_failure.hpp>

#include "identifier.hpp"
#include "link.hpp"
#include "model_schema.hpp"
#include "model_session.hpp"

#include <mutex>
#include <vector>

namespace varve::postgres {
namespace {

constexpr std::size_t most_idle = 8;

std::string milliseconds(std::chrono::milliseconds span) {
  return std::to_string(span.count());
}

/// What every transaction begins with: it depends on nothing that the session or the role was set to.
std::string settings(const database_options& how) {
  const std::string waits = milliseconds(how.longest_wait);
  return "SET LOCAL search_path = " + identifier(how.schema) + "; SET LOCAL lock_timeout = " + waits +
         "; SET LOCAL idle_in_transaction_session_timeout = " + waits + "; SET LOCAL extra_float_digits = 1";
}

std::string writing(const database_options& how) {
  const char* survives = how.durability == durability::client_crash
                             ? "; SET LOCAL synchronous_commit = off; "
                             : "; SELECT set_config('synchronous_commit', 'on', true) "
                               "WHERE current_setting('synchronous_commit') IN ('off', 'local'); ";
  return "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; " + settings(how) + survives +
         "LOCK TABLE varve_projections IN EXCLUSIVE MODE";
}

std::string reading(const database_options& how) {
  return "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; " + settings(how);
}

}  // namespace

class database::pool {
 public:
  pool(const std::string& url, database_options how)
      : url_(url), how_(std::move(how)), writing_(writing(how_)), reading_(reading(how_)) {
    link first{url_, servers()};
    if (how_.read_only)
      require_read_models(first, how_.schema);
    else
      prepare_read_models(first, how_.schema);
  }

  [[nodiscard]] std::unique_ptr<read_model_session> begin_write() {
    if (how_.read_only)
      throw failure{
          {errc::read_only, "the read models in `" + how_.schema + "` were opened for reading only"}};
    return begin(writing_, true);
  }
  [[nodiscard]] std::unique_ptr<read_model_session> begin_read() { return begin(reading_, false); }

  const engine::process_stamp process;

 private:
  [[nodiscard]] link::server servers() const {
    return how_.read_only ? link::server::any : link::server::written;
  }
  [[nodiscard]] std::unique_ptr<read_model_session> begin(const std::string& opening, bool writes);
  [[nodiscard]] std::unique_ptr<link> begun(const std::string& opening);
  [[nodiscard]] std::unique_ptr<link> take_idle();
  void give_back(std::unique_ptr<link> used);
  void forget_idle();

  const std::string url_;
  const database_options how_;
  const std::string writing_;
  const std::string reading_;

  std::mutex mutex_;
  std::vector<std::unique_ptr<link>> idle_;
};

std::unique_ptr<read_model_session> database::pool::begin(const std::string& opening, bool writes) {
  process.check().value();
  auto on = begun(opening);
  shown_views views{*on, how_.schema, milliseconds(how_.longest_switch), milliseconds(how_.longest_wait)};
  return std::make_unique<model_session>(std::move(on), writes, how_.schema, std::move(views),
                                         [this](std::unique_ptr<link> used) { give_back(std::move(used)); });
}

/// A connection that waited here may have been lost meanwhile: then another is tried, for nothing was done.
std::unique_ptr<link> database::pool::begun(const std::string& opening) {
  if (auto idle = take_idle()) {
    try {
      idle->begin(opening);
      return idle;
    } catch (const sql_failure&) {
      idle->rollback();
      if (idle->usable()) {
        give_back(std::move(idle));
        throw;
      }
      forget_idle();
    }
  }
  auto fresh = std::make_unique<link>(url_, servers());
  fresh->begin(opening);
  return fresh;
}

std::unique_ptr<link> database::pool::take_idle() {
  const std::lock_guard lock{mutex_};
  if (idle_.empty()) return nullptr;
  auto last = std::move(idle_.back());
  idle_.pop_back();
  return last;
}

void database::pool::give_back(std::unique_ptr<link> used) {
  const std::lock_guard lock{mutex_};
  if (used->usable() && idle_.size() < most_idle) idle_.push_back(std::move(used));
}

void database::pool::forget_idle() {
  const std::lock_guard lock{mutex_};
  idle_.clear();
}

database::database(const std::string& url, database_options how)
    : pool_(std::make_unique<pool>(url, std::move(how))) {}

database::~database() {
  // After a fork the connections are the parent's; to close them here would end its sessions.
  if (!pool_->process.valid()) static_cast<void>(pool_.release());
}

std::unique_ptr<read_model_session> database::begin_write() {
  return pool_->begin_write();
}

std::unique_ptr<read_model_session> database::begin_read() {
  return pool_->begin_read();
}

transaction& database::transaction_of(read_model_session& begun) {
  return static_cast<model_session&>(begun).sql();
}

}  // namespace varve::postgres

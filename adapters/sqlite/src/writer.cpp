#include "writer.hpp"

#include <varve/eventstore/engine/judge.hpp>
#include <varve/eventstore/engine/judge_import.hpp>

#include "compactor.hpp"
#include "log_file.hpp"
#include "sqlite_failure.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <iterator>
#include <utility>

namespace varve::sqlite {
namespace {

using namespace std::chrono_literals;

using appends = std::span<engine::pending_append* const>;

/// How long work between commits may wait for another process, and rests after it has failed.
constexpr auto work_patience = 5ms;
constexpr auto rest_after_failure = 100ms;
/// How long one attempt to resolve a doubt waits for another process.
constexpr auto resolving_patience = 100ms;
/// Work that has grown to this many times its usual size is done although appends are waiting.
constexpr std::int64_t overdue = 4;
/// A journal that readers have kept from beginning anew until it is this many times its usual size is
/// emptied, waiting for them for a moment.
constexpr std::int64_t emptied_at = 16;

const error in_doubt_error{errc::unavailable,
                           "the fate of an earlier commit is not known yet; nothing was written: try again"};

void refuse_all(appends group, const error& why) {
  for (auto* const pending : group) pending->outcome = not_written{why};
}

/// What is answered when a group's COMMIT has failed. Whatever names ids may stand; a conflict or a refusal
/// may rest on rows of the group, but nothing of it was written itself.
append_outcome answer_in_doubt(const engine::pending_append& pending, const std::string& reason) {
  auto ids = pending.append.ids();
  if (std::holds_alternative<appended>(*pending.outcome) && !ids.empty())
    return unknown{reason, std::move(ids)};
  return not_written{in_doubt_error};
}

error error_of(const std::exception& problem) {
  const auto* const known = dynamic_cast<const failure*>(&problem);
  return known != nullptr ? known->error() : error{errc::unavailable, problem.what()};
}

bool writes(const append_outcome& outcome) {
  const auto* const done = std::get_if<appended>(&outcome);
  return done != nullptr && !done->replayed && !done->writes.empty();
}

std::vector<event_id> written_ids(appends group) {
  std::vector<event_id> out;
  for (const auto* const pending : group)
    if (writes(*pending->outcome)) std::ranges::copy(pending->append.ids(), std::back_inserter(out));
  return out;
}

}  // namespace

writer::writer(const std::string& path, const store_options& options,
               std::function<void(const token&)> committed)
    : options_(options),
      env_(options.env),
      committed_(std::move(committed)),
      times_(env_),
      resolver_(*env_.clock) {
  path_ = open_for_writing(path, options_).path();
  lock_ = std::make_unique<write_lock>(path_);
  if (!lock_->lock_until(*env_.clock, env_.clock->steady() + options_.longest_wait))
    throw failure{
        {errc::unavailable, path_ + " is being written by another process for too long: try again"}};
  const unlock_at_end unlock{*lock_};
  session_ = open();
  publish();
}

writer::~writer() {
  close();
}

std::unique_ptr<write_session> writer::open() {
  connection db = open_for_writing(path_, options_);
  prepare_log(db, env_);
  auto out = std::make_unique<write_session>(std::move(db));
  out->secure();
  return out;
}

// ---- appends

bool writer::ready(instant until) {
  if (in_doubt_) return true;  // to be refused at once
  return taken_ = lock_->lock_until(*env_.clock, until);
}

void writer::commit(appends group) {
  if (!std::exchange(taken_, false)) return refuse_all(group, in_doubt_error);
  {
    const unlock_at_end unlock{*lock_};
    if (!group.empty()) commit_locked(group);
  }
  begin_resolving();
}

void writer::commit_locked(appends group) {
  try {
    session_->begin.execute();
    decide(group);
    session_->view.flush();
  } catch (const std::exception& problem) {
    session_->abandon();
    return refuse_all(group, error_of(problem));
  }
  auto ids = written_ids(group);
  try {
    commit_transaction();
  } catch (const std::exception& problem) {
    for (auto* const pending : group) pending->outcome = answer_in_doubt(*pending, problem.what());
    enter_doubt(problem.what(), std::move(ids));
  }
}

void writer::decide(appends group) {
  session_->view.begin();
  const timestamp now = times_.next(session_->view.last_append());
  for (auto* const pending : group) pending->outcome = decide(pending->append, now);
}

append_outcome writer::decide(const engine::prepared_append& append, timestamp now) {
  write_view& log = session_->view;
  try {
    if (auto judged = engine::judge(append, log)) return *std::move(judged);
  } catch (const failure& problem) {
    // What only this append has asked for is damaged; the others go on.
    if (session_->db.in_transaction() && problem.code() == errc::corrupt) return not_written{problem.error()};
    throw;
  }
  appended out = engine::place(append, log);
  log.take(append, out, now);
  return out;
}

void writer::commit_transaction() {
  const bool measured = env_.metrics != &no_metrics();
  const instant begun = measured ? env_.clock->steady() : instant{};
  session_->commit.execute();
  if (measured) {
    const std::chrono::duration<double> took = env_.clock->steady() - begun;
    env_.metrics->observe("varve.store.sync.duration", took.count(), {{"store", "sqlite"}});
  }
  session_->view.committed();
  publish();
  committed_(session_->view.head());
}

void writer::publish() {
  const token head = session_->view.head();
  indexed_ = session_->view.log().indexed;
  journal_bytes_ = session_->journal.bytes_to_carry();
  if (env_.metrics == &no_metrics()) return;
  env_.metrics->gauge("varve.store.head_position", static_cast<double>(head.position.value()),
                      {{"store", "sqlite"}});
  env_.metrics->gauge("varve.store.size", static_cast<double>(journal_bytes_.load()),
                      {{"store", "sqlite"}, {"part", "wal"}});
}

// ---- imports and compaction

template<class Work>
std::invoke_result_t<const Work&> writer::transact(std::vector<event_id> ids, const Work& work) {
  if (in_doubt_) return in_doubt_error;
  if (!lock_->lock_until(*env_.clock, env_.clock->steady() + options_.longest_wait))
    return error{errc::unavailable, path_ + " is being written by another process for too long: try again"};
  auto out = transact_locked(std::move(ids), work);
  begin_resolving();
  return out;
}

template<class Work>
std::invoke_result_t<const Work&> writer::transact_locked(std::vector<event_id> ids, const Work& work) {
  const unlock_at_end unlock{*lock_};
  std::optional<std::invoke_result_t<const Work&>> out;
  try {
    session_->begin.execute();
    session_->view.begin();
    out = work();
    if (!*out) return session_->abandon(), *std::move(out);
    session_->view.flush();
  } catch (const std::exception& problem) {
    session_->abandon();
    return error_of(problem);
  }
  try {
    commit_transaction();
  } catch (const std::exception& problem) {
    enter_doubt(problem.what(), std::move(ids));
    return error{errc::in_doubt,
                 std::string(problem.what()) + ": whether the last commit stands is not known yet"};
  }
  return *std::move(out);
}

result<void> writer::import_commits(const import_batch& batch) {
  std::vector<event_id> ids;
  for (const auto& event : batch.events) ids.push_back(*event.what.id);
  return transact(std::move(ids), [&]() -> result<void> {
    if (auto good = engine::judge_import(batch, session_->view); !good) return good;
    session_->view.take(batch);
    return {};
  });
}

result<compaction_slice> writer::compact(position after, const compaction_limits& most) {
  return transact({}, [&]() -> result<compaction_slice> {
    const position head = session_->view.head().position;
    return compactor{session_->db, most, *env_.clock}.run(std::min(after, head), head);
  });
}

// ---- doubt

void writer::enter_doubt(const std::string& problem, std::vector<event_id> ids) {
  session_->abandon();
  in_doubt_ = true;
  doubted_ = std::move(ids);
  env_.log->write(log_level::error, path_ + ": " + problem + "; finding out what stands");
}

void writer::begin_resolving() {
  if (!doubted_) return;
  resolver_.begin([this, ids = *std::exchange(doubted_, std::nullopt)] { return resolve(ids); });
}

/// Runs on the resolver's thread while nobody else touches the session or the lock: in doubt every group is
/// refused and no work is done.
bool writer::resolve(const std::vector<event_id>& ids) try {
  std::size_t standing = 0;
  if (!lock_->lock_until(*env_.clock, env_.clock->steady() + resolving_patience)) return false;
  {
    const unlock_at_end unlock{*lock_};
    session_.reset();
    session_ = open();
    for (const auto& id : ids) standing += session_->view.find(id) ? 1U : 0U;
    publish();
    committed_(session_->view.head());
  }
  env_.log->write(log_level::warning, path_ + ": open again; of " + std::to_string(ids.size()) +
                                          " events in doubt " + std::to_string(standing) + " stand");
  in_doubt_ = false;  // not before the lock was given back: from now on others take it
  return true;
} catch (const std::exception& problem) {
  env_.log->write(log_level::error, path_ + ": still in doubt: " + problem.what());
  return false;
}

// ---- work between commits

bool writer::has_work() {
  if (in_doubt_ || !(checkpoint_due(1) || merge_due(1))) return false;
  return no_work_before_ == instant::min() || env_.clock->steady() >= no_work_before_;
}

void writer::work(bool pressed) {
  const std::int64_t times = pressed ? overdue : 1;
  if (in_doubt_ || !(checkpoint_due(times) || merge_due(times))) return;
  no_work_before_ = instant::min();
  try {
    if (lock_->lock_until(*env_.clock, env_.clock->steady() + work_patience)) do_work(times);
  } catch (const std::exception& problem) {
    session_->abandon();
    no_work_before_ = env_.clock->steady() + rest_after_failure;
    env_.log->write(log_level::warning, path_ + ": " + problem.what());
  }
  begin_resolving();
}

void writer::do_work(std::int64_t times) {
  const unlock_at_end unlock{*lock_};
  if (checkpoint_due(times)) {
    checkpoint();
  } else {
    merge();
  }
}

bool writer::checkpoint_due(std::int64_t times) const {
  return session_->journal.new_frames() >= options_.frames_per_checkpoint * times;
}

bool writer::merge_due(std::int64_t times) const {
  return session_->view.merge_due(options_.merge_every * times);
}

void writer::checkpoint() try {
  journal& log = session_->journal;
  if (log.frames() < options_.frames_per_checkpoint * emptied_at) {
    log.checkpoint();
  } else {
    log.checkpoint_and_empty();
  }
  journal_bytes_ = log.bytes_to_carry();
} catch (const sqlite_failure& problem) {
  if (problem.disk_full()) throw;  // the journal still holds everything
  enter_doubt(problem.what(), {});
}

void writer::merge() {
  session_->begin.execute();
  session_->view.begin();
  session_->view.merge(options_.merge_every, options_.terms_per_slice);
  try {
    commit_transaction();
  } catch (const std::exception& problem) {
    enter_doubt(problem.what(), {});
  }
}

void writer::close() noexcept {
  resolver_.stop();
  if (!session_ || in_doubt_) return;
  try {
    if (lock_->lock_until(*env_.clock, env_.clock->steady() + work_patience)) {
      const unlock_at_end unlock{*lock_};
      session_->journal.checkpoint_and_empty();
    }
  } catch (const std::exception& problem) {
    env_.log->write(log_level::warning, path_ + ": " + problem.what());
  }
  session_.reset();
}

}  // namespace varve::sqlite

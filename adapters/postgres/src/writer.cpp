#include "writer.hpp"

#include <varve/eventstore/engine/judge.hpp>
#include <varve/eventstore/engine/judge_import.hpp>
#include <varve/postgres/sql_failure.hpp>

#include "append_answer.hpp"
#include "log_reader.hpp"
#include "standby_server.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <iterator>
#include <utility>

namespace varve::postgres {
namespace {

using namespace std::chrono_literals;

/// The log's lock was not given within the time that its functions wait for it.
constexpr std::string_view lock_not_available = "55P03";
/// Between two attempts to reach a server that is away.
constexpr std::chrono::nanoseconds first_pause = 5ms;
constexpr std::chrono::nanoseconds longest_pause = 1s;

error in_doubt_error() {
  return {errc::unavailable,
          "the fate of an earlier commit is not known yet; nothing was written: try again"};
}

void refuse_all(std::span<engine::pending_append* const> group, const error& why) {
  for (auto* const pending : group) pending->outcome = not_written{why};
}

}  // namespace

writer::writer(const address& where, const store_options& options,
               std::function<void(const token&)> committed)
    : where_(where),
      env_(options.env),
      calls_(where.log()),
      imports_(where.log()),
      committed_(std::move(committed)),
      times_(env_),
      resolver_(*env_.clock) {
  raise_first_barrier(env_.clock->steady() + options.longest_wait);
}

writer::~writer() {
  close();
}

session& writer::connected() {
  if (session_ && session_->idle() && session_->alive()) return *session_;
  session_.reset();
  if (env_.clock->steady() < no_attempt_before_)
    throw sql_failure{{errc::unavailable, last_problem_}, fate::transient, ""};
  try {
    auto fresh = std::make_unique<session>(where_.connection());
    if (fresh->opened_on_standby()) throw standby_server{};
    session_ = std::move(fresh);
  } catch (const std::exception& problem) {
    pause_ = std::clamp(pause_ * 2, first_pause, longest_pause);
    no_attempt_before_ = env_.clock->steady() + pause_;
    last_problem_ = problem.what();
    throw;
  }
  pause_ = {};
  return *session_;
}

void writer::raise_barrier(session& through) {
  const rows answer = through.run(calls_.barrier(epoch::random(*env_.random)));
  barriers_ = answer.integer(0, 0);
  committed_({epoch{answer.uuid(0, 1)}, position{answer.integer(0, 2)}});
}

/// Others that write are waited for.
void writer::raise_first_barrier(instant until) {
  for (bool raised = false; !raised;) {
    try {
      raise_barrier(connected());
      raised = true;
    } catch (const sql_failure& problem) {
      if (problem.sqlstate() != lock_not_available || env_.clock->steady() >= until) throw;
    }
  }
}

// ---- appends

void writer::commit(appends group) {
  for (std::size_t done = 0; done < group.size();) {
    const appends left = group.subspan(done);
    if (in_doubt_) return refuse_all(left, in_doubt_error());
    if (left.front()->append.request().change) {
      write(*left.front());
      ++done;
    } else {
      const append_batch batch{left};
      write(batch);
      done += batch.appends().size();
    }
    begin_resolving();
  }
}

rows writer::call(const std::function<statement(const call_facts&)>& make) {
  while (true) {
    session& through = connected();
    const bool measured = env_.metrics != &no_metrics();
    const instant begun = measured ? env_.clock->steady() : instant{};
    rows answer = through.run(make({barriers_, env_.clock->now(), epoch::random(*env_.random)}));
    if (measured) {
      const std::chrono::duration<double> took = env_.clock->steady() - begun;
      env_.metrics->observe("varve.store.sync.duration", took.count(), {{"store", "postgres"}});
    }
    const auto newer = barrier_in(answer);
    if (!newer) return answer;
    barriers_ = *newer;
  }
}

void writer::write(const append_batch& batch) {
  try {
    const rows answer = call([&](const call_facts& facts) { return calls_.append(facts, batch); });
    fill_in(batch, answer);
    publish(answered_log::of(answer));
  } catch (const sql_failure& problem) {
    if (problem.fate() == fate::unknown) return enter_doubt(batch.appends(), problem.what());
    refuse_all(batch.appends(), problem.error());
  } catch (const std::exception& problem) {  // the answer cannot be understood, but was given
    enter_doubt(batch.appends(), problem.what());
  }
}

void writer::publish(const answered_log& log) {
  static_cast<void>(times_.next(log.last_append));  // says so when the clock has jumped back
  if (env_.metrics != &no_metrics())
    env_.metrics->gauge("varve.store.head_position", static_cast<double>(log.head.position.value()),
                        {{"store", "postgres"}});
  committed_(log.head);
}

// ---- imports

result<void> writer::import_commits(const import_batch& batch) {
  if (in_doubt_) return in_doubt_error();
  try {
    return judge_and_write(batch);
  } catch (const sql_failure& problem) {
    if (problem.fate() != fate::unknown) return problem.error();
    std::vector<event_id> ids;
    for (const auto& event : batch.events) ids.push_back(*event.what.id);
    enter_doubt(std::move(ids), problem.what());
    begin_resolving();
    return error{errc::in_doubt,
                 std::string(problem.what()) + ": whether the last commits stand is not known yet"};
  } catch (const failure& problem) {
    return problem.error();
  }
}

/// Again when the log has begun another epoch between the two.
result<void> writer::judge_and_write(const import_batch& batch) {
  while (true) {
    found_log found = look(batch);
    if (auto good = engine::judge_import(batch, found); !good) return good;
    const rows answer = call([&](const call_facts& facts) { return imports_.write(facts, batch, found); });
    if (answer_row::at(answer, 0).what == answer_kind::elsewhere) continue;
    publish(answered_log::of(answer));
    return {};
  }
}

found_log writer::look(const import_batch& batch) {
  try {
    return found_log{connected().read(imports_.look(batch))};
  } catch (const moved_log&) {
    raise_barrier(connected());
    return found_log{connected().read(imports_.look(batch))};
  } catch (const sql_failure& problem) {  // a look leaves nothing in doubt
    throw sql_failure{problem.error(), fate::transient, problem.sqlstate()};
  }
}

// ---- doubt

void writer::enter_doubt(appends group, const std::string& problem) {
  std::vector<event_id> doubted;
  for (auto* const pending : group) {
    auto ids = pending->append.ids();
    std::ranges::copy(ids, std::back_inserter(doubted));
    if (ids.empty()) {
      pending->outcome = not_written{in_doubt_error()};
    } else {
      pending->outcome = unknown{problem, std::move(ids)};
    }
  }
  enter_doubt(std::move(doubted), problem);
}

void writer::enter_doubt(std::vector<event_id> ids, const std::string& problem) {
  session_.reset();
  doubted_ = std::move(ids);
  in_doubt_ = true;
  env_.log->write(log_level::error, where_.shown() + ": " + problem + "; finding out what stands");
}

void writer::begin_resolving() {
  if (in_doubt_) resolver_.begin([this, ids = std::exchange(doubted_, {})] { return resolve(ids); });
}

/// Runs on the resolver's thread while nobody else touches the session: in doubt every group is refused.
bool writer::resolve(const std::vector<event_id>& ids) try {
  auto fresh = std::make_unique<session>(where_.connection());
  raise_barrier(*fresh);
  const int standing = fresh->run(calls_.find(ids)).size();
  env_.log->write(log_level::warning, where_.shown() + ": open again; of " + std::to_string(ids.size()) +
                                          " events in doubt " + std::to_string(standing) + " stand");
  session_ = std::move(fresh);
  in_doubt_ = false;
  return true;
} catch (const std::exception& problem) {
  env_.log->write(log_level::error, where_.shown() + ": still in doubt: " + problem.what());
  return false;
}

void writer::close() noexcept {
  resolver_.stop();
  session_.reset();
}

// ---- changes of streams

void writer::write(engine::pending_append& change) {
  engine::pending_append* const alone = &change;
  revision next;  // what the stream's next one is taken for
  try {
    while (!change.outcome) {
      const rows answer =
          call([&](const call_facts& facts) { return calls_.change(facts, change.append, next); });
      const int last = answer.size() - 1;
      const auto verdict = answer_row::at(answer, last);
      if (verdict.what == answer_kind::other_revision)
        next = verdict.revision;
      else if (!stands_unseen(answer, last))
        change.outcome = outcome_of_change(change.append, answer, verdict);
    }
  } catch (const sql_failure& problem) {
    if (problem.fate() == fate::unknown) return enter_doubt({&alone, 1}, problem.what());
    change.outcome = not_written{problem.error()};
  } catch (const std::exception& problem) {
    enter_doubt({&alone, 1}, problem.what());
  }
}

append_outcome writer::outcome_of_change(const engine::prepared_append& append, const rows& answer,
                                         const answer_row& verdict) {
  const stream_change& asked = *append.request().change;
  auto log = answered_log::of(answer);
  if (verdict.what == answer_kind::written) {
    log.head.position = verdict.position;
    publish(log);
    return appended{{{std::string(engine::change_stream), verdict.revision, verdict.revision}},
                    verdict.position,
                    verdict.position,
                    false,
                    log.head};
  }
  if (verdict.what != answer_kind::stands) return refusal(verdict, asked.stream, asked.expected);
  standing_log standing{log.head};
  standing.add(*asked.id, standing_at(answer, answer.size() - 1));
  standing.add_change(change_at(answer, answer.size() - 1));
  return *engine::judge(append, standing);
}

}  // namespace varve::postgres

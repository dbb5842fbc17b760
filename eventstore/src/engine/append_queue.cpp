#include "append_queue_impl.hpp"

#include <algorithm>
#include <utility>

namespace varve::engine {
namespace {

append_outcome unavailable(const char* why) {
  return not_written{{errc::unavailable, why}};
}

append_outcome timed_out() {
  return not_written{{errc::timeout, "the append's deadline came before the writer took it"}};
}

}  // namespace

append_queue::impl::impl(std::string label, append_writer& store, append_queue_limits bounds, environment env)
    : store_(store),
      bounds_(bounds),
      clock_(*env.clock),
      meter_(std::move(label), *env.metrics),
      gathering_(bounds.gather),
      thread_([this] { run(); }) {}

append_queue::impl::~impl() {
  close(closing::finish);
  {
    const std::scoped_lock lock{mutex_};
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

// ---- entering and leaving

bool append_queue::impl::has_room(std::size_t bytes) const {
  return waiting_.empty() ||
         (waiting_.size() < bounds_.most_waiting && waiting_bytes_ + bytes <= bounds_.most_waiting_bytes);
}

void append_queue::impl::enter(ticket& t) {
  t.since = clock_.steady();
  t.bell = bells_.current();
  waiting_.push_back(&t);
  waiting_bytes_ += t.bytes();
  ++open_;
  if (waiting_.size() >= gathering_.expected()) enough_.notify_one();
}

/// Its deadline came while it was waiting.
void append_queue::impl::leave(ticket& t) {
  std::erase(waiting_, &t);
  waiting_bytes_ -= t.bytes();
  --open_;
  room_.notify_all();
  quiet_.notify_all();
}

void append_queue::impl::answer(append_outcome outcome, append_callback done) {
  const std::scoped_lock lock{mutex_};
  calls_.push_back({std::move(done), std::move(outcome), {}});
  wake_.notify_one();
}

void append_queue::impl::submit(prepared_append append, append_callback done) {
  auto t = std::make_unique<ticket>(std::move(append), std::move(done));
  guard lock{mutex_};
  if (!closing_ && has_room(t->bytes())) {
    enter(*t.release());
    if (!busy_) wake_.notify_one();
    return;
  }
  const char* const why = closing_ ? "the store is closing" : "too many appends are waiting";
  lock.unlock();
  answer(unavailable(why), std::move(t->done));
}

append_outcome append_queue::impl::submit_and_wait(prepared_append append) {
  if (std::this_thread::get_id() == thread_.get_id())
    return not_written{{errc::invalid_argument, "a callback of an append cannot wait for another append"}};
  ticket mine{std::move(append)};
  guard lock{mutex_};
  while (!closing_ && !has_room(mine.bytes()))
    if (!clock_.wait(lock, room_, mine.deadline()) && !has_room(mine.bytes())) return timed_out();
  if (closing_) return unavailable("the store is closing");
  // Work that is due goes first: a caller that led time and again would keep the queue's thread from it.
  const bool alone = !busy_ && waiting_.empty() && jobs_.empty() && !work_due_;
  enter(mine);
  if (alone) return lead(lock, mine);
  if (!busy_) wake_.notify_one();
  return follow(lock, mine);
}

append_outcome append_queue::impl::lead(guard& lock, ticket& mine) {
  busy_ = true;
  write(lock, &mine);
  busy_ = false;
  if (!waiting_.empty() || !calls_.empty() || !jobs_.empty() || work_due_) wake_.notify_one();
  quiet_.notify_all();
  return follow(lock, mine);  // whoever refused it may still hold it
}

append_outcome append_queue::impl::follow(guard& lock, ticket& mine) {
  if (mine.deadline() != never) return follow_until_deadline(lock, mine);
  lock.unlock();
  bells_.wait(mine.bell, mine.answered);
  return *std::move(mine.work.outcome);
}

append_outcome append_queue::impl::follow_until_deadline(guard& lock, ticket& mine) {
  while (!mine.answered) {
    const bool in_time = clock_.wait(lock, timed_, mine.taken ? never : mine.deadline());
    if (in_time || mine.taken || mine.answered) continue;
    leave(mine);
    return timed_out();
  }
  return *std::move(mine.work.outcome);
}

// ---- writing

void append_queue::impl::run() {
  guard lock{mutex_};
  while (true) {
    if (!calls_.empty()) {
      deliver(lock);
    } else if (!busy_ && !jobs_.empty()) {
      busy_ = true;
      run_jobs(lock);
      busy_ = false;
    } else if (!busy_ && !waiting_.empty()) {
      session(lock);
    } else if (!busy_ && work_due_ && !closing_) {
      busy_ = true;
      work(lock);
      busy_ = false;
    } else if (stopping_) {
      return;
    } else {
      wake_.wait(lock);
    }
    quiet_.notify_all();
  }
}

// The thread stays the writer while callbacks run and while it gathers: a blocking caller that came back
// first would otherwise commit alone.
void append_queue::impl::session(guard& lock) {
  busy_ = true;
  while (true) {
    gather(lock);
    if (waiting_.empty()) break;
    write(lock, nullptr);
    if (!jobs_.empty()) run_jobs(lock);
    if (work_due_) work(lock);
    deliver(lock);
  }
  gathering_.forget();
  busy_ = false;
}

void append_queue::impl::gather(guard& lock) {
  const std::size_t before = waiting_.size();
  if (closing_ || !gathering_.wanted(before)) return;
  const instant until = clock_.steady() + gathering_.limit();
  while (!closing_ && waiting_.size() < gathering_.expected())
    if (!clock_.wait(lock, enough_, until)) break;
  gathering_.ended(before, waiting_.size());
}

void append_queue::impl::write(guard& lock, const ticket* mine) {
  if (!get_ready(lock, mine)) return;
  take();
  lock.unlock();
  const instant begun = clock_.steady();
  commit();
  const auto took = clock_.steady() - begun;
  meter_.measure(taken_, clock_.steady());
  const bool more_to_do = store_.has_work();
  lock.lock();
  gathering_.finished(taken_.size(), waiting_.size(), took);  // before those that are answered can come back
  lock.unlock();
  settle(lock, taken_);
  work_due_ = more_to_do;
}

/// False when there is nothing left to take; for a caller that leads, also when its own append is answered.
bool append_queue::impl::get_ready(guard& lock, const ticket* mine) {
  while (!waiting_.empty() && (mine == nullptr || !mine->answered)) {
    instant until = clock_.steady() + bounds_.patience;
    if (mine != nullptr) until = std::min(until, mine->deadline());
    lock.unlock();
    const bool ready = store_.ready(until);
    lock.lock();
    if (ready) return true;
    drop_expired(lock);
  }
  return false;
}

void append_queue::impl::take() {
  const instant now = clock_.steady();
  std::size_t events = 0;
  std::size_t bytes = 0;
  for (; !waiting_.empty(); waiting_.pop_front()) {
    ticket& t = *waiting_.front();
    if (t.deadline() > now) {
      events += t.work.append.size();
      bytes += t.bytes();
      const bool fits = events <= bounds_.most_events_in_group && bytes <= bounds_.most_bytes_in_group;
      if (!fits && !group_.empty()) break;
      group_.push_back(&t.work);
    } else {
      t.work.outcome = timed_out();
    }
    t.taken = true;
    taken_.push_back(&t);
    waiting_bytes_ -= t.bytes();
  }
  bells_.turn();
  room_.notify_all();
}

void append_queue::impl::commit() {
  std::string doubt = "the writer gave no answer";
  try {
    store_.commit(group_);
  } catch (const std::exception& problem) {
    doubt = problem.what();
  }
  for (auto* const pending : group_)
    if (!pending->outcome) pending->outcome = unknown{doubt, pending->append.ids()};
  group_.clear();
}

void append_queue::impl::work(guard& lock) {
  const bool pressed = !waiting_.empty();
  lock.unlock();
  store_.work(pressed);
  const bool more_to_do = store_.has_work();
  lock.lock();
  work_due_ = more_to_do;
}

bool append_queue::impl::run(const std::function<void()>& what) {
  if (std::this_thread::get_id() == thread_.get_id()) return false;
  guard lock{mutex_};
  if (closing_) return false;
  job mine{what};
  jobs_.push_back(&mine);
  ++open_;
  wake_.notify_one();
  quiet_.wait(lock, [&] { return mine.done; });
  --open_;
  quiet_.notify_all();
  return true;
}

/// Those that wait now; what comes meanwhile waits for the next group.
void append_queue::impl::run_jobs(guard& lock) {
  std::deque<job*> due;
  due.swap(jobs_);
  lock.unlock();
  for (job* const each : due) each->what();
  const bool more_to_do = store_.has_work();
  lock.lock();
  for (job* const each : due) each->done = true;
  work_due_ = more_to_do;
  quiet_.notify_all();
}

// ---- answering

void append_queue::impl::drop_expired(guard& lock) {
  const instant now = clock_.steady();
  std::vector<ticket*> expired;
  std::erase_if(waiting_, [&](ticket* t) {
    if (t->deadline() > now) return false;
    t->work.outcome = timed_out();
    t->taken = true;
    waiting_bytes_ -= t->bytes();
    expired.push_back(t);
    return true;
  });
  room_.notify_all();
  lock.unlock();
  settle(lock, expired);
  if (!calls_.empty()) wake_.notify_one();
}

/// Answers what has an outcome: callers return, callbacks are left to the queue's thread. Called without the
/// lock, returns with it.
void append_queue::impl::settle(guard& lock, std::vector<ticket*>& tickets) {
  bells::numbers ring;
  std::size_t callers = 0;
  for (ticket*& t : tickets) {
    if (t->whose == ticket::kind::callback) continue;
    ring.set(t->bell);
    ++callers;
    std::exchange(t, nullptr)->answered.store(true, std::memory_order_release);  // its caller may be gone now
  }
  bells_.ring(ring);
  lock.lock();
  for (ticket* const t : tickets)
    if (t != nullptr)
      calls_.push_back({std::move(t->done), *std::move(t->work.outcome), std::unique_ptr<ticket>(t)});
  open_ -= callers;
  tickets.clear();
  timed_.notify_all();
}

void append_queue::impl::deliver(guard& lock) {
  std::deque<call> calls;
  calls.swap(calls_);
  lock.unlock();
  std::size_t entered = 0;
  for (auto& due : calls) {
    if (due.done) due.done(std::move(due.outcome));
    entered += due.spent ? 1U : 0U;
  }
  calls.clear();
  lock.lock();
  open_ -= entered;
}

bool append_queue::impl::close(closing how) {
  guard lock{mutex_};
  closing_ = true;
  room_.notify_all();
  enough_.notify_all();
  if (how == closing::refuse) {
    std::vector<ticket*> refused(waiting_.begin(), waiting_.end());
    waiting_.clear();
    waiting_bytes_ = 0;
    for (ticket* const t : refused) {
      t->work.outcome = unavailable("the store was closed before it was written");
      t->taken = true;
    }
    lock.unlock();
    settle(lock, refused);
  }
  wake_.notify_one();
  if (std::this_thread::get_id() == thread_.get_id()) return false;
  quiet_.wait(lock, [this] { return open_ == 0 && !busy_; });
  return true;
}

// ---- the class that is seen

append_queue::append_queue(std::string store, append_writer& writer, append_queue_limits bounds,
                           environment env)
    : impl_(std::make_unique<impl>(std::move(store), writer, bounds, env)) {}

append_queue::~append_queue() = default;

void append_queue::submit(prepared_append append, append_callback done) {
  impl_->submit(std::move(append), std::move(done));
}

append_outcome append_queue::submit_and_wait(prepared_append append) {
  return impl_->submit_and_wait(std::move(append));
}

void append_queue::answer(append_outcome outcome, append_callback done) {
  impl_->answer(std::move(outcome), std::move(done));
}

bool append_queue::run(const std::function<void()>& job) {
  return impl_->run(job);
}

bool append_queue::close(closing how) {
  return impl_->close(how);
}

std::size_t append_queue::waiting() const {
  return impl_->waiting();
}

std::size_t append_queue::waiting_bytes() const {
  return impl_->waiting_bytes();
}

}  // namespace varve::engine

#pragma once

#include <varve/eventstore/engine/append_queue.hpp>

#include "append_meter.hpp"
#include "append_ticket.hpp"
#include "bells.hpp"
#include "gathering.hpp"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace varve::engine {

// Whoever holds `busy_` is the writer: the queue's thread in `session`, or a blocking caller in `lead` when
// nothing waits and nobody else seems to be active. The writer alone touches `taken_`, `group_` and `store_`.
class append_queue::impl {
 public:
  impl(std::string label, append_writer& store, append_queue_limits bounds, environment env);
  ~impl();

  void submit(prepared_append append, append_callback done);
  append_outcome submit_and_wait(prepared_append append);
  void answer(append_outcome outcome, append_callback done);
  bool run(const std::function<void()>& job);
  bool close(closing how);

  std::size_t waiting() const {
    const std::scoped_lock lock{mutex_};
    return waiting_.size();
  }

  std::size_t waiting_bytes() const {
    const std::scoped_lock lock{mutex_};
    return waiting_bytes_;
  }

 private:
  using guard = std::unique_lock<std::mutex>;

  struct job {
    const std::function<void()>& what;
    bool done = false;
  };

  [[nodiscard]] bool has_room(std::size_t bytes) const;
  void enter(ticket& t);
  void leave(ticket& t);
  append_outcome lead(guard& lock, ticket& mine);
  append_outcome follow(guard& lock, ticket& mine);
  append_outcome follow_until_deadline(guard& lock, ticket& mine);

  void run();
  void session(guard& lock);
  void gather(guard& lock);
  void write(guard& lock, const ticket* mine);
  bool get_ready(guard& lock, const ticket* mine);
  void take();
  void commit();
  void work(guard& lock);
  void run_jobs(guard& lock);

  void drop_expired(guard& lock);
  void settle(guard& lock, std::vector<ticket*>& tickets);
  void deliver(guard& lock);

  append_writer& store_;
  const append_queue_limits bounds_;
  const clock& clock_;
  append_meter meter_;

  mutable std::mutex mutex_;
  std::condition_variable wake_;    // the queue's thread: there is something to do
  std::condition_variable enough_;  // a writer that gathers: as many as expected have come
  std::condition_variable room_;    // blocking callers before a full queue
  std::condition_variable timed_;   // blocking callers with a deadline: some are answered
  std::condition_variable quiet_;   // `close`: nothing is open any more; `run`: the job is done
  bells bells_;                     // blocking callers without a deadline

  std::deque<ticket*> waiting_;
  std::size_t waiting_bytes_ = 0;
  std::size_t open_ = 0;  // entered and not answered, callback included
  std::deque<call> calls_;
  std::deque<job*> jobs_;
  std::vector<ticket*> taken_;
  std::vector<pending_append*> group_;
  gathering gathering_;
  bool busy_ = false;
  bool work_due_ = false;
  bool closing_ = false;
  bool stopping_ = false;

  std::thread thread_;
};

}  // namespace varve::engine

#include <varve/eventstore/engine/append_time.hpp>
#include <varve/eventstore/engine/door.hpp>
#include <varve/eventstore/engine/judge.hpp>
#include <varve/eventstore/engine/judge_import.hpp>
#include <varve/eventstore/engine/process_stamp.hpp>
#include <varve/eventstore/memory_store.hpp>

#include "memory_log_impl.hpp"
#include "reader.hpp"

#include <atomic>
#include <type_traits>

namespace varve {
namespace {

error closed() {
  return {errc::unavailable, "the store is closed"};
}

error foreign(const token& place) {
  return {errc::wrong_epoch,
          "the token " + place.to_string() + " belongs to a history that this log does not share"};
}

}  // namespace

struct memory_store::impl final : engine::append_writer {
  impl(std::shared_ptr<memory_log> memory, const memory_store_options& how)
      : options(how),
        owner(std::move(memory)),
        shared(*owner->impl_),
        ids(*how.env.clock, *how.env.random),
        times(how.env),
        queue("memory", *this, how.queue, how.env) {}

  [[nodiscard]] result<void> check_writable() const {
    if (state != store_status::state::open) return closed();
    if (options.read_only) return error{errc::read_only, "the store was opened for reading only"};
    return {};
  }

  [[nodiscard]] result<engine::prepared_append> prepare(append_request request) {
    if (auto good = process.check(); !good) return std::move(good).error();
    if (auto good = check_writable(); !good) return std::move(good).error();
    return engine::prepared_append::make(std::move(request), *options.env.clock, ids);
  }

  void commit(std::span<engine::pending_append* const> group) override {
    const std::scoped_lock lock{shared.mutex};
    for (auto* const pending : group) pending->outcome = decide(pending->append);
    shared.grown.notify_all();
  }

  [[nodiscard]] append_outcome decide(const engine::prepared_append& append) {
    if (auto settled = engine::judge(append, shared.log)) return *std::move(settled);
    return shared.log.write(append, times.next(shared.log.last_append()));
  }

  /// Runs `read` on the log unless the store is closed. A child cannot know who holds the lock.
  template<class Read>
  [[nodiscard]] std::invoke_result_t<const Read&, const memory::reader&> reading(const Read& read) {
    if (auto good = process.check(); !good) return std::move(good).error();
    const std::scoped_lock lock{shared.mutex};
    if (state == store_status::state::closed) return closed();
    return read(memory::reader{shared.log, *options.env.clock});
  }

  const memory_store_options options;
  const engine::process_stamp process;
  const std::shared_ptr<memory_log> owner;
  memory_log::impl& shared;
  event_id_generator ids;
  engine::append_time times;
  std::atomic<store_status::state> state = store_status::state::open;
  engine::append_queue queue;
};

memory_store::memory_store(memory_store_options options)
    : memory_store(std::make_shared<memory_log>(*options.env.random), options) {}

memory_store::memory_store(std::shared_ptr<memory_log> log, memory_store_options options)
    : impl_(std::make_unique<impl>(std::move(log), options)) {}

memory_store::~memory_store() {
  // After a fork the queue's thread, which the end would wait for, is the parent's.
  if (impl_->process.valid()) {
    close(closing::finish);
  } else {
    static_cast<void>(impl_.release());
  }
}

void memory_store::append(append_request request, append_callback done) {
  auto prepared = impl_->prepare(std::move(request));
  if (prepared) return impl_->queue.submit(*std::move(prepared), std::move(done));
  not_written refused{std::move(prepared).error()};
  if (impl_->process.valid()) return impl_->queue.answer(std::move(refused), std::move(done));
  if (done) done(std::move(refused));  // in a child there is no thread of the store's to call it
}

append_outcome memory_store::append_and_wait(append_request request) {
  auto prepared = impl_->prepare(std::move(request));
  if (!prepared) return not_written{std::move(prepared).error()};
  return impl_->queue.submit_and_wait(*std::move(prepared));
}

result<page> memory_store::read_log(const token& after, const filter& which, const read_options& how) {
  return impl_->reading([&](const memory::reader& log) -> result<page> {
    if (auto good = engine::check_log_read(after, which, how, *impl_->options.env.clock); !good)
      return std::move(good).error();
    const token shared{after.epoch,
                       how.direction == direction::forward ? after.position : after.position.previous()};
    if (!impl_->shared.log.shares(shared)) return foreign(after);
    return log.read_log(after.position, which, how);
  });
}

result<page> memory_store::read_stream(const stream_id& stream, revision from, const filter& which,
                                       const read_options& how) {
  return impl_->reading([&](const memory::reader& log) -> result<page> {
    if (auto good = engine::check_stream_read(from, which, how, *impl_->options.env.clock); !good)
      return std::move(good).error();
    return log.read_stream(stream.name(), from, which, how);
  });
}

result<std::vector<std::optional<event_ref>>> memory_store::find(std::span<const event_id> ids) {
  return impl_->reading([&](const auto&) -> result<std::vector<std::optional<event_ref>>> {
    std::vector<std::optional<event_ref>> out;
    out.reserve(ids.size());
    for (const auto& id : ids) {
      const memory::event* const found = impl_->shared.log.event_of(id);
      out.push_back(found == nullptr ? std::nullopt : std::optional(memory::skeleton(*found)));
    }
    return out;
  });
}

result<event_ref> memory_store::event_at(position at) {
  return impl_->reading([&](const auto&) -> result<event_ref> {
    if (at < position{1} || at > impl_->shared.log.info().head.position)
      return error{errc::not_found, "no event stands at position " + std::to_string(at.value())};
    return memory::skeleton(impl_->shared.log.at(at));
  });
}

result<stream_listing> memory_store::list_streams(const stream_range& range) {
  return impl_->reading([&](const memory::reader& log) -> result<stream_listing> {
    if (auto good = engine::check_listing(range); !good) return std::move(good).error();
    return log.list(range);
  });
}

result<token> memory_store::wait(const token& after, instant deadline) {
  if (auto good = impl_->process.check(); !good) return std::move(good).error();
  std::unique_lock lock{impl_->shared.mutex};
  memory::contents& log = impl_->shared.log;
  if (!log.shares(after)) return foreign(after);
  bool in_time = true;
  while (in_time && impl_->state == store_status::state::open && log.head().position <= after.position)
    in_time = impl_->options.env.clock->wait(lock, impl_->shared.grown, deadline);
  if (impl_->state != store_status::state::open) return closed();
  return log.head();
}

result<log_info> memory_store::info() {
  return impl_->reading([&](const auto&) -> result<log_info> { return impl_->shared.log.info(); });
}

store_status memory_store::status() const {
  store_status out;
  out.kind = "memory";
  out.location = "memory:";
  out.now = impl_->process.valid() ? impl_->state.load() : store_status::state::closed;
  out.read_only = impl_->options.read_only;
  out.durability = "lost_with_process";
  if (!impl_->process.valid()) return out;
  out.waiting_appends = impl_->queue.waiting();
  out.waiting_bytes = impl_->queue.waiting_bytes();
  const std::scoped_lock lock{impl_->shared.mutex};
  out.indexed_up_to = impl_->shared.log.info().head.position.value();
  return out;
}

result<void> memory_store::import_commits(const import_batch& batch) {
  if (auto good = impl_->process.check(); !good) return good;
  const std::scoped_lock lock{impl_->shared.mutex};
  if (auto good = impl_->check_writable(); !good) return good;
  if (auto good = engine::judge_import(batch, impl_->shared.log); !good) return good;
  impl_->shared.log.write(batch);
  impl_->shared.grown.notify_all();
  return {};
}

result<compaction_slice> memory_store::compact(position after, const compaction_limits& most) {
  if (auto good = impl_->process.check(); !good) return std::move(good).error();
  const std::scoped_lock lock{impl_->shared.mutex};
  if (auto good = impl_->check_writable(); !good) return std::move(good).error();
  if (auto good = engine::check_compaction(after, most); !good) return std::move(good).error();
  return impl_->shared.log.compact(after, most, *impl_->options.env.clock);
}

void memory_store::close(closing how) {
  if (!impl_->process.valid()) return;
  {
    const std::scoped_lock lock{impl_->shared.mutex};
    if (impl_->state == store_status::state::open) impl_->state = store_status::state::closing;
    impl_->shared.grown.notify_all();
  }
  impl_->queue.close(how);
  const std::scoped_lock lock{impl_->shared.mutex};
  impl_->state = store_status::state::closed;
}

}  // namespace varve

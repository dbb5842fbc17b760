#include <varve/eventstore/engine/door.hpp>
#include <varve/eventstore/engine/head_watch.hpp>
#include <varve/eventstore/engine/process_stamp.hpp>
#include <varve/sqlite/event_store.hpp>

#include "log_file.hpp"
#include "read_log.hpp"
#include "read_stream.hpp"
#include "reader_pool.hpp"
#include "writer.hpp"

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <new>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace varve::sqlite {
namespace {

/// At the file, by those who wait for it to grow.
constexpr std::chrono::milliseconds between_looks{5};

error closed(const std::string& path) {
  return {errc::unavailable, "the log " + path + " is closed"};
}

/// Stands where a log that is only read has no writer: what comes is answered at the door.
class no_writer final : public engine::append_writer {
 public:
  void commit(std::span<engine::pending_append* const>) override {}
};

}  // namespace

class event_store::impl {
 public:
  impl(const std::string& named, const store_options& how);

  /// Why the store cannot be used.
  [[nodiscard]] result<void> check() const;
  [[nodiscard]] result<void> check_writable() const;
  [[nodiscard]] result<engine::prepared_append> prepare(append_request request);

  /// Runs `read` on a reader of its own; its exceptions become errors.
  template<class Read>
  [[nodiscard]] std::invoke_result_t<const Read&, reader&> reading(std::string_view kind, const Read& read);

  [[nodiscard]] result<token> wait(const token& after, instant deadline);
  [[nodiscard]] store_status status() const;
  void close(closing how);

  const store_options options;
  const engine::process_stamp process;
  const std::unique_ptr<writer> writing;  // absent when read-only
  const std::string path;
  std::atomic<store_status::state> state = store_status::state::open;
  event_id_generator ids;
  reader_pool readers;
  engine::head_watch heads;
  no_writer nobody;
  engine::append_queue queue;

 private:
  [[nodiscard]] std::unique_ptr<writer> open_writer(const std::string& named);

  std::mutex closing_;
};

// The writer comes first: it makes the file that the readers open.
event_store::impl::impl(const std::string& named, const store_options& how)
    : options(how),
      writing(open_writer(named)),
      path(writing ? writing->path() : named),
      ids(*how.env.clock, *how.env.random),
      readers(path, writing ? access::read_only : reading_access(path)),
      heads([this](instant) { return snapshot{*readers.take()}.head(); }, between_looks, *how.env.clock),
      queue("sqlite", writing ? static_cast<engine::append_writer&>(*writing) : nobody, how.queue, how.env) {
  options.env.log->write(log_level::info, path + ": opened" + (writing ? "" : " for reading"));
}

std::unique_ptr<writer> event_store::impl::open_writer(const std::string& named) {
  require_log_place(named, options);
  if (options.read_only) return nullptr;
  return std::make_unique<writer>(named, options, [this](const token& head) { heads.advance(head); });
}

result<void> event_store::impl::check() const {
  if (auto good = process.check(); !good) return good;
  if (state == store_status::state::closed) return closed(path);
  return {};
}

result<void> event_store::impl::check_writable() const {
  if (auto good = check(); !good) return good;
  if (state != store_status::state::open) return closed(path);
  if (!writing) return error{errc::read_only, "the log " + path + " was opened for reading only"};
  return {};
}

result<engine::prepared_append> event_store::impl::prepare(append_request request) {
  if (auto good = check_writable(); !good) return std::move(good).error();
  return engine::prepared_append::make(std::move(request), *options.env.clock, ids);
}

template<class Read>
std::invoke_result_t<const Read&, reader&> event_store::impl::reading(std::string_view kind,
                                                                      const Read& read) {
  if (auto good = check(); !good) return std::move(good).error();
  const bool measured = options.env.metrics != &no_metrics();
  const instant begun = measured ? options.env.clock->steady() : instant{};
  try {
    const auto source = readers.take();
    auto answer = read(*source);
    if (measured) {
      const std::chrono::duration<double> took = options.env.clock->steady() - begun;
      options.env.metrics->observe("varve.store.read.duration", took.count(),
                                   {{"store", "sqlite"}, {"kind", kind}});
    }
    return answer;
  } catch (const failure& problem) {
    return problem.error();
  } catch (const std::bad_alloc&) {
    return error{errc::unavailable, "not enough memory to read " + path};
  }
}

result<token> event_store::impl::wait(const token& after, instant deadline) {
  auto shared = reading("wait", [&](reader& source) -> result<token> {
    const snapshot now{source};
    if (auto good = now.check(after); !good) return std::move(good).error();
    return now.head();
  });
  if (!shared || shared->position > after.position) return shared;
  try {
    const token head = heads.wait(after.position, deadline);
    if (state != store_status::state::open) return closed(path);
    return head;
  } catch (const failure& problem) {
    return problem.error();
  }
}

store_status event_store::impl::status() const {
  store_status out;
  out.kind = "sqlite";
  out.location = "sqlite:" + path;
  out.now = process.valid() ? state.load() : store_status::state::closed;
  out.read_only = !writing;
  out.durability = to_string(options.durability);
  if (!writing || !process.valid()) return out;
  if (out.now == store_status::state::open && writing->in_doubt()) out.now = store_status::state::in_doubt;
  out.waiting_appends = queue.waiting();
  out.waiting_bytes = queue.waiting_bytes();
  out.journal_bytes = writing->journal_bytes();
  out.indexed_up_to = writing->indexed();
  return out;
}

void event_store::impl::close(closing how) {
  auto expected = store_status::state::open;
  const bool first = state.compare_exchange_strong(expected, store_status::state::closing);
  heads.stop();
  const bool quiet = queue.close(how);
  state = store_status::state::closed;
  const std::scoped_lock one_at_a_time{closing_};
  if (writing && quiet) writing->close();
  if (first) options.env.log->write(log_level::info, path + ": closed");
}

event_store::event_store(std::string path, store_options options)
    : impl_(std::make_unique<impl>(path, options)) {}

event_store::~event_store() {
  // After a fork the connections and the lock are the parent's; to close them here would take them from it.
  if (impl_->process.valid()) {
    impl_->close(closing::finish);
  } else {
    static_cast<void>(impl_.release());
  }
}

void event_store::append(append_request request, append_callback done) {
  auto prepared = impl_->prepare(std::move(request));
  if (prepared) return impl_->queue.submit(*std::move(prepared), std::move(done));
  not_written refused{std::move(prepared).error()};
  if (impl_->process.valid()) return impl_->queue.answer(std::move(refused), std::move(done));
  if (done) done(std::move(refused));  // in a child there is no thread of the store's to call it
}

append_outcome event_store::append_and_wait(append_request request) {
  auto prepared = impl_->prepare(std::move(request));
  if (!prepared) return not_written{std::move(prepared).error()};
  return impl_->queue.submit_and_wait(*std::move(prepared));
}

result<page> event_store::read_log(const token& after, const filter& which, const read_options& how) {
  const clock& time = *impl_->options.env.clock;
  if (auto good = engine::check_log_read(after, which, how, time); !good) return std::move(good).error();
  return impl_->reading(which.empty() ? "all" : "query",
                        [&](reader& source) { return sqlite::read_log(source, after, which, how, time); });
}

result<page> event_store::read_stream(const stream_id& stream, revision from, const filter& which,
                                      const read_options& how) {
  const clock& time = *impl_->options.env.clock;
  if (auto good = engine::check_stream_read(from, which, how, time); !good) return std::move(good).error();
  return impl_->reading("stream", [&](reader& source) {
    return sqlite::read_stream(source, stream.name(), from, which, how, time);
  });
}

result<std::vector<std::optional<event_ref>>> event_store::find(std::span<const event_id> ids) {
  return impl_->reading("find", [&](reader& source) -> result<std::vector<std::optional<event_ref>>> {
    const snapshot now{source};
    std::vector<std::optional<event_ref>> out;
    out.reserve(ids.size());
    const auto greatest = source.greatest_id();  // new ids, being ordered by time, mostly lie beyond it
    for (const auto& id : ids) {
      const bool may_stand = greatest && id <= *greatest;
      out.push_back(may_stand ? source.reference_of(id) : std::nullopt);
    }
    return out;
  });
}

result<event_ref> event_store::event_at(position at) {
  return impl_->reading("find", [&](reader& source) -> result<event_ref> {
    const snapshot now{source};
    if (auto found = source.reference_at(at.value())) return *std::move(found);
    const auto none = "no event stands at position " + std::to_string(at.value());
    if (at.value() < 1 || at > now.head().position) return error{errc::not_found, none};
    return error{errc::corrupt, none + ", and one must: run `varve verify` and restore a backup"};
  });
}

result<stream_listing> event_store::list_streams(const stream_range& range) {
  if (auto good = engine::check_listing(range); !good) return std::move(good).error();
  return impl_->reading("streams", [&](reader& source) -> result<stream_listing> {
    return sqlite::list_streams(source, range);
  });
}

result<token> event_store::wait(const token& after, instant deadline) {
  return impl_->wait(after, deadline);
}

result<log_info> event_store::info() {
  return impl_->reading("info", [](reader& source) -> result<log_info> { return describe_log(source); });
}

store_status event_store::status() const {
  return impl_->status();
}

result<void> event_store::import_commits(const import_batch& batch) {
  if (auto good = impl_->check_writable(); !good) return good;
  result<void> out;
  const bool ran = impl_->queue.run([&] { out = impl_->writing->import_commits(batch); });
  return ran ? out : closed(impl_->path);
}

result<compaction_slice> event_store::compact(position after, const compaction_limits& most) {
  if (auto good = impl_->check_writable(); !good) return std::move(good).error();
  if (auto good = engine::check_compaction(after, most); !good) return std::move(good).error();
  result<compaction_slice> out = closed(impl_->path);
  static_cast<void>(impl_->queue.run([&] { out = impl_->writing->compact(after, most); }));
  return out;
}

void event_store::close(closing how) {
  if (impl_->process.valid()) impl_->close(how);
}

}  // namespace varve::sqlite

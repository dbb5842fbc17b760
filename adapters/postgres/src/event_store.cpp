#include <varve/eventstore/engine/door.hpp>
#include <varve/eventstore/engine/head_watch.hpp>
#include <varve/eventstore/engine/process_stamp.hpp>
#include <varve/postgres/event_store.hpp>
#include <varve/postgres/sql_failure.hpp>

#include "append_calls.hpp"
#include "channel.hpp"
#include "installation.hpp"
#include "listener.hpp"
#include "log_reader.hpp"
#include "notifier.hpp"
#include "reader_pool.hpp"
#include "seen_log.hpp"
#include "standby_server.hpp"
#include "writer.hpp"

#include <atomic>
#include <mutex>
#include <new>
#include <type_traits>
#include <utility>

namespace varve::postgres {
namespace {

/// Between two looks at the log where wake-ups are heard.
constexpr std::chrono::milliseconds rare_looks{500};
/// What the server is given at least to say how far the log has come, also when no time is left: by one who
/// begins to wait, and by one who knows what it said before.
constexpr std::chrono::nanoseconds least_of_first_look = std::chrono::seconds{1};
constexpr std::chrono::nanoseconds least_of_look = std::chrono::milliseconds{100};

/// Stands where a log that is only read has no writer: what comes is answered at the door.
class no_writer final : public engine::append_writer {
 public:
  void commit(std::span<engine::pending_append* const>) override {}
};

}  // namespace

class event_store::impl {
 public:
  impl(address at, const store_options& how);

  /// Why the store cannot be used.
  [[nodiscard]] result<void> check() const;
  /// Why it cannot be written.
  [[nodiscard]] result<void> check_writable() const;
  [[nodiscard]] result<void> closed() const;
  [[nodiscard]] result<engine::prepared_append> prepare(append_request request);

  /// Runs `read` on a connection of its own; its exceptions become errors.
  template<class Read>
  [[nodiscard]] std::invoke_result_t<const Read&, log_reader&> reading(std::string_view kind,
                                                                       instant deadline, const Read& read,
                                                                       std::chrono::nanoseconds least = {});

  [[nodiscard]] result<token> wait(const token& after, instant deadline);
  [[nodiscard]] store_status status() const;
  void close(closing how);

  const store_options options;
  const engine::process_stamp process;
  const address where;
  std::atomic<store_status::state> state = store_status::state::open;
  bool survives_power_cut = false;              // as the server was set up when the store was opened
  std::atomic<std::int64_t> written_up_to = 0;  // as far as this store knows
  event_id_generator ids;
  const queries ask;
  name_cache names;
  seen_log seen;
  reader_pool readers;
  engine::head_watch heads;
  listener wake_ups;
  notifier others;
  const std::unique_ptr<writer> writing;  // absent when read-only
  no_writer nobody;
  engine::append_queue queue;

 private:
  [[nodiscard]] std::unique_ptr<writer> open_writer();
  /// Runs `read` on a connection, once more when that was lost, when it leads to a server that is not read,
  /// or when the log must begin its epoch first.
  template<class Read>
  [[nodiscard]] std::invoke_result_t<const Read&, log_reader&> read_through(instant deadline,
                                                                            const Read& read,
                                                                            std::chrono::nanoseconds least);
  void begin_epoch(instant deadline, std::chrono::nanoseconds least);
  void wake_others(position head);

  std::mutex closing_;
};

event_store::impl::impl(address at, const store_options& how)
    : options(how),
      where(std::move(at)),
      ids(*how.env.clock, *how.env.random),
      ask(where.log()),
      seen(how.read_only),
      readers(where, how.readers, *how.env.clock),
      heads(
          [this](instant deadline) {
            return read_through(deadline, [](log_reader& log) { return log.state().head; }, least_of_look);
          },
          how.poll, *how.env.clock),
      wake_ups(
          where, how.env, [this] { heads.hint(); },
          [this](bool heard) { heads.look_every(heard ? rare_looks : options.poll); }),
      others(how.env, [this](position head) { wake_others(head); }),
      writing(open_writer()),
      queue("postgres", writing ? static_cast<engine::append_writer&>(*writing) : nobody, how.queue,
            how.env) {
  options.env.log->write(log_level::info, where.shown() + ": opened" + (writing ? "" : " for reading"));
}

std::unique_ptr<writer> event_store::impl::open_writer() {
  if (options.read_only && where.several_hosts())
    throw failure{
        {errc::invalid_argument, where.shown() + ": a log is read from one server, not from several"}};
  survives_power_cut = prepare_log(where, options);
  if (options.read_only) return nullptr;
  return std::make_unique<writer>(where, options, [this](const token& head) {
    written_up_to = head.position.value();
    heads.advance(head);
    others.advance(head.position);
  });
}

void event_store::impl::wake_others(position head) {
  const statement wake{"SELECT set_config('synchronous_commit', 'off', true), pg_notify($1, $2)",
                       parameters::of(channel_of(where.log()), std::to_string(head.value()))};
  readers.take(never)->run(wake);
}

void event_store::impl::begin_epoch(instant deadline, std::chrono::nanoseconds least) {
  readers.take(deadline, least)->run(append_calls{where.log()}.barrier(epoch::random(*options.env.random)));
}

template<class Read>
std::invoke_result_t<const Read&, log_reader&> event_store::impl::read_through(
    instant deadline, const Read& read, std::chrono::nanoseconds least) {
  for (bool again = true;; again = false) {
    try {
      const auto source = readers.take(deadline, least);
      log_reader log{*source, ask, names, seen, *options.env.clock};
      return read(log);
    } catch (const standby_server&) {
      if (!again) throw;
    } catch (const sql_failure& problem) {
      if (!again || problem.fate() != fate::unknown) throw;
    } catch (const moved_log&) {
      if (!again || options.read_only) throw;
      begin_epoch(deadline, least);
    } catch (const changed_log&) {
      if (!again) throw;
    }
  }
}

result<void> event_store::impl::closed() const {
  return error{errc::unavailable, "the log " + where.shown() + " is closed"};
}

result<void> event_store::impl::check() const {
  if (auto good = process.check(); !good) return good;
  if (state == store_status::state::closed) return closed();
  return {};
}

result<void> event_store::impl::check_writable() const {
  if (auto good = check(); !good) return good;
  if (state != store_status::state::open) return closed();
  if (!writing) return error{errc::read_only, "the log " + where.shown() + " was opened for reading only"};
  return {};
}

result<engine::prepared_append> event_store::impl::prepare(append_request request) {
  if (auto good = check_writable(); !good) return std::move(good).error();
  return engine::prepared_append::make(std::move(request), *options.env.clock, ids);
}

template<class Read>
std::invoke_result_t<const Read&, log_reader&> event_store::impl::reading(std::string_view kind,
                                                                          instant deadline, const Read& read,
                                                                          std::chrono::nanoseconds least) {
  if (auto good = check(); !good) return std::move(good).error();
  const bool measured = options.env.metrics != &no_metrics();
  const instant begun = measured ? options.env.clock->steady() : instant{};
  try {
    auto answer = read_through(deadline, read, least);
    if (measured) {
      const std::chrono::duration<double> took = options.env.clock->steady() - begun;
      options.env.metrics->observe("varve.store.read.duration", took.count(),
                                   {{"store", "postgres"}, {"kind", kind}});
    }
    return answer;
  } catch (const failure& problem) {
    return problem.error();
  } catch (const std::bad_alloc&) {
    return error{errc::unavailable, "not enough memory to read " + where.shown()};
  }
}

result<token> event_store::impl::wait(const token& after, instant deadline) {
  const auto look = [&](log_reader& log) -> result<token> {
    const auto now = log.state();
    if (auto good = log.check(after, now); !good) return std::move(good).error();
    return now.head;
  };
  auto shared = reading("wait", deadline, look, least_of_first_look);
  if (!shared || shared->position > after.position) return shared;
  heads.advance(*shared);  // it may have begun another epoch, and lie before what was seen in the last one
  wake_ups.start();
  try {
    const token head = heads.wait(after.position, deadline);
    if (state != store_status::state::open) return closed().error();
    return head;
  } catch (const failure& problem) {
    return problem.error();
  }
}

store_status event_store::impl::status() const {
  store_status out;
  out.kind = "postgres";
  out.location = where.shown();
  out.now = process.valid() ? state.load() : store_status::state::closed;
  out.read_only = !writing;
  out.durability = survives_power_cut ? "power_cut" : "process_crash";
  if (!writing || !process.valid()) return out;
  if (out.now == store_status::state::open && writing->in_doubt()) out.now = store_status::state::in_doubt;
  out.waiting_appends = queue.waiting();
  out.waiting_bytes = queue.waiting_bytes();
  out.indexed_up_to = written_up_to;  // tags are written with their event
  return out;
}

void event_store::impl::close(closing how) {
  auto expected = store_status::state::open;
  const bool first = state.compare_exchange_strong(expected, store_status::state::closing);
  heads.stop();
  wake_ups.stop();
  const bool quiet = queue.close(how);
  others.stop();
  state = store_status::state::closed;
  const std::scoped_lock one_at_a_time{closing_};
  if (writing && quiet) writing->close();
  if (first) options.env.log->write(log_level::info, where.shown() + ": closed");
}

event_store::event_store(std::string_view url, store_options options)
    : impl_(std::make_unique<impl>(address::parse(url).value(), options)) {}

event_store::~event_store() {
  // After a fork the connections are the parent's; to close them here would end its sessions.
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
  if (auto good = engine::check_log_read(after, which, how, *impl_->options.env.clock); !good)
    return std::move(good).error();
  return impl_->reading(which.empty() ? "all" : "query", how.deadline,
                        [&](log_reader& log) { return log.read_log(after, which, how); });
}

result<page> event_store::read_stream(const stream_id& stream, revision from, const filter& which,
                                      const read_options& how) {
  if (auto good = engine::check_stream_read(from, which, how, *impl_->options.env.clock); !good)
    return std::move(good).error();
  return impl_->reading("stream", how.deadline,
                        [&](log_reader& log) { return log.read_stream(stream.name(), from, which, how); });
}

result<std::vector<std::optional<event_ref>>> event_store::find(std::span<const event_id> ids) {
  using found = result<std::vector<std::optional<event_ref>>>;
  return impl_->reading("find", never, [&](log_reader& log) -> found { return log.find(ids); });
}

result<event_ref> event_store::event_at(position at) {
  return impl_->reading("find", never, [&](log_reader& log) -> result<event_ref> {
    if (auto found = log.event_at(at)) return *std::move(found);
    return error{errc::not_found, "no event stands at position " + std::to_string(at.value())};
  });
}

result<stream_listing> event_store::list_streams(const stream_range& range) {
  if (auto good = engine::check_listing(range); !good) return std::move(good).error();
  return impl_->reading("streams", never,
                        [&](log_reader& log) -> result<stream_listing> { return log.list(range); });
}

result<token> event_store::wait(const token& after, instant deadline) {
  return impl_->wait(after, deadline);
}

result<log_info> event_store::info() {
  return impl_->reading("info", never, [](log_reader& log) -> result<log_info> { return log.info(); });
}

store_status event_store::status() const {
  return impl_->status();
}

result<void> event_store::import_commits(const import_batch& batch) {
  if (auto good = impl_->check_writable(); !good) return good;
  result<void> out;
  const bool ran = impl_->queue.run([&] { out = impl_->writing->import_commits(batch); });
  return ran ? out : impl_->closed();
}

result<compaction_slice> event_store::compact(position after, const compaction_limits& most) {
  if (auto good = impl_->check_writable(); !good) return std::move(good).error();
  if (auto good = engine::check_compaction(after, most); !good) return std::move(good).error();
  return impl_->reading("compact", never, [&](log_reader& log) -> result<compaction_slice> {
    return log.compact(after, most.most_compacted);
  });
}

void event_store::close(closing how) {
  if (impl_->process.valid()) impl_->close(how);
}

}  // namespace varve::postgres

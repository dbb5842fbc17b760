#include "plants.hpp"

#include "writing_plants.hpp"

#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>

namespace varve::stress {
namespace {

using contract::changing_store;
using contract::forwarding_store;

std::optional<revision> last_of(event_store& store, const std::string& stream) {
  const auto read =
      store.read_stream(stream, revision::max(), {}, {.direction = direction::backward, .limit = 1});
  return !read || read->empty() ? std::nullopt : std::optional{(*read)[0].revision};
}

bool holds(const expected& demand, std::optional<revision> last) {
  switch (demand.what()) {
    case expected::kind::any: return true;
    case expected::kind::no_stream: return !last;
    case expected::kind::stream_exists: return last.has_value();
    case expected::kind::exactly: return last == demand.revision();
  }
  return false;
}

/// Compares the expected revision with what it reads, and only then appends, whatever has come meanwhile.
/// Tarries a little, so that something does also on one core.
class judges_before_the_lock final : public changing_store {
 public:
  using changing_store::changing_store;

 private:
  std::optional<append_outcome> change(append_request& request) override {
    for (auto& write : request.writes) {
      const auto last = last_of(inner(), write.stream.name());
      if (!holds(write.expected, last)) return conflict{write.stream.name(), write.expected, last, {}};
      write.expected = expected::any();
    }
    std::this_thread::sleep_for(std::chrono::microseconds{100});
    return std::nullopt;
  }
};

/// Tells of a conflict with what a stream was at the conflict before.
class remembers_conflicts final : public changing_store {
 public:
  using changing_store::changing_store;

 private:
  std::optional<append_outcome> change(append_request& request) override {
    if (request.writes.size() != 1) return std::nullopt;
    const auto& write = request.writes.front();
    const std::scoped_lock lock{mutex_};
    const auto actual = last_of(inner(), write.stream.name());
    const auto [known, fresh] = known_.emplace(write.stream.name(), actual);
    if (holds(write.expected, known->second)) return std::nullopt;
    const auto then = std::exchange(known->second, actual);
    return fresh ? std::nullopt
                 : std::optional<append_outcome>{conflict{write.stream.name(), write.expected, then, {}}};
  }

  std::mutex mutex_;
  std::map<std::string, std::optional<revision>> known_;
};

/// Shows a page of the log as it was at the read before.
class shows_old_pages final : public forwarding_store {
 public:
  using forwarding_store::forwarding_store;

  [[nodiscard]] result<page> read_stream(const stream_id& stream, revision from, const filter& which,
                                         const read_options& how) override {
    auto read = forwarding_store::read_stream(stream, from, which, how);
    if (how.direction == direction::backward || !read) return read;
    const std::scoped_lock lock{mutex_};
    std::swap(*read, pages_[{stream.name(), from}]);
    return read->head().position == position{} ? forwarding_store::read_stream(stream, from, which, how)
                                               : std::move(read);
  }

 private:
  std::mutex mutex_;
  std::map<std::pair<std::string, revision>, page> pages_;
};

/// Leaves the events of some streams out of every seventh page of the log; whoever reads many at once gets
/// all.
class skips_in_the_log final : public forwarding_store {
 public:
  using forwarding_store::forwarding_store;

  [[nodiscard]] result<page> read_log(const token& after, const filter& which,
                                      const read_options& how) override {
    const bool skips =
        which.empty() && how.direction == direction::forward && how.limit < 1000 && reads_++ % 7 == 6;
    return forwarding_store::read_log(after, skips ? filter{.categories = {"own"}} : which, how);
  }

 private:
  std::atomic<unsigned> reads_ = 0;
};

/// Acknowledges every hundredth append to a stream of its own without writing it.
class acknowledges_without_writing final : public changing_store {
 public:
  using changing_store::changing_store;

 private:
  std::optional<append_outcome> change(append_request& request) override {
    if (request.writes.size() != 1 || appends_++ % 100 != 99) return std::nullopt;
    const auto& write = request.writes.front();
    const auto last = last_of(inner(), write.stream.name());
    const revision first = last ? last->next() : revision{};
    const auto head = inner().info().value().head;
    const auto more = static_cast<std::int64_t>(write.events.size()) - 1;
    return appended{{{write.stream.name(), first, first + more}},
                    head.position.next(),
                    head.position + (more + 1),
                    false,
                    head};
  }

  std::atomic<unsigned> appends_ = 0;
};

/// Says of every fiftieth append that it was not written, once it is.
class denies_what_it_wrote final : public forwarding_store {
 public:
  using forwarding_store::forwarding_store;

  append_outcome append_and_wait(append_request request) override {
    auto outcome = forwarding_store::append_and_wait(std::move(request));
    if (appends_++ % 50 != 49) return outcome;
    return not_written{{errc::timeout, "planted"}};
  }

 private:
  std::atomic<unsigned> appends_ = 0;
};

/// Writes what is sent again once more, under other ids.
class writes_repeats_anew final : public forwarding_store {
 public:
  using forwarding_store::forwarding_store;

  append_outcome append_and_wait(append_request request) override {
    auto outcome = forwarding_store::append_and_wait(request);
    const auto* const done = std::get_if<appended>(&outcome);
    if (done == nullptr || !done->replayed) return outcome;
    for (auto& write : request.writes)
      for (auto& event : write.events) event.id.reset();
    return forwarding_store::append_and_wait(std::move(request));
  }
};

/// Takes a lost answer for a failure.
class calls_doubt_not_written final : public forwarding_store {
 public:
  using forwarding_store::forwarding_store;

  append_outcome append_and_wait(append_request request) override {
    auto outcome = forwarding_store::append_and_wait(std::move(request));
    if (!std::holds_alternative<unknown>(outcome)) return outcome;
    return not_written{{errc::timeout, "planted"}};
  }
};

/// Takes its own event, which stands already, for somebody else's.
class calls_repeats_conflicts final : public forwarding_store {
 public:
  using forwarding_store::forwarding_store;

  append_outcome append_and_wait(append_request request) override {
    auto outcome = forwarding_store::append_and_wait(request);
    const auto* const done = std::get_if<appended>(&outcome);
    if (done == nullptr || !done->replayed) return outcome;
    const auto& write = request.writes.front();
    return conflict{write.stream.name(), write.expected, last_of(inner(), write.stream.name()), {}};
  }
};

template<class Planted>
std::unique_ptr<event_store> over(std::unique_ptr<event_store> sound) {
  return std::make_unique<Planted>(std::move(sound));
}

}  // namespace

std::unique_ptr<event_store> planted(std::string_view defect, std::unique_ptr<event_store> sound) {
  using maker = std::unique_ptr<event_store> (*)(std::unique_ptr<event_store>);
  static const std::map<std::string_view, maker> makers{
      {"none", [](std::unique_ptr<event_store> store) { return store; }},
      {"judges_before_the_lock", over<judges_before_the_lock>},
      {"remembers_conflicts", over<remembers_conflicts>},
      {"shows_old_pages", over<shows_old_pages>},
      {"skips_in_the_log", over<skips_in_the_log>},
      {"acknowledges_without_writing", over<acknowledges_without_writing>},
      {"denies_what_it_wrote", over<denies_what_it_wrote>},
      {"writes_repeats_anew", over<writes_repeats_anew>},
      {"calls_doubt_not_written", over<calls_doubt_not_written>},
      {"calls_repeats_conflicts", over<calls_repeats_conflicts>},
      {"splits_a_commit", over<contract::splits_a_commit>},
  };
  const auto found = makers.find(defect);
  if (found == makers.end()) throw std::invalid_argument("no defect is called '" + std::string(defect) + "'");
  return found->second(std::move(sound));
}

}  // namespace varve::stress

#pragma once

#include <varve/core/error.hpp>
#include <varve/testing/forwarding_store.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <utility>

namespace varve::testing {

/// What the compacting stores of one log share.
struct compacting {
  std::atomic<bool> due = false;         ///< something may be hidden that is not compacted
  std::atomic<std::int64_t> events = 0;  ///< compacted
};

/// A store whose log is always compacted: whatever a deletion or truncation hides is gone before the next
/// call. Its log reads give skeletons, so that whoever looks for the places of events finds them all.
class compacting_store final : public forwarding_store {
 public:
  compacting_store(std::unique_ptr<event_store> inner, std::shared_ptr<compacting> shared)
      : forwarding_store(std::move(inner)), shared_(std::move(shared)) {}

  void append(append_request request, append_callback done) override {
    catch_up();
    const bool hides = request.change.has_value();
    inner().append(std::move(request),
                   [hides, shared = shared_, done = std::move(done)](append_outcome outcome) {
                     if (hides) shared->due = true;
                     if (done) done(std::move(outcome));
                   });
  }
  append_outcome append_and_wait(append_request request) override {
    catch_up();
    const bool hides = request.change.has_value();
    append_outcome out = inner().append_and_wait(std::move(request));
    if (hides) shared_->due = true;
    return out;
  }
  [[nodiscard]] result<page> read_log(const token& after, const filter& which,
                                      const read_options& how) override {
    catch_up();
    read_options all = how;
    all.skeletons = true;
    return inner().read_log(after, which, all);
  }
  [[nodiscard]] result<page> read_stream(const stream_id& stream, revision from, const filter& which,
                                         const read_options& how) override {
    catch_up();
    return inner().read_stream(stream, from, which, how);
  }
  [[nodiscard]] result<std::vector<std::optional<event_ref>>> find(std::span<const event_id> ids) override {
    catch_up();
    return inner().find(ids);
  }
  [[nodiscard]] result<event_ref> event_at(position at) override {
    catch_up();
    return inner().event_at(at);
  }
  [[nodiscard]] result<stream_listing> list_streams(const stream_range& range) override {
    catch_up();
    return inner().list_streams(range);
  }
  [[nodiscard]] result<log_info> info() override {
    catch_up();
    return inner().info();
  }

 private:
  /// In slices of a few events. A store that only reads, is closed or calls from one of its callbacks leaves
  /// it to the next call.
  void catch_up() {
    if (!shared_->due.exchange(false)) return;
    position reached;
    for (bool end = false; !end;) {
      const auto slice = inner().compact(reached, {.most_compacted = 3});
      if (!slice) {
        shared_->due = true;
        if (slice.error().code == errc::unavailable || slice.error().code == errc::read_only) return;
        throw failure{slice.error()};
      }
      shared_->events += slice->events;
      reached = slice->scanned;
      end = slice->end;
    }
  }

  const std::shared_ptr<compacting> shared_;
};

}  // namespace varve::testing

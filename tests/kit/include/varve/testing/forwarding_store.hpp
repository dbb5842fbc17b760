#pragma once

#include <varve/eventstore/event_store.hpp>

#include <memory>
#include <utility>

namespace varve::testing {

/// A store that hands everything on to another. Derive from it and override what shall go otherwise: a fault,
/// a count, somebody else who acts first. As thread-safe as what it hands on to.
class forwarding_store : public event_store {
 public:
  /// Owns the other.
  explicit forwarding_store(std::unique_ptr<event_store> inner) : owned_(std::move(inner)), inner_(*owned_) {}
  /// The other must outlive it.
  explicit forwarding_store(event_store& inner) : inner_(inner) {}

  void append(append_request request, append_callback done) override {
    inner_.append(std::move(request), std::move(done));
  }
  append_outcome append_and_wait(append_request request) override {
    return inner_.append_and_wait(std::move(request));
  }
  [[nodiscard]] result<page> read_log(const token& after, const filter& which,
                                      const read_options& how) override {
    return inner_.read_log(after, which, how);
  }
  [[nodiscard]] result<page> read_stream(const stream_id& stream, revision from, const filter& which,
                                         const read_options& how) override {
    return inner_.read_stream(stream, from, which, how);
  }
  [[nodiscard]] result<std::vector<std::optional<event_ref>>> find(std::span<const event_id> ids) override {
    return inner_.find(ids);
  }
  [[nodiscard]] result<event_ref> event_at(position at) override { return inner_.event_at(at); }
  [[nodiscard]] result<stream_listing> list_streams(const stream_range& range) override {
    return inner_.list_streams(range);
  }
  [[nodiscard]] result<token> wait(const token& after, instant deadline) override {
    return inner_.wait(after, deadline);
  }
  [[nodiscard]] result<log_info> info() override { return inner_.info(); }
  [[nodiscard]] store_status status() const override { return inner_.status(); }
  [[nodiscard]] result<void> import_commits(const import_batch& batch) override {
    return inner_.import_commits(batch);
  }
  [[nodiscard]] result<compaction_slice> compact(position after, const compaction_limits& most) override {
    return inner_.compact(after, most);
  }
  void close(closing how) override { inner_.close(how); }

 protected:
  [[nodiscard]] event_store& inner() { return inner_; }

 private:
  std::unique_ptr<event_store> owned_;
  event_store& inner_;
};

}  // namespace varve::testing

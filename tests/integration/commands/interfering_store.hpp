#pragma once

#include <varve/eventstore/event_store.hpp>
#include <varve/eventstore/memory_store.hpp>

#include <functional>
#include <utility>

/// A memory store in whose course a test may interfere: just before a waiting append reaches it, and with the
/// outcome that is told.
class interfering_store final : public varve::event_store {
 public:
  /// Called once, before the next append.
  void before_next_append(std::function<void(varve::event_store&)> act) { before_ = std::move(act); }
  /// Called with the next append in place of the store.
  void in_place_of_next_append(
      std::function<varve::append_outcome(varve::event_store&, varve::append_request)> act) {
    instead_ = std::move(act);
  }
  [[nodiscard]] int appends() const { return appends_; }
  [[nodiscard]] int reads() const { return reads_; }

  void append(varve::append_request request, varve::append_callback done) override {
    store_.append(std::move(request), std::move(done));
  }
  varve::append_outcome append_and_wait(varve::append_request request) override {
    ++appends_;
    if (auto act = std::exchange(before_, {})) act(store_);
    if (auto act = std::exchange(instead_, {})) return act(store_, std::move(request));
    return store_.append_and_wait(std::move(request));
  }
  varve::result<varve::page> read_log(const varve::token& after, const varve::filter& which,
                                      const varve::read_options& how) override {
    return store_.read_log(after, which, how);
  }
  varve::result<varve::page> read_stream(const varve::stream_id& stream, varve::revision from,
                                         const varve::filter& which,
                                         const varve::read_options& how) override {
    ++reads_;
    return store_.read_stream(stream, from, which, how);
  }
  varve::result<std::vector<std::optional<varve::event_ref>>> find(
      std::span<const varve::event_id> ids) override {
    return store_.find(ids);
  }
  varve::result<varve::event_ref> event_at(varve::position at) override { return store_.event_at(at); }
  varve::result<varve::stream_listing> list_streams(const varve::stream_range& range) override {
    return store_.list_streams(range);
  }
  varve::result<varve::token> wait(const varve::token& after, varve::instant deadline) override {
    return store_.wait(after, deadline);
  }
  varve::result<varve::log_info> info() override { return store_.info(); }
  varve::store_status status() const override { return store_.status(); }
  void close(varve::closing how) override { store_.close(how); }

 private:
  varve::memory_store store_;
  std::function<void(varve::event_store&)> before_;
  std::function<varve::append_outcome(varve::event_store&, varve::append_request)> instead_;
  int appends_ = 0;
  int reads_ = 0;
};

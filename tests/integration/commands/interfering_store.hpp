#pragma once

#include <varve/eventstore/memory_store.hpp>
#include <varve/testing/forwarding_store.hpp>

#include <functional>
#include <memory>
#include <utility>

/// A memory store in whose course a test may interfere: just before a waiting append reaches it, and with the
/// outcome that is told.
class interfering_store final : public varve::testing::forwarding_store {
 public:
  interfering_store() : forwarding_store(std::make_unique<varve::memory_store>()) {}

  /// Called once, before the next append.
  void before_next_append(std::function<void(varve::event_store&)> act) { before_ = std::move(act); }
  /// Called with the next append in place of the store.
  void in_place_of_next_append(
      std::function<varve::append_outcome(varve::event_store&, varve::append_request)> act) {
    instead_ = std::move(act);
  }
  [[nodiscard]] int appends() const { return appends_; }
  [[nodiscard]] int reads() const { return reads_; }

  varve::append_outcome append_and_wait(varve::append_request request) override {
    ++appends_;
    if (auto act = std::exchange(before_, {})) act(inner());
    if (auto act = std::exchange(instead_, {})) return act(inner(), std::move(request));
    return inner().append_and_wait(std::move(request));
  }
  varve::result<varve::page> read_stream(const varve::stream_id& stream, varve::revision from,
                                         const varve::filter& which,
                                         const varve::read_options& how) override {
    ++reads_;
    return inner().read_stream(stream, from, which, how);
  }

 private:
  std::function<void(varve::event_store&)> before_;
  std::function<varve::append_outcome(varve::event_store&, varve::append_request)> instead_;
  int appends_ = 0;
  int reads_ = 0;
};

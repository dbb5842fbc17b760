#pragma once

#include <varve/eventstore/event_store.hpp>

namespace varve::contract {

/// Answers success with nothing to everything.
class do_nothing_store final : public event_store {
 public:
  void append(append_request, append_callback done) override { done(appended{}); }
  append_outcome append_and_wait(append_request) override { return appended{}; }
  [[nodiscard]] result<page> read_log(const token&, const filter&, const read_options&) override {
    return page{};
  }
  [[nodiscard]] result<page> read_stream(const stream_id&, revision, const filter&,
                                         const read_options&) override {
    return page{};
  }
  [[nodiscard]] result<std::vector<std::optional<event_ref>>> find(std::span<const event_id> ids) override {
    return std::vector<std::optional<event_ref>>(ids.size());
  }
  [[nodiscard]] result<event_ref> event_at(position) override { return event_ref{}; }
  [[nodiscard]] result<stream_listing> list_streams(const stream_range&) override { return stream_listing{}; }
  [[nodiscard]] result<token> wait(const token&, instant) override { return token{}; }
  [[nodiscard]] result<log_info> info() override { return log_info{}; }
  [[nodiscard]] store_status status() const override { return {}; }
  void close(closing) override {}
};

}  // namespace varve::contract

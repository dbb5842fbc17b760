#pragma once

#include <varve/eventstore.hpp>

#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace shop {

// [store]
/// Hands everything on to another store, and tells an audit who appended what, before it is judged.
class audited_store final : public varve::event_store {
 public:
  using audit = std::function<void(const varve::append_request&)>;  // thread-safe

  audited_store(std::unique_ptr<varve::event_store> inner, audit told)
      : inner_(std::move(inner)), told_(std::move(told)) {}

  void append(varve::append_request request, varve::append_callback done) override {
    told_(request);
    inner_->append(std::move(request), std::move(done));
  }
  varve::append_outcome append_and_wait(varve::append_request request) override {
    told_(request);
    return inner_->append_and_wait(std::move(request));
  }
  // [/store]
  varve::result<varve::page> read_log(const varve::token& after, const varve::filter& which,
                                      const varve::read_options& how) override {
    return inner_->read_log(after, which, how);
  }
  varve::result<varve::page> read_stream(const varve::stream_id& stream, varve::revision from,
                                         const varve::filter& which,
                                         const varve::read_options& how) override {
    return inner_->read_stream(stream, from, which, how);
  }
  varve::result<std::vector<std::optional<varve::event_ref>>> find(
      std::span<const varve::event_id> ids) override {
    return inner_->find(ids);
  }
  varve::result<varve::event_ref> event_at(varve::position at) override { return inner_->event_at(at); }
  varve::result<varve::stream_listing> list_streams(const varve::stream_range& range) override {
    return inner_->list_streams(range);
  }
  varve::result<varve::token> wait(const varve::token& after, varve::instant deadline) override {
    return inner_->wait(after, deadline);
  }
  varve::result<varve::log_info> info() override { return inner_->info(); }
  [[nodiscard]] varve::store_status status() const override { return inner_->status(); }
  void close(varve::closing how) override { inner_->close(how); }

 private:
  std::unique_ptr<varve::event_store> inner_;
  audit told_;
};

}  // namespace shop

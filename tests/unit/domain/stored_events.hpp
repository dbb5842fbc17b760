#pragma once

#include <varve/core/codec.hpp>
#include <varve/core/event_view.hpp>

#include <deque>
#include <memory>
#include <string>
#include <vector>

/// Events of one stream as a page would give them. Copies share the memory that the views borrow.
class stored_events {
 public:
  stored_events() : stored_events("cart-42") {}
  explicit stored_events(std::string stream) : stream_(std::make_shared<std::string>(std::move(stream))) {}

  /// The data as they stand in a log.
  stored_events& add(std::string_view type, std::string data,
                     std::string_view content_type = "application/json") {
    data.append(64, '\0');
    auto& row = rows_->emplace_back(row_data{std::string(type), std::move(data), std::string(content_type)});
    varve::event_view view;
    view.revision = varve::revision{static_cast<std::int64_t>(views_.size())};
    view.position = varve::position{static_cast<std::int64_t>(views_.size()) + 1};
    view.stream = varve::stream_view{*stream_};
    view.type = row.type;
    view.data = std::string_view(row.data).substr(0, row.data.size() - 64);
    view.content_type = row.content_type;
    view.metadata = "{}";
    views_.push_back(view);
    return *this;
  }

  template<class E>
  stored_events& add(const E& event) {
    std::string data;
    varve::encode(event, varve::format::json, data).value();
    return add(E::event_name, std::move(data));
  }

  /// Gives the last event these times.
  stored_events& at(varve::timestamp occurred, varve::timestamp recorded) {
    views_.back().occurred_at = occurred;
    views_.back().recorded_at = recorded;
    return *this;
  }

  [[nodiscard]] const std::vector<varve::event_view>& views() const { return views_; }
  [[nodiscard]] const varve::event_view& last() const { return views_.back(); }

 private:
  struct row_data {
    std::string type, data, content_type;
  };

  std::shared_ptr<std::string> stream_;
  std::shared_ptr<std::deque<row_data>> rows_ = std::make_shared<std::deque<row_data>>();
  std::vector<varve::event_view> views_;
};

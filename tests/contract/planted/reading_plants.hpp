#pragma once

#include <varve/testing/forwarding_store.hpp>

#include <algorithm>
#include <deque>
#include <mutex>

namespace varve::contract {

using testing::forwarding_store;

/// Leaves out position 2: what stands there and behind it is given out one higher.
class gives_positions_with_a_gap final : public forwarding_store {
 public:
  using forwarding_store::forwarding_store;

  [[nodiscard]] result<token> wait(const token& after, instant deadline) override {
    auto answer = forwarding_store::wait({after.epoch, moved_back(after.position)}, deadline);
    if (answer) answer->position = moved(answer->position);
    return answer;
  }

  [[nodiscard]] result<page> read_log(const token& after, const filter& which,
                                      const read_options& how) override {
    auto answer = forwarding_store::read_log({after.epoch, moved_back(after.position)}, which, how);
    if (!answer) return answer;
    const page& kept = keep(*std::move(answer));
    std::vector<event_view> events(kept.begin(), kept.end());
    for (auto& one : events) {
      one.position = moved(one.position);
      one.commit = moved(one.commit);
    }
    page::facts known{kept.head(), kept.scanned(), kept.edge(), {}, kept.at_end()};
    known.head.position = moved(known.head.position);
    if (known.scanned) known.scanned->position = moved(known.scanned->position);
    if (known.edge) known.edge->position = moved(known.edge->position);
    return page{std::move(events), {}, known};
  }

  [[nodiscard]] result<log_info> info() override {
    auto answer = forwarding_store::info();
    if (answer) answer->head.position = moved(answer->head.position);
    return answer;
  }

 private:
  static position moved(position place) { return place < position{2} ? place : place.next(); }
  static position moved_back(position place) {
    return place < position{2} || place == position::max() ? place : place.previous();
  }

  const page& keep(page bytes) {
    const std::scoped_lock lock{mutex_};
    return pages_.emplace_back(std::move(bytes));
  }

  std::mutex mutex_;
  std::deque<page> pages_;
};

/// Treats events of `$streams` like any other when it filters.
class lets_reserved_events_through_a_filter final : public forwarding_store {
 public:
  using forwarding_store::forwarding_store;

  [[nodiscard]] result<page> read_log(const token& after, const filter& which,
                                      const read_options& how) override {
    const bool by_query_alone =
        which.types.empty() && which.categories.empty() && which.prefix.empty() && !which.query.items.empty();
    if (!by_query_alone) return forwarding_store::read_log(after, which, how);
    filter generous = which;
    for (auto& item : generous.query.items)
      if (item.types.empty() && item.tags.empty()) generous.query.items.clear();
    return forwarding_store::read_log(after, generous, how);
  }
};

/// Reads a stream as if nothing had been deleted or truncated.
class shows_hidden_events final : public forwarding_store {
 public:
  using forwarding_store::forwarding_store;

  [[nodiscard]] result<page> read_stream(const stream_id& stream, revision, const filter&,
                                         const read_options& how) override {
    return forwarding_store::read_log(token::start(), {.prefix = stream.name()}, how);
  }
};

/// Says that a page ends with a commit where it does not.
class ends_pages_inside_commits final : public forwarding_store {
 public:
  using forwarding_store::forwarding_store;

  [[nodiscard]] result<page> read_log(const token& after, const filter& which,
                                      const read_options& how) override {
    read_options careless = how;
    careless.whole_commits = false;
    return forwarding_store::read_log(after, which, careless);
  }
};

/// Takes a place of any history for one of its own.
class takes_any_epoch final : public forwarding_store {
 public:
  using forwarding_store::forwarding_store;

  append_outcome append_and_wait(append_request request) override {
    if (request.condition) request.condition->after.epoch = {};
    return forwarding_store::append_and_wait(std::move(request));
  }
  [[nodiscard]] result<page> read_log(const token& after, const filter& which,
                                      const read_options& how) override {
    return forwarding_store::read_log({{}, after.position}, which, how);
  }
  [[nodiscard]] result<token> wait(const token& after, instant deadline) override {
    return forwarding_store::wait({{}, after.position}, deadline);
  }
};

}  // namespace varve::contract

#include "append_batch.hpp"

#include <varve/eventstore/engine/filter_matcher.hpp>

#include "checksum.hpp"

#include <algorithm>
#include <utility>

namespace varve::postgres {
namespace {

using engine::prepared_append;

/// Comparisons of conditions with events of earlier appends, in one batch.
constexpr std::size_t most_compared = 20'000;

/// In the answer, of a demand and of an event that stands already: a row with its numbers, and with a digest.
/// When all were judged at once there are the first revisions instead.
constexpr std::size_t bytes_of_demand = 64;
constexpr std::size_t bytes_of_standing = 96;

}  // namespace

std::int64_t revision_in(const expected& demand) {
  if (demand.what() != expected::kind::exactly) return 0;
  const revision named = demand.revision();
  return (named == revision::max() ? named.previous() : named).value();
}

append_batch::append_batch(std::span<pending* const> group) {
  std::size_t taken = 0;
  for (; taken < group.size() && (taken == 0 || fits(*group[taken])); ++taken) {
    appends_ = group.first(taken + 1);
    add(group[taken]->append);
  }
}

bool append_batch::fits(const pending& next) const {
  const auto& request = next.append.request();
  if (request.change) return false;
  if (request.condition && written_.size() * (1 + request.condition->query.items.size()) > most_compared)
    return false;
  for (const auto& entry : next.append.entries())
    if (entry.named && ids_.contains(bytes_of(entry.event->id->value))) return false;
  return true;
}

void append_batch::add(const prepared_append& append) {
  const auto& request = append.request();
  const std::size_t named_before = named_.size();
  const auto first_demand = static_cast<std::int64_t>(demands_.size()) + 1;
  auto place = static_cast<std::int64_t>(written_.size()) + 1;
  std::size_t index = 0;
  for (const auto& write : request.writes) {
    add_demand(write.stream, write.expected, write.events.size(), index++);
    d_place_.add(std::exchange(place, place + static_cast<std::int64_t>(write.events.size())));
  }
  for (const auto& check : request.checks) {
    add_demand(check.stream, check.expected, 0, index++);
    d_place_.add(place);
  }
  r_demands_.add(static_cast<std::int64_t>(demands_.size()));
  if (request.condition) {
    add_condition(*request.condition);
    r_condition_.add(std::int64_t{q_after_.size()});
  } else {
    r_condition_.add(std::int64_t{0});
  }
  r_matches_.add(std::int64_t{m_demand_.size()});
  add_events(append, first_demand);
  const std::size_t rows = std::max<std::size_t>(1, request.writes.size() + request.checks.size());
  most_bytes_of_answer_ +=
      std::max(rows * bytes_of_demand, (named_.size() - named_before) * bytes_of_standing);
}

void append_batch::add_demand(const stream_id& stream, const expected& what, std::size_t events,
                              std::size_t index) {
  demands_.push_back({appends_.size() - 1, index});
  d_stream_.add(stream_number(stream.name()));
  if (streams_.size() < d_stream_.size()) plain_ = false;
  d_kind_.add(static_cast<std::int64_t>(what.what()));
  d_revision_.add(revision_in(what));
  d_events_.add(static_cast<std::int64_t>(events));
}

void append_batch::add_condition(const append_condition& condition) {
  plain_ = false;
  q_epoch_.add(condition.after.epoch.value);
  q_after_.add(condition.after.position.value());
  for (const auto& item : condition.query.items) {
    for (const auto& type : item.types) i_type_.add(type);
    for (const auto& tag : item.tags) i_tag_.add(tag);
    i_types_.add(std::int64_t{i_type_.size()});
    i_tags_.add(std::int64_t{i_tag_.size()});
  }
  if (condition.query.items.empty()) {  // one item that asks for nothing matches the same
    i_types_.add(std::int64_t{i_type_.size()});
    i_tags_.add(std::int64_t{i_tag_.size()});
  }
  q_items_.add(std::int64_t{i_types_.size()});
  for (const auto& event : written_) {
    if (!engine::matches(condition.query, event.type, event.tags)) continue;
    m_demand_.add(event.demand);
    m_offset_.add(event.offset);
  }
}

void append_batch::add_events(const prepared_append& append, std::int64_t first_demand) {
  const auto& writes = append.request().writes;
  const auto count = static_cast<std::int64_t>(append.entries().size());
  std::int64_t behind = 0;
  std::int64_t offset = 0;
  std::uint32_t write = 0;
  for (const auto& entry : append.entries()) {
    const new_event& event = *entry.event;
    if (entry.write != write) offset = 0;
    write = entry.write;
    const std::int64_t number = first_demand + write;
    e_demand_.add(number);
    e_offset_.add(offset);
    e_behind_.add(behind);
    e_ahead_.add(count - 1 - behind);
    e_type_.add(name_number(event.type));
    e_id_.add(event.id->value);
    e_occurred_at_.add(event.occurred_at->time_since_epoch().count());
    e_digest_.add(bytes_of(entry.content_digest));
    e_checksum_.add(content_check({writes[write].stream.name(), event.type, *event.id, entry.content_digest,
                                   event.occurred_at->time_since_epoch().count(), event.content_type,
                                   event.tags.packed(), event.metadata, event.data}));
    e_content_type_.add_or_null(event.content_type);
    e_tags_.add_or_null(event.tags.packed());
    e_metadata_.add_or_null(event.metadata);
    e_data_.add(event.data);
    for (const std::string_view tag : event.tags.view()) {
      t_event_.add(std::int64_t{e_id_.size()});
      t_tag_.add(tag);
    }
    if (entry.named) {
      ids_.insert(bytes_of(event.id->value));
      named_.push_back(&entry);
      n_id_.add(event.id->value);
      n_request_.add(static_cast<std::int64_t>(appends_.size()));
    }
    written_.push_back({event.type, event.tags.view(), number, offset});
    ++behind;
    ++offset;
  }
}

std::int64_t append_batch::stream_number(std::string_view name) {
  const auto [known, fresh] = streams_by_name_.try_emplace(name, std::int64_t{streams_.size()} + 1);
  if (fresh) {
    streams_.add(name);
    categories_.add(name_number(category_of(name)));
  }
  return known->second;
}

std::int64_t append_batch::name_number(std::string_view name) {
  const auto [known, fresh] = names_by_name_.try_emplace(name, std::int64_t{names_.size()} + 1);
  if (fresh) names_.add(name);
  return known->second;
}

void append_batch::add_to(parameters& out) const {
  out.add(plain_);
  for (const array_parameter* const array :
       {&names_,      &streams_,        &categories_, &r_demands_,  &r_condition_,   &r_matches_,
        &d_stream_,   &d_kind_,         &d_revision_, &d_events_,   &d_place_,       &q_epoch_,
        &q_after_,    &q_items_,        &i_types_,    &i_tags_,     &i_type_,        &i_tag_,
        &m_demand_,   &m_offset_,       &n_id_,       &n_request_,  &e_demand_,      &e_offset_,
        &e_behind_,   &e_ahead_,        &e_type_,     &e_id_,       &e_occurred_at_, &e_digest_,
        &e_checksum_, &e_content_type_, &e_tags_,     &e_metadata_, &e_data_,        &t_event_,
        &t_tag_})
    out.add(*array);
}

}  // namespace varve::postgres

#include "queries.hpp"

#include "event_row.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace varve::postgres {
namespace {

constexpr std::string_view reference_columns =
    "e.position, e.behind, s.name, e.revision, e.id, t.name, e.occurred_at, e.recorded_at, e.digest";
constexpr std::string_view reference_tables =
    "{log}.events e JOIN {log}.streams s ON s.stream = e.stream JOIN {log}.names t ON t.key = e.type";

array_parameter texts(std::span<const std::string> all) {
  array_parameter out{type_oid::text};
  for (const auto& one : all) out.add(one);
  return out;
}

/// In order, so that one statement serves both directions: least first.
std::pair<std::int64_t, std::int64_t> bounds(const read_range& range) {
  return range.direction == direction::forward ? std::pair(range.from, range.to)
                                               : std::pair(range.to, range.from);
}

std::string_view order(direction way) {
  return way == direction::forward ? " ASC" : " DESC";
}

}  // namespace

queries::queries(std::string log) : log_('"' + std::move(log) + '"') {}

std::string queries::of_log(std::string_view sql) const {
  constexpr std::string_view placeholder = "{log}";
  std::string out;
  for (std::size_t at = sql.find(placeholder); at != std::string_view::npos; at = sql.find(placeholder)) {
    out.append(sql.substr(0, at)).append(log_);
    sql.remove_prefix(at + placeholder.size());
  }
  return out.append(sql);
}

statement queries::state() const {
  return {
      of_log("SELECT epoch, head, here, pg_catalog.pg_is_in_recovery() FROM {log}.state_1()"), {}, "state_1"};
}

statement queries::ancestors() const {
  return {of_log("SELECT epoch, shared, shared_id, cause FROM {log}.ancestors ORDER BY ordinal")};
}

statement queries::events(const read_driver& driver, const read_range& range, std::int64_t limit) const {
  const auto [least, greatest] = bounds(range);
  const std::string way{order(range.direction)};
  statement out{{}, parameters::of(least, greatest, limit)};
  if (driver.empty()) {
    out.name = "events" + way;
    out.sql = of_log("SELECT " + std::string(event_columns) +
                     " FROM {log}.events e WHERE e.position BETWEEN $1 AND $2 ORDER BY e.position" + way +
                     " LIMIT $3");
    return out;
  }
  std::string places;
  const auto add = [&](std::string_view from, std::string_view table, std::string_view where,
                       std::string_view last, const std::vector<std::string>& wanted) {
    if (wanted.empty()) return;
    out.values.add(texts(wanted));
    if (!places.empty()) places += " UNION ALL ";
    places.append("SELECT p.position FROM ").append(from).append(", LATERAL (SELECT x.position FROM ");
    places.append(table).append(" x WHERE ").append(where);
    places.append(" AND x.position BETWEEN $1 AND $2 ORDER BY x.position").append(way).append(" LIMIT $3) p");
    places.append(last).append("$").append(std::to_string(out.values.size())).append("::text[])");
  };
  const std::string by_name = " WHERE n.name = ANY(";
  if (!driver.tags.empty()) {
    out.values.add(texts(driver.tags));
    places = "SELECT p.position FROM unnest($" + std::to_string(out.values.size()) +
             "::text[]) t(tag), LATERAL (SELECT x.position FROM {log}.tags x WHERE x.tag = t.tag COLLATE "
             "\"C\" AND "
             "x.position BETWEEN $1 AND $2 ORDER BY x.position" +
             way + " LIMIT $3) p";
  }
  add("{log}.names n", "{log}.events", "x.type = n.key", by_name, driver.types);
  add("{log}.names n", "{log}.events", "x.category = n.key", by_name, driver.categories);
  out.sql = of_log("SELECT " + std::string(event_columns) + " FROM (SELECT DISTINCT c.position FROM (" +
                   places + ") c ORDER BY c.position" + way +
                   " LIMIT $3) c JOIN {log}.events e ON e.position = c.position ORDER BY e.position" + way);
  return out;
}

statement queries::rarest(std::span<const std::string> tags) const {
  return {
      of_log(
          "SELECT t.tag FROM unnest($1::text[]) t(tag), LATERAL (SELECT count(*) AS events FROM (SELECT FROM "
          "{log}.tags x WHERE x.tag = t.tag COLLATE \"C\" LIMIT 1000) few) c ORDER BY c.events LIMIT 1"),
      parameters::of(texts(tags))};
}

statement queries::landmark(std::int64_t position) const {
  return {of_log("SELECT position, behind, ahead, id FROM {log}.events WHERE position = $1"),
          parameters::of(position), "landmark"};
}

statement queries::names(std::span<const std::int64_t> streams, std::span<const std::int64_t> types) const {
  array_parameter of_streams{type_oid::int8};
  array_parameter of_types{type_oid::int4};
  for (const std::int64_t key : streams) of_streams.add(key);
  for (const std::int64_t key : types) of_types.add(key);
  return {of_log("SELECT true, s.stream, s.name FROM {log}.streams s WHERE s.stream = ANY ($1) UNION ALL "
                 "SELECT false, "
                 "n.key::bigint, n.name FROM {log}.names n WHERE n.key = ANY ($2)"),
          parameters::of(of_streams, of_types), "names"};
}

statement queries::stream(std::string_view name) const {
  return {of_log("SELECT s.stream, s.first_visible, (SELECT e.revision FROM {log}.events e WHERE e.stream = "
                 "s.stream "
                 "ORDER BY e.revision DESC LIMIT 1) FROM {log}.streams s WHERE s.name = $1"),
          parameters::of(name), "stream"};
}

statement queries::stream_events(std::string_view name, const read_range& range, std::int64_t limit) const {
  const auto [least, greatest] = bounds(range);
  return {of_log("SELECT " + std::string(event_columns) +
                 " FROM {log}.events e WHERE e.stream = (SELECT s.stream FROM {log}.streams s WHERE s.name = "
                 "$1) AND "
                 "e.revision BETWEEN greatest($2, (SELECT s.first_visible FROM {log}.streams s WHERE s.name "
                 "= $1)) AND "
                 "$3 ORDER BY e.revision" +
                 std::string(order(range.direction)) + " LIMIT $4"),
          parameters::of(name, least, greatest, limit),
          "stream_events" + std::string(order(range.direction))};
}

statement queries::hidden(std::int64_t after, std::int64_t to, std::int64_t limit) const {
  return {of_log("SELECT e.position, (octet_length(e.data) + coalesce(octet_length(e.metadata), 0))::bigint "
                 "FROM {log}.events e JOIN {log}.streams s ON s.stream = e.stream WHERE e.position > $1 AND "
                 "e.position <= $2 AND e.data IS NOT NULL AND e.revision < s.first_visible ORDER BY "
                 "e.position LIMIT $3"),
          parameters::of(after, to, limit)};
}

statement queries::events_at(const array_parameter& positions) const {
  return {of_log("SELECT " + std::string(event_columns) +
                 " FROM {log}.events e WHERE e.position = ANY ($1) ORDER BY e.position"),
          parameters::of(positions)};
}

statement queries::compact(const epoch& life, const array_parameter& positions,
                           const array_parameter& envelopes, const array_parameter& checksums) const {
  return {of_log("SELECT * FROM {log}.compact_2($1, $2, $3, $4)"),
          parameters::of(life.value, positions, envelopes, checksums)};
}

statement queries::find(std::span<const event_id> ids) const {
  array_parameter wanted{type_oid::uuid};
  for (const auto& id : ids) wanted.add(id.value);
  return {of_log("SELECT " + std::string(reference_columns) +
                 ", w.n FROM unnest($1::uuid[]) WITH ORDINALITY w(id, n) JOIN " +
                 std::string(reference_tables) + " ON e.id = w.id"),
          parameters::of(wanted)};
}

statement queries::reference(std::int64_t position) const {
  return {of_log("SELECT " + std::string(reference_columns) + " FROM " + std::string(reference_tables) +
                 " WHERE e.position = $1"),
          parameters::of(position)};
}

statement queries::list(const stream_range& range) const {
  constexpr std::size_t most = std::numeric_limits<std::int64_t>::max() - 1;
  return {
      of_log(
          "SELECT s.name, s.first_visible, s.deleted_before, s.closed, last.revision FROM {log}.streams s, "
          "LATERAL (SELECT e.revision FROM {log}.events e WHERE e.stream = s.stream ORDER BY e.revision DESC "
          "LIMIT 1) last WHERE s.name >= $1 AND s.name > $2 AND starts_with(s.name, $1) AND NOT "
          "starts_with(s.name, '$') AND s.stream > 0 ORDER BY s.name LIMIT $3"),
      parameters::of(range.prefix, range.after, static_cast<std::int64_t>(std::min(range.limit, most)) + 1)};
}

statement queries::counts() const {
  return {
      of_log(
          "SELECT coalesce((SELECT e.revision + 1 FROM {log}.events e WHERE e.stream = (SELECT s.stream FROM "
          "{log}.streams s WHERE s.name = '$streams') ORDER BY e.revision DESC LIMIT 1), 0), "
          "coalesce((SELECT greatest(max(s.stream), 0) FROM "
          "{log}.streams s), 0), (SELECT coalesce(sum(pg_catalog.pg_total_relation_size(c.oid)), 0)::bigint "
          "FROM "
          "pg_class c "
          "WHERE c.relnamespace = $1::text::regnamespace AND c.relkind = 'r')"),
      parameters::of(log_)};
}

}  // namespace varve::postgres

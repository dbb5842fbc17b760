#include "generations.hpp"

#include <varve/projections/table_names.hpp>

#include <algorithm>
#include <set>

namespace varve {

const generation_record* projection_record::find(std::optional<std::int64_t> number) const {
  const auto found = std::ranges::find(
      generations, number, [](const generation_record& each) { return std::optional{each.number}; });
  return found == generations.end() ? nullptr : &*found;
}

namespace detail {
namespace {

[[noreturn]] void fail(errc code, std::string_view projection, const std::string& why) {
  throw failure{{code, "`" + std::string{projection} + "`: " + why}};
}

std::string described(const generation_record& of) {
  return "generation " + std::to_string(of.number) + " (version " + std::to_string(of.version) + ")";
}

/// Whether the database view of that name, if there is one, shows a table of this projection.
bool is_ours(const projection_record& record, const std::string& table) {
  return std::ranges::any_of(record.generations, [&](const generation_record& each) {
    return std::ranges::find(each.tables, table) != each.tables.end();
  });
}

void require_name(read_model_session& in, std::string_view projection, const projection_record& record,
                  const std::string& table) {
  const relation there = in.relation_of(table);
  if (there == relation::none) return;
  if (there == relation::view && is_ours(record, table)) return in.require_replaceable(table);
  fail(errc::invalid_argument, projection,
       "readers would find its table under the name `" + table +
           "`, but something else stands there already: rename one of them");
}

/// The plain names of the tables that `create` makes.
std::vector<std::string> create_tables(read_model_session& in, const projection_description& of,
                                       projection_body& body, std::int64_t generation) {
  const auto listed = in.tables();
  const std::set<std::string> before{listed.begin(), listed.end()};
  in.use_generation(generation);
  body.create(in);
  std::vector<std::string> made;
  const std::string mark = table_name("", generation);
  for (const auto& table : in.tables()) {
    if (before.contains(table)) continue;
    if (!table.ends_with(mark)) {
      fail(errc::invalid_argument, of.name,
           "its `create` made the table `" + table + "`: write {" + table +
               "}, so that each generation has its own");
    }
    made.push_back(table.substr(0, table.size() - mark.size()));
  }
  if (made.empty()) fail(errc::invalid_argument, of.name, "its `create` made no table");
  return made;
}

std::int64_t add_generation(read_model_session& in, const projection_description& of, projection_body& body,
                            projection_record& record) {
  const std::int64_t number = record.generations.empty() ? 1 : record.generations.back().number + 1;
  auto tables = create_tables(in, of, body, number);
  for (const auto& table : tables) require_name(in, of.name, record, table);
  record.generations.push_back({number, of.version, of.fingerprint, std::move(tables)});
  return number;
}

std::int64_t add_first(read_model_session& in, const projection_description& of, projection_body& body,
                       projection_record& record) {
  const std::int64_t number = add_generation(in, of, body, record);
  record.live = number;
  in.store(of.name, record);
  for (const auto& table : record.find(number)->tables) in.show(table, number);
  return number;
}

void require_not_older(const projection_description& of, const generation_record* other) {
  if (other == nullptr || other->version <= of.version) return;
  fail(errc::unsupported, of.name,
       described(*other) + " was built by newer code than this, version " + std::to_string(of.version) +
           ", which never replaces it");
}

/// The positions of all ranges of a generation; that of one that was never run is 0.
std::vector<position> positions_of(read_model_session& in, std::string_view projection,
                                   std::int64_t generation) {
  std::vector<position> all;
  for (const auto& each : in.checkpoints(projection, generation)) all.push_back(each.place.position);
  if (all.empty()) all.emplace_back();
  return all;
}

}  // namespace

std::int64_t generation_to_feed(read_model_session& in, const projection_description& of,
                                projection_body& body) {
  auto record = in.projection(of.name);
  if (!record.live) return add_first(in, of, body, record);
  for (const auto number : {record.live, record.previous}) {
    const auto* candidate = record.find(number);
    if (candidate != nullptr && candidate->fingerprint == of.fingerprint) return candidate->number;
  }
  const auto* live = record.find(record.live);
  fail(errc::unsupported, of.name,
       (live != nullptr ? described(*live) : "its live generation") +
           " was built by other code than this: a rebuild is due");
}

std::int64_t begin_building(read_model_session& in, const projection_description& of, projection_body& body) {
  auto record = in.projection(of.name);
  require_not_older(of, record.find(record.live));
  const auto* building = record.find(record.building);
  require_not_older(of, building);
  if (building != nullptr && building->fingerprint == of.fingerprint) return building->number;
  if (!record.live) return add_first(in, of, body, record);
  const std::int64_t number = add_generation(in, of, body, record);
  record.building = number;
  in.store(of.name, record);
  return number;
}

bool is_caught_up(read_model_session& in, std::string_view projection, std::int64_t generation) {
  const auto record = in.projection(projection);
  return !record.live || std::ranges::min(positions_of(in, projection, generation)) >=
                             std::ranges::max(positions_of(in, projection, *record.live));
}

void fence(read_model_session& in, std::string_view projection, std::int64_t generation) {
  const std::string name{projection};
  for (const auto& each : in.checkpoints(name, generation))
    (void)in.take_over({name, generation, each.slice});
}

void make_live(read_model_session& in, std::string_view projection, std::int64_t generation) {
  auto record = in.projection(projection);
  if (record.live == generation) return;
  const auto* next = record.find(generation);
  const auto* before = record.find(record.live);
  if (next == nullptr) fail(errc::fenced, projection, "the generation was given up by another program");
  for (const auto& table : next->tables) require_name(in, projection, record, table);
  if (before != nullptr) {
    for (const auto& table : before->tables) in.drop_view(table);
    fence(in, projection, before->number);
  }
  for (const auto& table : next->tables) in.show(table, generation);
  if (record.building == generation) record.building.reset();
  record.previous = record.live;
  record.live = generation;
  in.store(projection, record);
}

void forget_previous(read_model_session& in, std::string_view projection) {
  auto record = in.projection(projection);
  record.previous.reset();
  in.store(projection, record);
}

namespace {

/// Deletes rows until the slice is over; true when none is left.
bool empty_tables(read_model_session& in, const generation_record& of, std::chrono::nanoseconds slice,
                  const clock& time) {
  constexpr std::size_t rows_at_once = 500;
  const instant end = time.steady() + slice;
  for (const auto& table : of.tables) {
    const std::string stands = table_name(table, of.number);
    if (in.relation_of(stands) != relation::table) continue;
    while (in.delete_rows(stands, rows_at_once)) {
      if (time.steady() >= end) return false;
    }
  }
  return true;
}

void drop_generation(read_model_session& in, std::string_view projection, projection_record& record,
                     const generation_record& of) {
  for (const auto& table : of.tables) {
    const std::string stands = table_name(table, of.number);
    if (in.relation_of(stands) == relation::table) in.drop_table(stands);
  }
  const std::string name{projection};
  for (const auto& each : in.checkpoints(name, of.number)) in.erase({name, of.number, each.slice});
  std::erase_if(record.generations, [number = of.number](const auto& each) { return each.number == number; });
  in.store(projection, record);
}

}  // namespace

void drop_abandoned(read_model& model, std::string_view projection, std::chrono::nanoseconds slice,
                    const clock& time) {
  for (;;) {
    const auto session = model.begin_write();
    auto record = session->projection(projection);
    const auto abandoned = std::ranges::find_if(record.generations, [&](const generation_record& each) {
      return each.number != record.live && each.number != record.building && each.number != record.previous;
    });
    if (abandoned == record.generations.end()) return;
    const generation_record last = *abandoned;
    if (empty_tables(*session, last, slice, time)) drop_generation(*session, projection, record, last);
    session->commit();
  }
}

}  // namespace detail
}  // namespace varve

#include "import_calls.hpp"

#include <varve/eventstore/engine/change.hpp>

#include "checksum.hpp"

#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace varve::postgres {
namespace {

constexpr int arguments_of_import = 32;

std::int64_t nanoseconds(timestamp at) {
  return at.time_since_epoch().count();
}

std::optional<engine::change> change_of(const imported_event& event) {
  if (event.stream.name() != engine::change_stream) return std::nullopt;
  return engine::parse_change(event.what.type, event.what.data);
}

/// The streams of a batch as they stand behind it, in the order in which they come.
class becoming_streams {
 public:
  struct stream {
    std::string name;
    engine::stream_state state;
    std::int64_t number = 0;  // in the call; 0: nothing is kept of it
  };

  becoming_streams(const import_batch& batch, found_log& found) {
    for (const auto& event : batch.events) {
      if (const auto change = change_of(event)) engine::apply(*change, find(change->stream, found).state);
      find(event.stream.name(), found).state.last = event.revision;
    }
    std::int64_t kept = 0;
    for (auto& one : all_)
      if (one.state.last || one.state.closed) one.number = ++kept;
  }

  [[nodiscard]] const std::vector<stream>& all() const { return all_; }
  [[nodiscard]] std::int64_t number_of(const std::string& name) const { return all_[at_.at(name)].number; }

 private:
  stream& find(const std::string& name, found_log& found) {
    const auto [known, fresh] = at_.try_emplace(name, all_.size());
    if (fresh) all_.push_back({name, found.stream(name)});
    return all_[known->second];
  }

  std::vector<stream> all_;
  std::unordered_map<std::string, std::size_t> at_;
};

/// The arrays of one call of `import_2`.
class import_arrays {
 public:
  import_arrays(const import_batch& batch, found_log& found) {
    for (const auto& one : batch.ancestors) add(one);
    const becoming_streams streams{batch, found};
    for (const auto& one : streams.all())
      if (one.number > 0) add(one);
    for (const auto& event : batch.events) add(event, streams.number_of(event.stream.name()));
  }

  void add_to(parameters& out) const {
    for (const array_parameter* const array :
         {&a_epoch_,    &a_shared_,       &a_shared_id_,   &a_cause_,         &names_,
          &s_name_,     &s_category_,     &s_written_,     &s_first_visible_, &s_deleted_before_,
          &s_closed_,   &e_stream_,       &e_revision_,    &e_type_,          &e_id_,
          &e_behind_,   &e_ahead_,        &e_occurred_at_, &e_recorded_at_,   &e_digest_,
          &e_checksum_, &e_content_type_, &e_tags_,        &e_metadata_,      &e_data_,
          &t_event_,    &t_tag_})
      out.add(*array);
  }

 private:
  void add(const ancestor& one) {
    a_epoch_.add(one.epoch.value);
    a_shared_.add(one.shared.value());
    a_shared_id_.add(one.shared_id.value);
    a_cause_.add(one.cause);
  }

  void add(const becoming_streams::stream& one) {
    s_name_.add(one.name);
    s_category_.add(name_number(std::string(category_of(one.name))));
    s_written_.add(std::int64_t{one.state.last ? 1 : -1});
    s_first_visible_.add(one.state.first_visible.value());
    if (one.state.deleted_before) {
      s_deleted_before_.add(one.state.deleted_before->value());
    } else {
      s_deleted_before_.add_null();
    }
    s_closed_.add(std::int64_t{one.state.closed ? 1 : 0});
  }

  void add(const imported_event& event, std::int64_t stream) {
    const new_event& what = event.what;
    const std::int64_t occurred_at = nanoseconds(*what.occurred_at);
    const std::int64_t recorded_at = nanoseconds(event.recorded_at);
    const std::int64_t behind = event.position.value() - event.commit.value();
    const std::int64_t ahead = event.commit_end.value() - event.position.value();
    // Of a compacted event the digest stands for what is gone (docs/formats.md).
    const std::string_view metadata =
        event.envelope_digest ? bytes_of(*event.envelope_digest) : std::string_view(what.metadata);
    e_stream_.add(stream);
    e_revision_.add(event.revision.value());
    e_type_.add(name_number(what.type));
    e_id_.add(what.id->value);
    e_behind_.add(behind);
    e_ahead_.add(ahead);
    e_occurred_at_.add(occurred_at);
    e_recorded_at_.add(recorded_at);
    e_digest_.add(bytes_of(event.content_digest));
    e_checksum_.add(
        content_check({event.stream.name(), what.type, *what.id, event.content_digest, occurred_at,
                       what.content_type, what.tags.packed(), metadata, what.data}) +
        place_check({event.position.value(), event.revision.value(), recorded_at, behind, ahead}));
    e_content_type_.add_or_null(what.content_type);
    e_tags_.add_or_null(what.tags.packed());
    e_metadata_.add_or_null(metadata);
    if (event.envelope_digest) {
      e_data_.add_null();
    } else {
      e_data_.add(what.data);
    }
    for (const std::string_view tag : what.tags.view()) {
      t_event_.add(std::int64_t{e_id_.size()});
      t_tag_.add(tag);
    }
  }

  std::int64_t name_number(const std::string& name) {
    const auto [known, fresh] = numbers_.try_emplace(name, std::int64_t{names_.size()} + 1);
    if (fresh) names_.add(name);
    return known->second;
  }

  std::unordered_map<std::string, std::int64_t> numbers_;  // of types and categories
  array_parameter a_epoch_{type_oid::uuid}, a_shared_{type_oid::int8}, a_shared_id_{type_oid::uuid},
      a_cause_{type_oid::text};
  array_parameter names_{type_oid::text}, s_name_{type_oid::text}, s_category_{type_oid::int4},
      s_written_{type_oid::int4}, s_first_visible_{type_oid::int8}, s_deleted_before_{type_oid::int8},
      s_closed_{type_oid::int4};
  array_parameter e_stream_{type_oid::int4}, e_revision_{type_oid::int8}, e_type_{type_oid::int4},
      e_id_{type_oid::uuid}, e_behind_{type_oid::int4}, e_ahead_{type_oid::int4},
      e_occurred_at_{type_oid::int8}, e_recorded_at_{type_oid::int8}, e_digest_{type_oid::bytes},
      e_checksum_{type_oid::int8}, e_content_type_{type_oid::text}, e_tags_{type_oid::bytes},
      e_metadata_{type_oid::bytes}, e_data_{type_oid::bytes};
  array_parameter t_event_{type_oid::int4}, t_tag_{type_oid::text};
};

}  // namespace

import_calls::import_calls(const std::string& log)
    : ask_(log),
      streams_(
          "SELECT s.name, s.first_visible, s.deleted_before, s.closed, last.revision FROM "
          "unnest($1::text[]) n(name) JOIN \"" +
          log + "\".streams s ON s.name = n.name COLLATE \"C\" LEFT JOIN LATERAL (SELECT e.revision FROM \"" +
          log + "\".events e WHERE e.stream = s.stream ORDER BY e.revision DESC LIMIT 1) last ON true"),
      ids_("SELECT e.id, e.position, e.revision FROM unnest($1::uuid[]) n(id) JOIN \"" + log +
           "\".events e ON e.id = n.id WHERE n.id <= (SELECT e.id FROM \"" + log +
           "\".events e ORDER BY e.id DESC LIMIT 1)"),
      import_(call_of(log, "import_2", arguments_of_import)) {}

std::vector<statement> import_calls::look(const import_batch& batch) const {
  array_parameter streams{type_oid::text};
  array_parameter ids{type_oid::uuid};
  std::unordered_set<std::string> named;
  const auto name = [&](const std::string& stream) {
    if (named.insert(stream).second) streams.add(stream);
  };
  for (const auto& event : batch.events) {
    ids.add(event.what.id->value);
    name(event.stream.name());
    if (const auto change = change_of(event)) name(change->stream);
  }
  return {ask_.state(), {streams_, parameters::of(streams)}, {ids_, parameters::of(ids)}};
}

statement import_calls::write(const call_facts& facts, const import_batch& batch, found_log& found) const {
  statement out{import_, begin_call(facts)};
  out.values.add(found.head().epoch.value);
  out.values.add(batch.after.value());
  import_arrays{batch, found}.add_to(out.values);
  return out;
}

}  // namespace varve::postgres

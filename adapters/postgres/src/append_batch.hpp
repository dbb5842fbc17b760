#pragma once

#include <varve/eventstore/engine/append_writer.hpp>

#include "parameters.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace varve::postgres {

/// The revision that a demand names, 0 when it names none. No stream has the greatest number, and SQL must be
/// able to count one further.
[[nodiscard]] std::int64_t revision_in(const expected& demand);

/// Appends that are judged and written by one call of `append_1` (src/sql/append.sql, which says what its
/// arrays mean). Borrows them.
class append_batch {
 public:
  using pending = engine::pending_append;

  /// Takes appends from the front of a group for as long as they can go together: up to an id that comes a
  /// second time, a change of a stream, or a condition that would have to be compared with too many events.
  /// The first must be no change.
  explicit append_batch(std::span<pending* const> group);

  [[nodiscard]] std::span<pending* const> appends() const { return appends_; }
  /// How many events they would write.
  [[nodiscard]] std::size_t events() const { return written_.size(); }
  /// At most so long is what the server answers.
  [[nodiscard]] std::size_t most_bytes_of_answer() const { return most_bytes_of_answer_; }
  /// What they are and the arrays, behind what the call itself says.
  void add_to(parameters& out) const;

  /// A demand of the batch: which of its append's writes or, behind those, checks it is.
  struct demand {
    std::size_t append;
    std::size_t index;
  };
  [[nodiscard]] const demand& demand_at(std::int64_t number) const {
    return demands_[static_cast<std::size_t>(number - 1)];
  }
  /// The entry of its append that gave the n-th id.
  [[nodiscard]] const engine::prepared_append::entry& named_at(std::int64_t number) const {
    return *named_[static_cast<std::size_t>(number - 1)];
  }

 private:
  struct written_event {
    std::string_view type;
    tags_view tags;
    std::int64_t demand;
    std::int64_t offset;
  };

  [[nodiscard]] bool fits(const pending& next) const;
  void add(const engine::prepared_append& append);
  void add_demand(const stream_id& stream, const expected& what, std::size_t events, std::size_t index);
  void add_condition(const append_condition& condition);
  void add_events(const engine::prepared_append& append, std::int64_t first_demand);
  [[nodiscard]] std::int64_t stream_number(std::string_view name);
  [[nodiscard]] std::int64_t name_number(std::string_view name);

  std::span<pending* const> appends_;
  bool plain_ = true;                       // without conditions, no stream twice
  std::size_t most_bytes_of_answer_ = 500;  // the log's row, and what the columns are
  std::vector<demand> demands_;
  std::vector<const engine::prepared_append::entry*> named_;
  std::vector<written_event> written_;
  std::unordered_set<std::string_view> ids_;
  std::unordered_map<std::string_view, std::int64_t> streams_by_name_;
  std::unordered_map<std::string_view, std::int64_t> names_by_name_;

  array_parameter names_{type_oid::text}, streams_{type_oid::text}, categories_{type_oid::int4};
  array_parameter r_demands_{type_oid::int4}, r_condition_{type_oid::int4}, r_matches_{type_oid::int4};
  array_parameter d_stream_{type_oid::int4}, d_kind_{type_oid::int4}, d_revision_{type_oid::int8},
      d_events_{type_oid::int4}, d_place_{type_oid::int4};
  array_parameter q_epoch_{type_oid::uuid}, q_after_{type_oid::int8}, q_items_{type_oid::int4},
      i_types_{type_oid::int4}, i_tags_{type_oid::int4}, i_type_{type_oid::text}, i_tag_{type_oid::text};
  array_parameter m_demand_{type_oid::int4}, m_offset_{type_oid::int4};
  array_parameter n_id_{type_oid::uuid}, n_request_{type_oid::int4};
  array_parameter e_demand_{type_oid::int4}, e_offset_{type_oid::int4}, e_behind_{type_oid::int4},
      e_ahead_{type_oid::int4}, e_type_{type_oid::int4}, e_id_{type_oid::uuid},
      e_occurred_at_{type_oid::int8}, e_digest_{type_oid::bytes}, e_checksum_{type_oid::int8},
      e_content_type_{type_oid::text}, e_tags_{type_oid::bytes}, e_metadata_{type_oid::bytes},
      e_data_{type_oid::bytes};
  array_parameter t_event_{type_oid::int4}, t_tag_{type_oid::text};
};

}  // namespace varve::postgres

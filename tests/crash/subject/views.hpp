#pragma once

#include <varve/projections.hpp>
#include <varve/sqlite/database.hpp>
#include <varve/sqlite/transaction.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace varve::crash {

struct placed {
  static constexpr std::string_view event_name = "order.placed";
  std::string country;
  std::int64_t cents = 0;

  void serialize(auto& ar) { ar(CEREAL_NVP(country), CEREAL_NVP(cents)); }
};

struct cancelled {
  static constexpr std::string_view event_name = "order.cancelled";
  std::string country;
  std::int64_t cents = 0;

  void serialize(auto& ar) { ar(CEREAL_NVP(country), CEREAL_NVP(cents)); }
};

using family = events<placed, cancelled>;

/// A view that adds up in SQL: an event that has its effect twice shows.
struct takings {
  using events = family;
  static constexpr std::string_view name = "takings";
  static constexpr int version = 1;

  void create(sqlite::transaction& tx);
  void apply(sqlite::transaction& tx, const recorded<placed>& e);
  void apply(sqlite::transaction& tx, const recorded<cancelled>& e);
};

/// A keyed view that does the same.
struct revenue {
  using events = family;
  static constexpr std::string_view name = "revenue";
  static constexpr int version = 1;
  static constexpr std::string_view key_name = "country";

  struct row {
    std::int64_t cents = 0;
    std::int64_t orders = 0;
    void serialize(auto& ar) { ar(CEREAL_NVP(cents), CEREAL_NVP(orders)); }
  };

  std::string_view key_of(const placed& e) const { return e.country; }
  std::string_view key_of(const cancelled& e) const { return e.country; }
  void evolve(row& r, const placed& e) const;
  void evolve(row& r, const cancelled& e) const;
};

/// Keeps both views of one database in step with a log, in small transactions.
class view_keeper {
 public:
  view_keeper(event_store& log, sqlite::database& model);
  ~view_keeper();

  /// To the head; answers how far that is.
  position poll();
  /// Builds both views anew beside the live ones, switches, and drops the old ones.
  void rebuild();
  /// The same of one of them.
  void rebuild(std::string_view view);

 private:
  struct parts;
  std::unique_ptr<parts> parts_;
};

}  // namespace varve::crash

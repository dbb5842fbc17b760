#pragma once

#include <varve/core/detail/text_hash.hpp>
#include <varve/eventstore/engine/stream_state.hpp>

#include "statement.hpp"
#include "stream_row.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace varve::sqlite {

/// What the writer knows of streams, inside its transactions. What it remembers from one to the next is true
/// as long as nobody else commits. Throws `failure`.
class stream_book {
 public:
  struct entry {
    std::int64_t key = 0;  ///< 0: no row yet
    engine::stream_state state;
    std::uint64_t known_in = 0;
    std::pair<const std::string, entry>* after = nullptr;  ///< what was asked for after it the last time
  };

  explicit stream_book(const connection& db);

  /// Reads what is not known. The reference is good until `trim`.
  [[nodiscard]] entry& find(std::string_view name);
  /// Gives a stream without a key the next one, with a row: for its first event.
  void begin(std::string_view name, entry& stream);
  /// Writes what a change has made of a stream; one that was closed before it had events takes a key below 0.
  void store(std::string_view name, entry& stream);

  /// Somebody else has committed: everything is read again when it is asked for.
  void others_committed() { ++era_; }
  /// Bounds the memory; between transactions.
  void trim();
  void forget();

 private:
  void load(std::string_view name, entry& stream);
  [[nodiscard]] std::optional<std::int64_t> last_revision(std::int64_t key);
  void insert(std::string_view name, entry& stream, std::int64_t key);

  void forget_entries();

  [[nodiscard]] bool step_to(std::string_view name);

  using entries = std::unordered_map<std::string, entry, detail::text_hash, std::equal_to<>>;
  entries entries_;
  // Found last: an append asks for the same streams several times, in a row or in the same order again.
  entries::value_type* last_ = nullptr;
  std::uint64_t era_ = 1;
  std::int64_t greatest_key_ = 0;
  std::uint64_t greatest_known_in_ = 0;
  statement select_;
  statement last_revision_;
  statement greatest_;
  statement least_;
  statement insert_;
  statement update_;
};

}  // namespace varve::sqlite

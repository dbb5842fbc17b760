#pragma once

#include "statement.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace varve::sqlite {

/// Prepared statements of one connection, found by their text and by the generation that `{name}` means in
/// it. Used by one thread at a time; must not outlive the connection.
class statement_cache {
  struct entry {
    std::string sql;
    std::optional<std::int64_t> generation;
    std::string expanded;
    statement prepared;
    bool script = false;
    bool in_use = false;
  };

 public:
  /// A statement in use: nobody else is given it until this is gone.
  class lease {
   public:
    explicit lease(entry& taken) : entry_(&taken) { entry_->in_use = true; }
    lease(lease&& other) noexcept : entry_(std::exchange(other.entry_, nullptr)) {}
    lease& operator=(lease&&) = delete;
    ~lease() {
      if (entry_ != nullptr) entry_->in_use = false;
    }

    [[nodiscard]] statement& operator*() const { return entry_->prepared; }
    [[nodiscard]] statement* operator->() const { return &entry_->prepared; }
    /// Whether more statements follow the first; only `text` as a whole means anything then.
    [[nodiscard]] bool is_script() const { return entry_->script; }
    /// With tables in the place of braces.
    [[nodiscard]] const std::string& text() const { return entry_->expanded; }

   private:
    entry* entry_;
  };

  explicit statement_cache(const connection& db) : db_(db) {}

  [[nodiscard]] lease take(std::string_view sql, std::optional<std::int64_t> generation);
  /// Forgets every statement that is not in use: what they name may be about to go.
  void clear();

 private:
  [[nodiscard]] entry& find(std::string_view sql, std::optional<std::int64_t> generation);
  [[nodiscard]] entry& prepare(std::size_t hash, std::string_view sql,
                               std::optional<std::int64_t> generation);

  static constexpr std::size_t most = 500;

  const connection& db_;
  std::unordered_multimap<std::size_t, std::unique_ptr<entry>> entries_;
  std::array<entry*, 16> recent_{};  // by where the text stands, which for a literal never changes
};

}  // namespace varve::sqlite

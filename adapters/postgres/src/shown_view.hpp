#pragma once

#include "link.hpp"

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace varve::postgres {

/// The database views that show generations under plain names, within one transaction. They are dropped and
/// made anew, and get back what others gave them: owner, options and grants.
class shown_views {
 public:
  /// `waits` is what the transaction goes back to after a switch, both as settings of `lock_timeout`.
  shown_views(link& on, std::string schema, std::string switch_wait, std::string waits);

  /// Throws `invalid_argument` when that view cannot be replaced: somebody else's, or something depends on
  /// it.
  void require_replaceable(std::string_view name);
  /// Shows a table; a view of that name is replaced.
  void show(std::string_view name, std::string_view table);
  void drop(std::string_view name);

 private:
  /// What a new view is given again.
  struct traits {
    std::string owner;
    std::string options;
    std::vector<std::string> grants;
    std::vector<std::pair<std::string, std::string>> column_grants;  // by column
  };

  [[nodiscard]] bool stands(std::string_view name);
  [[nodiscard]] traits traits_of(std::string_view name);
  void give(const traits& old, std::string_view name, std::string_view table);
  /// Runs a statement that waits for readers.
  void change(const std::string& sql);

  link& on_;
  std::string schema_;
  std::string switch_wait_;
  std::string waits_;
  std::map<std::string, traits, std::less<>> dropped_;
};

}  // namespace varve::postgres

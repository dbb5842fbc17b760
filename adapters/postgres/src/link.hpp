#pragma once

#include "arguments.hpp"

#include <memory>
#include <pqxx/pqxx>
#include <string>
#include <string_view>
#include <unordered_map>

namespace varve::postgres {

/// A connection for the transactions of read models, one after the other. Depends on nothing that lives in
/// the server's session but on prepared statements, and on none of those when a pooler stands between. Used
/// by one thread at a time. Throws `sql_failure`.
class link {
 public:
  /// Whose answers it takes.
  enum class server {
    written,  ///< the one that is written
    any       ///< a standby's, too
  };
  explicit link(const std::string& url, server to = server::written);

  /// Begins a transaction: BEGIN and what belongs to it. Its snapshot is taken when this returns. Throws
  /// `standby_server`, and is not usable any more, when it leads to a server that it does not take.
  void begin(const std::string& opening);
  /// Without parameters, one or several statements.
  pqxx::result run(const std::string& sql);
  /// One statement, prepared when it comes for the first time.
  pqxx::result run(const std::string& sql, const arguments& with);
  /// `in_doubt` when it is not known whether the transaction stands; refuses after a statement that failed.
  void commit();
  void rollback() noexcept;

  /// Whether another transaction may be begun on it.
  [[nodiscard]] bool usable() const { return usable_; }

 private:
  /// Whether the server is in recovery, after the opening of a transaction.
  [[nodiscard]] bool opened_on_standby(const std::string& opening);
  [[nodiscard]] pqxx::result send(const std::string& sql, const arguments& with);
  /// In a handler: notes what became of the connection, and throws.
  [[noreturn]] void failed(std::string_view sql);

  std::unique_ptr<pqxx::connection> connection_;
  std::unique_ptr<pqxx::nontransaction> on_;
  std::unordered_map<std::string, std::string> names_of_;  // prepared statements by their text
  const server to_;
  bool prepares_ = true;
  bool planned_before_ = false;  // what runs now was prepared by an earlier run
  bool open_ = false;
  bool failed_ = false;
  bool usable_ = true;
};

}  // namespace varve::postgres

#pragma once

#include <varve/eventstore/import_batch.hpp>

#include "append_calls.hpp"
#include "found_log.hpp"
#include "queries.hpp"

#include <string>
#include <vector>

namespace varve::postgres {

/// The statements of an import (docs/adr/0020).
class import_calls {
 public:
  explicit import_calls(const std::string& log);

  /// What the judge asks about a batch, for `found_log`; of one snapshot.
  [[nodiscard]] std::vector<statement> look(const import_batch& batch) const;
  /// Writes what was judged by `found`, if the log still stands there (src/sql/import.sql).
  [[nodiscard]] statement write(const call_facts& facts, const import_batch& batch, found_log& found) const;

 private:
  queries ask_;
  std::string streams_;
  std::string ids_;
  std::string import_;
};

}  // namespace varve::postgres

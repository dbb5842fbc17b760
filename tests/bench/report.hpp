#pragma once

#include "contest.hpp"

#include <iosfwd>
#include <string>
#include <utility>
#include <vector>

namespace bench {

/// Collects results and writes them as a table for people and as JSON for programs.
class report {
 public:
  /// A fact about the run that the figures depend on, such as the file system.
  void note(std::string name, std::string value) { notes_.emplace_back(std::move(name), std::move(value)); }
  void add(contest_result result) { results_.push_back(std::move(result)); }

  /// A line per workload: challenger's median, baseline's median, ratio of the medians, smallest and largest
  /// ratio of a pair of runs. Without a challenger: median, smallest and largest rate.
  void write_table(std::ostream& out) const;
  void write_json(std::ostream& out) const;

 private:
  std::vector<std::pair<std::string, std::string>> notes_;
  std::vector<contest_result> results_;
};

}  // namespace bench

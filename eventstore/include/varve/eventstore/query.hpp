#pragma once

#include <string>
#include <vector>

namespace varve {

/// Events of any of these types (none given: of any type) that carry all of these tags.
struct query_item {
  std::vector<std::string> types = {};
  std::vector<std::string> tags = {};

  friend bool operator==(const query_item&, const query_item&) = default;
};

/// A question over types and tags: an event matches when it matches any item; a query without items matches
/// every event. Events of reserved streams (`$…`) match only an item that names their type. Source of the
/// rule: the specification of dynamic consistency boundaries (dcb.events), with the `$` rule added.
struct query {
  std::vector<query_item> items = {};

  friend bool operator==(const query&, const query&) = default;
};

}  // namespace varve

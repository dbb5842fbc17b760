#pragma once

#include <varve/core/stream_id.hpp>
#include <varve/eventstore/append_request.hpp>
#include <varve/eventstore/filter.hpp>
#include <varve/eventstore/read_options.hpp>
#include <varve/eventstore/stream_listing.hpp>

#include <chrono>
#include <string>
#include <variant>

/// What `varve pipe` may be asked (docs/reference/pipe.md).
namespace varve::cli::pipe {

struct info_request {};

/// `append`, `delete` and `truncate`.
struct change_request {
  append_request append;
};

struct log_read {
  token after;
  filter which;
  read_options how;
};

struct stream_read {
  stream_id stream;
  revision from;
  filter which;
  read_options how;
};

struct streams_request {
  stream_range range;
};

struct wait_request {
  token after;
  std::chrono::milliseconds timeout{0};
};

using operation =
    std::variant<info_request, change_request, log_read, stream_read, streams_request, wait_request>;

/// A line as it was understood.
struct request {
  std::string id;  ///< JSON, to be echoed; `null` when there is none or it cannot be told
  result<operation> what;
};

[[nodiscard]] request parse_request(std::string line);

}  // namespace varve::cli::pipe

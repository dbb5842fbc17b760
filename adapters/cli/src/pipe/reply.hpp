#pragma once

#include <varve/eventstore/append_outcome.hpp>
#include <varve/eventstore/log_info.hpp>
#include <varve/eventstore/page.hpp>
#include <varve/eventstore/stream_listing.hpp>

#include <string>
#include <string_view>

/// What `varve pipe` answers: one line each, without its line feed. `id` is JSON.
namespace varve::cli::pipe {

[[nodiscard]] std::string reply_to(std::string_view id, const error& why);
[[nodiscard]] std::string reply_to(std::string_view id, const append_outcome& outcome);
[[nodiscard]] std::string reply_to(std::string_view id, const log_info& log);
/// Of a read; of a stream's when `of_stream`.
[[nodiscard]] std::string reply_to(std::string_view id, const page& events, bool of_stream);
[[nodiscard]] std::string reply_to(std::string_view id, const stream_listing& listing);
/// Of a wait.
[[nodiscard]] std::string reply_to(std::string_view id, const token& head);

}  // namespace varve::cli::pipe

#include "commit_check.hpp"

#include <varve/eventstore/append_request.hpp>

namespace varve::transfer {
namespace {

error bad_commit(std::string why) {
  return {errc::invalid_argument, std::move(why)};
}

}  // namespace

result<void> commit_check::next(const imported_event& event) {
  if (event.position != last_.next())
    return bad_commit("position must be " + std::to_string(last_.next().value()) + ", not " +
                      std::to_string(event.position.value()));
  if (event.recorded_at < recorded_at_)
    return bad_commit("recorded_at must not be earlier than that of the line before");
  if (event.commit == event.position)
    bytes_ = 0;
  else if (auto good = go_on(event); !good)
    return good;
  bytes_ += event.what.data.size() + event.what.metadata.size();
  if (bytes_ > most_bytes_in_append)
    return bad_commit("data must not make a commit of more than " + std::to_string(most_bytes_in_append) +
                      " bytes");
  last_ = event.position;
  commit_ = event.commit;
  recorded_at_ = event.recorded_at;
  return {};
}

/// With the commit of the line before.
result<void> commit_check::go_on(const imported_event& event) {
  if (event.commit != commit_ || commit_ == position{})
    return bad_commit("commit must be the position, or the commit of the line before");
  if (event.recorded_at != recorded_at_)
    return bad_commit("recorded_at must be the same throughout a commit");
  if (event.position - event.commit >= static_cast<std::int64_t>(most_events_in_append))
    return bad_commit("commit must have at most " + std::to_string(most_events_in_append) + " events");
  return {};
}

}  // namespace varve::transfer

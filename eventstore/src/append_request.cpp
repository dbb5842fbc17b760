#include <varve/eventstore/append_request.hpp>

namespace varve {
namespace {

append_request of(stream_change change) {
  append_request request;
  request.change = std::move(change);
  return request;
}

}  // namespace

append_request append_request::to(stream_id stream, std::vector<new_event> events, varve::expected expected) {
  append_request request;
  request.writes.push_back({std::move(stream), expected, std::move(events)});
  return request;
}

append_request append_request::soft_delete(stream_id stream, varve::expected expected) {
  return of({stream_change::kind::soft_delete, std::move(stream), expected, {}, {}, {}});
}

append_request append_request::hard_delete(stream_id stream, varve::expected expected) {
  return of({stream_change::kind::hard_delete, std::move(stream), expected, {}, {}, {}});
}

append_request append_request::truncate(stream_id stream, revision before) {
  return of({stream_change::kind::truncate, std::move(stream), {}, before, {}, {}});
}

}  // namespace varve

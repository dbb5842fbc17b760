#pragma once

#include <varve/core/environment.hpp>
#include <varve/testing/forwarding_store.hpp>
#include <varve/testing/history_recorder.hpp>

#include <functional>
#include <memory>

namespace varve::testing {

/// A store that hands everything on to another one, and tells a recorder of each append and of each forward
/// read without a filter. Events without an id are given one first. Refuses what a history cannot hold,
/// deletes and query conditions, as `invalid_argument`. Refers to the recorder and to what the environment
/// names.
class recording_store final : public forwarding_store {
 public:
  recording_store(std::unique_ptr<event_store> inner, history_recorder& into, environment env = {});

  void append(append_request request, append_callback done) override;
  append_outcome append_and_wait(append_request request) override;
  [[nodiscard]] result<page> read_log(const token& after, const filter& which,
                                      const read_options& how) override;
  [[nodiscard]] result<page> read_stream(const stream_id& stream, revision from, const filter& which,
                                         const read_options& how) override;

 private:
  std::size_t begin(append_request& request);
  result<page> note(const history_call& asked, const std::function<result<page>()>& read);
  [[nodiscard]] instant now() const { return env_.clock->steady(); }

  history_recorder& into_;
  environment env_;
  event_id_generator ids_;
};

}  // namespace varve::testing

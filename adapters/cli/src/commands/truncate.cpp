#include <varve/url/open_store.hpp>

#include "commands/commands.hpp"
#include "output/json_object.hpp"

namespace varve::cli {

result<exit_code> run(const truncate_command& asked, const console& to) {
  const auto stream = stream_id::parse(asked.stream);
  if (!stream) return stream.error();
  const auto store = open_store(asked.store, {.create = false});
  if (!store) return store.error();
  const auto done =
      to_result((*store)->append_and_wait(append_request::truncate(*stream, revision{asked.before})));
  if (!done) return done.error();
  std::string line;
  if (asked.json)
    json_object{line}
        .text("stream", stream->name())
        .number("before", asked.before)
        .number("position", done->first.value())
        .close();
  else
    line = "hid the revisions of " + stream->name() + " below " + std::to_string(asked.before) +
           ": position " + std::to_string(done->first.value());
  to.out.write(line);
  return exit_code::ok;
}

}  // namespace varve::cli

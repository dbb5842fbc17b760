#include <varve/projections/re_anchor.hpp>
#include <varve/url/open_store.hpp>

#include "commands/commands.hpp"
#include "commands/open_read_models.hpp"
#include "output/json_object.hpp"

namespace varve::cli {
namespace {

std::string json_of(const re_anchored& one) {
  std::string line;
  json_object{line}
      .text("projection", one.whose.consumer)
      .number("generation", one.whose.generation)
      .number("slice", one.whose.slice)
      .text("was", one.before.place().to_string())
      .text("is", one.after.place().to_string())
      .close();
  return line;
}

std::string text_of(const re_anchored& one) {
  return one.whose.consumer + ", generation " + std::to_string(one.whose.generation) + ": from " +
         one.before.place().to_string() + " to " + one.after.place().to_string();
}

}  // namespace

result<exit_code> run(const re_anchor_command& asked, const console& to) {
  const auto log = open_store(asked.store, {.read_only = true});
  if (!log) return log.error();
  const auto model = open_read_models(asked.store, asked.read_model, model_access::change);
  if (!model) return model.error();
  try {
    const auto place = asked.to ? std::optional(position{*asked.to}) : std::nullopt;
    const auto done = re_anchor(**log, **model, asked.name, place);
    if (!done) return done.error();
    for (const auto& one : *done) to.out.write(asked.json ? json_of(one) : text_of(one));
    if (done->empty()) to.say("varve: " + asked.name + " stands at a place of this log already");
    return exit_code::ok;
  } catch (const failure& problem) {
    return problem.error();
  }
}

}  // namespace varve::cli

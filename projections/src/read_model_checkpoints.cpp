#include <varve/eventstore/slice_cut.hpp>
#include <varve/projections/read_model_checkpoints.hpp>

#include "guarded.hpp"

namespace varve {

result<checkpoint> read_model_checkpoints::take_over(const checkpoint_key& whose) {
  return detail::guarded([&] {
    const auto session = model_.begin_write();
    const checkpoint taken = session->take_over(whose);
    session->commit();
    return taken;
  });
}

result<void> read_model_checkpoints::save(const checkpoint_key& whose, const checkpoint& read,
                                          const checkpoint& next) {
  return detail::guarded([&] {
    const auto session = model_.begin_write();
    if (!session->save(whose, read, next)) throw failure{fenced(whose)};
    session->commit();
  });
}

result<std::optional<checkpoint>> read_model_checkpoints::load(const checkpoint_key& whose) {
  return detail::guarded([&] { return model_.begin_read()->find(whose); });
}

result<std::vector<slice_checkpoint>> read_model_checkpoints::list(const std::string& consumer,
                                                                   std::int64_t generation) {
  return detail::guarded([&] { return model_.begin_read()->checkpoints(consumer, generation); });
}

result<void> read_model_checkpoints::cut(const std::string& consumer, std::int64_t generation,
                                         std::int64_t at_least) {
  return detail::guarded([&] {
    const auto session = model_.begin_write();
    varve::cut(*session, consumer, generation, at_least);
    session->commit();
  });
}

void cut(read_model_session& in, const std::string& consumer, std::int64_t generation,
         std::int64_t at_least) {
  check_partitions(at_least).value();
  auto all = in.checkpoints(consumer, generation);
  if (all.empty()) {
    all.emplace_back();
    in.add({consumer, generation}, checkpoint{});
  }
  for (const auto& split : splits_for(all, at_least)) {
    const checkpoint whole = in.take_over({consumer, generation, split.of});
    in.add({consumer, generation, split.at}, whole);
  }
}

}  // namespace varve

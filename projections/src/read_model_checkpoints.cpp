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

}  // namespace varve

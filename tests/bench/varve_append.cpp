#include "varve_append.hpp"

#include <varve/sqlite/event_store.hpp>

#include "store_processes.hpp"

#include <memory>
#include <utility>

namespace bench {

sample append_to_varve(const std::filesystem::path& file, std::vector<varve::append_request> appends) {
  varve::sqlite::event_store store{file.string()};
  return append_to(store, std::move(appends));
}

sample stream_to_varve(const std::filesystem::path& file, std::vector<varve::append_request> appends,
                       std::size_t in_flight) {
  varve::sqlite::event_store store{file.string()};
  return stream_to(store, std::move(appends), in_flight);
}

sample append_to_varve_from_many(const std::filesystem::path& file, std::span<const event> events,
                                 std::size_t callers) {
  store_callers all{events, callers, 0, callers};
  varve::sqlite::event_store store{file.string()};
  return all.append_to(store);
}

sample append_to_varve_from_processes(const std::filesystem::path& file, std::span<const event> events,
                                      std::size_t processes, std::size_t callers_of_each) {
  return append_from_processes([&] { return std::make_unique<varve::sqlite::event_store>(file.string()); },
                               events, processes, callers_of_each);
}

}  // namespace bench

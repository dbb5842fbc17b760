#include "commands/model_database.hpp"

#include <varve/url/store_url.hpp>

namespace varve::cli {

result<std::string> model_database_of(const std::string& store, const std::string& read_model) {
  if (!read_model.empty()) return read_model;
  auto where = store_url::parse(store);
  if (!where) return std::move(where).error();
  if (where->what != store_url::kind::sqlite)
    return error{errc::invalid_argument,
                 "a log in memory holds no read models: name their database with --read-model FILE"};
  return where->path;
}

}  // namespace varve::cli

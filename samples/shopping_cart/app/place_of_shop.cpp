#include <varve/url/store_url.hpp>

#include "app/commands.hpp"

namespace shop::app {

std::string place_of_shop::read_models_file() const {
  if (!read_models.empty()) return read_models;
  const auto log = varve::store_url::parse(store).value();
  if (log.path.empty())
    throw varve::failure{
        {varve::errc::invalid_argument,
         store + " ends with this program: name a file for the read models by --read-model"}};
  return log.path + ".views";
}

}  // namespace shop::app

#pragma once

#include <varve/core/time.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

/// What the program can be asked for. Each command answers on standard output, and throws `varve::failure` or
/// another std::exception when it cannot do it.
namespace shop::app {

/// Where the shop lives.
struct place_of_shop {
  std::string store = "sqlite:shop.db";
  std::string read_models = {};  ///< file; empty: the log's, with `.views` behind it

  [[nodiscard]] std::string read_models_file() const;
};

struct import_command {
  place_of_shop at;
  std::optional<std::string> csv = {};  ///< absent: made-up data
  std::uint64_t seed = 1;
  std::size_t invoices = 2'000;
  bool json = false;
  bool bar = false;
};
void run(const import_command& asked);

struct generate_command {
  std::uint64_t seed = 1;
  std::size_t invoices = 2'000;
};
void run(const generate_command& asked);

struct report_command {
  place_of_shop at;
  bool json = false;
};
void run(const report_command& asked);

struct rebuild_command {
  place_of_shop at;
};
void run(const rebuild_command& asked);

struct cart_command {
  place_of_shop at;
  std::string id;
  std::optional<varve::timestamp> when = {};  ///< absent: now
  bool json = false;
};
void run(const cart_command& asked);

struct demo_command {
  place_of_shop at;
};
void run(const demo_command& asked);

}  // namespace shop::app

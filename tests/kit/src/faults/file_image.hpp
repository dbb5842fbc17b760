#pragma once

#include <varve/testing/seeded_random.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace varve::faults {

/// What of a file is surely on the medium, and the changes of which nobody knows.
class file_image {
 public:
  /// `named`: its name is in the folder on the medium.
  file_image(std::string settled, bool named) : settled_(std::move(settled)), named_(named) {}

  void write(std::int64_t at, std::string_view bytes);
  void truncate(std::int64_t size);
  /// Everything since the last sync, good or bad, is on the medium now.
  void synced();
  /// The same is called clean and may not be there: no later sync writes it.
  void sync_failed();

  /// Its name is on the medium now.
  void name() { named_ = true; }
  [[nodiscard]] bool named() const { return named_; }
  /// Every change included.
  [[nodiscard]] std::string now() const;
  /// What a power cut could leave.
  [[nodiscard]] std::string after_power_cut(testing::seeded_random& random) const;

 private:
  enum class fate { dirty, called_clean, durable };
  struct change {
    std::int64_t at;  // of a truncation: the size
    std::string bytes;
    bool truncates;
    fate now = fate::dirty;
  };

  void settle();
  static void apply(std::string& to, const change& what);

  std::string settled_;
  std::vector<change> changes_;  // since what is settled, in order
  bool named_;
};

}  // namespace varve::faults

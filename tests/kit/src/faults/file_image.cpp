#include "file_image.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace varve::faults {
namespace {

constexpr std::array<std::size_t, 2> sector_sizes{512, 4096};

void overwrite(std::string& file, std::size_t at, std::string_view bytes) {
  if (file.size() < at + bytes.size()) file.resize(at + bytes.size(), '\0');
  file.replace(at, bytes.size(), bytes);
}

/// Bytes that would stay as they are do so; the others come out as anything.
void scramble(std::string& file, std::size_t at, std::string_view bytes, testing::seeded_random& random) {
  std::string noise(bytes.size(), '\0');
  random.fill(std::as_writable_bytes(std::span{noise}));
  for (std::size_t i = 0; i < bytes.size() && at + i < file.size(); ++i)
    if (file[at + i] == bytes[i]) noise[i] = bytes[i];
  overwrite(file, at, noise);
}

/// How a power cut treats the changes of a file that were not synced.
enum class manner {
  keeps_all,
  loses_all,
  in_order,     // up to some change, which is cut at a sector's edge
  change_wise,  // each change whole or not at all
  sector_wise   // each sector of each change; some are scrambled where they change
};

class power_cut {
 public:
  explicit power_cut(testing::seeded_random& random, std::size_t changes)
      : random_(random),
        manner_(static_cast<manner>(random.below(5))),
        sector_(sector_sizes[random.below(sector_sizes.size())]),
        kept_(random.below(changes + 1)) {}

  [[nodiscard]] bool keeps_size() {
    return manner_ == manner::sector_wise || manner_ == manner::change_wise ? coin() : whole();
  }

  void write(std::string& file, std::size_t at, std::string_view bytes) {
    switch (manner_) {
      case manner::loses_all: return;
      case manner::in_order:
        if (seen_ == kept_) return overwrite(file, at, bytes.substr(0, edge_in(at, bytes.size())));
        [[fallthrough]];
      case manner::keeps_all:
        if (whole()) overwrite(file, at, bytes);
        return;
      case manner::change_wise:
        if (coin()) overwrite(file, at, bytes);
        return;
      case manner::sector_wise: return write_sectors(file, at, bytes);
    }
  }

  void next() { ++seen_; }

 private:
  [[nodiscard]] bool coin() { return random_.below(2) == 0; }
  [[nodiscard]] bool whole() const {
    return manner_ == manner::keeps_all || (manner_ == manner::in_order && seen_ < kept_);
  }

  /// How many of the bytes lie before some sector's edge.
  [[nodiscard]] std::size_t edge_in(std::size_t at, std::size_t size) {
    const std::size_t first = sector_ - at % sector_;
    const std::size_t edges = size < first ? 0 : 1 + (size - first) / sector_;
    const std::size_t chosen = random_.below(edges + 1);
    return chosen == 0 ? 0 : first + (chosen - 1) * sector_;
  }

  void write_sectors(std::string& file, std::size_t at, std::string_view bytes) {
    while (!bytes.empty()) {
      const std::size_t size = std::min(bytes.size(), sector_ - at % sector_);
      const auto chance = random_.below(8);
      if (chance == 0) scramble(file, at, bytes.substr(0, size), random_);
      if (chance > 3) overwrite(file, at, bytes.substr(0, size));
      at += size;
      bytes.remove_prefix(size);
    }
  }

  testing::seeded_random& random_;
  manner manner_;
  std::size_t sector_;
  std::size_t kept_;
  std::size_t seen_ = 0;
};

}  // namespace

void file_image::write(std::int64_t at, std::string_view bytes) {
  changes_.push_back({at, std::string(bytes), false});
}

void file_image::truncate(std::int64_t size) {
  changes_.push_back({size, {}, true});
}

void file_image::synced() {
  named_ = true;
  for (auto& each : changes_)
    if (each.now == fate::dirty) each.now = fate::durable;
  settle();
}

void file_image::sync_failed() {
  for (auto& each : changes_)
    if (each.now == fate::dirty) each.now = fate::called_clean;
}

/// What stands behind a change in doubt stays a change: which of them wins depends on their order.
void file_image::settle() {
  const auto open =
      std::ranges::find_if(changes_, [](const change& each) { return each.now != fate::durable; });
  for (auto done = changes_.begin(); done != open; ++done) apply(settled_, *done);
  changes_.erase(changes_.begin(), open);
}

void file_image::apply(std::string& to, const change& what) {
  if (what.truncates) {
    to.resize(static_cast<std::size_t>(what.at), '\0');
  } else {
    overwrite(to, static_cast<std::size_t>(what.at), what.bytes);
  }
}

std::string file_image::now() const {
  std::string out = settled_;
  for (const auto& each : changes_) apply(out, each);
  return out;
}

std::string file_image::after_power_cut(testing::seeded_random& random) const {
  std::string out = settled_;
  power_cut cut{random, changes_.size()};
  for (const auto& each : changes_) {
    if (each.now == fate::durable || (each.truncates && cut.keeps_size())) {
      apply(out, each);
    } else if (!each.truncates) {
      cut.write(out, static_cast<std::size_t>(each.at), each.bytes);
    }
    cut.next();
  }
  return out;
}

}  // namespace varve::faults

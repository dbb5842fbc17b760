#include <varve/faults/disk.hpp>

#include "contents.hpp"
#include "vfs.hpp"

#include <fstream>
#include <stdexcept>
#include <utility>

namespace varve::faults {

disk::disk(const std::filesystem::path& folder) {
  const std::string canonical = std::filesystem::canonical(folder).string();
  contents_ = std::make_shared<contents>(canonical);
  add_to_vfs(canonical, contents_);
}

disk::~disk() {
  remove_from_vfs(contents_);
}

void disk::plan(fault next) {
  contents_->plan(std::move(next));
}

void disk::mend() {
  contents_->mend();
}

tally disk::calls() const {
  return contents_->calls();
}

tally disk::fired() const {
  return contents_->fired();
}

void disk::count_anew() {
  contents_->count_anew();
}

int disk::open_files() const {
  return contents_->open_files();
}

void disk::watch(watcher seen) {
  contents_->watch(std::move(seen));
}

std::map<std::string, std::string> disk::now() const {
  return contents_->now();
}

std::map<std::string, std::string> disk::after_power_cut(std::uint64_t seed) const {
  return contents_->after_power_cut(seed);
}

void disk::after_power_cut(std::uint64_t seed, const std::filesystem::path& into) const {
  for (const auto& [name, bytes] : after_power_cut(seed)) {
    const auto path = into / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream file{path, std::ios::binary | std::ios::trunc};
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size())).flush();
    if (!file) throw std::runtime_error("cannot write " + path.string());
  }
}

}  // namespace varve::faults

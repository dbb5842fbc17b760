#include "contents.hpp"

#include <algorithm>
#include <fstream>
#include <stdexcept>
#include <utility>

namespace varve::faults {
namespace {

/// What SQLite keeps beside a database in memory that processes share.
constexpr std::string_view shared_memory = "-shm";

/// nullopt when there is no such file.
std::optional<std::string> bytes_of(const std::string& path) {
  std::ifstream file{path, std::ios::binary | std::ios::ate};
  if (!file) return std::nullopt;
  std::string bytes(static_cast<std::size_t>(file.tellg()), '\0');
  file.seekg(0).read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return bytes;
}

}  // namespace

std::optional<std::string> disk::contents::name_of(std::string_view path) const {
  if (path.size() <= folder_.size() || !path.starts_with(folder_) || path[folder_.size()] != '/')
    return std::nullopt;
  return std::string{path.substr(folder_.size() + 1)};
}

std::optional<failing> disk::contents::arrives(call which, const std::string& file) {
  if (watcher_) watcher_(which, file);
  const std::scoped_lock lock{mutex_};
  ++calls_[which];
  std::optional<failing> due;
  for (auto& [what, seen] : faults_) {
    if (what.at != which || !file.ends_with(what.file_ending)) continue;
    ++seen;
    if (!due && (seen == what.number || (what.for_good && seen > what.number))) due = what.how;
  }
  if (due) ++fired_[which];
  return due;
}

std::shared_ptr<file_image> disk::contents::image_of(const std::string& file) const {
  const std::scoped_lock lock{mutex_};
  if (const auto known = files_.find(file); known != files_.end()) return known->second;
  auto there = bytes_of(folder_ + '/' + file);
  const bool named = there.has_value();
  return std::make_shared<file_image>(std::move(there).value_or(""), named);
}

std::shared_ptr<file_image> disk::contents::opened(const std::string& file,
                                                   std::shared_ptr<file_image> image) {
  const std::scoped_lock lock{mutex_};
  ++open_files_;
  return files_.try_emplace(file, std::move(image)).first->second;
}

void disk::contents::closed() {
  const std::scoped_lock lock{mutex_};
  --open_files_;
}

void disk::contents::removed(const std::string& file, bool folder_synced) {
  const std::scoped_lock lock{mutex_};
  const auto gone = files_.extract(file);
  if (folder_synced) {
    removed_.erase(file);
  } else if (gone && gone.mapped()->named()) {
    removed_[file] = gone.mapped();
  }
}

void disk::contents::folder_synced() {
  const std::scoped_lock lock{mutex_};
  removed_.clear();
  for (const auto& [name, image] : files_) image->name();
}

void disk::contents::plan(fault next) {
  const auto known = std::ranges::find(all_fault_kinds, fault_kind{next.at, next.how});
  if (known == all_fault_kinds.end())
    throw std::invalid_argument("a call to " + std::string(to_string(next.at)) + " cannot fail as " +
                                std::string(to_string(next.how)));
  const std::scoped_lock lock{mutex_};
  faults_.push_back({std::move(next)});
}

void disk::contents::mend() {
  const std::scoped_lock lock{mutex_};
  faults_.clear();
}

bool disk::contents::keeps_busy() const {
  const std::scoped_lock lock{mutex_};
  return std::ranges::any_of(faults_, [](const planned& each) { return each.what.how == failing::busy; });
}

tally disk::contents::calls() const {
  const std::scoped_lock lock{mutex_};
  return calls_;
}

tally disk::contents::fired() const {
  const std::scoped_lock lock{mutex_};
  return fired_;
}

void disk::contents::count_anew() {
  const std::scoped_lock lock{mutex_};
  calls_ = fired_ = {};
}

int disk::contents::open_files() const {
  const std::scoped_lock lock{mutex_};
  return open_files_;
}

std::map<std::string, std::string> disk::contents::now() const {
  std::map<std::string, std::string> out;
  const std::scoped_lock lock{mutex_};
  add_untouched(out);
  for (const auto& [name, image] : files_) out[name] = image->now();
  return out;
}

void disk::contents::add_untouched(std::map<std::string, std::string>& to) const {
  for (const auto& each : std::filesystem::recursive_directory_iterator(folder_)) {
    const auto name = each.path().string().substr(folder_.size() + 1);
    if (!each.is_regular_file() || name.ends_with(shared_memory) || files_.contains(name)) continue;
    if (auto bytes = bytes_of(each.path().string())) to[name] = *std::move(bytes);
  }
}

std::map<std::string, std::string> disk::contents::after_power_cut(std::uint64_t seed) const {
  testing::seeded_random random{seed};
  std::map<std::string, std::string> out;
  const std::scoped_lock lock{mutex_};
  add_untouched(out);
  for (const auto* const all : {&removed_, &files_})
    for (const auto& [name, image] : *all)
      if ((all == &files_ && image->named()) || random.below(2) == 0)
        out[name] = image->after_power_cut(random);
  return out;
}

}  // namespace varve::faults

#pragma once

#include "reader.hpp"

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace varve::sqlite {

/// The connections through which a store is read, one for each thread that reads at the moment. Thread-safe.
class reader_pool {
 public:
  /// Opens the first one, which shows whether the log can be read. Throws `failure`.
  reader_pool(std::string path, access how);

  /// A reader for one call; goes back to the pool at its end.
  class lease {
   public:
    lease(reader_pool& home, std::unique_ptr<reader> held) : home_(home), held_(std::move(held)) {}
    lease(const lease&) = delete;
    lease& operator=(const lease&) = delete;
    ~lease() { home_.give_back(std::move(held_)); }

    [[nodiscard]] reader& operator*() const { return *held_; }
    [[nodiscard]] reader* operator->() const { return held_.get(); }

   private:
    reader_pool& home_;
    std::unique_ptr<reader> held_;
  };

  [[nodiscard]] lease take();

 private:
  void give_back(std::unique_ptr<reader> idle);

  const std::string path_;
  const access how_;
  const shared_names names_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<reader>> idle_;
};

}  // namespace varve::sqlite

#pragma once

#include <varve/core/clock.hpp>

#include "address.hpp"
#include "session.hpp"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

namespace varve::postgres {

/// The connections through which a store is read. Thread-safe.
class reader_pool {
 public:
  reader_pool(address where, std::size_t most, const clock& time);

  /// A connection for one call; goes back to the pool at its end, unless it is lost or in the middle of
  /// something. When it was given up, those that are idle are too.
  class lease {
   public:
    lease(reader_pool& home, std::unique_ptr<session> held) : home_(home), held_(std::move(held)) {}
    lease(const lease&) = delete;
    lease& operator=(const lease&) = delete;
    ~lease() { home_.give_back(std::move(held_)); }

    [[nodiscard]] session& operator*() const { return *held_; }
    [[nodiscard]] session* operator->() const { return held_.get(); }

   private:
    reader_pool& home_;
    std::unique_ptr<session> held_;
  };

  /// Waits while as many as may be are in use; opens one where none is idle. Throws `failure`: `timeout` at
  /// the deadline, as what is done with it does then; the server is given `least` of the machine's time.
  [[nodiscard]] lease take(instant deadline, std::chrono::nanoseconds least = {});

 private:
  [[nodiscard]] std::unique_ptr<session> connect(const patience& how_long) const;
  void give_back(std::unique_ptr<session> used);

  const address where_;
  const std::size_t most_;
  const clock& time_;
  std::mutex mutex_;
  std::condition_variable given_back_;
  std::size_t in_use_ = 0;
  std::vector<std::unique_ptr<session>> idle_;
};

}  // namespace varve::postgres

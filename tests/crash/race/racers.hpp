#pragma once

#include <varve/eventstore/event_store.hpp>

#include <barrier>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace varve::crash {

/// What all racers of a round want, and only one of them can have.
struct prize {
  enum class kind {
    stream,    ///< the next revision of one stream: `number` is the revision
    seat,      ///< nobody took a seat behind position `number`
    fresh_tag  ///< nobody in the whole log carries the tag of round `number`
  };
  kind what;
  std::int64_t number;
};

/// Threads that all append in the same moment, each to one of the stores given.
class racers {
 public:
  /// `name` tells the racers of one process from those of another.
  racers(std::string name, std::vector<std::unique_ptr<event_store>>& stores, std::size_t count);
  ~racers();
  racers(const racers&) = delete;
  racers& operator=(const racers&) = delete;

  /// One round; answers with what each racer was told: `won POSITION`, `lost REVISION` or `lost POSITION` to
  /// whom, `bad WHAT`.
  [[nodiscard]] const std::vector<std::string>& race(const prize& wanted);

 private:
  void run(std::size_t number);
  [[nodiscard]] append_request bid_for(const prize& wanted, std::size_t number) const;

  const std::string name_;
  std::vector<std::unique_ptr<event_store>>& stores_;
  prize wanted_{};
  bool over_ = false;
  std::vector<std::string> answers_;
  std::barrier<> line_;
  std::vector<std::jthread> threads_;
};

}  // namespace varve::crash

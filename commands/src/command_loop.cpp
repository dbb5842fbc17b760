#include <varve/commands/command_loop.hpp>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>
#include <variant>

namespace varve {
namespace {

/// Where a store's threads leave the outcomes. Shared with its callbacks, which may still be in here when the
/// loop has taken the last outcome and is gone.
class inbox {
 public:
  struct letter {
    command_operation* to;
    append_outcome outcome;
  };

  void put(command_operation* to, append_outcome outcome) {
    const std::scoped_lock lock{mutex_};
    letters_.push_back({to, std::move(outcome)});
    arrived_.notify_one();
  }

  [[nodiscard]] std::deque<letter> take() {
    const std::scoped_lock lock{mutex_};
    return std::exchange(letters_, {});
  }

  void wait(const clock& time, instant until) {
    std::unique_lock lock{mutex_};
    while (letters_.empty() && time.wait(lock, arrived_, until)) {}
  }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<letter> letters_;
};

}  // namespace

class command_loop::impl {
 public:
  impl(std::size_t most, environment env) : most_(std::max<std::size_t>(1, most)), env_(env) {}

  void submit(std::unique_ptr<command_operation> operation) {
    while (!busy_ && in_flight_ >= most_) wait();
    auto& queue = streams_[operation->algorithm().stream().name()];
    queue.push_back(std::move(operation));
    ++in_flight_;
    if (queue.size() == 1) ready_.push_back(queue.front().get());
    if (!busy_) work();
  }

  void poll() { work(); }

  void drain() {
    while (in_flight_ != 0) wait();
  }

  [[nodiscard]] std::size_t in_flight() const { return in_flight_; }

 private:
  using step = handle_algorithm::step;

  void wait() {
    inbox_->wait(*env_.clock, pauses_.empty() ? never : pauses_.begin()->first);
    work();
  }

  /// All that can be done without waiting. An answer that submits further commands only lines them up: they
  /// are begun from here, so that a long chain of them does not nest.
  void work() {
    busy_ = true;
    for (auto& [operation, outcome] : inbox_->take())
      run(*operation, operation->algorithm().on_outcome(std::move(outcome)));
    while (!pauses_.empty() && pauses_.begin()->first <= env_.clock->steady()) {
      auto* operation = pauses_.extract(pauses_.begin()).mapped();
      run(*operation, operation->algorithm().on_paused());
    }
    while (!ready_.empty()) {
      auto* operation = ready_.front();
      ready_.pop_front();
      run(*operation, operation->algorithm().start());
    }
    busy_ = false;
  }

  /// Goes on with an operation until it must wait or has ended.
  void run(command_operation& operation, step next) {
    while (true) {
      if (auto* end = std::get_if<handle_algorithm::finished>(&next))
        return end_of(operation, std::move(end->answer));
      if (auto* wanted = std::get_if<handle_algorithm::pause>(&next)) {
        pauses_.emplace(wanted->until, &operation);
        return;
      }
      if (auto* wanted = std::get_if<handle_algorithm::append_events>(&next)) {
        auto answer = [to = &operation, box = inbox_](append_outcome outcome) {
          box->put(to, std::move(outcome));
        };
        return operation.store().append(std::move(wanted->request), std::move(answer));
      }
      next = load(operation, next);
    }
  }

  static step load(command_operation& operation, const step& next) {
    auto& algorithm = operation.algorithm();
    if (const auto* wanted = std::get_if<handle_algorithm::find_events>(&next))
      return algorithm.on_found(operation.store().find(wanted->ids));
    const auto& wanted = *std::get_if<handle_algorithm::read_page>(&next);
    return algorithm.on_page(operation.store().read_stream(*wanted.stream, wanted.from, {}, wanted.how));
  }

  void end_of(command_operation& operation, result<handled_all> answer) {
    const auto stream = streams_.find(operation.algorithm().stream().name());
    auto& queue = stream->second;
    const auto ended = std::move(queue.front());
    queue.pop_front();
    if (queue.empty())
      streams_.erase(stream);
    else
      ready_.push_back(queue.front().get());
    --in_flight_;
    ended->finish(std::move(answer));
  }

  const std::size_t most_;
  const environment env_;
  const std::shared_ptr<inbox> inbox_ = std::make_shared<inbox>();
  std::unordered_map<std::string, std::deque<std::unique_ptr<command_operation>>>
      streams_;                           // the first is under way
  std::deque<command_operation*> ready_;  // to be begun
  std::multimap<instant, command_operation*> pauses_;
  std::size_t in_flight_ = 0;
  bool busy_ = false;
};

command_loop::command_loop(std::size_t most_in_flight, environment env)
    : impl_(std::make_unique<impl>(most_in_flight, env)) {}

command_loop::~command_loop() {
  impl_->drain();
}

void command_loop::submit(std::unique_ptr<command_operation> operation) {
  impl_->submit(std::move(operation));
}

void command_loop::poll() {
  impl_->poll();
}

void command_loop::drain() {
  impl_->drain();
}

std::size_t command_loop::in_flight() const {
  return impl_->in_flight();
}

}  // namespace varve

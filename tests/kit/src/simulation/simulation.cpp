#include <varve/testing/simulation.hpp>

#include <algorithm>
#include <stdexcept>
#include <tuple>
#include <utility>

namespace varve::testing {

timestamp simulation::virtual_time::now() const {
  constexpr std::chrono::sys_days begin = std::chrono::year{2026} / 11 / 21;
  return timestamp{begin} + std::chrono::nanoseconds{now_.time_since_epoch()};
}

bool simulation::virtual_time::wait(std::unique_lock<std::mutex>&, std::condition_variable&, instant) const {
  throw std::logic_error("nothing may wait in a simulation");
}

bool simulation::later::operator()(const task& a, const task& b) const {
  return std::tie(a.when, a.lot) > std::tie(b.when, b.lot);
}

simulation::simulation(std::uint64_t seed) : random_(seed) {}

environment simulation::env() {
  return {.clock = &clock_, .random = &random_};
}

std::chrono::nanoseconds simulation::up_to(std::chrono::nanoseconds longest) {
  return std::chrono::nanoseconds{random_.below(static_cast<std::uint64_t>(longest.count()) + 1)};
}

void simulation::after(std::chrono::nanoseconds delay, std::function<void()> run) {
  due_.push({now() + std::max(delay, std::chrono::nanoseconds{0}), random_.next(), std::move(run)});
}

void simulation::run_for(std::chrono::nanoseconds time) {
  const instant end = now() + time;
  while (!due_.empty() && due_.top().when <= end) {
    task next = std::move(const_cast<task&>(due_.top()));  // NOLINT: it is popped at once
    due_.pop();
    clock_.now_ = next.when;
    ++steps_;
    next.run();
  }
  clock_.now_ = end;
}

void simulation::note(std::string_view what) {
  const auto mix = [this](std::uint64_t byte) { trace_ = (trace_ ^ byte) * 1099511628211U; };  // FNV-1a
  for (const char c : what) mix(static_cast<unsigned char>(c));
  const auto when = static_cast<std::uint64_t>(now().time_since_epoch().count());
  for (unsigned shift = 0; shift < 64; shift += 8) mix((when >> shift) & 0xFFU);
}

void simulated_process::after(std::chrono::nanoseconds delay, std::function<void()> task) {
  world_.after(delay, [this, life = std::weak_ptr<bool>{life_}, task = std::move(task)]() mutable {
    run(std::move(life), std::move(task));
  });
}

void simulated_process::run(std::weak_ptr<bool> life, std::function<void()> task) {
  if (life.expired()) return;
  if (!paused()) return task();
  world_.after(paused_until_ - world_.now(),
               [this, life = std::move(life), task = std::move(task)]() mutable {
                 run(std::move(life), std::move(task));
               });
}

void simulated_process::pause(std::chrono::nanoseconds time) {
  paused_until_ = std::max(paused_until_, world_.now() + time);
}

}  // namespace varve::testing

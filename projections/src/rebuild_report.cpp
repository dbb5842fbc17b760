#include "rebuild_report.hpp"

namespace varve::detail {

void rebuild_report::show(const projection_runner& runner) {
  begun_at_.try_emplace(runner.of().name, runner.state().saved().position);
  const instant now = env_.clock->steady();
  if (now - told_ < pause) return;
  told_ = now;
  tell(runner);
}

void rebuild_report::finish(const projection_runner& runner) {
  tell(runner);
  const auto elapsed = std::chrono::duration<double>(env_.clock->steady() - began_).count();
  env_.log->write(log_level::info, "projection `" + runner.of().name + "` rebuilt as generation " +
                                       std::to_string(runner.generation()) + ": " +
                                       std::to_string(runner.events()) + " events in " +
                                       std::to_string(elapsed) + " s");
}

void rebuild_report::tell(const projection_runner& runner) {
  const auto began = begun_at_.find(runner.of().name);
  rebuild_progress progress;
  progress.projection = runner.of().name;
  progress.at = runner.state().reached().position;
  progress.head = runner.state().head();
  progress.events = runner.events();
  progress.elapsed = env_.clock->steady() - began_;
  progress.began = began == begun_at_.end() ? position{} : began->second;
  const auto head = std::max<double>(static_cast<double>(progress.head.value()), 1);
  env_.metrics->gauge("varve.projection.rebuild.progress", static_cast<double>(progress.at.value()) / head,
                      {{"projection", progress.projection}});
  if (watch_) watch_(progress);
}

}  // namespace varve::detail

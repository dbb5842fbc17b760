#include "locked_file.hpp"

namespace varve::sqlite {

locked_file::locked_file(connection& writer, std::chrono::nanoseconds longest_wait, int frames_per_checkpoint,
                         environment env)
    : path_(writer.path()),
      longest_wait_(longest_wait),
      frames_per_checkpoint_(frames_per_checkpoint),
      env_(env),
      lock_(path_),
      journal_(writer) {}

void locked_file::lock() {
  const instant deadline = env_.clock->steady() + longest_wait_;
  writing_.lock();
  try {
    if (lock_.lock_until(*env_.clock, deadline)) return;
  } catch (...) {
    writing_.unlock();
    throw;
  }
  writing_.unlock();
  throw failure{{errc::unavailable, path_ + " is being written by others for too long: try again"}};
}

void locked_file::unlock() noexcept {
  lock_.unlock();
  writing_.unlock();
}

/// When a sync fails, no checkpoint before it is believed either: the next ones carry everything over again
/// (docs/adr/0007).
void locked_file::checkpoint_when_due() noexcept try {
  if (distrusts_checkpoints_) {
    journal_.distrust_checkpoints();
    distrusts_checkpoints_ = false;
  }
  if (journal_.new_frames() < frames_per_checkpoint_) return;
  distrusts_checkpoints_ = true;
  journal_.checkpoint();
  distrusts_checkpoints_ = false;
} catch (const std::exception& problem) {
  env_.log->write(log_level::warning, path_ + ": " + problem.what());
}

}  // namespace varve::sqlite

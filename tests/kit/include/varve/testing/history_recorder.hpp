#pragma once

#include <varve/testing/history.hpp>

#include <cstddef>
#include <filesystem>
#include <mutex>
#include <vector>

namespace varve::testing {

/// Takes down what is asked and what is told. Implementations are thread-safe.
class history_recorder {
 public:
  history_recorder() = default;
  history_recorder(const history_recorder&) = delete;
  history_recorder& operator=(const history_recorder&) = delete;
  virtual ~history_recorder() = default;

  /// Called before the call is made; answers with the number under which it ends.
  virtual std::size_t begin(const history_call& asked, instant when) = 0;
  virtual void end(std::size_t number, const history_answer& told, instant when) = 0;
};

/// Keeps the operations of one process in memory.
class history_notes final : public history_recorder {
 public:
  std::size_t begin(const history_call& asked, instant when) override;
  void end(std::size_t number, const history_answer& told, instant when) override;

  [[nodiscard]] std::vector<operation> operations() const;

 private:
  mutable std::mutex mutex_;
  std::vector<operation> operations_;
};

/// Writes the operations of one process to a file of its own, each line before the call goes on, so that what
/// it knew is there also after kill -9. The format stands in docs/adr/0019. Throws `failure` when it cannot
/// write.
class history_file final : public history_recorder {
 public:
  /// The file must not exist.
  explicit history_file(const std::filesystem::path& file);
  ~history_file() override;

  std::size_t begin(const history_call& asked, instant when) override;
  void end(std::size_t number, const history_answer& told, instant when) override;

  /// What a file holds, also when its process is still writing or was killed. `undecodable` names the line
  /// that is not of the format.
  [[nodiscard]] static result<std::vector<operation>> read(const std::filesystem::path& file);

 private:
  void write(const std::string& line) const;

  int file_;
  std::mutex mutex_;
  std::size_t next_ = 0;
};

}  // namespace varve::testing

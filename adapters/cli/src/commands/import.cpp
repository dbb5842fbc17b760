#include <varve/eventstore/import_log.hpp>
#include <varve/url/open_store.hpp>
#include <varve/zstd/decompressor.hpp>

#include "commands/commands.hpp"
#include "input/line_reader.hpp"
#include "output/export_file.hpp"
#include "output/json_object.hpp"
#include "output/progress.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <system_error>

namespace varve::cli {
namespace {

/// The file that was named, or standard input.
class input_file {
 public:
  explicit input_file(const std::string& path)
      : file_(path.empty() ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC)),
        named_(!path.empty()) {}
  ~input_file() {
    if (named_ && file_ >= 0) ::close(file_);
  }
  input_file(const input_file&) = delete;
  input_file& operator=(const input_file&) = delete;

  [[nodiscard]] int descriptor() const { return file_; }

 private:
  int file_;
  bool named_;
};

error cannot_open(const std::string& path) {
  const errc code = errno == ENOENT || errno == ENOTDIR ? errc::not_found : errc::unavailable;
  return {code, "cannot open " + path + ": " + std::generic_category().message(errno)};
}

unpacker unpacker_for(const std::string& path) {
  if (!is_zstd_name(path)) return {};
  auto frames = std::make_shared<zstd::decompressor>();
  return [frames](std::string_view packed, std::string& out) {
    return packed.empty() ? frames->finish() : frames->decompress(packed, out);
  };
}

std::string report_of(const import_report& done, bool json) {
  if (!json)
    return "imported " + std::to_string(done.events) + " events" +
           (done.known > 0 ? ", " + std::to_string(done.known) + " stood already" : "") + "; the log " +
           done.head.epoch.to_string() + " has come to position " +
           std::to_string(done.head.position.value());
  std::string line;
  json_object{line}
      .number("events", done.events)
      .number("known", done.known)
      .text("epoch", done.head.epoch.to_string())
      .number("head", done.head.position.value())
      .close();
  return line;
}

}  // namespace

result<exit_code> run(const import_command& asked, const console& to) {
  const input_file file{asked.from};
  if (file.descriptor() < 0) return cannot_open(asked.from);
  const auto store = open_store(asked.store);
  if (!store) return store.error();
  line_reader in{file.descriptor(), to.interrupted.descriptor(), line_reader::longest_line,
                 unpacker_for(asked.from)};
  progress bar{"import", asked.json, to, system_clock()};
  import_options how;
  how.progress = [&](position done, position of) -> result<void> {
    bar.update(done.value(), of.value());
    if (to.stopped()) return error{errc::stopped, "stopped at position " + std::to_string(done.value())};
    return {};
  };
  const auto done = import_log(**store, [&] { return in.next(); }, how);
  if (!done && to.interrupted.requested()) {
    to.say("varve: interrupted; import the same again, and it goes on where it stopped");
    return exit_code::ok;  // the signal's own code is the program's
  }
  if (!done) return done.error();
  bar.finish();
  to.out.write(report_of(*done, asked.json));
  return exit_code::ok;
}

}  // namespace varve::cli

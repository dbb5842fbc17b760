#include <varve/testing/postgres_server.hpp>
#include <varve/testing/wait_until.hpp>

#include "server_folder.hpp"

#include <sys/shm.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

namespace varve::testing {
namespace {

std::filesystem::path program(const std::string& name) {
  return find_program(name, {"/usr/lib/postgresql/15/bin", "/usr/lib/postgresql/16/bin",
                             "/usr/lib/postgresql/17/bin", "/usr/lib/postgresql/18/bin"});
}

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in{file};
  return {std::istreambuf_iterator<char>{in}, {}};
}

std::string in_quotes(std::string_view text, char mark) {
  std::string out(1, mark);
  for (const char c : text) {
    if (c == mark) out += mark;
    out += c;
  }
  return out + mark;
}

void append_line(const std::filesystem::path& file, const std::string& line) {
  std::ofstream out{file, std::ios::app};
  out << line << '\n';
  if (!out.flush()) throw std::runtime_error{"cannot write " + file.string()};
}

/// What initdb made, once for all servers of this process: a copy takes a fifth of the time.
const server_folder& empty_cluster() {
  static const server_folder folder;
  static const std::string made =
      run_well(folder.as_owner({program("initdb"), "-D", folder.path() / "data", "-U", "postgres",
                                "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"}));
  return folder;
}

/// SIGKILL leaves behind the segment that guards a server's folder; its number stands in postmaster.pid.
void remove_shared_memory(const std::filesystem::path& data) {
  std::ifstream lines{data / "postmaster.pid"};
  std::string line;
  for (int skipped = 0; skipped < 6; ++skipped) std::getline(lines, line);
  long key = 0;
  int segment = 0;
  if (lines >> key >> segment) ::shmctl(segment, IPC_RMID, nullptr);
}

/// What stands there may be the word of a server that was killed.
bool takes_connections(const std::filesystem::path& data, pid_t process) {
  const std::string told = text_of(data / "postmaster.pid");
  return told.starts_with(std::to_string(process) + "\n") &&
         (told.find("\nready") != std::string::npos || told.find("\nstandby") != std::string::npos);
}

}  // namespace

struct postgres_server::state {
  server_folder folder;
  pid_t process = 0;
  pid_t maker = ::getpid();
  std::uint16_t port = 0;

  [[nodiscard]] std::filesystem::path data() const { return folder.path() / "data"; }
  [[nodiscard]] std::filesystem::path log() const { return folder.path() / "log"; }

  [[nodiscard]] bool running() {
    if (process != 0 && end_of(process)) process = 0;
    return process != 0;
  }

  /// False when the server ended in place of becoming ready.
  bool start() {
    process = start_in(
        folder.path(), log(),
        folder.as_owner({program("postgres"), "-D", data(), "-p", std::to_string(port), "-k", folder.path(),
                         "-c", "listen_addresses=127.0.0.1", "-c", "dynamic_shared_memory_type=mmap"}));
    bool ready = false;
    wait_until("the server takes connections",
               [&] { return (ready = takes_connections(data(), process)) || !running(); });
    return ready;
  }

  void signal(int number) {
    if (running()) ::kill(process, number);
  }

  void stop(int number) {
    signal(number);
    if (process != 0) wait_for_end(process);
    process = 0;
  }
};

std::optional<std::string> postgres_server::missing() {
  for (const auto* name : {"initdb", "postgres", "psql"}) {
    if (program(name).empty()) return std::string{name} + " is not here: install postgresql-15";
  }
  return unfit_owner();
}

postgres_server::postgres_server(const settings& with) : state_(std::make_unique<state>()) {
  if (const auto reason = missing()) throw std::runtime_error{*reason};
  run_well({"cp", "-a", empty_cluster().path() / "data", state_->data()});
  for (const auto& [name, value] : with) configure(name, value);
  begin();
}

postgres_server::postgres_server(std::unique_ptr<state> made) : state_(std::move(made)) {}

postgres_server::postgres_server(postgres_server&&) noexcept = default;

postgres_server postgres_server::standby_of(const postgres_server& primary) {
  postgres_server out{std::make_unique<state>()};
  run_well(out.state_->folder.as_owner({program("pg_basebackup"), "-D", out.state_->data(), "-d",
                                        primary.url(), "-R", "-X", "stream", "-c", "fast", "--no-sync"}));
  out.begin();
  return out;
}

void postgres_server::begin() {
  for (int tries = 0;; ++tries) {
    state_->port = free_port();
    if (state_->start()) return;
    const bool taken = log().find("could not bind") != std::string::npos;  // by another, a moment ago
    if (!taken || tries == 5) throw std::runtime_error{"the server did not start: " + log()};
  }
}

postgres_server::~postgres_server() {
  if (state_ && ::getpid() == state_->maker) state_->stop(SIGQUIT);
}

void postgres_server::start() {
  if (state_->running()) return;
  if (!state_->start()) throw std::runtime_error{"the server did not start: " + log()};
}

void postgres_server::stop() {
  state_->stop(SIGINT);
}

void postgres_server::stop_immediately() {
  state_->stop(SIGQUIT);
}

void postgres_server::kill() {
  state_->folder.kill_everything();
  remove_shared_memory(state_->data());
  if (state_->process != 0) wait_for_end(state_->process);
  state_->process = 0;
}

bool postgres_server::running() const {
  return state_->running();
}

int postgres_server::process() const {
  return state_->process;
}

void postgres_server::configure(std::string_view name, std::string_view value) {
  append_line(state_->data() / "postgresql.conf", std::string{name} + " = " + in_quotes(value, '\''));
}

void postgres_server::reload() {
  state_->signal(SIGHUP);
}

void postgres_server::create_database(std::string_view name, std::string_view owner) {
  execute("CREATE DATABASE " + in_quotes(name, '"') + " OWNER " + in_quotes(owner, '"'));
}

void postgres_server::create_role(std::string_view name, std::string_view attributes) {
  execute("CREATE ROLE " + in_quotes(name, '"') + " LOGIN " + std::string{attributes});
}

std::string postgres_server::execute(std::string_view sql, std::string_view database) {
  return execute_at(url(database), sql);
}

std::string postgres_server::execute_at(const std::string& url, std::string_view sql) {
  return run_well({program("psql"), "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", url, "-c", std::string{sql}});
}

std::string postgres_server::url(std::string_view database, std::string_view user) const {
  return "postgres://" + std::string{user} + "@127.0.0.1:" + std::to_string(port()) + "/" +
         std::string{database};
}

std::uint16_t postgres_server::port() const {
  return state_->port;
}

const std::filesystem::path& postgres_server::folder() const {
  return state_->folder.path();
}

std::string postgres_server::log() const {
  return text_of(state_->log());
}

}  // namespace varve::testing

#include <varve/testing/pgbouncer.hpp>
#include <varve/testing/wait_until.hpp>

#include "server_folder.hpp"

#include <unistd.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace varve::testing {
namespace {

std::filesystem::path program() {
  return find_program("pgbouncer", {"/usr/sbin"});
}

/// Whoever the server trusts may pass: pgbouncer asks it for the role.
std::string configuration(std::uint16_t port, const postgres_server& behind,
                          const postgres_server::settings& with) {
  std::string text = "[databases]\n* = host=127.0.0.1 port=" + std::to_string(behind.port()) +
                     " auth_user=" + std::string{postgres_server::administrator} +
                     "\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = " + std::to_string(port) +
                     "\nunix_socket_dir =\nauth_type = trust\nauth_file = users\nadmin_users = postgres\n"
                     "pool_mode = transaction\nlog_connections = 0\nlog_disconnections = 0\n";
  for (const auto& [name, value] : with) text.append(name).append(" = ").append(value).append("\n");
  return text;
}

void write(const std::filesystem::path& file, const std::string& text) {
  std::ofstream out{file};
  out << text;
  if (!out.flush()) throw std::runtime_error{"cannot write " + file.string()};
}

}  // namespace

struct pgbouncer::state {
  server_folder folder;
  pid_t process = 0;
  pid_t maker = ::getpid();
  std::uint16_t port = 0;
  postgres_server::settings with;

  /// False when it ended in place of listening.
  bool start(const postgres_server& behind) {
    port = free_port();
    write(folder.path() / "settings", configuration(port, behind, with));
    write(folder.path() / "users", "\"postgres\" \"\"\n");
    process = start_in(folder.path(), folder.path() / "log", folder.as_owner({program(), "settings"}));
    bool ended = false;
    wait_until("pgbouncer listens",
               [&] { return somebody_listens(port) || (ended = end_of(process).has_value()); });
    if (ended) process = 0;
    return !ended;
  }

  [[nodiscard]] std::string log() const {
    std::ifstream in{folder.path() / "log"};
    return {std::istreambuf_iterator<char>{in}, {}};
  }
};

std::optional<std::string> pgbouncer::missing() {
  if (program().empty()) return "pgbouncer is not here: install pgbouncer";
  return unfit_owner();
}

pgbouncer::pgbouncer(const postgres_server& behind, const postgres_server::settings& with)
    : state_(std::make_unique<state>()) {
  state_->with = with;
  if (const auto reason = missing()) throw std::runtime_error{*reason};
  for (int tries = 0; !state_->start(behind); ++tries) {
    if (tries == 5) throw std::runtime_error{"pgbouncer did not start: " + state_->log()};
  }
}

pgbouncer::~pgbouncer() {
  if (::getpid() != state_->maker || state_->process == 0) return;
  ::kill(state_->process, SIGTERM);  // at once; SIGINT waits for the clients
  wait_for_end(state_->process);
}

void pgbouncer::lead_to(const postgres_server& other) {
  write(state_->folder.path() / "settings", configuration(port(), other, state_->with));
  postgres_server::execute_at(url("pgbouncer"), "RELOAD");
  const std::string there = std::to_string(other.port()) + '\n';
  wait_until("pgbouncer leads to the other server",
             [&] { return postgres_server::execute_at(url(), "SELECT inet_server_port()") == there; });
}

std::string pgbouncer::url(std::string_view database, std::string_view user) const {
  return "postgres://" + std::string{user} + "@127.0.0.1:" + std::to_string(port()) + "/" +
         std::string{database};
}

std::uint16_t pgbouncer::port() const {
  return state_->port;
}

}  // namespace varve::testing

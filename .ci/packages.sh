# Sourced by ./try and ./check: what they need of Debian 12, and how it gets there.

build_packages=(g++ cmake ninja-build pkg-config git libssl-dev libcereal-dev libspdlog-dev libfmt-dev
  libsqlite3-dev libsimdjson-dev libcli11-dev zlib1g-dev libzstd-dev)
postgres_packages=(libpqxx-dev libpq-dev)
test_packages=(libgtest-dev libgmock-dev nlohmann-json3-dev python3 sqlite3 strace xfsprogs clang-19 libclang-rt-19-dev
  clang-format-19 postgresql-15 pgbouncer)

# Prints those of the named packages that are not installed.
missing_packages() {
  local name
  for name in "$@"; do
    [[ $(dpkg-query -W -f '${Status}' "$name" 2>/dev/null) == "install ok installed" ]] || printf '%s ' "$name"
  done
}

# Installs packages and asks nothing. PostgreSQL and pgbouncer come as programs only: tests start servers of their own, so no
# cluster is made, and no service runs, now or after a reboot, that did not before.
install_quietly() (
  set -e
  export DEBIAN_FRONTEND=noninteractive UCF_FORCE_CONFFOLD=1
  local settings=/etc/postgresql-common/createcluster.conf policy=/usr/sbin/policy-rc.d
  if [[ " $* " == *" postgresql-15 "* && ! -e $settings ]]; then
    mkdir -p "${settings%/*}"
    echo "create_main_cluster = false" >"$settings"
  fi
  if [[ ! -e $policy ]]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
  fi
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends "$@"
  if [[ " $* " == *" pgbouncer "* ]]; then update-rc.d pgbouncer disable; fi
)

# Installs what is missing of the named packages: after asking, or at once when $assume_yes is set. Exits 69 when it cannot.
install_packages() {
  command -v dpkg-query >/dev/null || { echo "not Debian: install the equivalents of: $*" >&2; return 0; }
  local missing
  read -ra missing <<<"$(missing_packages "$@")"
  (( ${#missing[@]} )) || return 0
  local line="apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
  echo "Missing: ${missing[*]}" >&2
  if [[ $(id -u) != 0 ]]; then
    echo "As root, run:  $line" >&2
    exit 69
  fi
  if [[ -z ${assume_yes:-} ]]; then
    [[ -t 0 ]] || { echo "Run with --yes to install them, or:  $line" >&2; exit 69; }
    read -rp "Install them now? [y/N] " answer
    [[ $answer == [yY]* ]] || exit 69
  fi
  if ! install_quietly "${missing[@]}" >/tmp/varve-apt.log 2>&1; then
    tail -n 20 /tmp/varve-apt.log >&2
    echo "The installation failed; see /tmp/varve-apt.log" >&2
    exit 69
  fi
}

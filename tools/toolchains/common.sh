# Functions for the toolchain scripts. Sourced, never run. The scripts unpack into the cache, so that a checkout stays
# clean and a second run is quick.
source "$(dirname "${BASH_SOURCE[0]}")/../cache.sh"

# Progress goes to standard error. Standard output is for the result.
say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }

fail() {
  say "$*"
  exit 1
}

require_root_for() {
  [ "$(id -u)" = 0 ] || fail "$1 needs root on Debian. $2"
}

require_commands() {
  local hint=$1 name
  shift
  for name in "$@"; do
    command -v "$name" >/dev/null || fail "the command '$name' is missing. $hint"
  done
}

# Prints the Debian mirror that this machine's apt uses, from deb822 sources or from one-line sources in
# /etc/apt/sources.list.
debian_mirror() {
  local found
  found=$(awk '/^URIs:/ { print $2; exit }' /etc/apt/sources.list.d/*.sources 2>/dev/null || true)
  [ -n "$found" ] || found=$(awk '$1 == "deb" { for (i = 2; i <= NF; i++) if ($i ~ /^https?:/) { print $i; exit } }' \
    /etc/apt/sources.list 2>/dev/null || true)
  [ -n "$found" ] || fail "apt names no Debian mirror in /etc/apt/sources.list or /etc/apt/sources.list.d/*.sources."
  printf '%s\n' "${found%/}"
}

# apt-get fails if another one runs, so a stage holds this lock while it runs apt-get.
APT_LOCK=$COGNITO_AUTH_CACHE/apt.lock

# Installs the Debian packages that are missing, or says how to.
apt_install() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null || fail "needs ${missing[*]}: install them with this system's package manager."
  [ "$(id -u)" = 0 ] || fail "needs ${missing[*]}: sudo apt-get install ${missing[*]}"
  say "installing ${missing[*]}"
  (
    hold_lock "$APT_LOCK"
    apt-get -qq update >&2
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  )
}

# The folders for builds and installations, outside of the tree. Sourced, never run.

export COGNITO_AUTH_CACHE=${COGNITO_AUTH_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/cognito-auth}

this_checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# own_folder: prints this checkout's folder, for files that a build of another checkout must not replace.
own_folder() {
  local folder
  folder=$COGNITO_AUTH_CACHE/checkouts/$(printf '%s' "$this_checkout" | cksum | cut -d' ' -f1)
  mkdir -p "$folder"
  [ -s "$folder/checkout" ] || printf '%s\n' "$this_checkout" >"$folder/checkout"
  printf '%s\n' "$folder"
}

# hold_lock FILE [--nonblock]: waits for the lock, and holds it until the shell that calls this ends. With --nonblock it
# fails instead of waiting. On macOS, which has no flock, it does nothing.
hold_lock() {
  command -v flock >/dev/null || return 0
  mkdir -p "$(dirname "$1")"
  exec 9>"$1"
  flock "${@:2}" 9
}

# shared_target: prints the target folder that all checkouts share, so that a fresh clone does not compile the
# dependencies again. cargo compares only the times of files, so it could take our crates from another checkout's build.
# So if another checkout used the folder last, this function removes our crates' fingerprints, and cargo builds them again.
# While that other checkout still builds, this one gets a folder of its own.
shared_target() (
  hold_lock "$COGNITO_AUTH_CACHE/target.lock"
  folder=$COGNITO_AUTH_CACHE/target
  mkdir -p "$folder"
  read_users
  if [ "$checkout" != "$this_checkout" ]; then
    [ -z "$processes" ] || { printf '%s\n' "$(own_folder)/target" && return; }
    # The last two are the benchmarks' crates. fuzz/run builds in the folder fuzz, and bindings/build in bindings.
    rm -rf "$folder"/{,bindings/,fuzz/,fuzz/*/}*/.fingerprint/{cognito-,example-,constant-time-,srp-bench-}*
  fi
  printf '%s\n%s%s %s\n' "$this_checkout" "$processes" "$building_process" "$(start_of "$building_process")" >"$folder/user"
  printf '%s\n' "$folder"
)

# read_users: sets $checkout to the checkout that used the shared target folder last. Sets $processes to that checkout's
# processes that still build, except this one: a line for each, with its number and the time of its start. The caller
# holds the lock.
read_users() {
  local users=$COGNITO_AUTH_CACHE/target/user process started
  checkout='' processes=''
  [ -f "$users" ] || return 0
  {
    read -r checkout || true
    while read -r process started; do
      [ "$process" = "$building_process" ] || ! runs_since "$process" "$started" || processes+="$process $started"$'\n'
    done
  } <"$users"
}

# The process that builds: the script that sources this file, or make, which sets this variable first.
building_process=${building_process:-$$}

# start_of PROCESS: prints when it was started; nothing if it does not run.
start_of() { LC_ALL=C ps -o lstart= -p "$1" 2>/dev/null | tr -s ' ' | sed 's/^ //; s/ $//'; }

# runs_since PROCESS TIME: whether the process that was started at TIME still runs. A newer one could have its number.
runs_since() { [ -n "$1" ] && [ -n "$2" ] && [ "$(start_of "$1")" = "$2" ]; }

export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$(shared_target)}

# pinned NAME FILE…: prints the folder for what these files pin. The folder's name depends on the content of the files.
# At each use, the caller touches the file `.ready` in the folder; tools/prune-cache reads its time. The caller holds the
# lock FOLDER.lock while it installs, because two builds may find that nothing is installed.
pinned() {
  local name=$1
  shift
  printf '%s/%s-%s\n' "$COGNITO_AUTH_CACHE" "$name" "$(cat "$@" | sha256 | cut -c1-12)"
}

# sha256 [FILE…]: prints SHA-256 checksums. Not every Mac has sha256sum.
sha256() {
  if command -v sha256sum >/dev/null; then sha256sum "$@"; else shasum -a 256 "$@"; fi
}

# keep FILE FOLDER: copies a file to a folder where no other build replaces it.
keep() {
  mkdir -p "$2"
  rm -f "$2/${1##*/}"
  cp "$1" "$2/"
}

# absolute PATH: prints the path from the root on. The file may be missing. A Mac has no `realpath -m`.
absolute() {
  case $1 in /*) printf '%s\n' "$1" ;; *) printf '%s\n' "$PWD/$1" ;; esac
}

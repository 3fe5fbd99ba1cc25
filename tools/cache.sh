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

# shared_target: prints the target folder that all checkouts share, so that a fresh clone does not compile the
# dependencies again. cargo compares only the times of files, so it could take our crates from another checkout's build.
# So if another checkout used the folder last, this function removes our crates' fingerprints, and cargo builds them again.
shared_target() {
  local folder=$COGNITO_AUTH_CACHE/target
  mkdir -p "$folder"
  if [ "$(cat "$folder/checkout" 2>/dev/null)" != "$this_checkout" ]; then
    rm -rf "$folder"/*/.fingerprint/cognito-*
    printf '%s\n' "$this_checkout" >"$folder/checkout"
  fi
  printf '%s\n' "$folder"
}

# Two checkouts that build at the same time need two folders: set CARGO_TARGET_DIR in each.
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$(shared_target)}

# pinned NAME FILE…: prints the folder for what these files pin. The folder's name depends on the content of the files.
# At each use, the caller touches the file `.ready` in the folder; tools/prune-cache reads its time.
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

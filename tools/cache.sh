# Where everything goes that is built or installed on the way, outside of the tree. Sourced, never run.

export COGNITO_AUTH_CACHE=${COGNITO_AUTH_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/cognito-auth}

this_checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# own_folder: what belongs to this checkout and no other: copies of what was built, which another one's build can't replace.
own_folder() {
  local folder
  folder=$COGNITO_AUTH_CACHE/checkouts/$(printf '%s' "$this_checkout" | cksum | cut -d' ' -f1)
  mkdir -p "$folder"
  [ -s "$folder/checkout" ] || printf '%s\n' "$this_checkout" >"$folder/checkout"
  printf '%s\n' "$folder"
}

# shared_target: one target folder for every checkout, so that a fresh clone compiles no dependency anew. Cargo goes by the
# age of files, and would take our own crates of another checkout for this one's: they are forgotten when it changes.
shared_target() {
  local folder=$COGNITO_AUTH_CACHE/target
  mkdir -p "$folder"
  if [ "$(cat "$folder/checkout" 2>/dev/null)" != "$this_checkout" ]; then
    rm -rf "$folder"/*/.fingerprint/cognito-*
    printf '%s\n' "$this_checkout" >"$folder/checkout"
  fi
  printf '%s\n' "$folder"
}

# Two checkouts that build at the same time each need a folder of their own: name it in CARGO_TARGET_DIR.
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$(shared_target)}

# pinned NAME FILE…: the folder of what these files pin; other pins make another one. Its user leaves a file `.ready`,
# anew at each use: tools/prune-cache goes by it.
pinned() {
  local name=$1
  shift
  printf '%s/%s-%s\n' "$COGNITO_AUTH_CACHE" "$name" "$(cat "$@" | sha256 | cut -c1-12)"
}

# sha256 [FILE…]: not every Mac has sha256sum.
sha256() {
  if command -v sha256sum >/dev/null; then sha256sum "$@"; else shasum -a 256 "$@"; fi
}

# keep FILE FOLDER: a copy that no other build replaces.
keep() {
  mkdir -p "$2"
  rm -f "$2/${1##*/}"
  cp "$1" "$2/"
}

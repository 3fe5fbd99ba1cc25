# Where everything goes that is built or installed on the way, outside of the tree. Sourced, never run.

export COGNITO_AUTH_CACHE=${COGNITO_AUTH_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/cognito-auth}

this_checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# own_folder: where this checkout is built, and no other: two may build at once, and Cargo, which goes by the age of files,
# would take what another one left for its own.
own_folder() {
  local folder
  folder=$COGNITO_AUTH_CACHE/checkouts/$(printf '%s' "$this_checkout" | cksum | cut -d' ' -f1)
  mkdir -p "$folder"
  [ -s "$folder/checkout" ] || printf '%s\n' "$this_checkout" >"$folder/checkout"
  printf '%s\n' "$folder"
}

export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$(own_folder)/target}

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

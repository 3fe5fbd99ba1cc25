# What the scripts of the Swift package share; sourced, never run.
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "$repository/tools/cache.sh"

# Nothing is built inside the tree, and two checkouts do not meet in the cache.
scratch=$(own_folder)/swift
mkdir -p "$scratch"

use_swift() {
  local toolchain
  toolchain=$("$repository/tools/toolchains/swift")
  export PATH=$toolchain:$PATH
}

build_local_pool() {
  (cd "$repository" && cargo build --quiet --package cognito-local-pool)
  keep "$CARGO_TARGET_DIR/debug/cognito-local-pool" "$scratch"
  export LOCAL_POOL_BINARY=$scratch/cognito-local-pool
}

# swift_with LIBRARIES COMMAND…: `swift COMMAND…`, linked against the library in that folder, which is found there.
swift_with() {
  local libraries=$1 command=$2
  shift 2
  swift "$command" -Xlinker "-L$libraries" -Xlinker -rpath -Xlinker "$libraries" "$@"
}

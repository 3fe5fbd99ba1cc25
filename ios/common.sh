# What the scripts of the Swift package share; sourced, never run.
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "$repository/tools/cache.sh"

# Nothing is built inside the tree, and two checkouts do not meet in the cache.
scratch=$COGNITO_AUTH_CACHE/swift-build/$(printf '%s' "$repository" | cksum | cut -d' ' -f1)
mkdir -p "$scratch"

# Where Cargo leaves the host library, for the linker and for the program that was linked.
libraries=$CARGO_TARGET_DIR/debug
export LD_LIBRARY_PATH=$libraries${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
export LOCAL_POOL_BINARY=$CARGO_TARGET_DIR/debug/cognito-local-pool

use_swift() {
  local toolchain
  toolchain=$("$repository/tools/toolchains/swift")
  export PATH=$toolchain:$PATH
}

# Functions for the package scripts. Sourced, never run.
source "$(dirname "${BASH_SOURCE[0]}")/../toolchains/common.sh"

readonly PACKAGES="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
readonly REPOSITORY="$(cd "$PACKAGES/../.." && pwd)"
readonly DIST="${COGNITO_AUTH_DIST:-$REPOSITORY/dist}"

# How the shipped library is built.
readonly CRATE=cognito-auth-ffi
readonly LIBRARY=libcognito_auth_ffi
readonly PROFILE=mobile
readonly ANDROID_FEATURES=android-ciphers,wiping-allocator
readonly APPLE_FEATURES=wiping-allocator
readonly ANDROID_API=23
readonly IOS_VERSION=15.0
readonly MACOS_VERSION=12.0
readonly ANDROID_TARGETS=(aarch64-linux-android x86_64-linux-android)
readonly IOS_TARGETS=(aarch64-apple-ios aarch64-apple-ios-sim)
# A Mac also builds these: the simulator of Intel Macs, and macOS.
readonly APPLE_EXTRA_TARGETS=(x86_64-apple-ios aarch64-apple-darwin x86_64-apple-darwin)

# One target folder for all checkouts, so that a machine compiles std and the dependencies once. `native` locks it.
mobile_target_folder() { printf '%s\n' "${MOBILE_TARGET_DIR:-$COGNITO_AUTH_CACHE/mobile-target}"; }

# native_library TARGET: prints the path of the library that tools/packages/native leaves in this checkout's folder. For
# Android, the linker's map LIBRARY.map is beside it.
native_library() {
  local extension=so
  [[ $1 != *-apple-* ]] || extension=a
  printf '%s/native/%s/%s.%s\n' "$(own_folder)" "$1" "$LIBRARY" "$extension"
}

# compiler_of TARGET: prints the path of the file in which tools/packages/native says which compiler built the library.
compiler_of() { printf '%s/compiler\n' "$(dirname "$(native_library "$1")")"; }

# Prints the path of the linker in Rust's toolchain.
rust_lld() {
  local host found
  # In the repository, rustup chooses the version that rust-toolchain.toml names.
  host=$(cd "$REPOSITORY" && rustc -vV | sed -n 's/^host: //p')
  found=$(cd "$REPOSITORY" && rustc --print sysroot)/lib/rustlib/$host/bin/rust-lld
  [ -x "$found" ] || fail "no rust-lld in the Rust toolchain ($found). Install Rust with rustup (https://rustup.rs)."
  printf '%s\n' "$found"
}

android_abi() {
  case $1 in
    aarch64-linux-android) printf 'arm64-v8a\n' ;;
    x86_64-linux-android) printf 'x86_64\n' ;;
    *) fail "no ABI for $1" ;;
  esac
}

version_of_crate() {
  (cd "$REPOSITORY" && cargo pkgid --package $CRATE) | sed 's/.*[#@]//'
}

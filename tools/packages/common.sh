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
# The same versions are in Package.swift. Mac Catalyst has that of iOS.
readonly IOS_VERSION=15.0
readonly MACOS_VERSION=12.0
readonly TVOS_VERSION=15.0
readonly WATCHOS_VERSION=8.0
readonly VISIONOS_VERSION=1.0
readonly ANDROID_TARGETS=(aarch64-linux-android x86_64-linux-android)
readonly JVM_FEATURES=wiping-allocator
readonly JVM_TARGET=x86_64-unknown-linux-gnu

# slices_of PLATFORMS: prints the slices of an XCFramework, one on each line: its name, then the targets of its
# architectures. PLATFORMS is `phone` (devices and the simulator of Macs with Apple's processors), `phone-and-mac`, or
# `all`.
slices_of() {
  case $1 in
    phone)
      printf 'ios-arm64 aarch64-apple-ios\n'
      printf 'ios-arm64-simulator aarch64-apple-ios-sim\n'
      ;;
    phone-and-mac)
      printf 'ios-arm64 aarch64-apple-ios\n'
      printf 'ios-arm64_x86_64-simulator aarch64-apple-ios-sim x86_64-apple-ios\n'
      printf 'macos-arm64_x86_64 aarch64-apple-darwin x86_64-apple-darwin\n'
      ;;
    all)
      slices_of phone-and-mac
      printf 'ios-arm64_x86_64-maccatalyst aarch64-apple-ios-macabi x86_64-apple-ios-macabi\n'
      printf 'tvos-arm64 aarch64-apple-tvos\n'
      printf 'tvos-arm64_x86_64-simulator aarch64-apple-tvos-sim x86_64-apple-tvos\n'
      # Watches up to watchOS 11, and the older ones with watchOS 26, run arm64_32.
      printf 'watchos-arm64_arm64_32 aarch64-apple-watchos arm64_32-apple-watchos\n'
      printf 'watchos-arm64_x86_64-simulator aarch64-apple-watchos-sim x86_64-apple-watchos-sim\n'
      printf 'xros-arm64 aarch64-apple-visionos\n'
      printf 'xros-arm64-simulator aarch64-apple-visionos-sim\n'
      ;;
    *) fail "PLATFORMS is phone, phone-and-mac or all, not '$1'" ;;
  esac
}

# One target folder for all checkouts, so that a machine compiles std and the dependencies once. `native` locks it.
mobile_target_folder() { printf '%s\n' "${MOBILE_TARGET_DIR:-$COGNITO_AUTH_CACHE/mobile-target}"; }

# forget_other_checkouts FOLDER: removes the workspace's crates that another checkout built. cargo compares the times of
# files: if this checkout's files were older, cargo would use the other checkout's crates. Dependencies stay.
forget_other_checkouts() {
  local folder=$1
  if [ -d "$folder" ] && [ "$(cat "$folder/.checkout" 2>/dev/null)" != "$REPOSITORY" ]; then
    find "$folder" -path '*/.fingerprint/cognito-*' -prune -exec rm -rf {} +
  fi
  mkdir -p "$folder"
  printf '%s\n' "$REPOSITORY" >"$folder/.checkout"
}

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

# llvm NAME ARGUMENT…: runs the tool llvm-NAME of Debian's package llvm, whose name may have a version.
llvm() {
  local name=$1 found
  shift
  for found in "llvm-$name" "llvm-$name"-{22,21,20,19,18,17,16,15,14}; do
    command -v "$found" >/dev/null && { "$found" "$@"; return; }
  done
  fail "llvm-$name is missing: apt-get install llvm"
}

android_abi() {
  case $1 in
    aarch64-linux-android) printf 'arm64-v8a\n' ;;
    x86_64-linux-android) printf 'x86_64\n' ;;
    *) fail "no ABI for $1" ;;
  esac
}

# Prints the name that JNA has for the platform of a target: it looks for the library in this folder of the class path.
jna_platform() {
  case $1 in
    x86_64-unknown-linux-gnu) printf 'linux-x86-64\n' ;;
    *) fail "no library for a JVM is built for $1" ;;
  esac
}

version_of_crate() {
  (cd "$REPOSITORY" && cargo pkgid --package $CRATE) | sed 's/.*[#@]//'
}

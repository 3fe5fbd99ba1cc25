# Code that the Swift package's scripts share. They source this file; nobody runs it.
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "$repository/tools/cache.sh"

# Nothing is built inside the repository. Each checkout has its own folder in the cache.
scratch=$(own_folder)/swift
mkdir -p "$scratch"

use_swift() {
  local toolchain
  toolchain=$("$repository/tools/toolchains/swift")
  export PATH=$toolchain:$PATH
}

build_local_pool() {
  "$repository/local-pool/build" "$scratch"
  export COGNITO_LOCAL_POOL=$scratch/cognito-local-pool
}

# stage_package: puts a copy of the package outside of the repository, in the folder $staged. The copy has the same
# sources, but its bindings belong to a library for tests, which is in the folder $library. Tests can set the clock and
# the randomness of that library. The library that ships has no such setting.
stage_package() {
  local generated=$scratch/generated folder
  "$repository/bindings/generate" --testing "$generated"
  library=$generated/library

  # Other packages refer to this package by the name of its folder, which is why the folder has this name.
  staged=$scratch/cognito-auth
  mkdir -p "$staged/ios/Sources"
  ln -sfn "$repository/Package.swift" "$staged/Package.swift"
  ln -sfn "$repository/ios/Sources/CognitoAuth" "$staged/ios/Sources/CognitoAuth"
  for folder in Testing Quickstart TestProcess Tests; do
    ln -sfn "$repository/ios/$folder" "$staged/ios/$folder"
  done
  for folder in CognitoAuthBindings CognitoAuthFFI; do
    copy_changed "$generated/ios/Sources/$folder" "$staged/ios/Sources/$folder"
  done
  # The package compiles the app of Amplify's guides twice. Two targets can't have the same folder.
  mkdir -p "$staged/ios/AmplifyShim"
  for folder in Sources Tests Guide; do
    ln -sfn "$repository/ios/AmplifyShim/$folder" "$staged/ios/AmplifyShim/$folder"
  done
  copy_changed "$repository/ios/AmplifyShim/Guide" "$staged/ios/AmplifyShim/GuideInSwift5"
  export COGNITO_AUTH_TESTING=1 COGNITO_AUTH_REPOSITORY=$repository
}

# copy_changed FROM TO: copies a folder only if it has changed, because the compiler compiles every new copy again.
copy_changed() {
  diff -rq "$1" "$2" >/dev/null 2>&1 && return
  rm -rf "$2"
  cp -R "$1" "$2"
}

# swift_with LIBRARIES COMMAND…: runs `swift COMMAND…`. The program is linked with the library in the folder LIBRARIES
# and loads it from there.
swift_with() {
  local libraries=$1 command=$2
  shift 2
  swift "$command" -Xlinker "-L$libraries" -Xlinker -rpath -Xlinker "$libraries" "$@"
}

# plays_guide COMMAND…: runs a program that has the sources of ios/Quickstart. Fails unless the program plays
# the whole guide.
plays_guide() {
  local said line
  said=$("$@")
  printf '%s\n' "$said"
  for line in "Confirm signUp succeeded" "Sign in succeeded" "Sign in with MFA succeeded"; do
    grep -qxF "$line" <<<"$said" || { echo "$*: it did not print '$line'." >&2; return 1; }
  done
}

# Emits our modules for type checks without a build. Scripts source this file after common.sh and `use_swift`; nobody
# runs it. Code for Apple's frameworks is type-checked against stubs.
modules=$scratch/modules
mkdir -p "$modules"

# Arguments for the compiler to find our modules and the stubs.
compiler_arguments=(
  -I "$modules" -Xcc "-fmodule-map-file=$repository/ios/Sources/CognitoAuthFFI/include/module.modulemap"
)

# check ARGUMENT…: calls the compiler for our own code. It compiles a module's files in one process.
check() {
  swiftc -wmo -swift-version 6 -warnings-as-errors -package-name cognitoauth "${compiler_arguments[@]}" "$@"
}

# emit NAME ARGUMENT…: writes a module, and its public API as a symbol graph.
emit() {
  local name=$1
  shift
  check -parse-as-library -emit-module -module-name "$name" -o "$modules/$name.swiftmodule" \
    -emit-symbol-graph -emit-symbol-graph-dir "$modules" -symbol-graph-minimum-access-level public "$@"
}

# is_fresh NAME OTHER…: whether the module is newer than this file, which has the compiler's arguments, and than everything
# in each OTHER.
is_fresh() {
  local module=$modules/$1.swiftmodule
  shift
  [ -e "$module" ] && [ -z "$(find "$@" ios/modules.sh -newer "$module" -print -quit)" ]
}

# emit_changed NAME FOLDER OTHER…: writes the module of the sources in FOLDER. It does nothing if the module is newer
# than everything in FOLDER and in each OTHER.
emit_changed() {
  local name=$1 folder=$2 files
  shift
  if is_fresh "$name" "$@"; then return; fi
  mapfile -t files < <(find "$folder" -name '*.swift' | sort)
  emit "$name" "${files[@]}"
}

# The stubs, each after those that it imports.
stubs=(AppKit UIKit AuthenticationServices Combine LocalAuthentication Security)

# emit_modules: writes the bindings, the stubs, the library, the helpers for apps' tests, and the shim. If two scripts run at
# once, the second one waits, and finds fresh modules.
emit_modules() (
  hold_lock "$modules.lock"
  local stub bindings=(ios/Sources/CognitoAuthBindings/*.swift)
  is_fresh CognitoAuthBindings "${bindings[@]}" || emit CognitoAuthBindings "${bindings[@]}"
  for stub in "${stubs[@]}"; do
    is_fresh "$stub" ios/Stubs || emit "$stub" "ios/Stubs/$stub.swift"
  done
  emit_changed CognitoAuth ios/Sources/CognitoAuth ios/Stubs ios/Sources/CognitoAuthBindings
  emit_changed CognitoAuthTesting ios/Testing "$modules/CognitoAuth.swiftmodule"
  emit_changed CognitoAuthAmplifyShim ios/AmplifyShim/Sources "$modules/CognitoAuth.swiftmodule"
)

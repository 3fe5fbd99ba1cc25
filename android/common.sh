# Shared code of this folder's scripts. They source it; nobody runs it.

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "$repository/tools/cache.sh"
# The folder for what Maven builds, and for the native library and the local pool that the tests use.
build=$(own_folder)/android

require() {
  command -v "$1" >/dev/null || { echo "android: the command '$1' is missing. $2" >&2; exit 1; }
}
require mvn "Install Maven 3.8 or newer (Debian: apt-get install maven; macOS: brew install maven)."
require javac "Install a JDK, 17 or newer (Debian: apt-get install openjdk-17-jdk-headless)."
require cargo "Install Rust: https://rustup.rs"

# build_for_tests: builds the local pool, and a native library whose clock and randomness the tests can set. It also
# writes the Kotlin sources that call this native library, and the guides' code as test sources.
build_for_tests() {
  "$repository/bindings/generate" --testing "$build/bindings"
  "$repository/local-pool/build" "$build"
  export COGNITO_LOCAL_POOL=$build/cognito-local-pool
  library=$build/bindings/library
  "$repository/android/guides" "$build/guides" "$repository"/docs/guides/*.md
  # Otherwise Maven would keep the classes of deleted tests, and run them.
  rm -rf "$build/maven"
}

# maven ARGUMENTS: runs Maven with the results of build_for_tests.
maven() {
  "$repository/tools/maven/run" -f "$repository/android/pom.xml" -Dbuild.folder="$build/maven" \
    -Dffi.sources="$build/bindings/android/src/main/generated" -Dffi.library.folder="$library" \
    -Dguides.folder="$build/guides" "$@"
}

# inputs: prints the checksum of each file that the artifacts and their documentation are made from, the checksums of
# the scripts that make them, and the JDK's version.
inputs() (
  cd "$repository"
  local files=() file
  while read -r file; do files+=("$file"); done < <(
    find android tools/maven -type f \( -path '*/src/main/*' -o -name '*.xml' -o -name common.sh -o -name compile \
      -o -name document -o -name undocumented -o -name run \) | sort
  )
  sha256 "${files[@]}"
  javac -version 2>&1
)

# adapters FOLDER ARGUMENTS: runs Maven on the optional artifacts, against the library's classes, which are in FOLDER.
adapters() {
  local folder=$1
  shift
  jar --create --file "$folder/library.jar" -C "$folder/classes" . || return
  "$repository/tools/maven/run" -f "$repository/android/adapters/pom.xml" -Dbuild.folder="$folder" \
    -Dguides.folder="$build/guides" -Dffi.library.folder="${library:-}" "$@"
}

# example FOLDER ARGUMENTS: runs Maven on the example app, against the classes in FOLDER.
example() {
  local folder=$1
  shift
  jar --create --file "$folder/testing.jar" -C "$folder/cognito-auth-testing/classes" . || return
  "$repository/tools/maven/run" -f "$repository/examples/android/pom.xml" -Dbuild.folder="$folder" \
    -Dffi.library.folder="${library:-}" "$@"
}

# snippets FOLDER: counts the snippets of Amplify's guides that compile against the library and the shim. The classes of
# both are in FOLDER. See android/adapters/amplify-shim/snippets/count.py.
snippets() {
  local folder=$1 here=$repository/android/adapters/amplify-shim
  local list=org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath
  "$repository/tools/maven/run" -q -f "$here/snippets/pom.xml" $list -Dmdep.outputFile="$folder/compiler.classpath"
  "$repository/tools/maven/run" -q -f "$here/pom.xml" $list -Dmdep.outputFile="$folder/app.classpath" \
    -Dmdep.includeScope=compile -Dlibrary.jar="$folder/library.jar"
  "$repository/tools/python-tests" "$here/snippets"
  python3 -B "$here/snippets/count.py" --compiler "$(cat "$folder/compiler.classpath")" \
    --classpath "$(cat "$folder/app.classpath")" --shim "$folder/cognito-auth-amplify-shim/classes" \
    --tests "$repository/android/src/test/java" --out "$folder/snippets"
}

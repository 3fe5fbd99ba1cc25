// swift-tools-version: 6.0

import PackageDescription

/// The compiled library of a release, for projects that depend on the package by its URL. `tools/release/prepare`
/// writes this declaration in the commit that gets the tag. In every other commit it is `nil`, and the library is built
/// from source.
let released: (url: String, checksum: String)? = nil

/// Whether to use the bindings for tests. They can set the clock and the randomness. `stage_package` in `ios/common.sh`
/// sets the variable.
let testing = Context.environment["COGNITO_AUTH_TESTING"] != nil

/// Whether to link the library that Cargo built for this machine. Tests and the demo link it. On Linux, everything
/// links it.
#if os(Linux)
  let linksHostLibrary = true
#else
  let linksHostLibrary = testing || Context.environment["COGNITO_AUTH_HOST_LIBRARY"] != nil
#endif

/// The compiled core. Apple's platforms link an XCFramework: the released one, or in a checkout the one in `dist/`. If
/// the library that Cargo built is linked instead, `ios/common.sh` tells the linker its folder (`-Xlinker -L`).
///
/// Until `make xcframework` has written the XCFramework into `dist/`, SwiftPM says that this path contains no binary
/// artifact. The manifest does not look at the file system, because SwiftPM caches what a manifest returns.
func foreignInterface() -> Target {
  if linksHostLibrary {
    return .systemLibrary(name: "CognitoAuthFFI", path: "ios/Sources/CognitoAuthFFI/include")
  }
  if let released {
    return .binaryTarget(name: "CognitoAuthFFI", url: released.url, checksum: released.checksum)
  }
  return .binaryTarget(name: "CognitoAuthFFI", path: "dist/CognitoAuthFFI.xcframework")
}

let package = Package(
  name: "CognitoAuth",
  // `tools/packages/common.sh` has the same versions, for the compiled core.
  platforms: [
    .iOS(.v15), .macOS(.v12), .macCatalyst(.v15), .tvOS(.v15), .watchOS(.v8), .visionOS(.v1),
  ],
  products: [
    .library(name: "CognitoAuth", targets: ["CognitoAuth"]),
    // For the tests and previews of apps: link it with them only.
    .library(name: "CognitoAuthTesting", targets: ["CognitoAuthTesting"]),
    // For apps that move from Amplify. No other app needs it.
    .library(name: "CognitoAuthAmplifyShim", targets: ["CognitoAuthAmplifyShim"]),
  ],
  targets: [
    .target(
      name: "CognitoAuth",
      dependencies: ["CognitoAuthBindings"],
      path: "ios/Sources/CognitoAuth",
      resources: [.copy("PrivacyInfo.xcprivacy")]),
    .target(
      name: "CognitoAuthAmplifyShim",
      dependencies: ["CognitoAuth"],
      path: "ios/AmplifyShim/Sources"),
    .target(
      name: "CognitoAuthBindings",
      dependencies: ["CognitoAuthFFI"],
      path: "ios/Sources/CognitoAuthBindings",
      linkerSettings: linksHostLibrary ? [.linkedLibrary("cognito_auth_ffi")] : []),
    foreignInterface(),
    .target(
      name: "CognitoAuthTesting",
      dependencies: ["CognitoAuth"],
      path: "ios/Testing"),
    .executableTarget(
      name: "Quickstart",
      dependencies: ["CognitoAuth", "CognitoAuthTesting"],
      path: "ios/Quickstart"),
  ],
  swiftLanguageModes: [.v6]
)

// The program that `bench/session` measures.
if Context.environment["COGNITO_AUTH_MEASUREMENTS"] != nil {
  package.targets.append(
    .executableTarget(
      name: "Measurements",
      dependencies: ["CognitoAuth", "CognitoAuthBindings", "CognitoAuthTesting"],
      path: "ios/Measurements"))
}

if testing {
  // The program that tests start, freeze and kill.
  package.targets.append(
    .executableTarget(
      name: "TestProcess",
      dependencies: ["CognitoAuth", "CognitoAuthTesting"],
      path: "ios/TestProcess"))
  package.targets.append(
    .testTarget(
      name: "CognitoAuthTests",
      dependencies: ["CognitoAuth", "CognitoAuthBindings", "CognitoAuthTesting"],
      path: "ios/Tests",
      exclude: ["Swift5"]))
  // The code of Amplify's guides is for Swift 5 mode. That mode warns about the guides' completion handlers. Swift 6
  // mode refuses them.
  let quiet = SwiftSetting.unsafeFlags(["-suppress-warnings"])
  let swift5: [SwiftSetting] = [.swiftLanguageMode(.v5), quiet]
  package.targets.append(
    .testTarget(
      name: "CognitoAuthSwift5Tests",
      dependencies: ["CognitoAuth", "CognitoAuthTesting"],
      path: "ios/Tests/Swift5",
      swiftSettings: swift5))
  package.targets.append(
    .testTarget(
      name: "AmplifyShimTests",
      dependencies: ["CognitoAuthAmplifyShim"],
      path: "ios/AmplifyShim/Tests"))
  // An app, written as in Amplify's guides, in both modes. `stage_package` in `ios/common.sh` makes the second folder.
  // The compiler warns about the guides' casts, which always succeed with our types.
  let guide: [Target.Dependency] = ["CognitoAuthAmplifyShim", "CognitoAuthTesting"]
  package.targets.append(
    .testTarget(
      name: "AmplifyGuideTests", dependencies: guide, path: "ios/AmplifyShim/Guide", swiftSettings: [quiet]))
  package.targets.append(
    .testTarget(
      name: "AmplifyGuideSwift5Tests", dependencies: guide, path: "ios/AmplifyShim/GuideInSwift5",
      swiftSettings: swift5))
}

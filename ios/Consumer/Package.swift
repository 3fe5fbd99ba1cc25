// swift-tools-version: 6.0

import PackageDescription

// An app that takes CognitoAuth by a URL and a version. `ios/Consumer/test` replaces the dependency below with the
// guide's line for a release, and adds the sources of `ios/Quickstart`. `Consumer` compiles them in Swift 6 mode, and
// `ConsumerInSwift5` in Swift 5 mode. The app links all products, with the bindings that ship.

let products: [Target.Dependency] = ["CognitoAuth", "CognitoAuthTesting", "CognitoAuthAmplifyShim"].map {
  .product(name: $0, package: "cognito-auth")
}
// New Xcode projects turn this feature on. Swift 6.0 ignores `enableUpcomingFeature` for it.
let visibility = SwiftSetting.enableExperimentalFeature("MemberImportVisibility")

let package = Package(
  name: "Consumer",
  platforms: [.iOS(.v15), .macOS(.v12)],
  dependencies: [
    .package(path: "../cognito-auth")
  ],
  targets: [
    .executableTarget(name: "Consumer", dependencies: products, swiftSettings: [visibility]),
    .executableTarget(
      name: "ConsumerInSwift5", dependencies: products, swiftSettings: [.swiftLanguageMode(.v5), visibility]),
  ],
  swiftLanguageModes: [.v6]
)

// swift-tools-version: 6.0

import PackageDescription

// An app that depends on the package in the way that our guides show. `ios/App/test` copies the app beside the
// package, and adds the snippets of the README, of our guides and of Amplify's guides. `App` compiles the sources in
// Swift 6 mode, and `AppInSwift5` compiles the same sources in Swift 5 mode. `Play` and `PlayInSwift5` are programs
// with the sources of `ios/Quickstart`. `visibility` is a compiler feature that new Xcode projects turn on.
// `ios/Consumer` is an app that takes the package by a URL.

let cognitoAuth = Target.Dependency.product(name: "CognitoAuth", package: "cognito-auth")
// An app has this in its tests. Here the sources have it too, because they contain the guides' snippets.
let testing = Target.Dependency.product(name: "CognitoAuthTesting", package: "cognito-auth")
// Swift 6.0 ignores `enableUpcomingFeature` for this feature.
let visibility = SwiftSetting.enableExperimentalFeature("MemberImportVisibility")
// In Swift 5 mode the compiler warns about the completion handlers in the guides' code. We compile that code unchanged,
// so we suppress the warnings.
let swift5: [SwiftSetting] = [.swiftLanguageMode(.v5), visibility, .unsafeFlags(["-suppress-warnings"])]

let package = Package(
  name: "App",
  platforms: [.iOS(.v15), .macOS(.v12)],
  dependencies: [
    .package(path: "../cognito-auth")
  ],
  targets: [
    .target(name: "App", dependencies: [cognitoAuth, testing], swiftSettings: [visibility]),
    .target(name: "AppInSwift5", dependencies: [cognitoAuth, testing], swiftSettings: swift5),
    .executableTarget(name: "Play", dependencies: [cognitoAuth, testing], swiftSettings: [visibility]),
    .executableTarget(name: "PlayInSwift5", dependencies: [cognitoAuth, testing], swiftSettings: swift5),
    .testTarget(name: "AppTests", dependencies: ["App", cognitoAuth, testing], swiftSettings: [visibility]),
    .testTarget(name: "AppInSwift5Tests", dependencies: ["AppInSwift5", cognitoAuth, testing], swiftSettings: swift5),
  ],
  swiftLanguageModes: [.v6]
)

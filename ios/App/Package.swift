// swift-tools-version: 6.0

import PackageDescription

// An app that takes the package as the README says. `ios/App/test` stages it beside the package, with what the README
// and the guides have an app write. Both targets have the same sources, in Swift 6 mode and in Swift 5 mode, with what
// a new project of Xcode's turns on.

let cognitoAuth = Target.Dependency.product(name: "CognitoAuth", package: "cognito-auth")
// Not `enableUpcomingFeature`, which Swift 6.0 ignores for this feature.
let visibility = SwiftSetting.enableExperimentalFeature("MemberImportVisibility")
// The guides' handlers are warned of in Swift 5 mode at most, and they are not ours to change.
let swift5: [SwiftSetting] = [.swiftLanguageMode(.v5), visibility, .unsafeFlags(["-suppress-warnings"])]

let package = Package(
  name: "App",
  platforms: [.iOS(.v15), .macOS(.v12)],
  dependencies: [
    .package(path: "../cognito-auth")
  ],
  targets: [
    .target(name: "App", dependencies: [cognitoAuth], swiftSettings: [visibility]),
    .target(name: "AppInSwift5", dependencies: [cognitoAuth], swiftSettings: swift5),
    .testTarget(name: "AppTests", dependencies: ["App", cognitoAuth], swiftSettings: [visibility]),
    .testTarget(name: "AppInSwift5Tests", dependencies: ["AppInSwift5", cognitoAuth], swiftSettings: swift5),
  ],
  swiftLanguageModes: [.v6]
)

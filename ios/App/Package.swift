// swift-tools-version: 6.0

import PackageDescription

// An app that takes the package as the README says. `ios/App/test` stages it beside the package, with the README's lines
// and the guides' snippets. Its two targets have the same sources, in Swift 6 mode and in Swift 5 mode, with the feature
// that Xcode turns on in a new project.

let cognitoAuth = Target.Dependency.product(name: "CognitoAuth", package: "cognito-auth")
// Not `enableUpcomingFeature`, which Swift 6.0 ignores for this feature.
let visibility = SwiftSetting.enableExperimentalFeature("MemberImportVisibility")
// Swift 5 mode only warns of the guides' handlers, which are not ours to change.
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

// swift-tools-version: 6.0

import PackageDescription

// The example's model and its tests. The views in App/ belong to an Xcode project: see README.md.

let package = Package(
  name: "Example",
  platforms: [.iOS(.v17), .macOS(.v14)],
  products: [
    .library(name: "ExampleModel", targets: ["ExampleModel"])
  ],
  dependencies: [
    .package(name: "cognito-auth", path: "../..")
  ],
  targets: [
    .target(
      name: "ExampleModel",
      dependencies: [.product(name: "CognitoAuth", package: "cognito-auth")]),
    .testTarget(
      name: "ExampleModelTests",
      dependencies: ["ExampleModel", .product(name: "CognitoAuthTesting", package: "cognito-auth")]),
  ],
  swiftLanguageModes: [.v6]
)

import CognitoAuth
import ExampleModel
import SwiftUI

/// The app: one `Auth` and one model, for as long as it runs.
@main
struct ExampleApp: App {
  @State private var model = AppModel(auth: Self.makeAuth())

  var body: some Scene {
    WindowGroup {
      RootView(model: model)
    }
  }

  /// A debug build uses the local pool that `make local-pool` starts on this Mac. A release reads the configuration
  /// file of the app's own pool.
  private static func makeAuth() -> any AuthClient {
    do {
      #if DEBUG
        let pool = UserPoolConfiguration(
          region: "local", poolId: "local_LocalPool", clientId: "local-client", endpoint: "http://127.0.0.1:9229")
        return try Auth(configuration: AuthConfiguration(userPool: pool))
      #else
        return try Auth(configuration: AuthConfiguration(bundled: "amplify_outputs"))
      #endif
    } catch {
      // A wrong configuration is a mistake that the first start shows.
      fatalError("The configuration is wrong: \(error)")
    }
  }
}

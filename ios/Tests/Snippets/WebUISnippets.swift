// Sign-ins on web pages. The first two snippets are those of Amplify's guide. Only iOS, macOS and visionOS have the
// browser's sheet.
#if canImport(AuthenticationServices) && !os(tvOS) && !os(watchOS)
  import CognitoAuth

  enum WebUISnippets {
    @MainActor
    static func signInWithWebUI(_ window: AuthUIPresentationAnchor) async {
      do {
        let signInResult = try await Amplify.Auth.signInWithWebUI(presentationAnchor: window)
        if signInResult.isSignedIn {
          console("Sign in succeeded")
        }
      } catch let error as AuthError {
        console("Sign in failed \(error)")
      } catch {
        console("Unexpected error: \(error)")
      }
    }

    @MainActor
    static func socialSignInWithWebUI(_ window: AuthUIPresentationAnchor) async {
      do {
        let signInResult = try await Amplify.Auth.signInWithWebUI(for: .facebook, presentationAnchor: window)
        if signInResult.isSignedIn {
          console("Sign in succeeded")
        }
      } catch let error as AuthError {
        console("Sign in failed \(error)")
      } catch {
        console("Unexpected error: \(error)")
      }
    }

    @MainActor
    static func signInPrivately(_ window: AuthUIPresentationAnchor?) async throws -> AuthSignOutResult {
      _ = try await Amplify.Auth.signInWithWebUI(
        presentationAnchor: window, options: .init(prefersPrivateSession: true))
      return await Amplify.Auth.signOut(presentationAnchor: window, options: .init(globalSignOut: true))
    }

    @MainActor
    static func signInWithAHandler(_ window: AuthUIPresentationAnchor) -> AuthOperation<AuthSignInResult> {
      Amplify.Auth.signInWithWebUI(for: .apple, presentationAnchor: window) { result in
        console("\(result)")
      }
    }
  }
#endif

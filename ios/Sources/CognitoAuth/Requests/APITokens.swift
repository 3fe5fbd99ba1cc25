/// Gets the tokens of the signed-in user's session, and keeps none of them.
actor APITokens {
  private let auth: any AuthClient
  private let kind: AuthTokenKind
  /// The tasks that are getting a new token. The key is the token that the API has refused.
  private var replacements: [String: Task<String, any Error>] = [:]

  init(auth: any AuthClient, kind: AuthTokenKind) {
    self.auth = auth
    self.kind = kind
  }

  /// A token that is valid now.
  func current() async throws -> String {
    try await Self.token(kind, of: auth)
  }

  /// A token other than the refused one. If the tokens were refreshed in the meantime, this is the new token. Otherwise
  /// this call refreshes them. Simultaneous calls for the same refused token share one refresh.
  ///
  /// Cancelling ends the wait immediately. The refresh goes on.
  func replacement(for refused: String) async throws -> String {
    let search = replacements[refused] ?? startReplacement(of: refused)
    let result = FirstResult<String>()
    return try await withTaskCancellationHandler {
      Task { result.end(with: await search.result) }
      return try await result.value()
    } onCancel: {
      result.end(with: .failure(CancellationError()))
    }
  }

  private func startReplacement(of refused: String) -> Task<String, any Error> {
    let (auth, kind) = (auth, kind)
    let search = Task {
      defer { replacements[refused] = nil }
      let token = try await Self.token(kind, of: auth)
      guard token == refused else { return token }
      return try await Self.token(kind, of: auth, forceRefresh: true)
    }
    replacements[refused] = search
    return search
  }

  private static func token(
    _ kind: AuthTokenKind, of auth: any AuthClient, forceRefresh: Bool = false
  ) async throws -> String {
    // Only the tokens are needed, so the identity pool gets no request.
    let options = AuthFetchSessionRequest.Options(forceRefresh: forceRefresh, withoutCredentials: true)
    let tokens = try await auth.fetchAuthSession(options: options).userPoolTokens.get()
    return switch kind {
    case .access: tokens.accessToken
    case .id: tokens.idToken
    }
  }
}

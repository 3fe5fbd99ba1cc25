import CognitoAuthTesting

extension LocalPool {
  /// Makes a confirmed user with the tests' password.
  func addUser(_ username: String, attributes: [String: String] = [:]) async throws {
    try await createUser(username, password: PoolTestCase.password, attributes: attributes)
  }

  /// Sets the default pool's settings. A setting that is left out gets the value that it has when the pool starts, unless
  /// UpdateUserPool keeps it.
  func configure(_ settings: [String: JSON]) async throws {
    var request: [String: JSON] = [
      "MfaConfiguration": "OPTIONAL",
      "AutoVerifiedAttributes": ["email", "phone_number"],
      "Policies": [
        "SignInPolicy": ["AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"]]
      ],
    ]
    request.merge(settings) { $1 }
    try await administer("UpdateUserPool", request)
  }

  /// Lets users sign in with Google on the pool's pages. The local pool has a stand-in for Google.
  func addGoogle() async throws {
    try await administer(
      "CreateIdentityProvider",
      [
        "ProviderName": "Google", "ProviderType": "Google", "AttributeMapping": ["email": "email"],
        "ProviderDetails": ["client_id": "app", "client_secret": "secret", "authorize_scopes": "email"],
      ])
    let described = try await administer("DescribeUserPoolClient", ["ClientId": "local-client"])
    guard case .object(var client)? = described["UserPoolClient"] else { throw Mismatch("no client: \(described)") }
    client["SupportedIdentityProviders"] = ["COGNITO", "Google"]
    try await administer("UpdateUserPoolClient", client)
  }

  /// Makes the identity pool accept guests and logins of Google. It then no longer accepts users of the user pool.
  func allowGoogle() async throws {
    try await operate(
      "UpdateIdentityPool",
      [
        "IdentityPoolId": .string(Self.identityPoolId), "IdentityPoolName": "LocalPool",
        "AllowUnauthenticatedIdentities": true, "SupportedLoginProviders": ["accounts.google.com": "app"],
      ],
      of: "AWSCognitoIdentityService")
  }
}

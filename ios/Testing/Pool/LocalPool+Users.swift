import CognitoAuth
import Foundation

// What an administrator does.
extension LocalPool {
  /// A second factor that an administrator can make a user's preferred one.
  public enum SecondFactor: Hashable, Sendable, CaseIterable {
    /// Codes by text message. The user needs a phone number.
    case sms
    /// Codes by e-mail. The user needs an e-mail address.
    case email
  }

  /// Makes a confirmed user, whose e-mail address and phone number are confirmed too. No message is sent (Cognito:
  /// AdminCreateUser, AdminSetUserPassword).
  ///
  /// - Parameters:
  ///   - username: The user name.
  ///   - password: A password that the pool's policy allows, such as `Password-123`.
  ///   - attributes: The attributes by Cognito's names, such as `email` and `phone_number`.
  public func createUser(_ username: String, password: String, attributes: [String: String] = [:]) async throws {
    let addresses = attributes.keys.filter { ["email", "phone_number"].contains($0) }
    let verified = attributes.merging(addresses.map { ("\($0)_verified", "true") }) { given, _ in given }
    try await administer(
      "AdminCreateUser",
      ["Username": .string(username), "MessageAction": "SUPPRESS", "UserAttributes": Self.list(verified)])
    try await setPassword(password, of: username)
  }

  /// Confirms a user who has signed up (Cognito: AdminConfirmSignUp).
  public func confirmUser(_ username: String) async throws {
    try await administer("AdminConfirmSignUp", ["Username": .string(username)])
  }

  /// Sets attributes of a user, by Cognito's names (Cognito: AdminUpdateUserAttributes).
  public func setAttributes(_ attributes: [String: String], of username: String) async throws {
    try await administer(
      "AdminUpdateUserAttributes", ["Username": .string(username), "UserAttributes": Self.list(attributes)])
  }

  /// Sets a user's password (Cognito: AdminSetUserPassword).
  ///
  /// - Parameters:
  ///   - password: The new password.
  ///   - username: The user's name.
  ///   - isTemporary: Whether the next sign-in asks the user for a new password.
  public func setPassword(_ password: String, of username: String, isTemporary: Bool = false) async throws {
    try await administer(
      "AdminSetUserPassword",
      ["Username": .string(username), "Password": .string(password), "Permanent": .bool(!isTemporary)])
  }

  /// Makes a second factor the user's preferred one: the next sign-in asks for its code (Cognito:
  /// AdminSetUserMFAPreference).
  public func preferMFA(_ factor: SecondFactor, for username: String) async throws {
    let settings =
      switch factor {
      case .sms: "SMSMfaSettings"
      case .email: "EmailMfaSettings"
      }
    try await administer(
      "AdminSetUserMFAPreference",
      ["Username": .string(username), settings: ["Enabled": true, "PreferredMfa": true]])
  }

  /// Asks a user to set a new password at the next sign-in, with a code (Cognito: AdminResetUserPassword).
  public func resetPassword(of username: String) async throws {
    try await administer("AdminResetUserPassword", ["Username": .string(username)])
  }

  /// Disables a user: the user's sessions end at their next refresh (Cognito: AdminDisableUser).
  public func disableUser(_ username: String) async throws {
    try await administer("AdminDisableUser", ["Username": .string(username)])
  }

  /// Enables a disabled user (Cognito: AdminEnableUser).
  public func enableUser(_ username: String) async throws {
    try await administer("AdminEnableUser", ["Username": .string(username)])
  }

  /// Revokes a user's refresh tokens (Cognito: AdminUserGlobalSignOut).
  public func signOutEverywhere(_ username: String) async throws {
    try await administer("AdminUserGlobalSignOut", ["Username": .string(username)])
  }

  /// Deletes a user (Cognito: AdminDeleteUser).
  public func deleteUser(_ username: String) async throws {
    try await administer("AdminDeleteUser", ["Username": .string(username)])
  }

  /// Calls an administrator's operation on the user pool.
  ///
  /// - Parameters:
  ///   - operation: Cognito's name of it, such as `AdminGetUser`.
  ///   - parameters: The members of the request, without `UserPoolId`.
  /// - Returns: The members of the response.
  @discardableResult
  public func administer(_ operation: String, _ parameters: [String: JSON]) async throws -> [String: JSON] {
    try await operate(operation, parameters.merging(["UserPoolId": .string(userPoolId)]) { $1 })
  }

  /// Calls an operation of a service.
  ///
  /// - Parameters:
  ///   - operation: Cognito's name of it.
  ///   - parameters: The members of the request.
  ///   - service: The service: that of the user pools unless given. `AWSCognitoIdentityService` is that of the identity
  ///     pools.
  /// - Returns: The members of the response.
  @discardableResult
  public func operate(
    _ operation: String, _ parameters: [String: JSON], of service: String = "AWSCognitoIdentityProviderService"
  ) async throws -> [String: JSON] {
    let headers = [
      "Content-Type": "application/x-amz-json-1.1",
      "X-Amz-Target": "\(service).\(operation)",
      // An administrator's requests are signed. The pool accepts any signature.
      "Authorization": "AWS4-HMAC-SHA256 Credential=any/20260101/local/cognito-idp/aws4_request, Signature=any",
    ]
    let body = try JSONEncoder().encode(parameters)
    return try JSONDecoder().decode(
      [String: JSON].self, from: await http.send("POST", endpoint, headers: headers, body: body))
  }

  private static func list(_ attributes: [String: String]) -> JSON {
    .array(attributes.map { ["Name": .string($0), "Value": .string($1)] })
  }
}

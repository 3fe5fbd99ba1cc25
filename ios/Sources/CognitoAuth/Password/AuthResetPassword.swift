internal import CognitoAuthBindings

/// The request of ``AuthClient/resetPassword(for:options:)``.
public enum AuthResetPasswordRequest {
  /// Options of the call.
  public struct Options: Equatable, Sendable {
    /// Passed to the pool's triggers.
    public var clientMetadata: [String: String]
    /// Data about the device, for the pool's threat protection.
    public var userContextData: UserContextData?

    /// Options of a reset.
    public init(clientMetadata: [String: String] = [:], userContextData: UserContextData? = nil) {
      self.clientMetadata = clientMetadata
      self.userContextData = userContextData
    }
  }
}

extension AuthResetPasswordRequest.Options {
  var bridged: ResetPasswordOptions {
    ResetPasswordOptions(clientMetadata: clientMetadata, userContextData: userContextData?.bridged)
  }
}

/// The request of ``AuthClient/confirmResetPassword(for:with:confirmationCode:options:)``.
public enum AuthConfirmResetPasswordRequest {
  /// Options of the call.
  public struct Options: Equatable, Sendable {
    /// Passed to the pool's triggers.
    public var clientMetadata: [String: String]
    /// Data about the device, for the pool's threat protection.
    public var userContextData: UserContextData?

    /// Options of the call that sets the new password.
    public init(clientMetadata: [String: String] = [:], userContextData: UserContextData? = nil) {
      self.clientMetadata = clientMetadata
      self.userContextData = userContextData
    }
  }
}

extension AuthConfirmResetPasswordRequest.Options {
  var bridged: ConfirmResetPasswordOptions {
    ConfirmResetPasswordOptions(clientMetadata: clientMetadata, userContextData: userContextData?.bridged)
  }
}

/// The result of a request to reset a password.
public struct AuthResetPasswordResult: Codable, Equatable, Sendable {
  /// The next step.
  public let nextStep: AuthResetPasswordStep

  /// A result.
  public init(nextStep: AuthResetPasswordStep) {
    self.nextStep = nextStep
  }

  /// Whether the password is reset.
  public var isPasswordReset: Bool { nextStep == .done }
}

/// The next step in the reset of a password.
///
/// A later version may add cases: see *What the service may add* at ``Auth``.
public enum AuthResetPasswordStep: Equatable, Sendable {
  /// A code was sent. Pass the code that the user types to
  /// ``AuthClient/confirmResetPassword(for:with:confirmationCode:options:)``. The first value says where the code went;
  /// the second is always `nil`.
  case confirmResetPasswordWithCode(AuthCodeDeliveryDetails, AdditionalInfo?)
  /// The password is reset. The service always asks for a code first, so no call returns this.
  case done
}

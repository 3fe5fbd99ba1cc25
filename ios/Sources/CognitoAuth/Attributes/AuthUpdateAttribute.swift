internal import CognitoAuthBindings

/// The request of ``AuthClient/update(userAttribute:options:)``.
public enum AuthUpdateUserAttributeRequest {
  /// Options of the call.
  public struct Options: Equatable, Sendable {
    /// Passed to the pool's triggers.
    public var clientMetadata: [String: String]

    /// Options of a change.
    public init(clientMetadata: [String: String] = [:]) {
      self.clientMetadata = clientMetadata
    }
  }
}

extension AuthUpdateUserAttributeRequest.Options {
  var bridged: UpdateUserAttributesOptions { UpdateUserAttributesOptions(clientMetadata: clientMetadata) }
}

/// The request of ``AuthClient/update(userAttributes:options:)``.
public enum AuthUpdateUserAttributesRequest {
  /// Options of the call.
  public struct Options: Equatable, Sendable {
    /// Passed to the pool's triggers.
    public var clientMetadata: [String: String]

    /// Options of a change.
    public init(clientMetadata: [String: String] = [:]) {
      self.clientMetadata = clientMetadata
    }
  }
}

extension AuthUpdateUserAttributesRequest.Options {
  var bridged: UpdateUserAttributesOptions { UpdateUserAttributesOptions(clientMetadata: clientMetadata) }
}

/// The request of ``AuthClient/sendVerificationCode(forUserAttributeKey:options:)``.
public enum AuthSendUserAttributeVerificationCodeRequest {
  /// Options of the call.
  public struct Options: Equatable, Sendable {
    /// Passed to the pool's triggers.
    public var clientMetadata: [String: String]

    /// Options of a request for a code.
    public init(clientMetadata: [String: String] = [:]) {
      self.clientMetadata = clientMetadata
    }
  }
}

extension AuthSendUserAttributeVerificationCodeRequest.Options {
  var bridged: SendUserAttributeVerificationCodeOptions {
    SendUserAttributeVerificationCodeOptions(clientMetadata: clientMetadata)
  }
}

/// The result of the change of one attribute.
public struct AuthUpdateAttributeResult: Equatable, Sendable {
  /// Whether the change is done. If it is not, the user has to confirm the new value with a code. Until then, the
  /// pool's settings decide whether the attribute has its old or its new value.
  public let isUpdated: Bool
  /// The next step.
  public let nextStep: AuthUpdateAttributeStep

  /// A result.
  public init(isUpdated: Bool, nextStep: AuthUpdateAttributeStep) {
    self.isUpdated = isUpdated
    self.nextStep = nextStep
  }
}

/// The next step in the change of an attribute.
///
/// A later version may add cases: see *What the service may add* at ``Auth``.
public enum AuthUpdateAttributeStep: Equatable, Sendable {
  /// A code was sent to the new address or number. Pass the code that the user types to
  /// ``AuthClient/confirm(userAttribute:confirmationCode:)``. The first value says where the code went; the second is
  /// always `nil`.
  case confirmAttributeWithCode(AuthCodeDeliveryDetails, AdditionalInfo?)
  /// The attribute is changed.
  case done
}

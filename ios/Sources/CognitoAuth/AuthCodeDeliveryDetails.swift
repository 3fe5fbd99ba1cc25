/// Where the service sent a code.
public struct AuthCodeDeliveryDetails: Hashable, Sendable {
  /// How the code was delivered.
  public let medium: DeliveryMedium
  /// The masked destination, such as `m***@e***`; empty if the service did not say.
  public let destination: String
  /// The attribute that the destination comes from, if the service says (`email`, `phone_number`).
  public let attributeKey: AuthUserAttributeKey?

  /// Details.
  public init(medium: DeliveryMedium, destination: String, attributeKey: AuthUserAttributeKey? = nil) {
    self.medium = medium
    self.destination = destination
    self.attributeKey = attributeKey
  }
}

/// How a code is delivered.
///
/// A later version may add cases: see *What the service may add* at ``Auth``.
public enum DeliveryMedium: Hashable, Sendable {
  /// By e-mail.
  case email
  /// By text message.
  case sms
  /// By a medium that this version does not know, with the service's name for it.
  case unknown(String)
}

/// The public parameters of a challenge, by the service's names. Three challenges have them: a custom challenge, a new
/// password, and a code by text message. In every other step the value is always `nil`. Those steps have the value
/// only because Amplify's steps have it. The values are personal data, so a printed step shows only their names.
public typealias AdditionalInfo = [String: String]

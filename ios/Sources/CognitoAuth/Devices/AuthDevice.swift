import Foundation

/// One of the user's devices.
public struct AuthDevice: Hashable, Sendable {
  /// The device key that the service gave the device.
  public let id: String
  /// The device's name, if it has one.
  public let name: String?
  /// Other values that the service has for the device, such as `device_status` and `last_ip_used`.
  public let attributes: [String: String]
  /// When the service first saw the device.
  public let createdDate: Date?
  /// When the user last signed in on the device.
  public let lastAuthenticatedDate: Date?
  /// When the service's record of the device last changed.
  public let lastModifiedDate: Date?

  /// A device.
  public init(
    id: String, name: String? = nil, attributes: [String: String] = [:], createdDate: Date? = nil,
    lastAuthenticatedDate: Date? = nil, lastModifiedDate: Date? = nil
  ) {
    self.id = id
    self.name = name
    self.attributes = attributes
    self.createdDate = createdDate
    self.lastAuthenticatedDate = lastAuthenticatedDate
    self.lastModifiedDate = lastModifiedDate
  }
}

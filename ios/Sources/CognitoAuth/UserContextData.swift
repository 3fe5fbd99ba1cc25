/// Data about the device. The pool's threat protection (advanced security) uses it to judge how risky a request is.
public struct UserContextData: Hashable, Sendable {
  /// The device's fingerprint, as the service's context data library encodes it.
  public var encodedData: String
  /// The device's own address, IPv4 or IPv6, if the app client accepts one.
  public var ipAddress: String?

  /// Data about the device.
  public init(encodedData: String, ipAddress: String? = nil) {
    self.encodedData = encodedData
    self.ipAddress = ipAddress
  }
}

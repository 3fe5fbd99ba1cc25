internal import CognitoAuthBindings

// `AuthClient` has the documentation of these calls.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension Auth {
  public func rememberDevice() async throws {
    try await call { bridge, handle in
      try await bridge.rememberDevice(call: handle)
    }
  }

  public func forgetDevice(_ device: AuthDevice?) async throws {
    try await call { bridge, handle in
      try await bridge.forgetDevice(deviceId: device?.id, call: handle)
    }
  }

  public func fetchDevices() async throws -> [AuthDevice] {
    try await call { bridge, handle in
      try await bridge.fetchDevices(call: handle).map(AuthDevice.init)
    }
  }
}

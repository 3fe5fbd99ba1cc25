import CognitoAuthBindings

extension Auth {
  /// Lets the service remember this device, where the pool leaves that to the user (Cognito: UpdateDeviceStatus).
  ///
  /// - Throws: ``AuthError``, with the code `noDevice` where the pool remembers none; `CancellationError` if the task
  ///   is cancelled.
  public func rememberDevice() async throws {
    try await call { bridge, handle in
      try await bridge.rememberDevice(call: handle)
    }
  }

  /// Forgets a device (Cognito: ForgetDevice): the given one, or the one in hand.
  ///
  /// - Throws: ``AuthError``, with the code `noDevice` where this device is not remembered; `CancellationError` if the
  ///   task is cancelled.
  public func forgetDevice(_ device: AuthDevice? = nil) async throws {
    try await call { bridge, handle in
      try await bridge.forgetDevice(deviceId: device?.id, call: handle)
    }
  }

  /// The devices that the service knows of the signed-in user (Cognito: ListDevices).
  ///
  /// - Throws: ``AuthError``; `CancellationError` if the task is cancelled.
  public func fetchDevices() async throws -> [AuthDevice] {
    try await call { bridge, handle in
      try await bridge.fetchDevices(call: handle)
    }
  }
}

internal import CognitoAuthBindings

// `AuthClient` has the documentation of these calls.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension Auth {
  public func fetchUserAttributes() async throws -> [AuthUserAttribute] {
    try await call { bridge, handle in
      try await bridge.fetchUserAttributes(call: handle).map(AuthUserAttribute.init)
    }
  }

  public func update(
    userAttribute: AuthUserAttribute, options: AuthUpdateUserAttributeRequest.Options
  ) async throws -> AuthUpdateAttributeResult {
    try await call { bridge, handle in
      AuthUpdateAttributeResult(
        try await bridge.updateUserAttribute(
          attribute: userAttribute.bridged, options: options.bridged, call: handle))
    }
  }

  public func update(
    userAttributes: [AuthUserAttribute], options: AuthUpdateUserAttributesRequest.Options
  ) async throws -> [AuthUserAttributeKey: AuthUpdateAttributeResult] {
    try await call { bridge, handle in
      let results = try await bridge.updateUserAttributes(
        attributes: userAttributes.map(\.bridged), options: options.bridged, call: handle)
      return Dictionary(
        results.map { (AuthUserAttributeKey($0.attributeKey), AuthUpdateAttributeResult($0)) }
      ) { $1 }
    }
  }

  public func deleteUserAttributes(_ keys: [AuthUserAttributeKey]) async throws {
    try await call { bridge, handle in
      try await bridge.deleteUserAttributes(keys: keys.map(\.bridged), call: handle)
    }
  }

  public func sendVerificationCode(
    forUserAttributeKey key: AuthUserAttributeKey, options: AuthSendUserAttributeVerificationCodeRequest.Options
  ) async throws -> AuthCodeDeliveryDetails {
    try await call { bridge, handle in
      AuthCodeDeliveryDetails(
        try await bridge.sendUserAttributeVerificationCode(
          key: key.bridged, options: options.bridged, call: handle))
    }
  }

  public func confirm(userAttribute key: AuthUserAttributeKey, confirmationCode: String) async throws {
    try await call { bridge, handle in
      try await bridge.confirmUserAttribute(key: key.bridged, confirmationCode: confirmationCode, call: handle)
    }
  }

  public func deleteUser() async throws {
    try await call { bridge, handle in
      try await bridge.deleteUser(call: handle)
    }
  }
}

#if !canImport(Security)
  import CognitoAuth
  import Foundation

  extension Auth {
    /// The README's initializer, for platforms without a Keychain.
    convenience init(configuration: AuthConfiguration) throws(AuthError) {
      try self.init(configuration: configuration, store: NoKeychain())
    }
  }

  private struct NoKeychain: SecureStore {
    func load(key: String) throws -> Data? { throw StoreError.misconfigured }
    func save(key: String, value: Data) throws { throw StoreError.misconfigured }
    func delete(key: String) throws { throw StoreError.misconfigured }
  }
#endif

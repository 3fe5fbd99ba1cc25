internal import CognitoAuthBindings
import Foundation

extension AuthConfiguration {
  init(_ bridged: CognitoAuthBindings.AuthConfiguration) {
    self.init(
      userPool: UserPoolConfiguration(bridged.userPool), oauth: bridged.oauth.map(OAuthConfiguration.init),
      identityPool: bridged.identityPool.map(IdentityPoolConfiguration.init),
      poolSettings: UserPoolSettings(bridged.poolSettings), defaultFlow: AuthFlowType(bridged.defaultFlow),
      deviceName: bridged.deviceName, deadline: TimeInterval(milliseconds: bridged.deadlineMilliseconds))
    ignoredFields = bridged.ignoredFields
  }

  var bridged: CognitoAuthBindings.AuthConfiguration { bridged(for: nil) }

  /// The bridge's form of this configuration, for an instance that uses the given account.
  func bridged(for account: String?) -> CognitoAuthBindings.AuthConfiguration {
    CognitoAuthBindings.AuthConfiguration(
      userPool: userPool.bridged, oauth: oauth?.bridged, identityPool: identityPool?.bridged,
      poolSettings: poolSettings.bridged, defaultFlow: defaultFlow.bridged, deviceName: deviceName,
      deadlineMilliseconds: deadline.milliseconds, ignoredFields: ignoredFields, account: account)
  }
}

extension UserPoolConfiguration {
  fileprivate init(_ bridged: CognitoAuthBindings.UserPoolConfiguration) {
    self.init(
      region: bridged.region, poolId: bridged.poolId, clientId: bridged.clientId, clientSecret: bridged.clientSecret,
      endpoint: bridged.endpoint, allowInsecureEndpoint: bridged.allowInsecureEndpoint)
  }

  fileprivate var bridged: CognitoAuthBindings.UserPoolConfiguration {
    CognitoAuthBindings.UserPoolConfiguration(
      region: region, poolId: poolId, clientId: clientId, clientSecret: clientSecret, endpoint: endpoint,
      allowInsecureEndpoint: allowInsecureEndpoint)
  }
}

extension OAuthConfiguration {
  fileprivate init(_ bridged: CognitoAuthBindings.OAuthConfiguration) {
    self.init(
      domain: bridged.domain, scopes: bridged.scopes, signInRedirectURIs: bridged.signInRedirectUris,
      signOutRedirectURIs: bridged.signOutRedirectUris, identityProviders: bridged.identityProviders)
  }

  fileprivate var bridged: CognitoAuthBindings.OAuthConfiguration {
    CognitoAuthBindings.OAuthConfiguration(
      domain: domain, scopes: scopes, signInRedirectUris: signInRedirectURIs,
      signOutRedirectUris: signOutRedirectURIs, identityProviders: identityProviders)
  }
}

extension IdentityPoolConfiguration {
  fileprivate init(_ bridged: CognitoAuthBindings.IdentityPoolConfiguration) {
    self.init(poolId: bridged.poolId, allowsGuests: bridged.allowsGuests)
  }

  fileprivate var bridged: CognitoAuthBindings.IdentityPoolConfiguration {
    CognitoAuthBindings.IdentityPoolConfiguration(poolId: poolId, allowsGuests: allowsGuests)
  }
}

internal import CognitoAuthBindings
import Foundation

extension AuthConfiguration {
  init(_ bridged: CognitoAuthBindings.AuthConfiguration) {
    self.init(
      userPool: UserPoolConfiguration(bridged.userPool), defaultFlow: AuthFlowType(bridged.defaultFlow),
      deviceName: bridged.deviceName, deadline: TimeInterval(milliseconds: bridged.deadlineMilliseconds))
  }

  var bridged: CognitoAuthBindings.AuthConfiguration {
    CognitoAuthBindings.AuthConfiguration(
      userPool: userPool.bridged, defaultFlow: defaultFlow.bridged, deviceName: deviceName,
      deadlineMilliseconds: deadline.milliseconds)
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

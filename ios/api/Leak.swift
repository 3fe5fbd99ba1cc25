// An API that shows the bridge. `ios/lint` checks with it that `ios/api/dump` refuses such a name.
public import CognitoAuthBindings

/// A call that takes an object of the bridge.
public func leak(_ bridge: AuthBridge) {}

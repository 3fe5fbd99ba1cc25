// An API that shows the bridge. `ios/lint` proves with it that `ios/api/dump` refuses such a name.
public import CognitoAuthBindings

/// A call of the bridge's.
public func leak(_ bridge: AuthBridge) {}

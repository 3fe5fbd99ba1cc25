// A public API that contains a type of the bridge. With it, `ios/lint` checks that `ios/api/dump` refuses such a type.
public import CognitoAuthBindings

/// A call that takes an object of the bridge.
public func leak(_ bridge: AuthBridge) {}

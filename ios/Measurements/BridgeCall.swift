// The bridge has types with the same names as the package's, so only this file imports it.
import CognitoAuthBindings

/// A call over the bridge that sends nothing and waits for nothing: the name of an attribute.
func attributeNameOverTheBridge() -> String {
  userAttributeName(key: .email)
}

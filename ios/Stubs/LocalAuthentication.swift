// Stubs of the declarations of LocalAuthentication that our code uses. `ios/lint` checks the types of that code against
// them on a machine without the framework. Nothing is linked with the stubs, and none of them works.

#if !os(tvOS)
  public enum LAPolicy: Int, Sendable {
    case deviceOwnerAuthentication = 2
  }

  open class LAContext {
    public init() {}
    open var localizedReason: String = ""
    open func canEvaluatePolicy(_ policy: LAPolicy, error: UnsafeMutablePointer<(any Error)?>?) -> Bool { fatalError() }
    #if !os(watchOS)
      open var touchIDAuthenticationAllowableReuseDuration: Double = 0
    #endif
  }
#endif

#if !os(tvOS) && !os(watchOS)
  public let LATouchIDAuthenticationMaximumAllowableReuseDuration: Double = 0
#endif

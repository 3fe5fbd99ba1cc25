// Stubs of the declarations of UIKit that our code uses. `ios/lint` checks the types of that code against them on a
// machine without the framework. Nothing is linked with the stubs, and none of them works. What an app extension may
// not use, such as `UIApplication.shared`, has no stub.
import Foundation

#if !os(watchOS)
  @MainActor
  open class UIScene: NSObject {
    public enum ActivationState {
      case foregroundActive
      case background
    }

    public var activationState: ActivationState { fatalError() }
  }

  public final class UIWindowScene: UIScene {
    public var windows: [UIWindow] { fatalError() }
  }

  @MainActor
  public final class UIWindow: NSObject {
    public var isKeyWindow: Bool { fatalError() }
  }

  @MainActor
  public final class UIApplication: NSObject {
    public var connectedScenes: Set<UIScene> { fatalError() }

    // Every Objective-C class has these two methods.
    public nonisolated static func responds(to selector: Selector) -> Bool { fatalError() }
    public nonisolated static func perform(_ selector: Selector) -> Unmanaged<AnyObject>? { fatalError() }
  }
#endif

public struct Selector {}

public func NSSelectorFromString(_ name: String) -> Selector { fatalError() }

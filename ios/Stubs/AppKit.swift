// Stubs of the declarations of AppKit that our code uses. `ios/lint` checks the types of that code against them on a
// machine without the framework. Nothing is linked with the stubs, and none of them works.
import Foundation

@MainActor
open class NSWindow: NSObject {}

@MainActor
open class NSApplication: NSObject {
  public class var shared: NSApplication { fatalError() }
  public var keyWindow: NSWindow? { fatalError() }
  public var mainWindow: NSWindow? { fatalError() }
}

// Stubs: they declare what the example uses of SwiftUI. `ios/lint` checks the types of the views against the stubs, on
// a machine without the framework. Nothing is linked with the stubs, and none of them works.

@MainActor
public protocol View {
  associatedtype Body: View
  @ViewBuilder var body: Body { get }
}

extension Never: View {
  public var body: Never { return fatalError() }
}

@MainActor
public protocol App {
  associatedtype Body: Scene
  var body: Body { get }
  init()
}

extension App {
  public static func main() { fatalError() }
}

@MainActor
public protocol Scene {}

public struct WindowGroup<Content: View>: Scene {
  public init(@ViewBuilder content: () -> Content) {}
}

@resultBuilder
public enum ViewBuilder {
  public static func buildExpression<Content: View>(_ content: Content) -> Content { content }
  public static func buildBlock<each Content: View>(_ content: repeat each Content) -> TupleView<(repeat each Content)> {
    fatalError()
  }
  public static func buildIf<Content: View>(_ content: Content?) -> Content? { content }
  public static func buildEither<True: View, False: View>(first: True) -> ConditionalContent<True, False> {
    fatalError()
  }
  public static func buildEither<True: View, False: View>(second: False) -> ConditionalContent<True, False> {
    fatalError()
  }
}

public protocol Primitive: View where Body == Never {}

extension Primitive {
  public var body: Never { return fatalError() }
}

public struct TupleView<Content>: Primitive {}
public struct ConditionalContent<True: View, False: View>: Primitive {}

extension Optional: View where Wrapped: View {
  public var body: Never { return fatalError() }
}

public struct Text: Primitive {
  public init(_ text: String) {}
}

public struct ProgressView: Primitive {
  public init() {}
}

public struct VStack<Content: View>: Primitive {
  public init(spacing: Double? = nil, @ViewBuilder content: () -> Content) {}
}

public struct Button: Primitive {
  public init(_ title: String, action: @escaping @MainActor () -> Void) {}
}

public struct TextField: Primitive {
  public init(_ title: String, text: Binding<String>) {}
}

public struct SecureField: Primitive {
  public init(_ title: String, text: Binding<String>) {}
}

public enum Font: Sendable {
  case title, footnote
}

// In SwiftUI this is UIKit's type.
public enum UITextContentType: Sendable {
  case username, password, newPassword, emailAddress, oneTimeCode
}

extension View {
  public func font(_ font: Font?) -> some View { self }
  public func padding() -> some View { self }
  public func disabled(_ isDisabled: Bool) -> some View { self }
  public func textContentType(_ type: UITextContentType?) -> some View { self }
}

@propertyWrapper @dynamicMemberLookup
public struct Binding<Value> {
  public subscript<Member>(dynamicMember path: WritableKeyPath<Value, Member>) -> Binding<Member> { fatalError() }
  public init() {}
  public var wrappedValue: Value {
    get { fatalError() }
    nonmutating set {}
  }
}

@MainActor @propertyWrapper
public struct State<Value> {
  public init(wrappedValue: Value) {}
  public var wrappedValue: Value {
    get { fatalError() }
    nonmutating set {}
  }
}

@MainActor @propertyWrapper @dynamicMemberLookup
public struct Bindable<Value: AnyObject> {
  public var wrappedValue: Value
  public init(wrappedValue: Value) { self.wrappedValue = wrappedValue }
  public var projectedValue: Bindable<Value> { self }
  public subscript<Member>(dynamicMember path: ReferenceWritableKeyPath<Value, Member>) -> Binding<Member> {
    fatalError()
  }
}

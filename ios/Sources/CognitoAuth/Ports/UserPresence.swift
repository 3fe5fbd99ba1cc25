import Foundation

/// Lets a ``KeychainStore`` ask for the user's face, finger or passcode before it reads or changes the session.
///
/// Each call reads the session from the Keychain. The user is not asked each time: after an answer, the system asks
/// again only when ``validity`` is over. If the user cancels the prompt, the call fails with
/// ``AuthErrorCode/storeUserPresenceRefused``. If no prompt can be shown, such as in the background, the call fails
/// with ``AuthErrorCode/storeLocked``. So does a call whose prompt the system ends, because the app leaves the
/// foreground, or because the system refuses the face, the finger or the passcode: the Keychain does not say which it
/// was. A device without a passcode has no prompt, and the call fails with ``AuthErrorCode/storeUnavailable``. None of
/// these failures signs the user out.
///
/// An instance that has once read the session keeps it in memory, and uses it even if the user refuses a later prompt.
/// For Face ID, the app's `Info.plist` needs `NSFaceIDUsageDescription`.
public struct UserPresence: Hashable, Sendable {
  /// What the prompt says about the app's purpose, such as `Open your account`. It must not be empty.
  public let reason: String
  /// For how many seconds after an answer the user is not asked again: 0 or more. With infinity, the user is asked once
  /// while the app runs.
  public let validity: TimeInterval

  /// A request for the prompt.
  public init(reason: String, validity: TimeInterval = 300) {
    self.reason = reason
    self.validity = validity
  }
}

/// Keeps the context in which the user has shown that they are present, until its validity is over. In that context the
/// system does not ask again.
final class UserPresencePeriod<Context: AnyObject>: Sendable {
  private struct State {
    var context: Context?
    /// When the user first showed in this context that they are present.
    var confirmedAt: TimeInterval?
  }

  private let validity: TimeInterval
  private let now: @Sendable () -> TimeInterval
  private let makeContext: @Sendable () -> Context
  private let canAsk: @Sendable () -> Bool
  private let state = Protected(State())

  /// - Parameters:
  ///   - validity: How long a context is used after the first successful call in it, in seconds.
  ///   - now: A clock in seconds that goes on while the device sleeps, and that nobody can set.
  ///   - makeContext: Makes a context in which the user was not asked yet.
  ///   - canAsk: Whether the device has a passcode, without which the system never asks.
  init(
    validity: TimeInterval, now: @escaping @Sendable () -> TimeInterval,
    makeContext: @escaping @Sendable () -> Context, canAsk: @escaping @Sendable () -> Bool
  ) {
    self.validity = validity
    self.now = now
    self.makeContext = makeContext
    self.canAsk = canAsk
  }

  /// Runs a call of the Keychain in the current context. If the context's time is over, or an earlier prompt in it has
  /// ended without success, the call runs in a new context.
  func run(_ call: (Context) -> KeychainStatus) -> KeychainStatus {
    let context = current()
    let status = call(context)
    state.withLock { state in
      guard state.context === context else { return }
      if status == .success {
        state.confirmedAt = state.confirmedAt ?? now()
      } else if [.userCanceled, .authFailed].contains(status) {
        state = State()
      }
    }
    return explained(status)
  }

  /// The status of a call, or `notAvailable` if the call has failed because the device has no passcode.
  func explained(_ status: KeychainStatus) -> KeychainStatus {
    status == .authFailed && !canAsk() ? .notAvailable : status
  }

  private func current() -> Context {
    state.withLock { state in
      let isOver = state.confirmedAt.map { now() - $0 >= validity } ?? false
      if let context = state.context, !isOver { return context }
      let context = makeContext()
      state = State(context: context)
      return context
    }
  }
}

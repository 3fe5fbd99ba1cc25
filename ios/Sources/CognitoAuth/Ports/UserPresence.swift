import Foundation

/// Lets a ``KeychainStore`` ask for the user's face, finger or passcode before it reads the session, or changes it.
///
/// The session is one entry, which each call reads. So the answer counts for a while: ``validity``. If the user cancels,
/// or is not recognised, the call fails with ``AuthErrorCode/storeUserPresenceRefused``. If no prompt can be shown, such as
/// in the background, it fails with ``AuthErrorCode/storeLocked``. Neither signs the user out.
///
/// An instance that has read the session keeps it in memory: a refused prompt then fails no call. The device needs a
/// passcode. For Face ID, the app's `Info.plist` needs `NSFaceIDUsageDescription`.
public struct UserPresence: Hashable, Sendable {
  /// What the prompt says about the app's purpose, such as `Open your account`. It must not be empty.
  public let reason: String
  /// How long the user is not asked again, in seconds, from 0. Infinity stands for as long as the app runs.
  public let validity: TimeInterval

  /// The wish for a prompt.
  public init(reason: String, validity: TimeInterval = 300) {
    self.reason = reason
    self.validity = validity
  }
}

/// Keeps the context in which the user has shown that they are present, until its time is over.
final class UserPresencePeriod<Context: AnyObject>: Sendable {
  private struct State {
    var context: Context?
    /// When the user was present first in this context.
    var confirmedAt: TimeInterval?
  }

  private let validity: TimeInterval
  private let now: @Sendable () -> TimeInterval
  private let makeContext: @Sendable () -> Context
  private let state = Protected(State())

  /// - Parameters:
  ///   - validity: In seconds, from the first success.
  ///   - now: A clock in seconds that goes on while the device sleeps, and that nobody can set.
  ///   - makeContext: Makes a context in which the user was not asked yet.
  init(
    validity: TimeInterval, now: @escaping @Sendable () -> TimeInterval, makeContext: @escaping @Sendable () -> Context
  ) {
    self.validity = validity
    self.now = now
    self.makeContext = makeContext
  }

  /// Runs a call of the Keychain in the present context, or in a new one if the time is over or the user has refused.
  func run(_ call: (Context) -> KeychainStatus) -> KeychainStatus {
    let context = current()
    let status = call(context)
    state.withLock { state in
      guard state.context === context else { return }
      if status == .success {
        state.confirmedAt = state.confirmedAt ?? now()
      } else if StoreError(status) == .userPresenceRefused {
        state = State()
      }
    }
    return status
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

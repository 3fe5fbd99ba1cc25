import Foundation

// The bridge counts in milliseconds.

extension Date {
  init(milliseconds: Int64) {
    self.init(timeIntervalSince1970: TimeInterval(milliseconds) / 1000)
  }
}

extension TimeInterval {
  init(milliseconds: UInt64) {
    self = Double(milliseconds) / 1000
  }

  /// The time in the bridge's unit. A negative time, or one that is not a number, becomes zero, which the core refuses.
  var milliseconds: UInt64 {
    self > 0 ? UInt64(exactly: (self * 1000).rounded(.up)) ?? .max : 0
  }
}

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

  /// The time in the bridge's unit. A negative time becomes zero, and so does NaN. The core refuses zero.
  var milliseconds: UInt64 {
    self > 0 ? UInt64(exactly: (self * 1000).rounded(.up)) ?? .max : 0
  }

  /// The time in the bridge's unit. A negative time and NaN become -1, which the core refuses.
  var signedMilliseconds: Int64 {
    self >= 0 ? Int64(exactly: (self * 1000).rounded(.up)) ?? .max : -1
  }
}

// expect on macOS: has no member 'performExpiringActivity'
import Foundation
import Security

func stayAwake() {
  ProcessInfo.processInfo.performExpiringActivity(withReason: "reason") { _ in }
}

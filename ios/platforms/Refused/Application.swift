// expect on iOS: type 'UIApplication' has no member 'shared'
// expect on macCatalyst: type 'UIApplication' has no member 'shared'
// expect on tvOS: type 'UIApplication' has no member 'shared'
// expect on visionOS: type 'UIApplication' has no member 'shared'
import UIKit

@MainActor
func windows() -> Bool { UIApplication.shared.connectedScenes.isEmpty }

/// What a sheet of the system needs to know about a scene of the app.
struct SheetScene<Window> {
  /// Whether the scene is in the foreground and takes the user's input.
  let isActive: Bool
  /// The window that takes the user's input, if the scene has one.
  let keyWindow: Window?

  /// The window that the sheet belongs to: the one that the app gave, or the key window of an active scene.
  ///
  /// - Throws: ``WebBrowserFailure/notShown`` if there is no such window. A new, empty window can't replace it: the
  ///   system would show no sheet on that window, and report no error.
  static func window(named window: Window?, in scenes: [SheetScene]) throws(WebBrowserFailure) -> Window {
    guard let window = window ?? scenes.lazy.filter(\.isActive).compactMap(\.keyWindow).first else { throw .notShown }
    return window
  }
}

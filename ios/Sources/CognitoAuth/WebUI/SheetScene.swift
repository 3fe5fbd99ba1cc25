/// A scene of the app, as far as the browser's sheet needs it.
struct SheetScene<Window> {
  /// Whether the scene is in the foreground and takes the user's input.
  let isActive: Bool
  /// The window that takes the user's input, if the scene has one.
  let keyWindow: Window?

  /// The window that the sheet belongs to: the one that the app names, or the key window of an active scene.
  ///
  /// - Throws: ``WebBrowserFailure/notShown`` if there is none. The system shows no sheet on an empty window that was
  ///   made for it, and does not say so.
  static func window(named window: Window?, in scenes: [SheetScene]) throws(WebBrowserFailure) -> Window {
    guard let window = window ?? scenes.lazy.filter(\.isActive).compactMap(\.keyWindow).first else { throw .notShown }
    return window
  }
}

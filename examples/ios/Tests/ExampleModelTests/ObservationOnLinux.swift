#if os(Linux) && compiler(<6.1)
  // On Linux, Swift 6.0's library for Observation refers to a function that no library has (`swift::threading::fatal`).
  // The program can be linked if it has a function of that name.

  /// Ends the program. It is called only if a lock of Observation is broken.
  @_cdecl("_ZN5swift9threading5fatalEPKcz")
  public func swiftThreadingFatal() {
    fatalError("a lock of Observation is broken")
  }
#endif

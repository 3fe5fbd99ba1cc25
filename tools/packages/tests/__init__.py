"""Shows that each check refuses a doctored package, runs the Android library here, and tests the measurements."""

"""Tests the checks of the packages with planted faults, runs the Android library on this machine, and tests the
measurements."""

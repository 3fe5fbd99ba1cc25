"""Tests that each check refuses a doctored package, and runs of the Android library on this machine."""

"""Tests of the checks, each on a doctored package that it must refuse, and runs of the Android library on this machine."""

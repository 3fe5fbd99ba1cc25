"""The checks themselves, each seen failing on a doctored package; and the Android library, played on this machine."""

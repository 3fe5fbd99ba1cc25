"""Whose the bytes of the Android library are: names, the linker's map and references, read into a table."""

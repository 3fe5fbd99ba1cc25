"""Attributes the bytes of the Android library to crates, by names, by the linker's map and by references."""

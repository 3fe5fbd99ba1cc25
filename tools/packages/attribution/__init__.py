"""Computes how many bytes of the Android library belong to each crate. The linker's map says where each function and each
constant is. A symbol's name tells its crate. A constant without a symbol belongs to the crate that refers to it first."""

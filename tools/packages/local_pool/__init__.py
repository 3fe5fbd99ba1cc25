"""Packs the local pool's program for those who have no Rust: packages for npm and PyPI, and the folder of the image."""

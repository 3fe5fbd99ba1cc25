"""The checks of the built packages, and readers for their file formats."""

"""What the built packages are held to: readers for their file formats, and the checks."""

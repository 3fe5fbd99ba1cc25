"""Tests that a filter of `cargo test` that matches nothing is noticed. A script stands in for cargo."""

import os
import tempfile
import unittest
from pathlib import Path

from shell import TOOLS, run


class HasTests(unittest.TestCase):
    def status(self, listed: str, status: int = 0) -> int:
        """The exit status of has-tests if cargo prints this list and ends with this status."""
        with tempfile.TemporaryDirectory() as folder:
            cargo = Path(folder, "cargo")
            cargo.write_text(f"#!/bin/sh\ncat <<'END'\n{listed}\nEND\nexit {status}\n")
            cargo.chmod(0o755)
            return run(TOOLS / "has-tests", "-p", "crate", "filter", PATH=f"{folder}:{os.environ['PATH']}").returncode

    def test_a_filter_needs_a_match(self) -> None:
        self.assertEqual(self.status("session::schedules::refresh: test\n\n1 test, 0 benchmarks"), 0)
        self.assertNotEqual(self.status("0 tests, 0 benchmarks"), 0)
        self.assertNotEqual(self.status("session::bench: benchmark\n\n0 tests, 1 benchmark"), 0)

    def test_a_failing_build_is_noticed(self) -> None:
        self.assertNotEqual(self.status("session::schedules::refresh: test", status=101), 0)


if __name__ == "__main__":
    unittest.main()

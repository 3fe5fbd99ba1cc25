"""Tests that cargo-deny checks the workspaces that ship, and that its failure for any workspace fails the run. Scripts
stand in for cargo and cargo-deny."""

import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

from shell import TOOLS, run

VERSION = re.search(r"cargo-deny==(\S+)", (TOOLS / "cargo-deny/requirements.in").read_text())[1]
CARGO = f"#!/bin/sh\necho 'cargo-deny {VERSION}'\n"
# Prints the manifest, the third argument, and fails for the one that FAILS names.
CARGO_DENY = '#!/bin/sh\necho "$3"\ncase $3 in "$FAILS") exit 1 ;; esac\n'


class Each(unittest.TestCase):
    def each(self, fails: str = "") -> subprocess.CompletedProcess[str]:
        with tempfile.TemporaryDirectory() as folder:
            for name, text in (("cargo", CARGO), ("cargo-deny", CARGO_DENY)):
                Path(folder, name).write_text(text)
                Path(folder, name).chmod(0o755)
            path = f"{folder}:{os.environ['PATH']}"
            return run(TOOLS / "cargo-deny/each", "check", "licenses", PATH=path, FAILS=fails)

    def test_what_ships_is_checked(self) -> None:
        checked = self.each()
        self.assertEqual(checked.returncode, 0, checked.stderr)
        self.assertLessEqual({"Cargo.toml", "tools/packages/unwinder/Cargo.toml"}, set(checked.stdout.split()))

    def test_a_failure_of_any_workspace_fails(self) -> None:
        for manifest in self.each().stdout.split():
            self.assertNotEqual(self.each(fails=manifest).returncode, 0, manifest)


if __name__ == "__main__":
    unittest.main()

"""Runs commands, such as the scripts of tools/, with folders that a test makes."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

TOOLS = Path(__file__).resolve().parents[1]


def run(*command: str | Path, cwd: Path | None = None, **variables: str) -> subprocess.CompletedProcess[str]:
    """Runs a command with these variables added to the environment, and returns its status and what it printed."""
    environment: Mapping[str, str] = {**os.environ, **variables}
    return subprocess.run(list(map(str, command)), cwd=cwd, env=environment, capture_output=True, text=True, check=False)

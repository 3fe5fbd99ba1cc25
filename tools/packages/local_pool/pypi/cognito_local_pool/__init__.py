"""Finds the program of the local pool, which this package has installed."""

import os
import sysconfig
from pathlib import Path

_NAME = "cognito-local-pool.exe" if os.name == "nt" else "cognito-local-pool"


def _folders():
    yield sysconfig.get_path("scripts")
    # `pip install --user`
    yield sysconfig.get_path("scripts", f"{os.name}_user")
    # `pip install --target`
    yield Path(__file__).resolve().parents[1] / "bin"


def program():
    """The path of the program. Raises FileNotFoundError if it is missing."""
    for folder in _folders():
        path = Path(folder, _NAME)
        if path.is_file():
            return str(path)
    raise FileNotFoundError(f"{_NAME} is missing: install the package cognito-local-pool again")

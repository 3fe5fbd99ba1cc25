"""Where the built packages are."""

import hashlib
import os
import subprocess
from pathlib import Path

from inspection.apple import MODULE

PACKAGES = Path(__file__).resolve().parents[1]
DIST = Path(os.environ.get("COGNITO_AUTH_DIST", PACKAGES.parents[1] / "dist"))


def aar():
    (found,) = DIST.glob("maven/dev/cognitoauth/cognito-auth/*/*.aar")
    return found


def xcframework():
    return DIST / f"{MODULE}.xcframework"


def linker_map():
    """Of the arm64 library's link."""
    library = f"source {PACKAGES}/common.sh && native_library aarch64-linux-android"
    return Path(subprocess.check_output(["bash", "-c", library], text=True).strip() + ".map")


def checksum(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def written_checksum(path):
    return path.with_name(f"{path.name}.sha256").read_text()

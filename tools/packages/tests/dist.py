"""The paths and the checksums of the packages in `dist/`."""

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


def version():
    return aar().parent.name


def for_jvms():
    """The folder of the artifact for JVMs."""
    (found,) = DIST.glob("maven/dev/cognitoauth/cognito-auth-jvm/*/")
    return found


def xcframework():
    return DIST / f"{MODULE}.xcframework"


def said(command):
    return subprocess.check_output(["bash", "-c", f"source {PACKAGES}/common.sh && {command}"], text=True).strip()


def linker_map():
    """The linker's map of the arm64 library."""
    return Path(said("native_library aarch64-linux-android") + ".map")


def linker():
    return Path(said("rust_lld"))


def checksum(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def written_checksum(path):
    return path.with_name(f"{path.name}.sha256").read_text()

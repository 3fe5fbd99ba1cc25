"""Where the built packages are."""

import hashlib
import os
from pathlib import Path

from inspection.apple import MODULE

DIST = Path(os.environ.get("COGNITO_AUTH_DIST", Path(__file__).resolve().parents[3] / "dist"))


def aar():
    (found,) = DIST.glob("maven/dev/cognitoauth/cognito-auth/*/*.aar")
    return found


def xcframework():
    return DIST / f"{MODULE}.xcframework"


def checksum(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def written_checksum(path):
    return path.with_name(f"{path.name}.sha256").read_text()

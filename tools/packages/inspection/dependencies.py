"""What the shipped library may be made of: no crate that compiles C, on any platform that it ships for."""

import re
import subprocess
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]
PACKAGE = "cognito-auth-ffi"
TARGETS = ("aarch64-linux-android", "aarch64-apple-ios")
COMPILES_C = re.compile(r"(?:cc|cmake|nasm-rs|ring|aws-lc(?:-\w+)*|openssl-sys|openssl-src|boring-sys|bindgen)")


def tree(target):
    """The crates that go into a build for the target, build scripts' own among them."""
    command = [
        "cargo",
        "tree",
        "--locked",
        "-p",
        PACKAGE,
        "-e",
        "normal,build",
        "--target",
        target,
        "--prefix",
        "none",
        "-f",
        "{p}",
    ]
    return subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True, text=True).stdout


def problems(listing):
    """What a listing of crates, one a line, has that it may not have."""
    names = {line.split()[0] for line in listing.splitlines() if line.strip()}
    if PACKAGE not in names:
        return [f"{PACKAGE} is not in the listing"]
    return [f"{name} compiles C" for name in sorted(names) if COMPILES_C.fullmatch(name)]

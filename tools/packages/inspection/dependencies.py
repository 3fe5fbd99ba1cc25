"""Checks the crates of the shipped library, on each platform: none compiles C, none is part of AWS's SDK, and none has two
versions."""

import re
import subprocess
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]
PACKAGE = "cognito-auth-ffi"
# For each target, the features with which the library is built: see tools/packages/common.sh.
# Apple's other platforms have the same crates as aarch64-apple-ios.
TARGETS = {
    "aarch64-linux-android": "android-ciphers,wiping-allocator",
    "aarch64-apple-ios": "wiping-allocator",
    "x86_64-unknown-linux-gnu": "wiping-allocator",
}
OF_THE_SDK = re.compile(r"aws-.+")
COMPILES_C = re.compile(r"(?:cc|cmake|nasm-rs|ring|aws-lc(?:-\w+)*|openssl-sys|openssl-src|boring-sys|bindgen)")


def tree(target, edges="normal,build"):
    """The crates of a build for the target, including those of build scripts and of macros."""
    build = ["-p", PACKAGE, "--features", TARGETS[target], "--target", target]
    command = ["cargo", "tree", "--locked", *build, "-e", edges, "--prefix", "none", "-f", "{p}"]
    return subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True, text=True).stdout


def linked(target):
    """The crates whose code is in the library."""
    return tree(target, "normal,no-proc-macro")


def crates(listing):
    """Each crate of a listing and its versions."""
    found = {}
    for name, version, *_ in filter(None, map(str.split, listing.splitlines())):
        found.setdefault(name, set()).add(version)
    return found


def problems(listing):
    """What is wrong with a listing of all crates, one on each line."""
    names = crates(listing)
    if PACKAGE not in names:
        return [f"{PACKAGE} is not in the listing"]
    return [f"{name} compiles C" for name in sorted(names) if COMPILES_C.fullmatch(name)]


def problems_of_linked(listing):
    """What is wrong with a listing of the linked crates, one on each line."""
    found = crates(listing)
    if PACKAGE not in found:
        return [f"{PACKAGE} is not in the listing"]
    sdk = [f"{name} is part of AWS's SDK" for name in sorted(found) if OF_THE_SDK.fullmatch(name)]
    return sdk + [f"{name} has {len(found[name])} versions" for name in sorted(found) if len(found[name]) > 1]


def missing_licences(text, target):
    """What a text of licences lacks: crates that are linked for the target, our licence, Rust's standard library."""
    lines = text.splitlines()
    for name, versions in sorted(crates(linked(target)).items()):
        version = next(iter(versions)).removeprefix("v")
        if not name.startswith("cognito-") and not any(line.startswith(f"{name} {version}: ") for line in lines):
            yield f"{name} {version} is not listed"
    if "Apache License" not in text or not any(line.startswith("std ") for line in lines):
        yield "there is no text of our licence, or nothing about Rust's standard library"

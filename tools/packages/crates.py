"""The crates whose code is in the shipped library: versions, licences, checksums, and who uses whom."""

import functools
import json
import os
import re
import subprocess
import tomllib
from dataclasses import dataclass
from pathlib import Path

from inspection import dependencies

REPOSITORY = dependencies.REPOSITORY
ANDROID, APPLE, LINUX = dependencies.TARGETS
# A line of `listing`: depth, name, version, perhaps a note such as the folder, licence.
_LINE = re.compile(r"(\d+) (\S+) v(\S+)(?: \([^|]*\))?\|([^(]*?)(?: \(\*\))?")


@dataclass(frozen=True)
class Crate:
    """A crate, or another piece of native code that is linked."""

    name: str
    version: str
    licence: str
    checksum: str | None = None  # SHA-256 of the crate's archive; ours have none
    registry: bool = True  # whether it is on crates.io

    @property
    def reference(self):
        return f"pkg:cargo/{self.name}@{self.version}" if self.registry else f"{self.name}@{self.version}"


def listing(target):
    """The tree of the linked crates, one on each line."""
    build = ["-p", dependencies.PACKAGE, "--features", dependencies.TARGETS[target], "--target", target]
    form = ["-e", "normal,no-proc-macro", "--prefix", "depth", "-f", " {p}|{l}"]
    command = ["cargo", "tree", "--locked", *build, *form]
    return subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True, text=True).stdout


def checksums(lock):
    """{(name, version): SHA-256} of the crates from the registry, from the text of a Cargo.lock."""
    packages = tomllib.loads(lock)["package"]
    return {(package["name"], package["version"]): package["checksum"] for package in packages if "checksum" in package}


def tree(text, known):
    """(crates, {reference: references that it uses}) of a listing. `known` has the checksums."""
    found, uses, path = {}, {}, []
    for line in text.splitlines():
        match = _LINE.fullmatch(line)
        if not match:
            raise ValueError(f"not a line of cargo's tree: {line!r}")
        depth, name, version, licence = int(match[1]), match[2], match[3], match[4].replace("/", " OR ")
        checksum = known.get((name, version))
        crate = Crate(name, version, licence, checksum, checksum is not None)
        if not licence:
            raise ValueError(f"{name} names no licence")
        found[crate.reference] = crate
        uses.setdefault(crate.reference, set())
        path[depth:] = [crate.reference]
        if depth:
            uses[path[depth - 1]].add(crate.reference)
    return [found[reference] for reference in sorted(found)], uses


def standard(compiler):
    """Rust's standard library, from what `rustc --version` prints."""
    return Crate("std", compiler.split()[1], "MIT OR Apache-2.0", registry=False)


def unwinder(ndk=None):
    """What unwinds on Android: the NDK's libunwind or, without the NDK, the crates that `unwinder/` links."""
    ndk = os.environ.get("ANDROID_NDK_HOME") if ndk is None else ndk
    if ndk:
        (revision,) = re.findall(r"(?m)^Pkg\.Revision *= *(\S+)", Path(ndk, "source.properties").read_text())
        return [Crate("libunwind", revision, "Apache-2.0 WITH LLVM-exception", registry=False)]
    lock = (Path(__file__).parent / "unwinder/Cargo.lock").read_text()
    licences = {"gimli": "MIT OR Apache-2.0", "libc": "MIT OR Apache-2.0", "unwinding": "MIT OR Apache-2.0"}
    return [Crate(name, version, licences[name], sum_) for (name, version), sum_ in sorted(checksums(lock).items())]


def others(target, compiler):
    """The native code beside the crates. `compiler` is what `rustc --version` printed."""
    return [standard(compiler), *(unwinder() if target == ANDROID else [])]


@functools.cache
def linked(target):
    """(crates, who uses whom) of the library for a target."""
    return tree(listing(target), checksums((REPOSITORY / "Cargo.lock").read_text()))


@functools.cache
def _folders():
    command = ["cargo", "metadata", "--locked", "--format-version", "1"]
    metadata = json.loads(subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True).stdout)
    return {(p["name"], p["version"]): Path(p["manifest_path"]).parent for p in metadata["packages"]}


def folder(crate):
    """Where cargo unpacked the crate, or None for what is no dependency in Cargo.toml."""
    return _folders().get((crate.name, crate.version))

#!/usr/bin/env python3
"""platforms.py TARGET: prints what `build` needs to know of a Rust target: the platform's folder, the program's file name,
and Zig's name of the target, or `-` if the platform's own linker links it."""

import sys
from dataclasses import dataclass

PROGRAM = "cognito-local-pool"


@dataclass(frozen=True)
class Platform:
    target: str
    system: str  # as Node.js calls it
    processor: str  # as Node.js calls it
    tags: tuple[str, ...]  # of a wheel
    zig: str | None = None
    docker: str | None = None  # the processor, as Docker calls it

    @property
    def name(self):
        """The name of the folder in `dist/local-pool`. The npm package's name ends with it."""
        return f"{self.system}-{self.processor}"

    @property
    def program(self):
        return f"{PROGRAM}.exe" if self.system == "win32" else PROGRAM


def _linux(processor):
    # A static program runs with every C library.
    return tuple(f"{tag}_{processor}" for tag in ("manylinux_2_17", "manylinux2014", "musllinux_1_1"))


PLATFORMS = (
    Platform("x86_64-unknown-linux-musl", "linux", "x64", _linux("x86_64"), "x86_64-linux-musl", "amd64"),
    Platform("aarch64-unknown-linux-musl", "linux", "arm64", _linux("aarch64"), "aarch64-linux-musl", "arm64"),
    Platform("x86_64-apple-darwin", "darwin", "x64", ("macosx_10_12_x86_64",)),
    Platform("aarch64-apple-darwin", "darwin", "arm64", ("macosx_11_0_arm64",)),
    Platform("x86_64-pc-windows-msvc", "win32", "x64", ("win_amd64",)),
)


def of_target(target):
    found = [platform for platform in PLATFORMS if platform.target == target]
    if not found:
        known = " ".join(platform.target for platform in PLATFORMS)
        raise ValueError(f"unknown target '{target}' (known: {known})")
    return found[0]


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: platforms.py TARGET")
    try:
        wanted = of_target(sys.argv[1])
    except ValueError as error:
        sys.exit(f"platforms.py: {error}")
    print(wanted.name, wanted.program, wanted.zig or "-")

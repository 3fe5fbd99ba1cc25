"""Prints the sizes of what ships, and the Android library's size by crate. Fails if that library is over its budget."""

import gzip
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from attribution import crates
from inspection import android, apple
from inspection.checks import read_folder, read_zip
from inspection.elf import Elf

# The budget and the table by crate are for this library, which phones use.
JUDGED = android.LIBRARIES["arm64-v8a"]
# Rows with fewer bytes than this are merged, except for the row of what belongs to no crate.
SMALL = 2_000
# An archive contains much that an app's linker leaves out, so the linked size of this archive is printed too.
DEVICES = "ios-arm64/libcognito_auth_ffi.a"


@dataclass(frozen=True)
class Size:
    stripped: int
    gzipped: int

    @classmethod
    def of(cls, data):
        return cls(len(data), len(gzip.compress(data, 9, mtime=0)))


# The size on a phone, and the size as a store delivers it.
BUDGET = Size(stripped=1_810_000, gzipped=860_000)


def over(size):
    """The errors for a size over the budget."""
    for kind, budget in vars(BUDGET).items():
        if (found := getattr(size, kind)) > budget:
            yield f"{found:,} bytes {kind}, {found - budget:,} over the budget"


def libraries(dist):
    """The files whose sizes are printed, path to bytes: the libraries that ship, and the classes of the AAR."""
    (archive,) = dist.glob("maven/dev/cognitoauth/cognito-auth/*/*.aar")
    files = read_zip(archive)
    framework = read_folder(dist / f"{apple.MODULE}.xcframework")
    return (
        {path: files[path] for path in android.LIBRARIES.values()}
        | {path: data for path, data in framework.items() if path.endswith(".a")}
        | {"classes.jar": files["classes.jar"]}
    )


def linked(linker, archive):
    """The part of an archive for iOS that an app's linker keeps: the functions that Swift can call, and what they need."""
    lowest = "{}.{}".format(*apple.LOWEST["ios"])
    with tempfile.TemporaryDirectory() as folder:
        library, output = Path(folder, "archive.a"), Path(folder, "linked")
        library.write_bytes(archive)
        options = f"""-flavor darwin -dylib -arch arm64 -platform_version ios {lowest} {lowest} -all_load -dead_strip -x
            -undefined dynamic_lookup -exported_symbol _*ffi_cognito_auth_ffi_*"""
        subprocess.run([linker, *options.split(), library, "-o", output], check=True)
        return output.read_bytes()


def merged(rows):
    """The rows of a table, largest first. Then the sum of the small ones, what is unattributed, and the sum of all."""
    small = [name for name in rows if rows[name].total() < SMALL and name != crates.UNATTRIBUTED]
    large = sorted(rows.keys() - {*small, crates.UNATTRIBUTED}, key=lambda name: (-rows[name].total(), name))
    yield from ((name, rows[name]) for name in large)
    yield f"{len(small)} others", sum((rows[name] for name in small), Counter())
    yield crates.UNATTRIBUTED, rows[crates.UNATTRIBUTED]
    yield "all sections", sum(rows.values(), Counter())


def line(name, *numbers):
    print(f"{name:44}", *(f"{number if isinstance(number, str) else format(number, ','):>12}" for number in numbers))


def main():
    dist, linker_map, linker = map(Path, sys.argv[1:])
    files = libraries(dist)
    line("", "bytes", "gzip -9")
    for path, data in files.items():
        line(path, *vars(Size.of(data)).values())
        if path == DEVICES:
            line("  of which an app's linker keeps", *vars(Size.of(linked(linker, data))).values())
    line("the budget of arm64-v8a, stripped", *vars(BUDGET).values())

    print()
    line(JUDGED, *crates.KINDS, "together")
    for name, row in merged(crates.table(Elf(files[JUDGED]), linker_map.read_text())):
        line(name, *(row[kind] for kind in crates.KINDS), row.total())

    if faults := list(over(Size.of(files[JUDGED]))):
        sys.exit("\n".join(f"size: {JUDGED}: {fault}" for fault in faults))


if __name__ == "__main__":
    main()

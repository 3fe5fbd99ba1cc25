"""Prints the sizes of the packages in dist/ as rows for bench/table.

The arguments: dist/, the lowest API level of Android, and Rust's linker. tools/packages/size measures the same sizes,
and compares them with the budget.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools/packages"))
import growth  # noqa: E402
import measure  # noqa: E402
from inspection import android  # noqa: E402


def row(name, who, number):
    print("row", name, who, number, sep="\t", flush=True)


def main():
    dist, api, linker = sys.argv[1:]
    dist = Path(dist)
    files = measure.libraries(dist)
    for name, library in {
        "size-arm64": files[android.LIBRARIES["arm64-v8a"]],
        "size-x86-64": files[android.LIBRARIES["x86_64"]],
        "size-ios": measure.linked(linker, files[measure.DEVICES]),
    }.items():
        size = measure.Size.of(library)
        row(name, "CognitoAuth", size.stripped)
        row(name, "CognitoAuth, gzipped", size.gzipped)
    for who, parts in zip(["CognitoAuth", "Amplify for Android"], growth.measured(dist, api), strict=True):
        _, download = growth.total(part[1:] for part in parts)
        row("download-growth", who, download)


main()

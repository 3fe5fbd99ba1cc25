"""Prints the licences of what the local pool's program contains, for a target."""

import argparse
import subprocess
import sys
from pathlib import Path

import crates
import licences

PACKAGE = "cognito-local-pool"


def listing(target):
    """The tree of the linked crates, one on each line."""
    form = ["-e", "normal,no-proc-macro", "--prefix", "depth", "-f", " {p}|{l}"]
    command = ["cargo", "tree", "--locked", "-p", PACKAGE, "--target", target, *form]
    return subprocess.run(command, cwd=crates.REPOSITORY, check=True, capture_output=True, text=True).stdout


def document(linked, compiler, musl=None):
    """The text for these crates and Rust's standard library. `musl` is the text of musl's licence, if Zig linked the
    program. Then musl and LLVM's libunwind are in the text too."""
    texts, others = {}, [crates.standard(compiler)]
    if musl:
        others += [
            crates.Crate("musl", "1.2", "MIT", registry=False),
            crates.Crate("libunwind", "of LLVM", "Apache-2.0 WITH LLVM-exception", registry=False),
        ]
        texts["musl"] = [musl.strip()]
    return licences.document(
        PACKAGE, [*linked, *others], lambda crate: texts.get(crate.name) or licences.texts(crate)
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target")
    parser.add_argument("--compiler", required=True, help="what rustc --version prints")
    parser.add_argument("--musl", help="the file with musl's licence, if musl is linked")
    given = parser.parse_args()
    known = crates.checksums((crates.REPOSITORY / "Cargo.lock").read_text())
    linked, _ = crates.tree(listing(given.target), known)
    musl = Path(given.musl).read_text() if given.musl else None
    sys.stdout.buffer.write(document(linked, given.compiler, musl))


if __name__ == "__main__":
    main()

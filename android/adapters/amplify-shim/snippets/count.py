"""Counts the snippets of Amplify's guides that compile against CognitoAuth with the shim, and compares each with
outcomes.toml.

The snippets are those in `own`: we wrote them in the shapes of the guides' snippets. If COGNITO_AUTH_GUIDE_SNIPPETS
names a folder with the guides' own snippets (one file for each id, such as K12.kt and J7.java), those are compiled
instead, with and without the shim.
"""

import argparse
import os
import shutil
import sys
import tomllib
from pathlib import Path

import compilers
import wrapping

HERE = Path(__file__).resolve().parent
SUFFIXES = [".kt", ".java"]


class Snippet:
    """A file: one snippet of the guides, or one of ours with the shapes of several (K2+K80.kt)."""

    def __init__(self, path):
        self.ids, self.suffix, self.text = path.stem.split("+"), path.suffix, path.read_text()
        self.name = "_".join(self.ids)

    def source(self, names, coroutines):
        if self.suffix == ".java":
            return wrapping.java(self.name, self.text, names.java)
        return wrapping.kotlin(self.name, self.text, names.coroutines if self.ids[0] in coroutines else names.callbacks)


class Run:
    """Compiles snippets in Kotlin and in Java, with the given names. In Java, the stand-ins for Android's classes come
    before Android's own, which need a newer JDK."""

    def __init__(self, given, folder, names, classpath, stand_ins=()):
        self.folder, self.names = folder, names
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        classes = folder / "classes"
        javac = compilers.javac(f"{classes}:{classpath}", classes)
        sources = [self.write(f"{name}.java", text) for name, text in wrapping.STAND_INS.items()]
        compilers.compile_all(javac, [*sources, *given.tests.glob("android/**/*.java"), *stand_ins])
        kotlinc = compilers.kotlinc(given.compiler, f"{classpath}:{classes}", classes)
        self.commands = {".kt": kotlinc, ".java": javac}

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return path

    def failures(self, snippets, coroutines):
        """The first error of each id whose snippet does not compile."""
        failed = {}
        for suffix, command in self.commands.items():
            chosen = [snippet for snippet in snippets if snippet.suffix == suffix]
            files = {self.write(f"{s.name}{suffix}", s.source(self.names, coroutines)): s for s in chosen}
            for path, error in compilers.failures(command, files).items():
                failed |= dict.fromkeys(files[path].ids, error)
        return failed


def complain(lines):
    if lines:
        sys.exit("\n".join(["snippets: this is not as outcomes.toml says:", *lines]))


def compare(failed, covered, outcomes):
    """Checks that every id compiles with the shim, except the differences."""
    differences = outcomes["differences"]
    expected = {*outcomes["kotlin"], *outcomes["java"]}
    lines = [f"  {each}: does not compile: {failed[each]}" for each in failed if each not in differences]
    lines += [f"  {each}: there is no snippet" for each in expected - covered - differences.keys()]
    lines += [f"  {each}: is unknown" for each in covered - expected]
    lines += [f"  {each}: compiles, but is a difference" for each in (covered & differences.keys()) - failed.keys()]
    complain(sorted(lines))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--compiler", required=True, help="the class path of the Kotlin compiler")
    parser.add_argument("--classpath", required=True, help="the class path of an app without the shim")
    parser.add_argument("--tests", required=True, type=Path, help="the library's tests, with stand-ins in Java")
    parser.add_argument("--shim", required=True, type=Path, help="the shim's classes")
    parser.add_argument("--out", required=True, type=Path)
    given = parser.parse_args()

    guides = os.environ.get("COGNITO_AUTH_GUIDE_SNIPPETS")
    files = sorted(path for path in Path(guides or HERE / "own").iterdir() if path.suffix in SUFFIXES)
    snippets = [Snippet(path) for path in files]
    covered = {each for snippet in snippets for each in snippet.ids}
    outcomes = tomllib.loads((HERE / "outcomes.toml").read_text())
    classes = (path.stem for path in given.shim.glob("dev/cognitoauth/amplify/*.class"))
    types = sorted(name for name in classes if "$" not in name and not name.endswith("Kt"))
    if not types:
        sys.exit(f"snippets: the shim is not in {given.shim}.")

    run = Run(given, given.out / "with", wrapping.with_shim(types), f"{given.shim}:{given.classpath}")
    failed = run.failures(snippets, outcomes["coroutines"])
    compare(failed, covered, outcomes)
    alone = None
    if guides:
        stand_in = given.tests / "dev/cognitoauth/guide/Amplify.java"
        run = Run(given, given.out / "without", wrapping.without_shim(), given.classpath, [stand_in])
        alone = covered - run.failures(snippets, outcomes["coroutines"]).keys()
        changed = alone ^ set(outcomes["library"])
        complain(sorted(f"  {each}: is in `library`, or compiles without the shim, but not both" for each in changed))
    for language, suffix in (("kotlin", "K"), ("java", "J")):
        whole = outcomes[language]
        good = sum(each in covered and each not in failed for each in whole)
        line = f"{language.title()}: {good} of {len(whole)} snippets compile with the shim"
        if alone is not None:
            line += f", {sum(each in alone for each in whole)} without it"
        print(line + ".")


if __name__ == "__main__":
    main()

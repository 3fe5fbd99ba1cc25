"""Counts the Swift snippets that compile with the library alone, and those that compile with the shim.

snippets.py FOLDER OUTCOMES COMPILER…: FOLDER has one file `ID.swift` for each snippet, as a guide prints it. OUTCOMES
has the expected outcome for each id: `library` if the snippet compiles with the library alone, `shim` if it needs the
shim, `no` and a reason if it does not compile. COMPILER is the command that type-checks files.
"""

import pathlib
import re
import subprocess
import sys
import tempfile

import wrapping

HERE = pathlib.Path(__file__).parent
IMPORTS = {"library": "CognitoAuth", "shim": "CognitoAuthAmplifyShim"}


def outcomes(file):
    """Reads the table: {id: (outcome, reason)}."""
    rows = [line.split(maxsplit=2) for line in file.read_text().splitlines() if line and not line.startswith("#")]
    return {row[0]: (row[1], row[2] if len(row) > 2 else "") for row in rows}


def compiling(snippets, way, compiler):
    """The ids of the snippets that compile with the library alone, or with the shim."""
    with tempfile.TemporaryDirectory() as folder:
        files = {}
        for name, text in snippets.items():
            file = pathlib.Path(folder, f"{name}.swift")
            file.write_text(wrapping.source(name, text, IMPORTS[way]))
            files[name] = file
        support = [HERE / "Support" / "Screen.swift", HERE / "Support" / f"With{way.capitalize()}.swift"]
        # An error in one file can hide errors in other files. So each run leaves out the files in which earlier
        # runs found errors, until a run finds none.
        while files:
            command = [*compiler, "-typecheck", "-wmo", "-module-name", "Snippets", *support, *files.values()]
            run = subprocess.run(command, capture_output=True, text=True)
            failed = set(re.findall(rf"^{folder}/(\w+)\.swift:\d+:\d+: error:", run.stderr, re.M))
            if run.returncode == 0:
                return set(files)
            if not failed:
                sys.exit(f"snippets.py: the compiler failed:\n{run.stderr}")
            files = {name: file for name, file in files.items() if name not in failed}
    return set()


def main():
    folder, table = map(pathlib.Path, sys.argv[1:3])
    compiler = sys.argv[3:]
    expected = outcomes(table)
    snippets = {file.stem: file.read_text() for file in folder.glob("*.swift")}
    if not snippets:
        sys.exit(f"snippets.py: {folder} has no file *.swift.")
    with_library, with_shim = (compiling(snippets, way, compiler) for way in ("library", "shim"))

    mistakes = [f"{name}: {table.name} has no line for it" for name in sorted(snippets.keys() - expected.keys())]
    mistakes += [f"{name}: {folder} has no such snippet" for name in sorted(expected.keys() - snippets.keys())]
    for name in sorted(snippets.keys() & expected.keys()):
        actual = "no" if name not in with_shim else "library" if name in with_library else "shim"
        if actual != expected[name][0]:
            mistakes.append(f"{name}: the outcome is {actual}, but {expected[name][0]} is expected")
    lost = sorted(with_library - with_shim)
    mistakes += [f"{name}: compiles with the library alone, but not with the shim" for name in lost]

    counts = f"{len(with_shim)} compile with the shim, {len(with_library)} with the library alone"
    print(f"{folder}: of {len(snippets)} snippets, {counts}.")
    for name, (outcome, reason) in expected.items():
        if outcome == "no":
            print(f"  {name} does not compile: {reason}")
    if mistakes:
        sys.exit("\n".join(["snippets.py: some outcomes are not as expected:", *mistakes]))


main()

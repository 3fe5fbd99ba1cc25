"""mutants FILE…: puts small bugs into these files, and counts those that the tests notice.

A separate build for each mutant would take too long: minutes for ten mutants on two cores. So one build has all mutants,
each behind a switch. Then, for each mutant, the tests that reach it run again. A mutant that no test notices has to be in
accepted.toml, with the reason.
"""

import contextlib
import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from mutate import Mutant, Mutator

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CRATE = "core"
# Files that contain only tests, or code for tests.
OF_TESTS = re.compile(r"(^|/)(.*_)?(tests|samples|diagram)(\.rs|/)")
MOST_BUILDS = 12


def main() -> int:
    """Runs the mutants of the files that the arguments name."""
    files = sorted({file for argument in sys.argv[1:] for file in rust_files(argument)})
    if not files:
        sys.exit("mutants: name Rust files or folders of the core, such as FILE=core/src/session")
    tree = Path(os.environ["MUTANTS_FOLDER"]) / "tree"
    copy_tree(tree)
    mutants, programs = build(tree, files)
    run = Run(tree, programs)
    chosen = sample(mutants)
    outcomes = {mutant.number: run.with_mutant(mutant) for mutant in chosen}
    return report(chosen, outcomes, mutants, files)


def sample(mutants: list[Mutant]) -> list[Mutant]:
    """All mutants, or SAMPLE of them: a random choice that is the same in every run."""
    size = int(os.environ.get("SAMPLE") or len(mutants))
    return random.Random(size).sample(mutants, size) if size < len(mutants) else mutants


def rust_files(argument: str) -> list[str]:
    """The crate's Rust files in a folder, or the file itself. Files that OF_TESTS matches are left out."""
    path = Path(argument)
    found = path.rglob("*.rs") if path.is_dir() else [path]
    return [str(file) for file in found if file.parts[:2] == (CRATE, "src") and not OF_TESTS.search(str(file))]


def copy_tree(tree: Path) -> None:
    """Makes the tree a copy of the repository, without the files that git ignores and without the crate's sources, which
    `write_mutants` writes. Equal files stay untouched, so that cargo does not build them again."""
    known = subprocess.run(["git", "ls-files", "-z", "-co", "--exclude-standard"], check=True, capture_output=True)
    wanted = {name for name in known.stdout.decode().split("\0") if name and Path(name).is_file()}
    for old in tree.rglob("*") if tree.is_dir() else []:
        if old.is_file() and str(old.relative_to(tree)) not in wanted:
            old.unlink()
    for name in wanted - {str(source) for source in sources()}:
        write(tree / name, Path(name).read_bytes(), Path(name).stat().st_mode)


def sources() -> list[Path]:
    """The Rust files of the crate, which `write_mutants` writes."""
    return sorted(Path(CRATE, "src").rglob("*.rs"))


def write(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Writes a file, unless it has this content already."""
    if path.is_file() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    path.chmod(mode)


def build(tree: Path, files: list[str]) -> tuple[list[Mutant], list[str]]:
    """Builds the tests with all mutants that compile. Returns these mutants, and the paths of the test programs."""
    without: set[int] = set()
    for _ in range(MOST_BUILDS):
        mutator = write_mutants(tree, files, frozenset(without))
        failed, programs = cargo(tree)
        if not failed:
            return [mutant for mutant in mutator.mutants if mutant.number not in without], programs
        without |= failed
    sys.exit("mutants: too many mutants do not compile")


def write_mutants(tree: Path, files: list[str], without: frozenset[int]) -> Mutator:
    """Writes the crate's sources, with the mutants of these files."""
    mutator = Mutator(without)
    for source in sources():
        content = source.read_bytes()
        if str(source) in files:
            content = mutator.mutate(str(source), content).encode()
        if source.name == "lib.rs":
            root = content
        else:
            write(tree / source, content)
    write(tree / CRATE / "src/lib.rs", root + mutator.switch().encode())
    return mutator


def cargo(tree: Path) -> tuple[set[int], list[str]]:
    """Builds the tests. Returns the mutants that do not compile, or else the test programs."""
    command = ["cargo", "test", "-q", "-p", "cognito-auth-core", "--features", "host,simulation", "--no-run",
               "--message-format=json"]
    built = subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)
    messages = [json.loads(line) for line in built.stdout.splitlines() if line.startswith("{")]
    if built.returncode == 0:
        return set(), [message["executable"] for message in messages
                       if message.get("executable") and message["profile"]["test"]]
    failed = {number for message in messages if message.get("reason") == "compiler-message"
              and message["message"]["level"] == "error"
              for number in blamed(tree, message["message"])}
    if not failed:
        sys.exit(f"mutants: the crate does not build\n{built.stderr}")
    return failed, []


def blamed(tree: Path, error: dict) -> set[int]:
    """The mutants that a compiler error is about: for each span of the error, the last mutant that starts in or before
    the span."""
    numbers = set()
    for span in error["spans"]:
        source = (tree / span["file_name"]).read_bytes()
        before = re.findall(rb"crate::mutants::is\((\d+)\)", source[:span["byte_end"]])
        numbers |= {int(number) for number in before[-1:]}
    return numbers


@dataclass
class Test:
    """One test: its time and the mutants that it reaches, in a run without a mutant."""

    name: str
    seconds: float
    reached: set[int]


@dataclass
class Program:
    """A test program."""

    path: str
    tests: list[Test]

    def reaching(self, mutant: Mutant) -> list[Test]:
        """The tests that reach a mutant."""
        return [test for test in self.tests if mutant.number in test.reached]


class Run:
    """Runs of the test programs."""

    def __init__(self, tree: Path, paths: list[str]) -> None:
        self.folder = tree / CRATE
        self.programs = [Program(path, [self.without_mutants(path, test) for test in self.names(path)]) for path in paths]

    def names(self, path: str) -> list[str]:
        """The tests of a program."""
        listed = subprocess.run([path, "--list"], cwd=self.folder, check=True, capture_output=True, text=True)
        return re.findall(r"^(.*): test$", listed.stdout, re.MULTILINE)

    def without_mutants(self, path: str, test: str) -> Test:
        """Runs a test without a mutant, to see which mutants it reaches. The test has to pass."""
        reached = self.folder / "reached"
        reached.unlink(missing_ok=True)
        started = time.monotonic()
        failure = self.failure(path, [test], {"MUTANTS_REACHED": str(reached)}, 600)
        if failure:
            sys.exit(f"mutants: without a mutant: {failure}")
        numbers = reached.read_text().split() if reached.is_file() else []
        return Test(test, time.monotonic() - started, {int(number) for number in numbers})

    def with_mutant(self, mutant: Mutant) -> str:
        """The outcome of a mutant: `caught`, `missed` or `timeout`. Only the tests that reach it run."""
        reaching = [(program.path, tests) for program in self.programs if (tests := program.reaching(mutant))]
        for path, tests in sorted(reaching, key=lambda program: sum(test.seconds for test in program[1])):
            limit = 30 + 5 * sum(test.seconds for test in tests)
            failure = self.failure(path, [test.name for test in tests], {"MUTANT": str(mutant.number)}, limit)
            if failure:
                outcome = "timeout" if failure == "timeout" else "caught"
                print(f"{outcome:8} {mutant.name} ({failure})", flush=True)
                return outcome
        print(f"missed   {mutant.name}", flush=True)
        return "missed"

    def failure(self, path: str, tests: list[str], switches: dict[str, str], limit: float) -> str | None:
        """Runs tests of a program until one fails. Returns the failure, `timeout`, or None if all pass."""
        name = Path(path).name.rsplit("-", 1)[0]
        with subprocess.Popen([path, "--exact", *tests], cwd=self.folder, env=os.environ | switches, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, errors="replace",
                              start_new_session=True) as running:
            timer = Timer(running, limit)
            try:
                for line in running.stdout:
                    failed = re.match(r"test (.*) \.\.\. FAILED", line)
                    if failed:
                        return f"{name}: {failed[1]}"
                running.wait()
            finally:
                is_late = timer.end()
                kill_all(running)
        if is_late:
            return "timeout"
        return f"{name} ends with {running.returncode}" if running.returncode else None


def kill_all(process: subprocess.Popen) -> None:
    """Kills a test program and the processes that it has started. One that is left, even a stopped one, would keep the
    pipe open, so that the read never ends. The program has a session, and so a process group, of its own."""
    # macOS refuses the signal if all of the group has ended.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


class Timer:
    """After a time, kills a test program and the processes that it has started."""

    def __init__(self, process: subprocess.Popen, seconds: float) -> None:
        self.is_over = False

        def kill() -> None:
            self.is_over = True
            kill_all(process)

        self.timer = threading.Timer(seconds, kill)
        self.timer.start()

    def end(self) -> bool:
        """Stops the timer. Returns whether it killed the process."""
        self.timer.cancel()
        return self.is_over


def report(mutants: list[Mutant], outcomes: dict[int, str], existing: list[Mutant], files: list[str]) -> int:
    """Prints the figures. Fails if a missed mutant is not accepted, or if an accepted one is noticed or gone."""
    accepted = {entry["name"] for entry in tomllib.loads((HERE / "accepted.toml").read_text()).get("mutant", [])}
    missed = [mutant for mutant in mutants if outcomes[mutant.number] == "missed"]
    new = [mutant for mutant in missed if mutant.name not in accepted]
    of_these = {name for name in accepted if name.split(":")[0] in files}
    noticed = {mutant.name for mutant in mutants} - {mutant.name for mutant in missed}
    gone = sorted(of_these & noticed | of_these - {mutant.name for mutant in existing})
    count = Counter(outcomes.values())
    print(f"\n{len(mutants)} mutants: {count['caught']} caught, {len(new)} missed, {len(missed) - len(new)} accepted, "
          f"{count['timeout']} timeouts")
    for mutant in new:
        print(f"missed: {mutant.file}:{mutant.line}: {mutant.function}: {mutant.change}")
    for name in gone:
        print(f"noticed or gone, remove it from accepted.toml: {name}")
    return 1 if new or gone else 0


if __name__ == "__main__":
    sys.exit(main())

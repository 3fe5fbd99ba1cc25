"""Searches the repository's own text files for the words of patterns.toml. Prints their places, and what to write instead.

    words.py [--by-folder] [PATH…]

A line of exceptions.txt, `path: the line's text`, allows the words in the lines of one file that have this text. Without
PATH, an exception that no line needs is an error too.
"""

import argparse
import re
import subprocess
import sys
import tomllib
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from itertools import accumulate
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
PATTERNS = HERE / "patterns.toml"
EXCEPTIONS = HERE / "exceptions.txt"

# Files that others wrote, files that are generated from checked ones, and the files of this check that contain the words.
NOT_OURS = (
    "*.lock",
    "*/package-lock.json",
    "LICENSE",
    "android/src/main/generated/*",
    "ios/Sources/CognitoAuthBindings/*",
    "ios/Sources/CognitoAuthFFI/*",
    "tools/words/exceptions.txt",
    "tools/words/patterns.toml",
    "tools/words/test_words.py",
)
# The marks at the start of a line of a comment or a list, which are not part of its text.
MARK = re.compile(r"\s*(?://[/!]?|#+!?|/?\*+|[-|>])*\s*")


@dataclass(frozen=True)
class Pattern:
    """The words to look for, and what to write instead."""

    find: re.Pattern[str]
    write: str
    planted: str
    fine: tuple[str, ...]
    files: tuple[str, ...]
    as_written: bool

    def notices(self, text: "Text") -> Iterator[tuple[int, str]]:
        """(line number, word) of each place in a text. The first line is 1."""
        lines = text.written if self.as_written else text.aloud
        for found in self.find.finditer(lines.joined):
            yield lines.line_of(found.start()), found[0]

    def is_for(self, path: str) -> bool:
        """Whether the pattern applies to a file."""
        return any(fnmatch(path, pattern) for pattern in self.files)


class Lines:
    """Lines as one text, with a space at each line break, so that a phrase is found across lines."""

    def __init__(self, lines: list[str]) -> None:
        self.joined = " ".join(lines)
        self._starts = list(accumulate((len(line) + 1 for line in lines), initial=0))

    def line_of(self, place: int) -> int:
        """The number of the line with this place in the text. The first line is 1."""
        return bisect_right(self._starts, place)


class Text:
    """A text in two forms: as it is written, for identifiers, and as it is read aloud, for phrases."""

    def __init__(self, text: str) -> None:
        self.lines = text.splitlines()
        self.written = Lines(self.lines)
        self.aloud = Lines([read_aloud(line) for line in self.lines])


@dataclass(frozen=True)
class Finding:
    """A word that has to be replaced, and its place."""

    path: str
    line: int
    text: str
    word: str
    write: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: \N{LEFT DOUBLE QUOTATION MARK}{self.word}\N{RIGHT DOUBLE QUOTATION MARK}: {self.write}"


def read_aloud(line: str) -> str:
    """A line in lower case, without the mark of its comment, and with the words of its identifiers apart."""
    line = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", line[MARK.match(line).end() :].rstrip())
    return re.sub(r"(?<=\w)[_-]+(?=\w)|_", " ", line).lower()


def patterns(path: Path = PATTERNS) -> list[Pattern]:
    """The patterns of a file."""
    listed = tomllib.loads(path.read_text())
    return [
        Pattern(
            find=re.compile(entry["find"]),
            write=entry["write"],
            planted=entry["planted"],
            fine=tuple(entry.get("fine", ())),
            files=tuple(entry.get("in", ("*",))),
            as_written=as_written,
        )
        for kind, as_written in (("phrase", False), ("identifier", True))
        for entry in listed[kind]
    ]


def findings(path: str, text: str, listed: Iterable[Pattern]) -> Iterator[Finding]:
    """The words in a file and in its path. The path counts as line 0."""
    # The path comes two lines before the text, so that no phrase begins in the path and ends in the text.
    content = Text(f"{path}\n\n{text}")
    for pattern in filter(lambda pattern: pattern.is_for(path), listed):
        for line, word in pattern.notices(content):
            yield Finding(path, max(line - 2, 0), content.lines[line - 1].strip(), word, pattern.write)


def exceptions(path: Path = EXCEPTIONS) -> set[tuple[str, str]]:
    """(file, line's text) of each line that may keep its word."""
    lines = (line for line in path.read_text().splitlines() if line and not line.startswith("# "))
    return {(file, text) for file, _, text in (line.partition(": ") for line in lines)}


def files(chosen: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(path, text) of every text file of ours that git tracks or does not ignore."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--error-unmatch", "--", *chosen]
    listed = subprocess.run(command, cwd=REPOSITORY, check=False, capture_output=True, text=True)
    if listed.returncode:
        sys.exit(f"check-words: {listed.stderr.strip()}")
    for path in sorted(set(filter(None, listed.stdout.split("\0")))):
        if not (REPOSITORY / path).is_file() or any(fnmatch(path, pattern) for pattern in NOT_OURS):
            continue
        try:
            yield path, (REPOSITORY / path).read_text()
        except UnicodeDecodeError:
            continue


def folder(path: str) -> str:
    """The part of the repository that a file belongs to."""
    return path.split("/")[0] if "/" in path else "."


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--by-folder", action="store_true", help="count what is left in each folder")
    parser.add_argument("path", nargs="*", help="files and folders; all of them if left out")
    given = parser.parse_args()

    listed, allowed = patterns(), exceptions()
    found = [finding for path, text in files(given.path) for finding in findings(path, text, listed)]
    left = [finding for finding in found if (finding.path, finding.text) not in allowed]
    unused = [] if given.path else sorted(allowed - {(finding.path, finding.text) for finding in found})

    if given.by_folder:
        for name, count in sorted(Counter(folder(finding.path) for finding in left).items()):
            print(f"{count:>6} {name}")
    else:
        print(*sorted(map(str, left)), sep="\n", end="\n" if left else "")
    for path, text in unused:
        print(f"exceptions.txt: nothing to let through: {path}: {text}")
    if left or unused:
        sys.exit(f"check-words: {len(left)} words to replace, {len(unused)} exceptions without a use")


if __name__ == "__main__":
    main()

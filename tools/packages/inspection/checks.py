"""What all checks have in common. A check takes a package's files, a dictionary of path to bytes, and yields a text for
each thing that is wrong."""

import re
import struct
import zipfile
from pathlib import Path
from xml.etree import ElementTree

# What the checks raise for a file that can't be read.
UNREADABLE = (ValueError, KeyError, IndexError, struct.error, zipfile.BadZipFile, ElementTree.ParseError)
FOREIGN_FUNCTION = re.compile(r"(?:uniffi|ffi)_cognito_auth_ffi_\w+")
# Matches names that only the feature `testing` or the tests' stores have.
TEST_ONLY = re.compile(r"(?:^|_)(?:clock|entropy|testing|file_?store|memory_?store|fake\w*)(?:_|$)", re.IGNORECASE)
# Matches the paths of a build machine. OWN are those of this machine, because the checkout may be anywhere, such as in
# `/__w`. A package must not contain such a path: it would say something about that machine, and a build on another
# machine would have other bytes.
OWN = [str(path).encode() for path in (Path(__file__).resolve().parents[3], Path.home()) if path != Path(path.anchor)]
BUILD_PATH = re.compile(
    rb"(?:/(?:root|home|Users|tmp|var/folders|build|opt|work)|%s)/[\w.\-/]{2,80}" % b"|".join(map(re.escape, OWN))
)


class Checks:
    """The checks of one kind of package, by their names, in the order of the source."""

    def __init__(self):
        self._checks = {}

    def __call__(self, function):
        self._checks[function.__name__] = function
        return function

    def __iter__(self):
        return iter(self._checks)

    def problems(self, name, files):
        """The findings of one check. A file that can't be read is a finding too."""
        try:
            return list(self._checks[name](files))
        except UNREADABLE as error:
            return [f"can't be read: {error!r}"]

    @staticmethod
    def title(name):
        return name.replace("_", " ")


def read_zip(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}


def read_folder(path):
    root = Path(path)
    return {str(file.relative_to(root)): file.read_bytes() for file in sorted(root.rglob("*")) if file.is_file()}


def build_paths(data):
    return sorted({found.decode() for found in BUILD_PATH.findall(data)})

"""A package is a dictionary of path to bytes. A check reads it, and yields a text for everything that is wrong."""

import re
import zipfile
from pathlib import Path

FOREIGN_FUNCTION = re.compile(r"(?:uniffi|ffi)_cognito_auth_ffi_\w+")
# Names of the feature `testing`, and of the stores for tests.
TEST_ONLY = re.compile(r"(?:^|_)(?:clock|entropy|testing|file_?store|memory_?store|fake\w*)(?:_|$)", re.IGNORECASE)
# Paths of the build machine: they reveal something about it, and a build on another machine would have other bytes.
BUILD_PATH = re.compile(rb"/(?:root|home|Users|tmp|var/folders|build|opt|work)/[\w.\-/]{2,80}")


class Checks:
    """The checks of one kind of package, in the order of the source."""

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
        except (ValueError, KeyError, IndexError) as error:
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

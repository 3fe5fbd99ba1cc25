"""The wheels for PyPI: one for each platform, with the program among its scripts, so that pip puts it beside `python`.
The format: https://packaging.python.org/en/latest/specifications/binary-distribution-format/"""

import base64
import hashlib
import re
from pathlib import Path

from inspection.archives import write_zip

from .platforms import PROGRAM

MODULE = "cognito_local_pool"
SOURCES = Path(__file__).parent / "pypi"
# The names of pre-releases, and how PEP 440 writes them in a version.
BEFORE = {"alpha": "a", "a": "a", "beta": "b", "b": "b", "rc": "rc", "pre": "rc"}


def version_of(version):
    """A version as PyPI writes it: 1.0.0-beta.1 is 1.0.0b1."""
    number, _, before = version.partition("-")
    if not before:
        return number
    match = re.fullmatch(r"([a-z]+)\.?(\d+)", before)
    if not match or match[1] not in BEFORE:
        raise ValueError(f"PyPI has no version like {version}: use -alpha.N, -beta.N or -rc.N")
    return f"{number}{BEFORE[match[1]]}{match[2]}"


def _metadata(about):
    readme = (SOURCES / "README.md").read_text()
    lines = [
        "Metadata-Version: 2.1",
        f"Name: {PROGRAM}",
        f"Version: {version_of(about['version'])}",
        f"Summary: {about['description']}",
        f"Home-page: {about['homepage']}",
        f"Project-URL: Source, {about['repository']}",
        f"License: {about['license']}",
        "Keywords: cognito,aws,oauth,emulator,testing",
        "Requires-Python: >=3.8",
        "Description-Content-Type: text/markdown",
    ]
    return "\n".join(lines) + f"\n\n{readme}"


def _record(entries, name):
    """The list of a wheel's files with their checksums. The list itself has none."""
    lines = []
    for path, data in entries.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        lines.append(f"{path},sha256={digest},{len(data)}")
    return "\n".join([*lines, f"{name},,"]) + "\n"


def wheel(about, platform, program, licences):
    """(file name, bytes) of a platform's wheel."""
    stem = f"{MODULE}-{version_of(about['version'])}"
    information, script = f"{stem}.dist-info", f"{stem}.data/scripts/{platform.program}"
    tags = "".join(f"Tag: py3-none-{tag}\n" for tag in platform.tags)
    entries = {f"{MODULE}/{path.name}": path.read_bytes() for path in sorted((SOURCES / MODULE).glob("*.py"))}
    entries[script] = program
    entries[f"{information}/METADATA"] = _metadata(about).encode()
    entries[f"{information}/WHEEL"] = (
        f"Wheel-Version: 1.0\nGenerator: cognito-auth\nRoot-Is-Purelib: false\n{tags}".encode()
    )
    entries[f"{information}/licenses/licences.txt"] = licences
    record = f"{information}/RECORD"
    entries[record] = _record(entries, record).encode()
    return f"{stem}-py3-none-{'.'.join(platform.tags)}.whl", write_zip(entries, programs={script})

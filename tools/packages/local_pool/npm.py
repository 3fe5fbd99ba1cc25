"""The npm packages: one for each platform with the program, and one that starts the program of the platform it is on. npm
installs only the package whose system and processor fit. No package runs a script when it is installed."""

import gzip
import io
import json
import tarfile
from pathlib import Path

from .platforms import PROGRAM

SCOPE = "@cognitoauth"
LAUNCHER = Path(__file__).parent / "npm/cognito-local-pool.js"
README = Path(__file__).parent / "npm/README.md"
# The time that npm itself writes.
MOMENT = 499162500


def package_of(platform):
    return f"{SCOPE}/local-pool-{platform.name}"


def _common(about):
    return {
        "version": about["version"],
        "license": about["license"],
        "homepage": about["homepage"],
        "repository": {"type": "git", "url": f"git+{about['repository']}.git"},
    }


def _json(value):
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()


def _archive(files):
    """The bytes of a package, from {path: (bytes, whether it is a program)}."""
    stream = io.BytesIO()
    with gzip.GzipFile(fileobj=stream, mode="wb", mtime=0, compresslevel=9) as compressed:
        with tarfile.open(fileobj=compressed, mode="w", format=tarfile.USTAR_FORMAT) as archive:
            for name, (data, is_program) in files.items():
                entry = tarfile.TarInfo(f"package/{name}")
                entry.size, entry.mtime, entry.mode = len(data), MOMENT, 0o755 if is_program else 0o644
                archive.addfile(entry, io.BytesIO(data))
    return stream.getvalue()


def of_platform(about, platform, program, licences):
    """(file name, bytes) of the package with the program of a platform."""
    described = {
        "name": package_of(platform),
        "description": f"The program {PROGRAM} for {platform.name}. Install {PROGRAM} instead.",
        **_common(about),
        "os": [platform.system],
        "cpu": [platform.processor],
        "preferUnplugged": True,
    }
    files = {
        "package.json": (_json(described), False),
        f"bin/{platform.program}": (program, True),
        "licences.txt": (licences, False),
        "README.md": (f"# {package_of(platform)}\n\n{described['description']}\n".encode(), False),
    }
    return f"cognitoauth-local-pool-{platform.name}-{about['version']}.tgz", _archive(files)


def main_package(about, platforms):
    """(file name, bytes) of the package that people install. It can use the packages of these platforms."""
    described = {
        "name": PROGRAM,
        "description": about["description"],
        **_common(about),
        "keywords": ["cognito", "aws", "oauth", "emulator", "testing"],
        "bin": {PROGRAM: LAUNCHER.name},
        "engines": {"node": ">=18"},
        "optionalDependencies": {package_of(platform): about["version"] for platform in platforms},
    }
    files = {
        "package.json": (_json(described), False),
        LAUNCHER.name: (LAUNCHER.read_bytes(), True),
        "README.md": (README.read_bytes(), False),
    }
    return f"{PROGRAM}-{about['version']}.tgz", _archive(files)

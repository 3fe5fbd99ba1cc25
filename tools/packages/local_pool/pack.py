"""Packs the programs in a folder: see the script `pack`."""

import argparse
import shutil
import sys
import tomllib
from pathlib import Path

from . import npm, wheels
from .platforms import PLATFORMS, PROGRAM

REPOSITORY = Path(__file__).resolve().parents[3]
sys.path.append(str(REPOSITORY / "tools/release"))
import project  # noqa: E402  it is among the scripts of a release


def about():
    """What the packages say of themselves."""
    crate = tomllib.loads((REPOSITORY / "local-pool/Cargo.toml").read_text())["package"]
    return {**project.about(), "description": crate["description"]}


def built(folder):
    """The platforms whose program is there."""
    found = [platform for platform in PLATFORMS if (folder / platform.name / platform.program).is_file()]
    if not found:
        raise ValueError(f"{folder} has no program: run tools/packages/local_pool/build")
    return found


def packages(folder, described):
    """(subfolder, file name, bytes) of each package."""
    platforms = built(folder)
    yield "npm", *npm.main_package(described, platforms)
    for platform in platforms:
        place = folder / platform.name
        program, licences = (place / platform.program).read_bytes(), (place / "licences.txt").read_bytes()
        yield "npm", *npm.of_platform(described, platform, program, licences)
        yield "pypi", *wheels.wheel(described, platform, program, licences)


def image_folder(folder):
    """What the Dockerfile copies: the program for each of Docker's processors, and an empty folder for data."""
    target = folder / "image"
    shutil.rmtree(target, ignore_errors=True)
    (target / "data").mkdir(parents=True)
    for platform in built(folder):
        if platform.docker:
            place = target / platform.docker
            place.mkdir()
            for name in (PROGRAM, "licences.txt"):
                shutil.copy(folder / platform.name / name, place / name)
    shutil.copy(REPOSITORY / "local-pool/Dockerfile", target / "Dockerfile")
    return target


def pack(folder, described):
    """Writes all packages. Returns their paths."""
    for kind in ("npm", "pypi"):
        shutil.rmtree(folder / kind, ignore_errors=True)
        (folder / kind).mkdir(parents=True)
    written = []
    for kind, name, data in packages(folder, described):
        written.append(folder / kind / name)
        written[-1].write_bytes(data)
    return [*written, image_folder(folder)]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    try:
        for path in pack(parser.parse_args().folder, about()):
            print(path)
    except ValueError as error:
        sys.exit(f"pack: {error}")


if __name__ == "__main__":
    main()

"""R8, as an app's release build runs it over the app and its libraries."""

import functools
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

PACKAGES = Path(__file__).resolve().parent
# The library's POM. Its dependencies with the scope `provided` include Android's classes.
LIBRARY_POM = PACKAGES.parents[1] / "android/pom.xml"
# R8, and Amplify for the comparison.
CONSUMER_POM = PACKAGES / "consumer/pom.xml"
MAVEN = PACKAGES.parent / "maven/run"
RESOLVE = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath"


@functools.cache
def class_path(pom, scope="runtime", more=()):
    """The jars and AARs that Maven finds for a POM. `more` are further options of Maven."""
    with tempfile.NamedTemporaryFile("r") as listing:
        command = [MAVEN, "--quiet", "--file", pom, RESOLVE]
        options = [f"-DincludeScope={scope}", f"-Dmdep.outputFile={listing.name}", *more]
        subprocess.run([*command, *options], check=True, stdout=sys.stderr)
        return [Path(path) for path in listing.read().strip().split(":")]


def shipped_with(aar):
    """The dependencies that an app gets with the AAR, according to the POM beside the AAR."""
    with tempfile.TemporaryDirectory() as folder:
        # Maven reads the POM as a project, which needs a packaging that Maven knows.
        pom = Path(folder, "pom.xml")
        pom.write_text(aar.with_suffix(".pom").read_text().replace(">aar</packaging>", ">pom</packaging>"))
        return class_path(pom)


def unpack(archives, folder):
    """(jars, files with rules for R8) of jars and AARs. Unpacks the AARs into the folder."""
    jars, rules = [], []
    for archive in archives:
        if archive.suffix == ".jar":
            jars.append(archive)
            continue
        place = Path(folder, archive.stem)
        with zipfile.ZipFile(archive) as files:
            files.extractall(place)
        jars.append(place / "classes.jar")
        rules += place.glob("proguard.txt")
    return jars, rules


def platform():
    """The library classes for R8: those of Android and of a JDK."""
    settings = ["java", "-XshowSettings:properties", "-version"]
    printed = subprocess.run(settings, check=True, capture_output=True, text=True).stderr
    return [*class_path(LIBRARY_POM, "provided"), re.search(r"java\.home = (.+)", printed)[1]]


def r8(out, classes, rules, *options):
    """Shrinks, optimises and renames classes, as files of rules allow. Writes them into a folder or a jar."""
    (tool,) = (jar for jar in class_path(CONSUMER_POM, "provided") if jar.name.startswith("r8-"))
    command = ["java", "-cp", tool, "com.android.tools.r8.R8", "--release", "--no-data-resources", "--output", out]
    for path in platform():
        command += ["--lib", path]
    for file in rules:
        command += ["--pg-conf", file]
    # A release build writes a map of the names. Without a map, R8 writes longer line tables.
    options = ["--pg-map-output", os.devnull, *options]
    subprocess.run([*command, *options, *classes], check=True)

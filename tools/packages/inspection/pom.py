"""The check of the POM: it must ask for the Kotlin that the classes are compiled for."""

from pathlib import Path
from xml.etree import ElementTree

PROJECT = Path(__file__).resolve().parents[3] / "android/pom.xml"
_MAVEN = {"m": "http://maven.apache.org/POM/4.0.0"}


def language_version(project=PROJECT):
    """The Kotlin that the classes are compiled for."""
    return ElementTree.parse(project).findtext("m:properties/m:kotlin.compiler.languageVersion", None, _MAVEN)


def problems(pom, language):
    """What is wrong with a POM, given as bytes, if the classes are for this Kotlin. An app's Kotlin compiler can be one
    version older than the classes. It can read the kotlin-stdlib of the classes' version, but no newer one."""
    versions = [
        element.findtext("m:version", "", _MAVEN)
        for element in ElementTree.fromstring(pom).iterfind("m:dependencies/m:dependency", _MAVEN)
        if element.findtext("m:artifactId", "", _MAVEN) == "kotlin-stdlib"
    ]
    if len(versions) != 1:
        return [f"there are {len(versions)} dependencies on kotlin-stdlib, not one"]
    if versions[0].split(".")[:2] != language.split("."):
        return [f"kotlin-stdlib is {versions[0]}, and the classes are for Kotlin {language}"]
    return []

"""Writes Gradle's module metadata for an artifact: what its POM says, in the form that Gradle chooses variants by."""

import hashlib
import json
from xml.etree import ElementTree

from maven import MAVEN

FORMAT = "1.1"
HASHES = ("sha512", "sha256", "sha1", "md5")
DOCUMENTS = ("sources", "javadoc")

# What apps choose by. There is no attribute of the Android plugin: with a build type, an app's debug build would refuse the
# library, which has only one variant.
LIBRARY = {
    "org.gradle.category": "library",
    "org.gradle.dependency.bundling": "external",
}
BY_PACKAGING = {
    "aar": {"org.gradle.libraryelements": "aar", "org.jetbrains.kotlin.platform.type": "androidJvm"},
    "jar": {
        "org.gradle.jvm.version": 8,
        "org.gradle.libraryelements": "jar",
        "org.jetbrains.kotlin.platform.type": "jvm",
    },
}
# The scopes of the POM that a variant has.
VARIANTS = {"api": ("compile",), "runtime": ("compile", "runtime")}


class Pom:
    """A published POM."""

    def __init__(self, data):
        self._root = ElementTree.fromstring(data)

    def __getitem__(self, name):
        return self._root.findtext(f"{{{MAVEN}}}{name}")

    def dependencies(self):
        for element in self._root.iterfind(f"{{{MAVEN}}}dependencies/{{{MAVEN}}}dependency"):
            yield {part.tag.partition("}")[2]: part.text for part in element}


def _dependency(values, group):
    found = {
        "group": values["groupId"],
        "module": values["artifactId"],
        "version": {"requires": values["version"]},
    }
    # Our metadata names the type of our AARs. Another project's artifact may have no metadata, so this names its type.
    if values.get("type", "jar") != "jar" and values["groupId"] != group:
        selector = {"name": values["artifactId"], "type": values["type"], "extension": values["type"]}
        found["thirdPartyCompatibility"] = {"artifactSelector": selector}
    return found


def environment(artifact):
    """Where an artifact runs."""
    return "standard-jvm" if artifact.endswith("-jvm") else "android"


def file_entry(name, data):
    hashes = {kind: hashlib.new(kind, data).hexdigest() for kind in HASHES}
    return {"name": name, "url": name, "size": len(data), **hashes}


def module(pom, files):
    """The metadata's bytes, from the POM's bytes and the artifact's files (name to bytes)."""
    pom = Pom(pom)
    packaging, stem = pom["packaging"], f"{pom['artifactId']}-{pom['version']}"
    variants = []
    for name, scopes in VARIANTS.items():
        dependencies = [_dependency(d, pom["groupId"]) for d in pom.dependencies() if d["scope"] in scopes]
        attributes = {
            **LIBRARY,
            **BY_PACKAGING[packaging],
            "org.gradle.jvm.environment": environment(pom["artifactId"]),
            "org.gradle.usage": f"java-{name}",
        }
        variants.append(
            {
                "name": f"{name}Elements",
                "attributes": dict(sorted(attributes.items())),
                "dependencies": dependencies,
                "files": [file_entry(f"{stem}.{packaging}", files[f"{stem}.{packaging}"])],
            }
        )
    for kind in DOCUMENTS:
        jar = f"{stem}-{kind}.jar"
        if jar in files:
            attributes = {
                "org.gradle.category": "documentation",
                "org.gradle.dependency.bundling": "external",
                "org.gradle.docstype": kind,
                "org.gradle.usage": "java-runtime",
            }
            variants.append(
                {"name": f"{kind}Elements", "attributes": attributes, "files": [file_entry(jar, files[jar])]}
            )
    component = {
        "group": pom["groupId"],
        "module": pom["artifactId"],
        "version": pom["version"],
        "attributes": {"org.gradle.status": "release"},
    }
    written = {"formatVersion": FORMAT, "component": component, "variants": variants}
    return (json.dumps(written, indent=2, ensure_ascii=False) + "\n").encode()

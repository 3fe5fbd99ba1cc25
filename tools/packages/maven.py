"""What a Maven repository has for each artifact: its POM, and the checksums of each file."""

import hashlib
import re
import sys
from pathlib import Path
from xml.etree import ElementTree

sys.path.append(str(Path(__file__).resolve().parents[1] / "release"))

import project as project_data

MAVEN = "http://maven.apache.org/POM/4.0.0"
# Gradle reads the file `.module` beside a POM only if the POM has this comment.
MARKER = "do_not_remove: published-with-gradle-metadata"
# Maven Central requires the first two.
CHECKSUMS = ("md5", "sha1", "sha256")


class Project:
    """A Maven project, with its properties and its parent's filled in."""

    def __init__(self, path, parent=None):
        self._root = ElementTree.parse(path).getroot()
        self._properties = dict(parent._properties) if parent else {}
        for element in self._root.iterfind(f"{{{MAVEN}}}properties/*"):
            self._properties[element.tag.partition("}")[2]] = element.text or ""
        if self.text("version"):
            self._properties["project.version"] = self.text("version")

    def _fill(self, text):
        return re.sub(r"\$\{([^}]+)\}", lambda found: self._fill(self._properties[found[1]]), text.strip())

    def text(self, name, element=None):
        found = (self._root if element is None else element).find(f"{{{MAVEN}}}{name}")
        return None if found is None or found.text is None else self._fill(found.text)

    def shipped_dependencies(self):
        """The dependencies that an app gets with this library. JNA is an AAR, because its jar has no library for Android."""
        for element in self._root.iterfind(f"{{{MAVEN}}}dependencies/{{{MAVEN}}}dependency"):
            values = {name: self.text(name, element) for name in ("groupId", "artifactId", "version", "type", "scope")}
            if (values["scope"] or "compile") not in ("compile", "runtime") or self.text("optional", element) == "true":
                continue
            if values["artifactId"] == "jna":
                values["type"] = "aar"
            values["scope"] = values["scope"] or "compile"
            yield {name: value for name, value in values.items() if value}


def pom(project, version, packaging="aar", dependencies=None, artifact=None):
    """The POM of an artifact. Its dependencies and its artifactId are the project's, unless they are given."""
    ElementTree.register_namespace("", MAVEN)
    root = ElementTree.Element(f"{{{MAVEN}}}project")
    root.append(ElementTree.Comment(f" {MARKER} "))

    def add(parent, name, text=None):
        element = ElementTree.SubElement(parent, f"{{{MAVEN}}}{name}")
        element.text = text
        return element

    add(root, "modelVersion", "4.0.0")
    add(root, "groupId", "dev.cognitoauth")
    add(root, "artifactId", artifact or project.text("artifactId"))
    add(root, "version", version)
    add(root, "packaging", packaging)
    add(root, "name", project.text("name"))
    add(root, "description", project.text("description"))
    about = project_data.about()
    add(root, "url", about["homepage"])
    licence = add(add(root, "licenses"), "license")
    add(licence, "name", about["license"])
    add(licence, "url", "https://www.apache.org/licenses/LICENSE-2.0.txt")
    developers = add(root, "developers")
    for developer in about["developers"]:
        add(add(developers, "developer"), "name", developer)
    scm = add(root, "scm")
    add(scm, "connection", f"scm:git:{about['repository']}.git")
    add(scm, "developerConnection", f"scm:git:{about['repository']}.git")
    add(scm, "url", about["repository"])
    added = add(root, "dependencies")
    for dependency in project.shipped_dependencies() if dependencies is None else dependencies:
        element = add(added, "dependency")
        for name, value in dependency.items():
            add(element, name, value)
    ElementTree.indent(root, "  ")
    return ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


def checksums(path, data):
    """{path: text} of the checksums' files beside the file `path`, whose bytes are `data`."""
    return {path.with_name(f"{path.name}.{kind}"): hashlib.new(kind, data).hexdigest() for kind in CHECKSUMS}


def write_with_checksum(path, data):
    path.write_bytes(data)
    for beside, text in checksums(path, data).items():
        beside.write_text(text)
    print(f"{len(data):>9} {path.name}")

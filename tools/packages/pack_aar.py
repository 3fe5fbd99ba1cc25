"""Makes an AAR and its POM. The same inputs give the same bytes."""

import argparse
import hashlib
import re
import shutil
from pathlib import Path
from xml.etree import ElementTree

from inspection import android
from inspection.archives import normalised_jar, write_zip
from pack_documents import jars

MAVEN = "http://maven.apache.org/POM/4.0.0"

MANIFEST = """\
<?xml version="1.0" encoding="utf-8"?>
<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="dev.cognitoauth">
    <uses-sdk android:minSdkVersion="{api}" />
    <uses-permission android:name="android.permission.INTERNET" />
    <!-- From Android 11 on, an app sees only the browsers that it asks for. -->
    <queries>
        <intent>
            <action android:name="android.support.customtabs.action.CustomTabsService" />
        </intent>
        <intent>
            <action android:name="android.intent.action.VIEW" />
            <category android:name="android.intent.category.BROWSABLE" />
            <data android:scheme="https" />
        </intent>
    </queries>
    <application>
        <!-- A rotation does not recreate this activity while the browser above it is open. -->
        <activity
            android:name="dev.cognitoauth.android.WebUIActivity"
            android:configChanges="keyboard|keyboardHidden|orientation|screenLayout|screenSize|smallestScreenSize"
            android:exported="false"
            android:launchMode="singleTask"
            android:theme="@android:style/Theme.Translucent.NoTitleBar" />
    </application>
</manifest>
"""

METADATA = """\
aarFormatVersion=1.0
aarMetadataVersion=1.0
minCompileSdk={api}
minCompileSdkExtension=0
minAndroidGradlePluginVersion=1.0.0
coreLibraryDesugaringEnabled=false
"""


def aar(classes, libraries, api):
    """The AAR's bytes, from a jar and the library of each ABI."""
    entries = {
        "AndroidManifest.xml": MANIFEST.format(api=api).encode(),
        "R.txt": b"",
        "classes.jar": normalised_jar(classes),
        "proguard.txt": android.RULES.read_bytes(),
        android.METADATA: METADATA.format(api=api).encode(),
    }
    for abi in sorted(libraries):
        entries[android.LIBRARIES[abi]] = libraries[abi]
    return write_zip(entries)


class Project:
    """A Maven project, with its properties filled in."""

    def __init__(self, path):
        self._root = ElementTree.parse(path).getroot()
        self._properties = {
            element.tag.partition("}")[2]: element.text or ""
            for element in self._root.iterfind(f"{{{MAVEN}}}properties/*")
        }
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


def pom(project, version, packaging="aar", dependencies=None):
    """The POM of an artifact. Its dependencies are the project's, unless they are given."""
    ElementTree.register_namespace("", MAVEN)
    root = ElementTree.Element(f"{{{MAVEN}}}project")

    def add(parent, name, text=None):
        element = ElementTree.SubElement(parent, f"{{{MAVEN}}}{name}")
        element.text = text
        return element

    add(root, "modelVersion", "4.0.0")
    add(root, "groupId", "dev.cognitoauth")
    add(root, "artifactId", project.text("artifactId"))
    add(root, "version", version)
    add(root, "packaging", packaging)
    add(root, "name", project.text("name"))
    add(root, "description", project.text("description"))
    licence = add(add(root, "licenses"), "license")
    add(licence, "name", "Apache-2.0")
    add(licence, "url", "https://www.apache.org/licenses/LICENSE-2.0.txt")
    added = add(root, "dependencies")
    for dependency in project.shipped_dependencies() if dependencies is None else dependencies:
        element = add(added, "dependency")
        for name, value in dependency.items():
            add(element, name, value)
    ElementTree.indent(root, "  ")
    return ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


def write_with_checksum(path, data):
    path.write_bytes(data)
    path.with_name(f"{path.name}.sha256").write_text(hashlib.sha256(data).hexdigest())
    print(f"{len(data):>9} {path.name}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--pom", "--classes", "--documentation", "--api", "--version", "--out"):
        parser.add_argument(name, required=True)
    parser.add_argument("libraries", nargs="+", metavar="ABI=LIBRARY")
    given = parser.parse_args()
    libraries = {abi: Path(path).read_bytes() for abi, _, path in (pair.partition("=") for pair in given.libraries)}

    folder = Path(given.out, "dev/cognitoauth/cognito-auth", given.version)
    shutil.rmtree(given.out, ignore_errors=True)
    folder.mkdir(parents=True)
    name = f"cognito-auth-{given.version}"
    write_with_checksum(folder / f"{name}.aar", aar(Path(given.classes).read_bytes(), libraries, given.api))
    write_with_checksum(folder / f"{name}.pom", pom(Project(given.pom), given.version))
    for end, data in jars("cognito-auth", given.documentation, Path(given.pom).parent):
        write_with_checksum(folder / f"{name}-{end}", data)


if __name__ == "__main__":
    main()

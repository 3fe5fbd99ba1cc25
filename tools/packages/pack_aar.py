"""Makes an AAR and its POM. The same inputs give the same bytes."""

import argparse
import shutil
from pathlib import Path

import crates
import licences
from inspection import android
from inspection.archives import normalised_jar, write_zip
from maven import Project, pom, write_with_checksum
from pack_documents import jars

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


def aar(classes, libraries, api, texts):
    """The AAR's bytes, from a jar, each ABI's library, the minimum API level, and the licences of what is in it."""
    entries = {
        "AndroidManifest.xml": MANIFEST.format(api=api).encode(),
        "R.txt": b"",
        "classes.jar": normalised_jar(classes),
        "proguard.txt": android.RULES.read_bytes(),
        android.METADATA: METADATA.format(api=api).encode(),
        android.LICENCES: texts,
    }
    for abi in sorted(libraries):
        entries[android.LIBRARIES[abi]] = libraries[abi]
    return write_zip(entries)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--pom", "--classes", "--documentation", "--compiler", "--api", "--version", "--out"):
        parser.add_argument(name, required=True)
    parser.add_argument("libraries", nargs="+", metavar="ABI=LIBRARY")
    given = parser.parse_args()
    libraries = {abi: Path(path).read_bytes() for abi, _, path in (pair.partition("=") for pair in given.libraries)}

    contained, _ = crates.linked(crates.ANDROID)
    texts = licences.document("CognitoAuth", [*contained, *crates.others(crates.ANDROID, given.compiler)])

    folder = Path(given.out, "dev/cognitoauth/cognito-auth", given.version)
    shutil.rmtree(given.out, ignore_errors=True)
    folder.mkdir(parents=True)
    name = f"cognito-auth-{given.version}"
    write_with_checksum(folder / f"{name}.aar", aar(Path(given.classes).read_bytes(), libraries, given.api, texts))
    write_with_checksum(folder / f"{name}.pom", pom(Project(given.pom), given.version))
    for end, data in jars("cognito-auth", given.documentation, Path(given.pom).parent):
        write_with_checksum(folder / f"{name}-{end}", data)


if __name__ == "__main__":
    main()

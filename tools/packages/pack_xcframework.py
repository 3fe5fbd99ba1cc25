"""Makes an XCFramework from the library of each slice, and its zip. The same inputs give the same bytes."""

import argparse
import hashlib
import plistlib
import shutil
from pathlib import Path

import bill
import crates
import licences
from inspection import apple, macho
from inspection.apple import LICENCES, MODULE
from inspection.archives import write_zip
from maven import project_data


def information(slices):
    """Info.plist, from {identifier: library's file name}; an identifier is platform-architectures[-variant]."""
    available = []
    for identifier, library in sorted(slices.items()):
        platform, architectures, *variant = identifier.split("-")
        entry = {
            "HeadersPath": "Headers",
            "LibraryIdentifier": identifier,
            "LibraryPath": library,
            "SupportedArchitectures": apple.architecture_names(architectures),
            "SupportedPlatform": platform,
        }
        if variant:
            entry["SupportedPlatformVariant"] = variant[0]
        available.append(entry)
    return plistlib.dumps(
        {"AvailableLibraries": available, "CFBundlePackageType": "XFWK", "XCFrameworkFormatVersion": "1.0"}
    )


def without_metadata(library):
    """Hides the symbols UNIFFI_META_* in a library. Only the generator of the bindings needs them, and it reads a library
    that was built for the build machine. An app's linker then drops their data, because nothing uses it."""
    hidden = bytearray(library)
    for part in macho.objects(library):
        for offset, symbol in part.symbol_kinds():
            if symbol.name.startswith("_UNIFFI_META_"):
                hidden[offset] |= macho.PRIVATE_EXTERNAL
    return bytes(hidden)


def files(slices, headers, texts):
    """Every file of the XCFramework: path to bytes. The headers are in a folder with the module's name, so that the module
    map does not conflict with that of another package in a shared build folder."""
    found = {"Info.plist": information({identifier: library.name for identifier, library in slices.items()})}
    found[LICENCES] = texts
    for identifier, library in sorted(slices.items()):
        found[f"{identifier}/{library.name}"] = without_metadata(library.read_bytes())
        for name in (f"{MODULE}.h", "module.modulemap"):
            found[f"{identifier}/Headers/{MODULE}/{name}"] = (headers / name).read_bytes()
    return found


def bill_of_materials(zipped, compiler):
    """The bill of the zip for SwiftPM."""
    about = project_data.about()
    purl = f"pkg:swift/{about['repository'].removeprefix('https://')}@{about['version']}"
    root = {"bom-ref": purl, "name": f"{MODULE}.xcframework", "version": about["version"], "purl": purl}
    return bill.bill(root, zipped, *crates.linked(crates.APPLE), crates.others(crates.APPLE, compiler))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--headers", "--slices", "--out"):
        parser.add_argument(name, required=True, type=Path)
    parser.add_argument("--compiler", required=True, help="what `rustc --version` prints")
    given = parser.parse_args()
    slices = {folder.name: next(folder.iterdir()) for folder in given.slices.iterdir()}
    contained, _ = crates.linked(crates.APPLE)
    texts = licences.document(MODULE, [*contained, *crates.others(crates.APPLE, given.compiler)])
    content = files(slices, given.headers, texts)

    framework = given.out / f"{MODULE}.xcframework"
    shutil.rmtree(framework, ignore_errors=True)
    for path, data in content.items():
        (framework / path).parent.mkdir(parents=True, exist_ok=True)
        (framework / path).write_bytes(data)
        print(f"{len(data):>9} {path}")
    zipped = write_zip({f"{framework.name}/{path}": data for path, data in sorted(content.items())})
    (given.out / f"{framework.name}.zip").write_bytes(zipped)
    (given.out / f"{framework.name}.zip.sha256").write_text(hashlib.sha256(zipped).hexdigest())
    (given.out / f"{framework.name}-cyclonedx.json").write_bytes(bill_of_materials(zipped, given.compiler))
    print(f"{len(zipped):>9} {framework.name}.zip")


if __name__ == "__main__":
    main()

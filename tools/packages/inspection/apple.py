"""The checks of the XCFramework."""

import plistlib
import re
from pathlib import Path

from . import macho
from .checks import FOREIGN_FUNCTION, TEST_ONLY, Checks, build_paths
from .dependencies import missing_licences

MODULE = "CognitoAuthFFI"
# The licences of what the XCFramework contains.
LICENCES = "licences.txt"
ARCHITECTURES = {"arm64": macho.ARM64, "arm64_32": macho.ARM64_32, "x86_64": macho.X86_64}
# The platform of each object, by the platform and the variant of a slice. Apple calls visionOS xros here.
PLATFORMS = {
    ("ios", None): macho.IOS,
    ("ios", "simulator"): macho.IOS_SIMULATOR,
    ("ios", "maccatalyst"): macho.MAC_CATALYST,
    ("macos", None): macho.MACOS,
    ("tvos", None): macho.TVOS,
    ("tvos", "simulator"): macho.TVOS_SIMULATOR,
    ("watchos", None): macho.WATCHOS,
    ("watchos", "simulator"): macho.WATCHOS_SIMULATOR,
    ("xros", None): macho.VISIONOS,
    ("xros", "simulator"): macho.VISIONOS_SIMULATOR,
}
LOWEST = {"ios": (15, 0), "macos": (12, 0), "tvos": (15, 0), "watchos": (8, 0), "xros": (1, 0)}
# Watches run arm64 from watchOS 26 on, and before it arm64_32. The compiler knows this.
FIRST = {("watchos", None, macho.ARM64): (26, 0)}
# What each XCFramework has. A released one has a slice for each of PLATFORMS.
REQUIRED = {("ios", None), ("ios", "simulator")}
# The symbols that may be visible: our foreign functions, std's function that the unwinder finds by name, and std's
# constant that link-time optimisation leaves visible.
EXPORTED = re.compile(rf"_{FOREIGN_FUNCTION.pattern}|_rust_eh_personality|__RN\w+_3std9panicking11EMPTY_PANIC")
# If the library needed a framework, every app would have to link that framework too. So the library may need only
# libSystem, which every app links.
FRAMEWORK_SYMBOL = re.compile(r"_(?:Sec|CF|NS|UI|OBJC_|objc_|kSec|kCF|nw_|SCNetwork|SCDynamic)\w*")
# The C functions for which Apple requires a reason ("Describing use of required reason API"), by category.
FILE_TIMESTAMP = "NSPrivacyAccessedAPICategoryFileTimestamp"
NEED_A_REASON = {
    FILE_TIMESTAMP: re.compile(r"_(?:[fl]?stat|fstatat|f?getattrlist|getattrlist(?:bulk|at))(?:\$\w+)?"),
    "NSPrivacyAccessedAPICategorySystemBootTime": re.compile(r"_mach_absolute_time"),
    "NSPrivacyAccessedAPICategoryDiskSpace": re.compile(r"_f?statv?fs(?:\$\w+)?"),
}
PRIVACY_MANIFEST = Path(__file__).resolve().parents[3] / "ios/Sources/CognitoAuth/PrivacyInfo.xcprivacy"

check = Checks()


def entries(files):
    """The entry of each slice in Info.plist."""
    return plistlib.loads(files["Info.plist"])["AvailableLibraries"]


def slices(files):
    """(entry, bytes of the library) of each slice."""
    for entry in entries(files):
        yield entry, files[f"{entry['LibraryIdentifier']}/{entry['LibraryPath']}"]


def kind(entry):
    return entry["SupportedPlatform"], entry.get("SupportedPlatformVariant")


def architecture_names(joined):
    """The architectures of a slice, from their names joined by underscores."""
    return re.findall("arm64_32|arm64|x86_64", joined)


def missing_platforms(files, required):
    """A text for each of the platforms and variants that has no slice."""
    missing = set(required) - {kind(entry) for entry in entries(files)}
    yield from (f"no slice for {platform} {variant or 'devices'}" for platform, variant in sorted(missing, key=str))


@check
def layout(files):
    expected = {"Info.plist", LICENCES}
    for entry in entries(files):
        folder = entry["LibraryIdentifier"]
        headers = f"{folder}/{entry['HeadersPath']}/{MODULE}"
        expected |= {f"{folder}/{entry['LibraryPath']}", f"{headers}/{MODULE}.h", f"{headers}/module.modulemap"}
    yield from (f"{path} is missing" for path in sorted(expected - files.keys()))
    yield from (f"{path} does not belong there" for path in sorted(files.keys() - expected))


@check
def licences(files):
    yield from missing_licences(files[LICENCES].decode(), "aarch64-apple-ios")


@check
def information_list(files):
    root = plistlib.loads(files["Info.plist"])
    if root.get("CFBundlePackageType") != "XFWK" or root.get("XCFrameworkFormatVersion") != "1.0":
        yield "Info.plist is not that of an XCFramework"
    yield from missing_platforms(files, REQUIRED)
    for entry in entries(files):
        named = f"{entry['SupportedPlatform']}-{'_'.join(entry['SupportedArchitectures'])}"
        if entry.get("SupportedPlatformVariant"):
            named += f"-{entry['SupportedPlatformVariant']}"
        if entry["LibraryIdentifier"] != named:
            yield f"{entry['LibraryIdentifier']} holds {named}"


@check
def architectures(files):
    for entry, library in slices(files):
        expected = {ARCHITECTURES[name] for name in entry["SupportedArchitectures"]}
        found = {part.processor for part in macho.objects(library)}
        if found != expected:
            yield f"{entry['LibraryIdentifier']} holds processors {sorted(map(hex, found))}"


@check
def platform(files):
    for entry, library in slices(files):
        for part in macho.objects(library):
            if part.platform != PLATFORMS[kind(entry)]:
                yield f"{entry['LibraryIdentifier']} holds an object for platform {part.platform}"


@check
def minimum_version(files):
    for entry, library in slices(files):
        for part in macho.objects(library):
            lowest = FIRST.get((*kind(entry), part.processor), LOWEST[entry["SupportedPlatform"]])
            if not part.minimum_version or part.minimum_version > lowest:
                yield f"{entry['LibraryIdentifier']} holds an object that needs {part.minimum_version}"


@check
def exports_the_foreign_functions_alone(files):
    for entry, library in slices(files):
        visible = {s.name for part in macho.objects(library) for s in part.symbols if s.defined and not s.private}
        yield from (f"{entry['LibraryIdentifier']} exports {n}" for n in sorted(visible) if not EXPORTED.fullmatch(n))
        if not visible:
            yield f"{entry['LibraryIdentifier']} exports nothing"


@check
def exports_what_the_header_declares(files):
    for entry, library in slices(files):
        header = files[f"{entry['LibraryIdentifier']}/{entry['HeadersPath']}/{MODULE}/{MODULE}.h"].decode()
        # UniFFI puts each declaration behind a macro of the same name in capitals. Only declarations have a parenthesis.
        declared = {f"_{name}" for name in re.findall(rf"\b({FOREIGN_FUNCTION.pattern})\(", header)}
        defined = {symbol.name for part in macho.objects(library) for symbol in part.symbols if symbol.defined}
        yield from (f"{entry['LibraryIdentifier']} lacks {name}" for name in sorted(declared - defined))
        if not declared:
            yield f"the header of {entry['LibraryIdentifier']} declares nothing"


@check
def module_map(files):
    for entry in entries(files):
        path = f"{entry['LibraryIdentifier']}/{entry['HeadersPath']}/{MODULE}/module.modulemap"
        text = files[path].decode()
        if not re.search(rf"^module {MODULE} \{{", text, re.MULTILINE) or f'header "{MODULE}.h"' not in text:
            yield f"{path} does not give the module {MODULE}"


@check
def needs_no_framework(files):
    for entry, library in slices(files):
        parts = macho.objects(library)
        needed = {symbol.name for part in parts for symbol in part.symbols if not symbol.defined}
        yield from (f"{entry['LibraryIdentifier']} needs {n}" for n in sorted(needed) if FRAMEWORK_SYMBOL.fullmatch(n))


def privacy_reasons(manifest=PRIVACY_MANIFEST):
    """The reasons in the Swift package's privacy manifest, by category."""
    declared = plistlib.loads(manifest.read_bytes())["NSPrivacyAccessedAPITypes"]
    return {use["NSPrivacyAccessedAPIType"]: use["NSPrivacyAccessedAPITypeReasons"] for use in declared}


@check
def needs_what_the_privacy_manifest_declares(files):
    reasons = privacy_reasons()
    for entry, library in slices(files):
        needed = {s.name for part in macho.objects(library) for s in part.symbols if not s.defined}
        for category in sorted(NEED_A_REASON.keys() - reasons.keys()):
            names = sorted(name for name in needed if NEED_A_REASON[category].fullmatch(name))
            yield from (f"{entry['LibraryIdentifier']} needs {name}: no reason for {category}" for name in names)


@check
def exports_no_test_code(files):
    for entry, library in slices(files):
        names = {s.name for part in macho.objects(library) for s in part.symbols if s.defined and not s.private}
        yield from (f"{entry['LibraryIdentifier']} exports {n}" for n in sorted(names) if TEST_ONLY.search(n))


@check
def holds_no_path_of_the_build_machine(files):
    for entry, library in slices(files):
        yield from (f"{entry['LibraryIdentifier']} holds the path {found}" for found in build_paths(library))

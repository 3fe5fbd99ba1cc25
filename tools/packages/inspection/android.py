"""The checks of the AAR."""

import io
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from . import elf
from .checks import FOREIGN_FUNCTION, TEST_ONLY, Checks, build_paths
from .dependencies import missing_licences

MINIMUM_API = 23
PAGE = 16 * 1024
MACHINES = {"arm64-v8a": elf.AARCH64, "x86_64": elf.X86_64}
LIBRARY = "libcognito_auth_ffi.so"
LIBRARIES = {abi: f"jni/{abi}/{LIBRARY}" for abi in MACHINES}
METADATA = "META-INF/com/android/build/gradle/aar-metadata.properties"
# The licences of what the AAR contains. No app gets this file.
LICENCES = "META-INF/licences.txt"
PLATFORM_LIBRARIES = {"libc.so", "libdl.so", "libm.so", "liblog.so"}
# The rules for R8. tests/test_host.py shows that R8 keeps enough with them.
RULES = Path(__file__).parent.parent / "proguard.txt"
JAVA_8 = 52
BROWSER_ACTIVITY = "dev.cognitoauth.android.WebUIActivity"
# Apps declare this activity in their own manifests.
REDIRECT_ACTIVITY = "dev.cognitoauth.android.WebUIRedirectActivity"
# The configuration changes that must not recreate the browser's activity: a rotation, a fold, another window size, a
# keyboard.
CHANGES = {"keyboard", "keyboardHidden", "orientation", "screenLayout", "screenSize", "smallestScreenSize"}
# What the manifest must ask to see: services for Custom Tabs, and browsers. Each query has actions, categories and
# schemes.
QUERIES = {
    (("android.support.customtabs.action.CustomTabsService",), (), ()),
    (("android.intent.action.VIEW",), ("android.intent.category.BROWSABLE",), ("https",)),
}
_ANDROID = "{http://schemas.android.com/apk/res/android}"

check = Checks()


def symbol_levels(path=Path(__file__).parent.parent / "android-symbols.txt"):
    """The first API level of each platform symbol that the library may use."""
    lines = (line.split() for line in path.read_text().splitlines() if line and not line.startswith("#"))
    return {name: int(level) for name, _, level in lines}


def libraries(files):
    for abi, path in LIBRARIES.items():
        yield abi, elf.Elf(files[path])


def classes(files):
    with zipfile.ZipFile(io.BytesIO(files["classes.jar"])) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@check
def layout(files):
    expected = {"AndroidManifest.xml", "R.txt", "classes.jar", "proguard.txt", METADATA, LICENCES, *LIBRARIES.values()}
    yield from (f"{path} is missing" for path in sorted(expected - files.keys()))
    yield from (f"{path} does not belong there" for path in sorted(files.keys() - expected))


@check
def manifest(files):
    root = ElementTree.fromstring(files["AndroidManifest.xml"])
    if root.get("package") != "dev.cognitoauth":
        yield f"the package is {root.get('package')}"
    lowest = root.find("uses-sdk").get(f"{_ANDROID}minSdkVersion")
    if lowest != str(MINIMUM_API):
        yield f"minSdkVersion is {lowest}, not {MINIMUM_API}"
    permissions = [element.get(f"{_ANDROID}name") for element in root.iter("uses-permission")]
    if permissions != ["android.permission.INTERNET"]:
        yield f"the permissions are {permissions}; only INTERNET is allowed"


@check
def manifest_has_the_activity_of_the_browser(files):
    root = ElementTree.fromstring(files["AndroidManifest.xml"])
    activities = {element.get(f"{_ANDROID}name"): element for element in root.iter("activity")}
    if list(activities) != [BROWSER_ACTIVITY]:
        yield f"the activities are {sorted(activities)}; only {BROWSER_ACTIVITY} is allowed"
        return
    for name, wanted in (("exported", "false"), ("launchMode", "singleTask")):
        found = activities[BROWSER_ACTIVITY].get(f"{_ANDROID}{name}")
        if found != wanted:
            yield f"{name} is {found}, not {wanted}"
    changes = set((activities[BROWSER_ACTIVITY].get(f"{_ANDROID}configChanges") or "").split("|"))
    yield from (f"a change of {change} recreates the activity" for change in sorted(CHANGES - changes))
    for name in (BROWSER_ACTIVITY, REDIRECT_ACTIVITY):
        if f"{name.replace('.', '/')}.class" not in classes(files):
            yield f"there is no class {name}"


@check
def manifest_asks_for_the_browsers(files):
    root = ElementTree.fromstring(files["AndroidManifest.xml"])
    parts = (("action", "name"), ("category", "name"), ("data", "scheme"))
    queries = {
        tuple(tuple(part.get(f"{_ANDROID}{name}") for part in intent.iterfind(kind)) for kind, name in parts)
        for intent in root.iterfind("queries/intent")
    }
    yield from (f"no query for {query}" for query in sorted(QUERIES - queries))
    yield from (f"a query for {query}" for query in sorted(queries - QUERIES, key=str))
    others = [query.tag for query in root.iterfind("queries/*") if query.tag != "intent"]
    yield from (f"a query for a {other}" for other in others)


@check
def consumer_rules(files):
    if files["proguard.txt"] != RULES.read_bytes():
        yield f"the rules are not those of {RULES.name}"


@check
def aar_metadata(files):
    lines = files[METADATA].decode().splitlines()
    for wanted in ("aarFormatVersion=1.0", "aarMetadataVersion=1.0"):
        if wanted not in lines:
            yield f"no line {wanted}"


@check
def licences(files):
    yield from missing_licences(files[LICENCES].decode(), "aarch64-linux-android")


@check
def classes_are_ours_and_for_java_8(files):
    names = [name for name in classes(files) if name.endswith(".class")]
    for package in ("dev/cognitoauth/", "dev/cognitoauth/ffi/"):
        if not any(name.rpartition("/")[0] + "/" == package for name in names):
            yield f"no class in {package}"
    for name, data in classes(files).items():
        if not name.startswith(("dev/cognitoauth/", "META-INF/")):
            yield f"{name} is not ours"
        elif name.endswith(".class") and int.from_bytes(data[6:8], "big") > JAVA_8:
            yield f"{name} needs a newer class format than Java 8's"


@check
def classes_hold_no_test_code(files):
    for name in classes(files):
        simple = name.rpartition("/")[2].partition(".class")[0]
        if re.search(r"^(?:Plain|Memory|File)\w*Store|^(?:Fake|Clock|Entropy)\b|Tests?$", simple):
            yield f"{name} belongs to the tests"


@check
def machine(files):
    for abi, library in libraries(files):
        if library.machine != MACHINES[abi]:
            yield f"{abi} holds a library for machine {library.machine}, not {MACHINES[abi]}"


@check
def pages_of_16_kilobytes(files):
    for abi, library in libraries(files):
        for segment in library.segments:
            if segment.kind == elf.LOAD and segment.alignment < PAGE:
                yield f"{abi}: a segment is aligned to {segment.alignment}, not {PAGE}"
            if segment.kind == elf.LOAD and (segment.address - segment.offset) % PAGE:
                yield f"{abi}: a segment's address and offset do not differ by a multiple of {PAGE}"


@check
def needs_platform_libraries_alone(files):
    for abi, library in libraries(files):
        yield from (f"{abi} needs {name}" for name in sorted(set(library.needed) - PLATFORM_LIBRARIES))
        if "libc.so" not in library.needed:
            yield f"{abi} does not name libc.so"


@check
def names_itself(files):
    for abi, library in libraries(files):
        if library.soname != LIBRARY:
            yield f"{abi} calls itself {library.soname}"


@check
def exports_the_foreign_functions_alone(files):
    for abi, library in libraries(files):
        exported = [symbol.name for symbol in library.symbols if symbol.defined]
        yield from (f"{abi} exports {name}" for name in exported if not FOREIGN_FUNCTION.fullmatch(name))
        if not exported:
            yield f"{abi} exports nothing"


@check
def exports_what_kotlin_calls(files):
    called = set()
    for name, data in classes(files).items():
        if name.startswith("dev/cognitoauth/ffi/"):
            called.update(found.decode() for found in re.findall(FOREIGN_FUNCTION.pattern.encode(), data))
    if not called:
        yield "the classes call no foreign function"
    for abi, library in libraries(files):
        exported = {symbol.name for symbol in library.symbols if symbol.defined}
        yield from (f"{abi} lacks {name}" for name in sorted(called - exported))


@check
def minimum_api_of_every_symbol(files):
    levels = symbol_levels()
    for abi, library in libraries(files):
        for symbol in library.symbols:
            if symbol.defined or symbol.weak:
                continue
            if symbol.name not in levels:
                yield f"{abi} uses {symbol.name}, whose API level is not known: see android-symbols.txt"
            elif levels[symbol.name] > MINIMUM_API:
                yield f"{abi} uses {symbol.name}, which needs API level {levels[symbol.name]}"


@check
def exports_no_test_code(files):
    for abi, library in libraries(files):
        yield from (f"{abi} exports {s.name}" for s in library.symbols if s.defined and TEST_ONLY.search(s.name))


@check
def memory_is_protected(files):
    for abi, library in libraries(files):
        if library.has_text_relocations:
            yield f"{abi} has text relocations"
        kinds = {segment.kind for segment in library.segments}
        if elf.GNU_RELRO not in kinds:
            yield f"{abi} has no read-only relocations"
        for segment in library.segments:
            if (
                segment.kind in (elf.LOAD, elf.GNU_STACK)
                and segment.flags & elf.EXECUTABLE
                and segment.flags & elf.WRITABLE
            ):
                yield f"{abi} has memory that is writable and executable"


@check
def stripped(files):
    for abi, library in libraries(files):
        left = sorted(name for name in library.sections if name == ".symtab" or name.startswith(".debug"))
        if left:
            yield f"{abi} still has {', '.join(left)}"


@check
def holds_no_path_of_the_build_machine(files):
    for path in LIBRARIES.values():
        yield from (f"{path} holds the path {found}" for found in build_paths(files[path]))
    for name, data in classes(files).items():
        yield from (f"{name} holds the path {found}" for found in build_paths(data))

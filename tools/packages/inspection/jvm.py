"""The checks of the artifact for JVMs: its classes, and the jars of the native library."""

import io
import re
import zipfile

from . import elf
from .checks import FOREIGN_FUNCTION, TEST_ONLY, Checks, build_paths
from .dependencies import missing_licences

# The classes of the AAR that a JVM needs too, although they are in the package for Android: the transport, and what it uses.
TRANSPORT = re.compile(
    r"dev/cognitoauth/android/"
    r"(?:HttpUrlConnectionTransport(?:Kt)?|TransportFailuresKt|SocketTagger|BodyTooLargeException|(?:Platform)?CleartextPolicy"
    r"|ChecksApiLevel)\b"
)
ANDROID = "dev/cognitoauth/android/"
LICENCES = "META-INF/licences.txt"
# The folders in which JNA looks for a library, and the library's processor and name there.
PLATFORMS = {"linux-x86-64": (elf.X86_64, "libcognito_auth_ffi.so")}
# What every Linux with glibc has.
SYSTEM_LIBRARIES = {"libc.so.6", "libm.so.6", "libgcc_s.so.1", "libpthread.so.0", "libdl.so.2", "ld-linux-x86-64.so.2"}
# Beside the foreign functions, there is data that only the generator of the bindings reads.
METADATA = re.compile(r"UNIFFI_META_\w+")

check = Checks()


def for_jvms(name):
    """Whether a file of the AAR's classes is for JVMs too."""
    return not name.startswith(ANDROID) or bool(TRANSPORT.match(name))


def natives(files):
    """(platform, the files of its jar) of each jar of natives."""
    for name, data in files.items():
        found = re.search(r"-natives-(.+)\.jar$", name)
        if found:
            yield found[1], _unpacked(data)


def classes(files):
    """The files of the jar of classes."""
    (pom,) = (name for name in files if name.endswith(".pom"))
    return _unpacked(files[f"{pom.removesuffix('.pom')}.jar"])


def _unpacked(data):
    with zipfile.ZipFile(io.BytesIO(data)) as jar:
        return {name: jar.read(name) for name in jar.namelist()}


def libraries(files):
    """(platform, its ELF library) of each jar of natives."""
    for platform, content in natives(files):
        yield platform, elf.Elf(content[f"{platform}/{PLATFORMS[platform][1]}"])


@check
def natives_are_where_jna_looks(files):
    found = dict(natives(files))
    if not found:
        yield "there is no jar of natives"
    for platform, content in found.items():
        if platform not in PLATFORMS:
            yield f"inspection/jvm.py lists no platform {platform}"
            continue
        expected = {f"{platform}/{PLATFORMS[platform][1]}", LICENCES}
        yield from (f"{platform}: {name} is missing" for name in sorted(expected - content.keys()))
        yield from (f"{platform}: {name} does not belong there" for name in sorted(content.keys() - expected))


@check
def licences(files):
    for _, content in natives(files):
        yield from missing_licences(content[LICENCES].decode(), "x86_64-unknown-linux-gnu")


@check
def machine(files):
    for platform, library in libraries(files):
        if library.machine != PLATFORMS[platform][0]:
            yield f"{platform} holds a library for machine {library.machine}"


@check
def needs_system_libraries_alone(files):
    for platform, library in libraries(files):
        yield from (f"{platform} needs {name}" for name in sorted(set(library.needed) - SYSTEM_LIBRARIES))


@check
def exports_the_foreign_functions_alone(files):
    for platform, library in libraries(files):
        names = [symbol.name for symbol in library.symbols if symbol.defined]
        yield from (
            f"{platform} exports {name}"
            for name in names
            if not FOREIGN_FUNCTION.fullmatch(name) and not METADATA.fullmatch(name)
        )
        yield from (f"{platform} exports {name}" for name in names if TEST_ONLY.search(name))


@check
def exports_what_kotlin_calls(files):
    bridge = [data for name, data in classes(files).items() if name.startswith("dev/cognitoauth/ffi/")]
    called = {found.decode() for data in bridge for found in re.findall(FOREIGN_FUNCTION.pattern.encode(), data)}
    if not called:
        yield "the classes call no foreign function"
    for platform, library in libraries(files):
        exported = {symbol.name for symbol in library.symbols if symbol.defined}
        yield from (f"{platform} lacks {name}" for name in sorted(called - exported))


@check
def classes_need_none_that_are_left_out(files):
    present = classes(files)
    for name, data in present.items():
        if not for_jvms(name):
            yield f"{name} is for Android"
        for found in sorted(set(re.findall(rb"dev/cognitoauth/android/[\w$]+", data))):
            if f"{found.decode()}.class" not in present:
                yield f"{name} names {found.decode()}, which is not there"


@check
def holds_no_path_of_the_build_machine(files):
    for platform, content in natives(files):
        for name, data in content.items():
            yield from (f"{platform}: {name} holds the path {found}" for found in build_paths(data))

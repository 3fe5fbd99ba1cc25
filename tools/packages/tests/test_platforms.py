"""The slice of each platform has that platform's names and numbers, and the checks find a wrong one. The test needs no
build: it makes libraries of one small object."""

import functools
import re
import struct
import subprocess
import unittest
from pathlib import Path

import pack_xcframework
from inspection import apple, macho

from . import dist

REPOSITORY = Path(__file__).resolve().parents[3]
# The architecture, the platform and the lowest version in the objects of each target of Rust.
TARGETS = {
    "aarch64-apple-ios": ("arm64", macho.IOS, (15, 0)),
    "aarch64-apple-ios-sim": ("arm64", macho.IOS_SIMULATOR, (15, 0)),
    "x86_64-apple-ios": ("x86_64", macho.IOS_SIMULATOR, (15, 0)),
    "aarch64-apple-ios-macabi": ("arm64", macho.MAC_CATALYST, (15, 0)),
    "x86_64-apple-ios-macabi": ("x86_64", macho.MAC_CATALYST, (15, 0)),
    "aarch64-apple-darwin": ("arm64", macho.MACOS, (12, 0)),
    "x86_64-apple-darwin": ("x86_64", macho.MACOS, (12, 0)),
    "aarch64-apple-tvos": ("arm64", macho.TVOS, (15, 0)),
    "aarch64-apple-tvos-sim": ("arm64", macho.TVOS_SIMULATOR, (15, 0)),
    "x86_64-apple-tvos": ("x86_64", macho.TVOS_SIMULATOR, (15, 0)),
    "aarch64-apple-watchos": ("arm64", macho.WATCHOS, (26, 0)),
    "arm64_32-apple-watchos": ("arm64_32", macho.WATCHOS, (8, 0)),
    "aarch64-apple-watchos-sim": ("arm64", macho.WATCHOS_SIMULATOR, (8, 0)),
    "x86_64-apple-watchos-sim": ("x86_64", macho.WATCHOS_SIMULATOR, (8, 0)),
    "aarch64-apple-visionos": ("arm64", macho.VISIONOS, (1, 0)),
    "aarch64-apple-visionos-sim": ("arm64", macho.VISIONOS_SIMULATOR, (1, 0)),
}
# The names of the platforms in Package.swift.
IN_SWIFT = {"iOS": "ios", "macOS": "macos", "tvOS": "tvos", "watchOS": "watchos", "visionOS": "xros"}
SYMBOL = "_uniffi_cognito_auth_ffi_fn_example"
CHECKS = ("information_list", "architectures", "platform", "minimum_version", "exports_the_foreign_functions_alone")


@functools.cache
def slices(platforms):
    """The targets of each slice."""
    lines = dist.said(f"slices_of {platforms}").splitlines()
    return {name: targets for name, *targets in map(str.split, lines)}


def library(architecture, platform, version, symbol=SYMBOL):
    """A static library of one object that defines one symbol."""
    wide = architecture != "arm64_32"
    header, entry = (32, 16) if wide else (28, 12)
    strings = b"\0" + symbol.encode() + b"\0"
    symbols = header + 48
    build = struct.pack("<6I", 0x32, 24, platform, version[0] << 16 | version[1] << 8, 0, 0)
    table = struct.pack("<6I", 0x2, 24, symbols, 1, symbols + entry, len(strings))
    magic = 0xFEEDFACF if wide else 0xFEEDFACE
    head = struct.pack("<7I", magic, apple.ARCHITECTURES[architecture], 0, 1, 2, 48, 0).ljust(header, b"\0")
    body = head + build + table + struct.pack("<IB", 1, 0x0F).ljust(entry, b"\0") + strings
    body = body.ljust(len(body) + len(body) % 2, b"\0")
    return b"!<arch>\n" + f"{'example.o':16}{0:<12}{0:<6}{0:<6}{644:<8}{len(body):<10}`\n".encode() + body


def fat(libraries):
    """A library for several architectures, from {architecture: library}."""
    if len(libraries) == 1:
        return next(iter(libraries.values()))
    header, content, start = struct.pack(">2I", 0xCAFEBABE, len(libraries)), b"", 0x4000
    for architecture, data in libraries.items():
        header += struct.pack(">5I", apple.ARCHITECTURES[architecture], 0, start + len(content), len(data), 14)
        content += data.ljust(0x4000, b"\0")
    return header.ljust(start, b"\0") + content


def framework(changed=None):
    """The Info.plist and the libraries of an XCFramework for all platforms. `changed` replaces a target's values."""
    numbers = {**TARGETS, **(changed or {})}
    made = {}
    for name, targets in slices("all").items():
        made[name] = fat({TARGETS[target][0]: library(*numbers[target]) for target in targets})
    files = {f"{name}/library.a": data for name, data in made.items()}
    return {**files, "Info.plist": pack_xcframework.information(dict.fromkeys(made, "library.a"))}


def problems(files):
    return [problem for name in CHECKS for problem in apple.check.problems(name, files)]


class Platforms(unittest.TestCase):
    def test_every_slice_is_named_after_its_targets(self):
        for platforms in ("phone", "phone-and-mac", "all"):
            for name, targets in slices(platforms).items():
                with self.subTest(name):
                    platform, architectures, *variant = name.split("-")
                    self.assertEqual(apple.architecture_names(architectures), [TARGETS[t][0] for t in targets])
                    expected = apple.PLATFORMS[platform, variant[0] if variant else None]
                    self.assertEqual({TARGETS[target][1] for target in targets}, {expected})

    def test_an_unknown_choice_of_platforms_is_refused(self):
        with self.assertRaises(subprocess.CalledProcessError):
            slices("ios")

    def test_all_platforms_have_every_slice_and_pass_the_checks(self):
        files = framework()
        self.assertEqual(problems(files), [])
        self.assertEqual(list(apple.missing_platforms(files, apple.PLATFORMS)), [])

    def test_a_missing_platform_is_found(self):
        files = framework()
        phone = pack_xcframework.information(dict.fromkeys(slices("phone"), "library.a"))
        found = list(apple.missing_platforms({**files, "Info.plist": phone}, apple.PLATFORMS))
        self.assertEqual(len(found), len(apple.PLATFORMS) - 2)

    def test_an_object_of_another_platform_processor_or_version_is_found(self):
        for target, (architecture, platform, version) in TARGETS.items():
            other = macho.IOS if platform != macho.IOS else macho.TVOS
            newer = (version[0] + 1, version[1])
            wrong = "x86_64" if architecture != "x86_64" else "arm64"
            for values in (
                (architecture, other, version),
                (architecture, platform, newer),
                (architecture, platform, version, "_main"),
                (wrong, platform, version),
            ):
                with self.subTest(target, values=values):
                    self.assertNotEqual(problems(framework({target: values})), [])

    def test_the_swift_package_names_the_same_versions(self):
        (manifest,) = re.findall(r"platforms: \[(.*?)\]", (REPOSITORY / "Package.swift").read_text(), re.DOTALL)
        named = dict(re.findall(r"\.(\w+)\(\.v(\d+)\)", manifest))
        self.assertEqual(named.pop("macCatalyst"), named["iOS"])
        versions = {IN_SWIFT[name]: (int(version), 0) for name, version in named.items()}
        self.assertEqual(versions, apple.LOWEST)
        for name, version in versions.items():
            variable = {"xros": "VISIONOS"}.get(name, name.upper())
            with self.subTest(name):
                self.assertEqual(dist.said(f"echo ${variable}_VERSION"), f"{version[0]}.{version[1]}")

    def test_the_symbols_of_every_platform_can_be_hidden(self):
        for target, (architecture, platform, version) in TARGETS.items():
            with self.subTest(target):
                data = library(architecture, platform, version, "_UNIFFI_META_EXAMPLE")
                hidden = macho.objects(pack_xcframework.without_metadata(data))
                self.assertEqual([symbol.private for part in hidden for symbol in part.symbols], [True])


if __name__ == "__main__":
    unittest.main()

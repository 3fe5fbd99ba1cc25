"""Tests the built XCFramework: it passes every check, and each check finds the faults that FAULTS lists for it."""

import plistlib
import struct
import subprocess
import unittest
from pathlib import Path

from inspection import apple, macho
from inspection.checks import read_folder, read_zip

from . import dist
from .doctor import inserted, object_field, patched, replacing, with_file, without
from .package import PackageTests

REPOSITORY = Path(__file__).resolve().parents[3]
TOOLCHAIN = REPOSITORY / "tools/toolchains/swift"
DEVICE = "ios-arm64/libcognito_auth_ffi.a"
HEADERS = f"ios-arm64/Headers/{apple.MODULE}"
CALLED = b"_uniffi_cognito_auth_ffi_fn_constructor_authbridge_new\0"
# The libraries must hide this symbol. Only the generator of the bindings reads it, in a library for the build machine.
METADATA = b"_UNIFFI_META_NAMESPACE"


def renamed(old, new):
    """Renames a symbol in place, in every string table that has it."""
    assert len(new) <= len(old)
    return replacing(DEVICE, b"\0" + old, b"\0" + new.ljust(len(old), b"\0"))


# The name of each check, with functions that each put one fault into the XCFramework. The check must find every one of
# them.
FAULTS = {
    "layout": [
        without(f"{HEADERS}/module.modulemap"),
        with_file("ios-arm64/Headers/module.modulemap"),
        without(DEVICE),
        without(apple.LICENCES),
    ],
    "licences": [
        replacing(apple.LICENCES, b"\ntokio ", b"\nother "),
        replacing(apple.LICENCES, b"\nstd ", b"\nother "),
    ],
    "information_list": [
        replacing("Info.plist", b"<string>simulator</string>", b"<string>maccatalyst</string>"),
        replacing("Info.plist", b"<string>XFWK</string>", b"<string>FMWK</string>"),
        replacing("Info.plist", b"<string>ios-arm64</string>", b"<string>ios-armv7</string>"),
    ],
    "architectures": [patched(DEVICE, object_field(lambda part: part.start + 4, "<I", macho.X86_64))],
    "platform": [patched(DEVICE, object_field(lambda part: part.platform_offset, "<I", macho.IOS_SIMULATOR))],
    "minimum_version": [patched(DEVICE, object_field(lambda part: part.platform_offset + 4, "<I", 26 << 16))],
    "exports_the_foreign_functions_alone": [renamed(CALLED, b"_main\0"), renamed(CALLED, METADATA + b"\0")],
    "exports_what_the_header_declares": [
        renamed(CALLED, b"_uniffi_cognito_auth_ffi_fn_gone\0"),
        replacing(f"{HEADERS}/{apple.MODULE}.h", b"(", b" "),
    ],
    "module_map": [replacing(f"{HEADERS}/module.modulemap", b"module CognitoAuthFFI", b"module Other")],
    "needs_no_framework": [renamed(b"_dispatch_semaphore_create\0", b"_SecRandomCopyBytes\0")],
    "needs_what_the_privacy_manifest_declares": [renamed(b"_dispatch_semaphore_create\0", b"_mach_absolute_time\0")],
    "exports_no_test_code": [renamed(CALLED, b"_uniffi_cognito_auth_ffi_fn_for_testing\0")],
    "holds_no_path_of_the_build_machine": [patched(DEVICE, inserted(b"/Users/somebody/project/core/src/lib.rs"))],
}


class XcFramework(PackageTests, unittest.TestCase):
    checks, faults = apple.check, FAULTS

    @classmethod
    def setUpClass(cls):
        cls.files = read_folder(dist.xcframework())

    def test_the_zip_holds_the_folder_and_has_the_written_checksum(self):
        zipped = dist.DIST / f"{apple.MODULE}.xcframework.zip"
        folder = f"{apple.MODULE}.xcframework"
        self.assertEqual(read_zip(zipped), {f"{folder}/{path}": data for path, data in self.files.items()})
        self.assertEqual(dist.written_checksum(zipped), dist.checksum(zipped))

    def test_every_architecture_of_a_fat_library_is_read(self):
        library = self.files[DEVICE]
        start = 0x4000
        header = struct.pack(">II5I", 0xCAFEBABE, 1, macho.ARM64, 0, start, len(library), 14)
        fat = header.ljust(start, b"\0") + library
        self.assertEqual(len(macho.objects(fat)), len(macho.objects(library)))

    def test_the_privacy_manifest_declares_no_tracking_and_no_data(self):
        manifest = plistlib.loads(apple.PRIVACY_MANIFEST.read_bytes())
        self.assertIs(manifest["NSPrivacyTracking"], False)
        self.assertEqual(manifest["NSPrivacyTrackingDomains"], [])
        self.assertEqual(manifest["NSPrivacyCollectedDataTypes"], [])
        reasons = {"NSPrivacyAccessedAPICategoryUserDefaults": ["CA92.1", "1C8F.1"], apple.FILE_TIMESTAMP: ["C617.1"]}
        self.assertEqual(apple.privacy_reasons(), reasons)

    def test_the_generated_swift_type_checks_with_the_headers_of_each_slice(self):
        swift = Path(subprocess.check_output([TOOLCHAIN], text=True).strip(), "swiftc")
        sources = sorted((REPOSITORY / "ios/Sources/CognitoAuthBindings").glob("*.swift"))
        self.assertTrue(sources)
        for entry in apple.entries(self.files):
            headers = dist.xcframework() / entry["LibraryIdentifier"] / entry["HeadersPath"]
            with self.subTest(entry["LibraryIdentifier"]):
                command = [swift, "-typecheck", "-swift-version", "6", "-I", headers, *sources]
                checked = subprocess.run(command, check=False, capture_output=True, text=True)
                self.assertEqual(checked.returncode, 0, checked.stderr)


if __name__ == "__main__":
    unittest.main()

"""Tests the built AAR: it passes every check, and each check finds the faults that FAULTS lists for it."""

import unittest

from inspection import android, elf
from inspection.checks import read_zip

from . import dist
from .doctor import (
    ARM,
    dynamic_tag,
    elf_field,
    inserted,
    patched,
    renamed_symbol,
    replacing,
    segment_field,
    with_class,
    with_file,
    without,
    without_class,
)
from .package import PackageTests

CALLED = b"uniffi_cognito_auth_ffi_fn_constructor_authbridge_new"
# The AAR must not export this symbol. Only the generator of the bindings reads it, in a library for the build machine.
METADATA = "UNIFFI_META_NAMESPACE"

# The name of each check, with functions that each put one fault into the AAR. The check must find every one of them.
FAULTS = {
    "layout": [without(ARM), with_file("jni/arm64-v8a/libother.so"), with_file("assets/leftover.txt")],
    "manifest": [
        replacing("AndroidManifest.xml", b'minSdkVersion="23"', b'minSdkVersion="24"'),
        replacing("AndroidManifest.xml", b"permission.INTERNET", b"permission.CAMERA"),
        replacing("AndroidManifest.xml", b'package="dev.cognitoauth"', b'package="dev.other"'),
    ],
    "manifest_has_the_activity_of_the_browser": [
        replacing("AndroidManifest.xml", b'exported="false"', b'exported="true"'),
        replacing("AndroidManifest.xml", b'launchMode="singleTask"', b'launchMode="standard"'),
        replacing("AndroidManifest.xml", b"android.WebUIActivity", b"android.OtherActivity"),
        *(replacing("AndroidManifest.xml", f"{change}|".encode(), b"") for change in ("keyboard", "orientation")),
        replacing("AndroidManifest.xml", b"|smallestScreenSize", b""),
        replacing("AndroidManifest.xml", b"android:configChanges", b"android:label"),
        without_class("dev/cognitoauth/android/WebUIRedirectActivity.class"),
    ],
    "manifest_asks_for_the_browsers": [
        replacing("AndroidManifest.xml", b"customtabs.action.CustomTabsService", b"customtabs.action.OtherService"),
        replacing("AndroidManifest.xml", b"intent.action.VIEW", b"intent.action.SEND"),
        replacing("AndroidManifest.xml", b"intent.category.BROWSABLE", b"intent.category.DEFAULT"),
        replacing("AndroidManifest.xml", b'scheme="https"', b'scheme="http"'),
        replacing("AndroidManifest.xml", b'<data android:scheme="https" />', b""),
        replacing("AndroidManifest.xml", b"<queries>", b"<queries><package android:name='com.example.browser' />"),
    ],
    "consumer_rules": [replacing("proguard.txt", b"-keep ", b"-keepnames ")],
    "licences": [
        without(android.LICENCES),
        replacing(android.LICENCES, b"\ntokio ", b"\nother "),
        replacing(android.LICENCES, b"Apache License", b"License"),
    ],
    "aar_metadata": [replacing(android.METADATA, b"aarFormatVersion=1.0", b"")],
    "classes_are_ours_and_for_java_8": [
        with_class("com/other/Thing.class"),
        with_class("dev/cognitoauth/Newer.class", b"\xca\xfe\xba\xbe\0\0\0\x3d"),
    ],
    "classes_hold_no_test_code": [
        with_class("dev/cognitoauth/FileSecureStore.class"),
        with_class("dev/cognitoauth/GuideTest.class"),
    ],
    "machine": [patched(ARM, elf_field(18, "<H", elf.X86_64)), patched(ARM, elf_field(4, "<B", 1))],
    "pages_of_16_kilobytes": [patched(ARM, segment_field(elf.LOAD, 48, "<Q", 4096))],
    "needs_platform_libraries_alone": [
        patched(ARM, lambda data: data.__setitem__(slice(None), data.replace(b"\0libc.so\0", b"\0libz.so\0")))
    ],
    "names_itself": [patched(ARM, dynamic_tag(elf.SONAME, 0x6FFFFFF0))],
    "exports_the_foreign_functions_alone": [
        patched(ARM, renamed_symbol(lambda symbol: symbol.defined, name)) for name in ("JNI_OnLoad", METADATA)
    ],
    "exports_what_kotlin_calls": [
        patched(ARM, renamed_symbol(lambda symbol: symbol.name.encode() == CALLED, "uniffi_cognito_auth_ffi_fn_gone")),
    ],
    "minimum_api_of_every_symbol": [
        # The library must not use getrandom, which needs API level 28. Here another symbol gets this name.
        patched(
            ARM,
            renamed_symbol(
                lambda symbol: not symbol.defined and not symbol.weak and len(symbol.name) >= 9, "getrandom"
            ),
        ),
    ],
    "exports_no_test_code": [
        patched(
            ARM, renamed_symbol(lambda symbol: symbol.name.encode() == CALLED, "uniffi_cognito_auth_ffi_fn_init_clock")
        ),
    ],
    "memory_is_protected": [
        patched(ARM, dynamic_tag(elf.SONAME, elf.TEXT_RELOCATIONS)),
        patched(ARM, segment_field(elf.GNU_RELRO, 0, "<I", 0)),
        patched(ARM, segment_field(elf.LOAD, 4, "<I", 7)),
    ],
    "stripped": [
        patched(ARM, lambda data: data.__setitem__(slice(None), data.replace(b"\0.eh_frame\0", b"\0.symtab\0\0\0")))
    ],
    "holds_no_path_of_the_build_machine": [
        patched(ARM, inserted(b"/home/somebody/project/core/src/lib.rs")),
        with_class("dev/cognitoauth/Path.class", b"\xca\xfe\xba\xbe\0\0\0\x34/Users/somebody/project/Path.kt"),
    ],
}


class Aar(PackageTests, unittest.TestCase):
    checks, faults = android.check, FAULTS

    @classmethod
    def setUpClass(cls):
        cls.files = read_zip(dist.aar())

    def test_every_listed_symbol_exists_at_the_minimum_api_level(self):
        levels = android.symbol_levels()
        self.assertLessEqual(max(levels.values()), android.MINIMUM_API)
        self.assertNotIn("getrandom", levels)

    def test_the_checksum_beside_each_file_is_the_checksum_of_that_file(self):
        for path in (dist.aar(), dist.aar().with_suffix(".pom")):
            self.assertEqual(dist.written_checksum(path), dist.checksum(path))


if __name__ == "__main__":
    unittest.main()

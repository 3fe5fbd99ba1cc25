"""Tests the built artifact for JVMs: it passes every check, and each check finds the faults that FAULTS lists for it.
tests/test_host.py runs it."""

import unittest

from inspection import elf, jvm
from inspection.checks import read_folder

from . import dist
from .doctor import elf_field, in_jar, inserted, patched, renamed_symbol, replacing, with_file, without
from .package import PackageTests

NATIVES = "-natives-linux-x86-64.jar"
LIBRARY = "linux-x86-64/libcognito_auth_ffi.so"


def classes(spoil):
    """A fault in the jar of classes: the only jar whose name ends with the version."""

    def change(files):
        name = next(name for name in files if name.endswith(".pom")).replace(".pom", ".jar")
        return in_jar(name, spoil)(files)

    return change


def library(change):
    return in_jar(NATIVES, patched(LIBRARY, change))


def is_called(symbol):
    return symbol.defined and symbol.name.endswith("_constructor_authbridge_new")


FAULTS = {
    "natives_are_where_jna_looks": [
        lambda files: {name: data for name, data in files.items() if NATIVES not in name},
        in_jar(NATIVES, without(LIBRARY)),
        in_jar(NATIVES, with_file("linux-x86-64/other.so")),
        lambda files: {**files, "cognito-auth-jvm-1-natives-plan9-x86.jar": files[_natives(files)]},
    ],
    "licences": [in_jar(NATIVES, replacing(jvm.LICENCES, b"\ntokio ", b"\nother "))],
    "machine": [library(elf_field(18, "<H", elf.AARCH64))],
    "needs_system_libraries_alone": [in_jar(NATIVES, replacing(LIBRARY, b"libc.so.6", b"libx.so.6"))],
    "exports_the_foreign_functions_alone": [
        library(renamed_symbol(is_called, "main")),
        library(renamed_symbol(is_called, "uniffi_cognito_auth_ffi_fn_testing")),
    ],
    "exports_what_kotlin_calls": [library(renamed_symbol(is_called, "uniffi_cognito_auth_ffi_fn_gone"))],
    "classes_need_none_that_are_left_out": [
        classes(with_file("dev/cognitoauth/android/AndroidAuth.class")),
        classes(without("dev/cognitoauth/android/HttpUrlConnectionTransport.class")),
    ],
    "holds_no_path_of_the_build_machine": [library(inserted(b"/home/somebody/project/core/src/lib.rs"))],
}


def _natives(files):
    return next(name for name in files if name.endswith(NATIVES))


class ForJvms(PackageTests, unittest.TestCase):
    checks, faults = jvm.check, FAULTS

    @classmethod
    def setUpClass(cls):
        cls.files = read_folder(dist.for_jvms())


if __name__ == "__main__":
    unittest.main()

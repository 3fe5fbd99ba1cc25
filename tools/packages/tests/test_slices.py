"""Makes an XCFramework for all platforms from one small object for each target, with the real compiler and the real lipo.
Then the checks of the package read it: each target's object has the processor, the platform and the lowest version that
they expect. To build the library itself would take minutes for each target."""

import os
import subprocess
import tempfile
import unittest
from pathlib import Path

from inspection import apple, macho
from inspection.checks import read_folder

from .dist import PACKAGES, said

# A function, and what the compiler needs without Rust's `core`.
SOURCE = """\
#![feature(no_core, lang_items)]
#![allow(internal_features)]
#![no_core]
#[lang = "pointee_sized"]
pub trait PointeeSized {}
#[lang = "meta_sized"]
pub trait MetaSized: PointeeSized {}
#[lang = "sized"]
pub trait Sized: MetaSized {}
#[no_mangle]
pub extern "C" fn uniffi_cognito_auth_ffi_fn_example() {}
"""
VERSIONS = {
    "IPHONEOS_DEPLOYMENT_TARGET": "IOS_VERSION",
    "MACOSX_DEPLOYMENT_TARGET": "MACOS_VERSION",
    "TVOS_DEPLOYMENT_TARGET": "TVOS_VERSION",
    "WATCHOS_DEPLOYMENT_TARGET": "WATCHOS_VERSION",
    "XROS_DEPLOYMENT_TARGET": "VISIONOS_VERSION",
}
CHECKS = ("layout", "information_list", "architectures", "platform", "minimum_version", "module_map")


class Slices(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        made = tempfile.TemporaryDirectory()
        cls.addClassCleanup(made.cleanup)
        cls.folder = Path(made.name)
        (cls.folder / "example.rs").write_text(SOURCE)
        cls.compiler = Path(subprocess.check_output([PACKAGES.parent / "toolchains/mobile"], text=True).strip(), "rustc")
        cls.versions = {name: said(f"echo ${version}") for name, version in VERSIONS.items()}
        lines = said("slices_of all").splitlines()
        cls.targets = [target for line in lines for target in line.split()[1:]]
        for target in cls.targets:
            cls.library(target)
        out = cls.folder / "dist"
        environment = {**os.environ, "PLATFORMS": "all", "LIBRARIES": str(cls.folder), "COGNITO_AUTH_DIST": str(out)}
        subprocess.run([PACKAGES / "xcframework"], check=True, env=environment, stdout=subprocess.PIPE)
        cls.files = read_folder(out / f"{apple.MODULE}.xcframework")

    @classmethod
    def library(cls, target):
        """Writes the static library of a target, and the name of its compiler."""
        place = cls.folder / target
        place.mkdir()
        environment = {**os.environ, **cls.versions, "RUSTC_BOOTSTRAP": "1"}
        command = [cls.compiler, "--crate-type", "lib", "--emit", "obj", "-C", "panic=abort", "--target", target]
        options = ["-o", place / "example.o", cls.folder / "example.rs"]
        subprocess.run([*command, *options], check=True, env=environment)
        said(f"llvm ar rcsD {place}/$LIBRARY.a {place}/example.o")
        (place / "compiler").write_bytes(subprocess.check_output([cls.compiler, "--version"]))

    def test_every_platform_has_a_slice_without_a_fault(self):
        self.assertEqual(list(apple.missing_platforms(self.files, apple.PLATFORMS)), [])
        for name in CHECKS:
            with self.subTest(name):
                self.assertEqual(apple.check.problems(name, self.files), [])

    def test_each_target_is_in_a_slice(self):
        objects = [part for _, library in apple.slices(self.files) for part in macho.objects(library)]
        self.assertEqual(len(objects), len(self.targets))
        for part in objects:
            self.assertEqual([symbol.name for symbol in part.symbols], ["_uniffi_cognito_auth_ffi_fn_example"])


if __name__ == "__main__":
    unittest.main()

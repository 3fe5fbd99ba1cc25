"""The size is compared with the budget, and the table by crate counts all bytes of the library's sections."""

import struct
import unittest
from collections import Counter
from types import SimpleNamespace
from unittest import mock

import measure
from attribution import crates, references
from attribution.linkmap import Map
from attribution.names import owner
from inspection import android
from inspection.checks import read_zip
from inspection.elf import Elf

from . import dist

# lld's map of a link: two functions, a constant without a name that one of them uses, and a merged constant.
MAP = """\
             VMA              LMA     Size Align Out     In      Symbol
            1000             1000       14    16 .rodata
            1000             1000       10    16         /target/a.o:(.rodata..Lanon.0123.4)
            1000             1000        0     1                 $d
            1010             1010        4     1         <internal>:(.rodata.cst4)
            2000             2000       10     4 .text
            2000             2000        8     4         /target/a.o:(.text._RNvCs1_5tokio4work)
            2000             2000        8     1                 _RNvCs1_5tokio4work
            2008             2008        8     4         /target/libb.a(b.o):(.text.unlikely._RNvCs1_4core4work)
"""


class Budget(unittest.TestCase):
    def test_a_size_at_the_budget_is_not_over_it(self):
        self.assertEqual(list(measure.over(measure.BUDGET)), [])
        self.assertEqual(list(measure.over(measure.Size(0, 0))), [])

    def test_a_stripped_or_a_gzipped_size_over_the_budget_is_found(self):
        stripped, gzipped = vars(measure.BUDGET).values()
        self.assertEqual(
            list(measure.over(measure.Size(stripped + 1, gzipped))), ["1,810,001 bytes stripped, 1 over the budget"]
        )
        self.assertEqual(
            list(measure.over(measure.Size(stripped, gzipped + 1000))),
            ["861,000 bytes gzipped, 1,000 over the budget"],
        )
        self.assertEqual(len(list(measure.over(measure.Size(stripped + 1, gzipped + 1)))), 2)

    def test_the_built_library_is_compared_with_the_budget(self):
        library = measure.Size.of(read_zip(dist.aar())[measure.JUDGED])
        for budget, verdict in [(library, None), (measure.Size(library.stripped, library.gzipped - 1), "gzipped")]:
            with (
                self.subTest(verdict),
                mock.patch.object(measure, "BUDGET", budget),
                mock.patch("sys.argv", ["measure", dist.DIST, dist.linker_map(), dist.linker()]),
                mock.patch("builtins.print"),
            ):
                if verdict is None:
                    measure.main()
                else:
                    self.assertRaisesRegex(SystemExit, verdict, measure.main)


class Names(unittest.TestCase):
    def test_a_symbols_name_gives_its_crate_and_modules(self):
        for symbol, path in [
            # v0: a function; a method of an inherent impl; one of a trait's impl, with LLVM's suffix.
            ("_RNvNtCs1_5tokio7runtime5spawn", ("tokio", "runtime", "spawn")),
            ("_RNvMNtCsk2_17cognito_auth_core7sessionNtB2_7Session4load", ("cognito_auth_core", "session")),
            ("_RNvXs_NtCs2_10serde_core2deNtB4_4UnitNtCs3_4core5Debug3fmt.llvm.77", ("serde_core", "de")),
            # Generic code of the standard library belongs to the crate of its types, other generic code to its own.
            ("_RINvNtCs3_4core3ptr13drop_in_placeRNtNtCs1_5tokio4sync5MutexECs4_3abc", ("tokio", "sync", "Mutex")),
            ("_RINvNtCs5_10serde_json2de8from_strNtCs4_3abc4BodyE", ("serde_json", "de", "from_str")),
            ("_RINvNtCs3_4core3ptr13drop_in_placeTjAhj20_EE", ("core", "ptr", "drop_in_place")),
            # A closure in an instance; functions, trait objects and constants among the types; a back reference.
            ("_RNCINvNtCs1_5tokio4task4pollFUKCjEuE0", ("tokio", "task", "poll")),
            (
                "_RINvNtCs3_4core3mem4dropINtNtCs6_5alloc5boxed3BoxDNtNtCs1_5tokio2io4Readp4ItemhEL_EE",
                ("tokio", "io", "Read"),
            ),
            ("_RINvNtCs3_4core3mem4dropNtNtCs1_5tokio2io4ReadBj_E", ("tokio", "io", "Read")),
            # The older names.
            ("_ZN5tokio7runtime5spawn17h0123456789abcdefE", ("tokio", "runtime", "spawn")),
            (
                "_ZN4core3ptr45drop_in_place$LT$serde_json..value..Value$GT$17h0123456789abcdefE",
                ("serde_json", "value", "Value"),
            ),
            (
                "_ZN66_$LT$alloc..vec..Vec$LT$T$GT$$u20$as$u20$core..ops..drop..Drop$GT$4drop17h0123456789abcdefE",
                ("alloc", "vec", "Vec"),
            ),
            # A name that is not rustc's, and a name with an unknown part, whose beginning is read.
            ("memcpy", ()),
            ("_RINvNtCs1_5tokio4task4poll?", ("tokio", "task", "poll")),
        ]:
            with self.subTest(symbol):
                self.assertEqual(owner(symbol), path)


class LinkerMap(unittest.TestCase):
    def test_addresses_and_names_are_read(self):
        found = Map(MAP)
        self.assertEqual(found.sections, {".rodata": (0x1000, 0x14), ".text": (0x2000, 0x10)})
        names = [piece.name for piece in found.pieces]
        self.assertEqual(names, [".Lanon.0123.4", "", "_RNvCs1_5tokio4work", "_RNvCs1_4core4work"])
        self.assertEqual(found.at(0x2007), found.pieces[2])
        self.assertEqual(found.at(0x2008), found.pieces[3])
        self.assertIsNone(found.at(0x0FFF))
        self.assertIsNone(found.at(0x1020))

    def test_code_refers_to_the_addresses_that_it_computes(self):
        found = Map(MAP)
        constant, _, work, other = found.pieces
        # `work`: adrp x3, the page before; add x0, x3, #8. `other`: adr x1, the function before it.
        code = {work: (0xF0FFFFE3, 0x91002060), other: (0x10FFFFC1, 0xD65F03C0)}
        memory = {piece.address: struct.pack("<2I", *words) for piece, words in code.items()}
        library = SimpleNamespace(bytes_at=lambda address, size: memory[address], relocations=lambda: [])
        self.assertEqual(references.users(library, found), {constant: [work], work: [other]})


class ByCrate(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.files = read_zip(dist.aar())
        cls.map = dist.linker_map().read_text()
        cls.library = Elf(cls.files[measure.JUDGED])
        cls.rows = crates.table(cls.library, cls.map)

    def test_the_sum_of_the_rows_is_the_size_of_the_sections_in_the_file(self):
        whole = sum(section.size for section in self.library.sections.values() if section.in_file)
        self.assertEqual(sum(row.total() for row in self.rows.values()), whole)
        *rows, (last, together) = measure.merged(self.rows)
        self.assertEqual((last, together.total()), ("all sections", whole))
        self.assertEqual(sum((row for _, row in rows), Counter()), together)

    def test_little_is_unattributed_and_nothing_is_counted_twice(self):
        unattributed = self.rows[crates.UNATTRIBUTED]
        self.assertTrue(all(unattributed[kind] >= 0 for kind in crates.KINDS), unattributed)
        self.assertLess(unattributed.total(), sum(row.total() for row in self.rows.values()) / 20)

    def test_our_own_crates_std_and_the_bridge_have_rows(self):
        for name in ("cognito_auth_core::auth", "cognito_auth_core::session", "cognito_auth_ffi", "std", "uniffi_core"):
            with self.subTest(name):
                self.assertTrue(all(self.rows[name][kind] > 0 for kind in crates.KINDS), self.rows[name])

    def test_the_map_of_another_link_is_refused(self):
        with self.assertRaisesRegex(ValueError, "another link"):
            crates.table(Elf(self.files[android.LIBRARIES["x86_64"]]), self.map)

    def test_the_metadata_of_the_bindings_is_dropped(self):
        self.assertNotIn("UNIFFI_META", self.map)


if __name__ == "__main__":
    unittest.main()

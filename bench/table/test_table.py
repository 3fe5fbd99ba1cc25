"""The maker of the table: it refuses what is incomplete, and the page has the rows that it is given."""

import tempfile
import unittest
from pathlib import Path
from xml.etree import ElementTree

import catalogue
import figures
import main
import measured
import page
import picture

CATALOGUE = catalogue.Catalogue(
    {"one": "bench/one", "two": "bench/two"},
    (
        catalogue.Measurement(
            "time", "a call", "one", "seconds", ("A in Rust", "A in Swift"), ("B",), ("A in Rust", "B"), "a call"
        ),
        catalogue.Measurement("sent", "requests", "one", "count", ("A",), ("B",), picture="requests"),
        catalogue.Measurement("rate", "calls per second", "two", "per second", ("A",), ("B",), picture="calls"),
    ),
)
ROWS = """\
something else that a part prints
row\ttime\tA in Rust\t0.00412
row\ttime\tA in Swift\t0.00824
row\ttime\tB\t0.0412\t1.2.3
row\ttime-instructions\tA in Rust\t23100000
row\ttime-instructions\tB\t46200000
row\tsent\tA\t1
row\tsent\tB\t2
row\trate\tA\t500
row\trate\tB\t50
""".splitlines()


def read(lines=ROWS):
    return measured.read(lines, CATALOGUE)


def written(lines=ROWS):
    """A page with the table of these lines."""
    table = page.table(page.rows(CATALOGUE, read(lines)))
    before = f"# Title\n\n{page.MEASURED.begin}\nold\n{page.MEASURED.end}\n\nAfter.\n"
    return page.MEASURED.replaced(before, f"On a machine.\n\n{table}")


class Measured(unittest.TestCase):
    def test_every_missing_row_is_named(self):
        for number, line in enumerate(ROWS):
            if line.startswith("row"):
                _, name, who, *_ = line.split("\t")
                with self.subTest(line), self.assertRaisesRegex(measured.Incomplete, f"missing: {name}, {who}"):
                    read(ROWS[:number] + ROWS[number + 1 :])

    def test_a_part_without_a_row_is_noticed(self):
        with self.assertRaisesRegex(measured.Incomplete, "missing: rate, A\nmissing: rate, B"):
            read([line for line in ROWS if "\trate\t" not in line])

    def test_unknown_repeated_and_unreadable_rows_are_refused(self):
        for line, fault in [
            ("row\tother\tA\t1", "unknown: other, A"),
            ("row\tsent\tC\t1", "unknown: sent, C"),
            ("row\tsent\tA\t1", "measured twice: sent, A"),
            ("row\tsent\tA\tmany", "unreadable"),
            ("row\tsent\tA", "unreadable"),
        ]:
            with self.subTest(line), self.assertRaisesRegex(measured.Incomplete, fault):
                read([*ROWS, line])
        for number in ("nan", "inf", "-1"):
            lines = [line.replace("\tsent\tA\t1", f"\tsent\tA\t{number}") for line in ROWS]
            with self.subTest(number), self.assertRaisesRegex(measured.Incomplete, "no number.*\n?.*missing: sent, A"):
                read(lines)

    def test_a_part_alone_needs_only_its_own_rows(self):
        alone = CATALOGUE.only(["two"])
        self.assertEqual(alone.parts, {"two": "bench/two"})
        self.assertEqual(len(measured.read(ROWS[-2:], alone)), 2)
        with self.assertRaisesRegex(ValueError, "no such part: three"):
            CATALOGUE.only(["three"])


class Page(unittest.TestCase):
    def test_the_table_compares_each_figure_with_the_first(self):
        self.assertEqual(
            page.table(page.rows(CATALOGUE, read())).splitlines()[2:],
            [
                "| a call | A in Rust | 4.12 ms |  | 23.1 million | `bench/one` |",
                "|  | A in Swift | 8.24 ms | 2.00 |  | `bench/one` |",
                "|  | B 1.2.3 | 41.2 ms | 10.0 | 46.2 million (× 2.00) | `bench/one` |",
                "| requests | A | 1 |  |  | `bench/one` |",
                "|  | B | 2 | 2.00 |  | `bench/one` |",
                "| calls per second | A | 500 per second |  |  | `bench/two` |",
                "|  | B | 50.0 per second | 0.100 |  | `bench/two` |",
            ],
        )

    def test_only_what_was_measured_is_replaced(self):
        text = written()
        self.assertTrue(text.startswith(f"# Title\n\n{page.MEASURED.begin}\nOn a machine.\n"), text)
        self.assertTrue(text.endswith(f"\n{page.MEASURED.end}\n\nAfter.\n"), text)
        with self.assertRaisesRegex(ValueError, "needs the lines"):
            page.MEASURED.replaced("# Title\n", "")

    def test_the_page_is_read_back(self):
        self.assertEqual(list(page.read(written())), list(page.rows(CATALOGUE, read())))

    def test_a_page_without_a_row_or_with_another_one_is_refused(self):
        rows = list(page.read(written()))
        for number, row in enumerate(rows):
            with self.subTest(row), self.assertRaisesRegex(ValueError, f"no row: {row.title}"):
                page.by_figure(CATALOGUE, rows[:number] + rows[number + 1 :])
        with self.assertRaisesRegex(ValueError, "a row too many: other, A"):
            page.by_figure(CATALOGUE, [*rows, page.Row("other", "A", "1", "", "", "")])
        with self.assertRaisesRegex(ValueError, "no instructions: a call, B"):
            uncounted = page.Row("a call", "B", "41.2 ms", "10.0", "", "")
            page.by_figure(CATALOGUE, [row for row in rows if "B 1.2.3" != row.who] + [uncounted])

    def test_clear_differences_are_reported(self):
        lines = [line.replace("0.00824", "0.0090").replace("\tB\t2", "\tB\t3").replace("\t50", "\t80") for line in ROWS]
        differences = page.differences(CATALOGUE, read(lines), page.read(written()))
        self.assertEqual(
            list(differences),
            [
                "requests, B: 3 now, 2 in the page",
                "calls per second, A: 800 per second now, 500 per second in the page",
                "calls per second, B: 80.0 per second now, 50.0 per second in the page",
            ],
        )


class Figures(unittest.TestCase):
    def test_figures_have_three_digits_and_a_fitting_scale(self):
        for number, unit, text in [
            (3.2e-8, "seconds", "32.0 ns"),
            (0.99996, "seconds", "1.00 s"),
            (61.23, "seconds", "61.2 s"),
            (0, "seconds", "0 ns"),
            (1815152, "bytes", "1.82 MB"),
            (999, "bytes", "999 bytes"),
            (7214, "instructions", "7.21 thousand"),
            (1234.5, "per second", "1,230 per second"),
            (12, "count", "12"),
        ]:
            with self.subTest(text):
                self.assertEqual(figures.text(number, unit), text)
                self.assertAlmostEqual(figures.number(text, unit), number, delta=number * 0.005)

    def test_ratios_below_one_keep_three_digits(self):
        texts = [figures.rounded(number) for number in (0.04123, 0.5, 1, 18.04)]
        self.assertEqual(texts, ["0.0412", "0.500", "1.00", "18.0"])


class Picture(unittest.TestCase):
    def lines(self):
        return list(picture.lines(CATALOGUE, page.by_figure(CATALOGUE, page.read(written()))))

    def test_to_the_right_means_more_cost(self):
        multiples = {(line.title, point.who): point.multiple for line in self.lines() for point in line.points}
        self.assertAlmostEqual(multiples["a call", "B"], 10)
        self.assertAlmostEqual(multiples["requests", "B"], 2)
        # B makes a tenth of the calls per second.
        self.assertAlmostEqual(multiples["calls", "B"], 10)

    def test_the_picture_is_svg_with_a_dot_for_each_figure(self):
        svg = ElementTree.fromstring(picture.draw(self.lines()))
        namespace = "{http://www.w3.org/2000/svg}"
        dots = [dot for dot in svg.iter(f"{namespace}circle") if dot.find(f"{namespace}title") is not None]
        self.assertEqual(len(dots), 7)
        width, height = map(float, svg.get("viewBox").split()[2:])
        for dot in dots:
            self.assertTrue(0 < float(dot.get("cx")) < width and 0 < float(dot.get("cy")) < height, dot.attrib)


class Documents(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.docs = Path(folder.name)
        (self.docs / "images").mkdir()
        (self.docs / "SUMMARY.md").write_text("- [Measurements](measurements.md)\n")
        text = f"![a picture]({main.PICTURE})\n{page.MEASURED.begin}\n{page.MEASURED.end}\n"
        (self.docs / main.PAGE).write_text(text)
        main.renew(self.docs, CATALOGUE, read(), "0.1")

    def edit(self, name, old, new):
        text = (self.docs / name).read_text()
        self.assertIn(old, text)
        (self.docs / name).write_text(text.replace(old, new))

    def test_renewed_documents_have_no_fault(self):
        self.assertEqual(main.check(self.docs, CATALOGUE), [])

    def test_each_fault_is_found(self):
        for name, old, new, fault in [
            (main.PAGE, "| B 1.2.3 | 41.2 ms |", "| C | 41.2 ms |", "a row too many"),
            (main.PAGE, "| 41.2 ms |", "| 50.0 ms |", "not what the table gives"),
            (main.PICTURE, "10.0×", "9.0×", "not what the table gives"),
            (main.PAGE, f"({main.PICTURE})", "", "does not show the picture"),
            ("SUMMARY.md", "(measurements.md)", "(other.md)", "does not list the page"),
        ]:
            with self.subTest(name=name, old=old):
                kept = (self.docs / name).read_text()
                self.edit(name, old, new)
                self.assertIn(fault, "\n".join(main.check(self.docs, CATALOGUE)))
                (self.docs / name).write_text(kept)


class OurCatalogue(unittest.TestCase):
    def test_every_part_has_a_command_and_a_measurement(self):
        known = catalogue.read()
        repository = Path(__file__).resolve().parents[2]
        for part, command in known.parts.items():
            with self.subTest(part):
                self.assertTrue((repository / command).stat().st_mode & 0o100, command)
                self.assertTrue(known.only([part]).measurements)


if __name__ == "__main__":
    unittest.main()

"""The growth of an app is measured, and compared with the budget."""

import unittest

import growth


class Growth(unittest.TestCase):
    def test_only_a_growth_above_the_budget_fails(self):
        self.assertIsNone(growth.over(growth.BUDGET))
        self.assertIn("over the budget", growth.over(growth.BUDGET + 1))

    def test_a_size_is_measured_plain_and_compressed(self):
        raw, download = growth.size(b"a" * 10_000)
        self.assertEqual(raw, 10_000)
        self.assertLess(download, 100)

    def test_an_app_grows_by_its_additional_classes(self):
        self.assertEqual(list(growth.growth((10, 4), (25, 9), [])), [("classes", 15, 5)])


if __name__ == "__main__":
    unittest.main()

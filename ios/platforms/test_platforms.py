"""Tests the scripts of this folder."""

import unittest

import conditions
import extension_safe

SOURCE = """\
#if canImport(UIKit) && !os(tvOS)
  let first = 1
#elseif os(macOS) || targetEnvironment(macCatalyst)
  let os = "os(macOS)"
#elseif swift(>=6) && canImport(FoundationNetworking)
#endif
"""
UNSAFE = (
    "UIApplication.shared.keyWindow",
    "UIApplication . shared",
    "let app = UIApplication.sharedApplication()",
    "application.openURL(url)",
    "application.open(url, options: [:])",
    "application.beginIgnoringInteractionEvents()",
    "application.requestSceneSessionActivation(nil, userActivity: nil, options: nil)",
    "let alert = UIAlertView()",
    "WKExtension.shared().openSystemURL(url)",
)
SAFE = (
    "// never UIApplication.shared",
    "/// `UIApplication.shared` is unavailable",
    'let shared = NSSelectorFromString("sharedApplication")',
    "URLSession.shared",
    "file.open(path)",
)


class Conditions(unittest.TestCase):
    def lines(self, platform):
        return conditions.resolved(platform, SOURCE).splitlines()

    def test_only_the_conditions_about_the_platform_are_replaced(self):
        self.assertEqual(self.lines("iOS")[0], "#if true && !false")
        self.assertEqual(self.lines("tvOS")[0], "#if true && !true")
        self.assertEqual(self.lines("macOS")[::2][:2], ["#if false && !false", "#elseif true || false"])
        self.assertEqual(self.lines("macCatalyst")[2], "#elseif false || true")
        for platform in conditions.PLATFORMS:
            with self.subTest(platform):
                self.assertEqual(self.lines(platform)[3:], SOURCE.splitlines()[3:])
                self.assertEqual(len(self.lines(platform)), len(SOURCE.splitlines()))

    def test_linux_is_none_of_the_platforms(self):
        for platform in conditions.PLATFORMS:
            self.assertEqual(conditions.resolved(platform, "#if os(Linux)"), "#if false")


class ExtensionSafe(unittest.TestCase):
    def test_every_unavailable_name_is_found(self):
        for line in UNSAFE:
            with self.subTest(line):
                self.assertTrue(list(extension_safe.findings(line)))

    def test_what_an_extension_may_use_is_not_found(self):
        for line in SAFE:
            with self.subTest(line):
                self.assertEqual(list(extension_safe.findings(line)), [])


if __name__ == "__main__":
    unittest.main()

"""Tests that the check finds each warning of Dokka, and allows what the language adds."""

import runpy
import unittest
from pathlib import Path

warnings = runpy.run_path(str(Path(__file__).with_name("undocumented")), run_name="undocumented")["warnings"]

LOG = """\
[WARNING] Parameter 'pluginsConfiguration' is unknown for plugin 'dokka-maven-plugin:2.2.0:dokka (default-cli)'
[INFO] Dokka is performing: documentation for cognito-auth
[WARNING] Undocumented: dev.cognitoauth/UsernameAttribute/valueOf/#kotlin.String/ (JVM)
[WARNING] Undocumented: dev.cognitoauth/WebBrowserRequest/equals/#kotlin.Any?/ (JVM)
[WARNING] Undocumented: dev.cognitoauth.requests/ApiAuthorizer.Companion/ (JVM)
"""


class Warnings(unittest.TestCase):
    def test_what_the_language_adds_is_allowed(self):
        self.assertEqual(warnings(LOG), [])

    def test_other_warnings_are_found(self):
        for warning in (
            "Undocumented: dev.cognitoauth/Auth/signIn/#kotlin.String/ (JVM)",
            "Undocumented: dev.cognitoauth/Auth/ (JVM)",
            "Undocumented: dev.cognitoauth/Auth/Companion/ (JVM)",
            "Couldn't resolve link for Nothing",
        ):
            self.assertEqual(warnings(f"{LOG}[WARNING] {warning}\n"), [warning])


if __name__ == "__main__":
    unittest.main()

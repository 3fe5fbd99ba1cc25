#!/usr/bin/env python3
"""extension_safe.py FOLDER…: refuses Swift code that an app extension can't use. Apple's headers mark the names in the list
as NS_EXTENSION_UNAVAILABLE, so with APPLICATION_EXTENSION_API_ONLY, Xcode does not compile such code. The list is short: it
has what a library for signing in could want."""

import re
import sys
from pathlib import Path

UNAVAILABLE = {
    "UIApplication.shared": r"\bUIApplication\s*\.\s*shared\b",
    "UIApplication.sharedApplication": r"\bsharedApplication\b(?!\")",
    "openURL, and open of UIApplication": r"\bopenURL\s*\(|\.open\s*\([^{}]*?,\s*options:",
    "beginIgnoringInteractionEvents": r"\b(?:begin|end)IgnoringInteractionEvents\b",
    "requestSceneSessionActivation": r"\brequestScene(?:SessionActivation|SessionDestruction|SessionRefresh)\b",
    "UIAlertView, UIActionSheet": r"\bUI(?:AlertView|ActionSheet)\b",
    "WKExtension.shared, WKApplication.shared": r"\bWK(?:Extension|Application)\s*\.\s*shared\b",
}
# The two slashes of an address begin no comment.
_COMMENT = re.compile(r"/\*.*?\*/|(?<!:)//[^\n]*", re.DOTALL)


def findings(text):
    """(line number, name) of each use of something that is unavailable. Comments may name it."""
    code = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), text)
    uses = ((use.start(), name) for name, pattern in UNAVAILABLE.items() for use in re.finditer(pattern, code))
    yield from sorted((code.count("\n", 0, place) + 1, name) for place, name in uses)


def main():
    files = [file for folder in sys.argv[1:] for file in sorted(Path(folder).rglob("*.swift"))]
    if not files:
        sys.exit("extension_safe.py: there is no Swift file to check")
    found = [f"{file}:{number}: {name}" for file in files for number, name in findings(file.read_text())]
    if found:
        sys.exit("An app extension can't use this:\n" + "\n".join(found))


if __name__ == "__main__":
    main()

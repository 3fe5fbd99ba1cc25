#!/usr/bin/env python3
"""extension_safe.py FOLDER…: refuses Swift code that an app extension can't use. With APPLICATION_EXTENSION_API_ONLY, Xcode
does not compile it, because its headers mark these names as NS_EXTENSION_UNAVAILABLE. The list is short: it has what a
library for signing in could want."""

import re
import sys
from pathlib import Path

UNAVAILABLE = {
    "UIApplication.shared": r"\bUIApplication\s*\.\s*shared\b",
    "UIApplication.sharedApplication": r"\bsharedApplication\b(?!\")",
    "openURL, and open of UIApplication": r"\bopenURL\s*\(|\.open\s*\(\s*\w+\s*,\s*options:",
    "beginIgnoringInteractionEvents": r"\b(?:begin|end)IgnoringInteractionEvents\b",
    "requestSceneSessionActivation": r"\brequestScene(?:SessionActivation|SessionDestruction|SessionRefresh)\b",
    "UIAlertView, UIActionSheet": r"\bUI(?:AlertView|ActionSheet)\b",
    "WKExtension.shared, WKApplication.shared": r"\bWK(?:Extension|Application)\s*\.\s*shared\b",
}
_COMMENT = re.compile(r"//.*")


def findings(text):
    """(line number, name) of each use of something that is unavailable. Comments may name it."""
    for number, line in enumerate(text.splitlines(), start=1):
        code = _COMMENT.sub("", line)
        yield from ((number, name) for name, pattern in UNAVAILABLE.items() if re.search(pattern, code))


def main():
    files = [file for folder in sys.argv[1:] for file in sorted(Path(folder).rglob("*.swift"))]
    if not files:
        sys.exit("extension_safe.py: there is no Swift file to check")
    found = [f"{file}:{number}: {name}" for file in files for number, name in findings(file.read_text())]
    if found:
        sys.exit("An app extension can't use this:\n" + "\n".join(found))


if __name__ == "__main__":
    main()

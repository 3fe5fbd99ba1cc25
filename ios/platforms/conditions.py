#!/usr/bin/env python3
"""conditions.py PLATFORM FROM TO: copies the Swift files of the folder FROM into the folder TO, as PLATFORM compiles them:
the conditions about the platform become `true` or `false`. Other conditions, such as those about the compiler's version,
stay. No line moves."""

import re
import sys
from pathlib import Path

PLATFORMS = ("iOS", "macOS", "macCatalyst", "tvOS", "watchOS", "visionOS")
# On Mac Catalyst, os(iOS) holds.
OS = {platform: "iOS" if platform == "macCatalyst" else platform for platform in PLATFORMS}
# Which platforms can import a framework. A condition about a module that is not here stays as it is.
FRAMEWORKS = {
    "AppKit": {"macOS", "macCatalyst"},
    "UIKit": {"iOS", "macCatalyst", "tvOS", "watchOS", "visionOS"},
    "AuthenticationServices": set(PLATFORMS),
    "Combine": set(PLATFORMS),
    "LocalAuthentication": set(PLATFORMS) - {"tvOS"},
    "Security": set(PLATFORMS),
}
_LINE = re.compile(r"^(\s*#(?:if|elseif)\b)(.*)$", re.MULTILINE)
_CONDITION = re.compile(r"\b(os|targetEnvironment|canImport)\((\w+)\)")


def holds(platform, kind, name):
    """Whether a condition holds on a platform; `None` if it is not about platforms."""
    if kind == "os":
        return name == OS[platform]
    if kind == "targetEnvironment":
        return name == platform
    return platform in FRAMEWORKS[name] if name in FRAMEWORKS else None


def resolved(platform, text):
    """A file's text as a platform compiles it."""

    def value(condition):
        held = holds(platform, *condition.groups())
        return condition[0] if held is None else str(held).lower()

    return _LINE.sub(lambda line: line[1] + _CONDITION.sub(value, line[2]), text)


def main():
    platform, source, target = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    if platform not in PLATFORMS:
        sys.exit(f"conditions.py: {platform} is none of {', '.join(PLATFORMS)}")
    for file in sorted(source.rglob("*.swift")):
        written = target / file.relative_to(source)
        written.parent.mkdir(parents=True, exist_ok=True)
        written.write_text(resolved(platform, file.read_text()))


if __name__ == "__main__":
    main()

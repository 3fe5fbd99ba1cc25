"""Each planted change of an API dump needs the part of the version that it should."""

import unittest

import api_changes
from api_changes import MAJOR, MINOR, PATCH

KOTLIN = """\
public abstract interface class dev/x/Listener : java/lang/AutoCloseable {
	public abstract fun call ()V
}

public final class dev/x/Code : java/lang/Enum {
	public static final field ONE Ldev/x/Code;
}

public abstract class dev/x/Step : java/io/Serializable {
	public static final field Companion Ldev/x/Step$Companion;
}

public final class dev/x/Step$First : dev/x/Step {
	public final fun getName ()Ljava/lang/String;
}
"""
SWIFT = """\
enum Failure: Equatable, Sendable
  case one
protocol Store: Sendable
  func load() throws -> Data
  func close() // has a default
enum Request
  struct Options: Sendable
    var name: String
enum Other
  struct Options: Sendable
    var name: String
"""

# What is planted: the dump, the text, what it becomes, and the part.
CHANGES = {
    "nothing": (KOTLIN, "", "", PATCH),
    "a Kotlin function that is gone": (KOTLIN, "	public abstract fun call ()V\n", "", MAJOR),
    "a Kotlin function with another type": (KOTLIN, "getName ()Ljava/lang/String;", "getName ()I", MAJOR),
    "a Kotlin type that is gone": (KOTLIN, KOTLIN.split("\n\n")[3], "", MAJOR),
    "a Kotlin type that inherits less": (KOTLIN, " : java/lang/AutoCloseable", "", MAJOR),
    "a Kotlin type that inherits more": (KOTLIN, "class dev/x/Step$First : dev/x/Step", "class dev/x/Step$First : dev/x/Step, java/lang/Runnable", MINOR),
    "an abstract function": (KOTLIN, "fun call ()V\n", "fun call ()V\n	public abstract fun more ()V\n", MAJOR),
    "a function with a body": (KOTLIN, "fun call ()V\n", "fun call ()V\n	public fun more ()V\n", MINOR),
    "an entry of a Kotlin enum": (KOTLIN, "field ONE Ldev/x/Code;\n", "field ONE Ldev/x/Code;\n	public static final field TWO Ldev/x/Code;\n", MAJOR),
    "a constant of another class": (KOTLIN, "Step$Companion;\n", "Step$Companion;\n	public static final field DEFAULT Ldev/x/Step;\n", MINOR),
    "a class of a sealed class": (KOTLIN, "public final class dev/x/Step$First", "public final class dev/x/Step$New : dev/x/Step {\n}\n\npublic final class dev/x/Step$First", MAJOR),
    "a Kotlin type": (KOTLIN, "public final class dev/x/Code", "public final class dev/x/New {\n	public abstract fun a ()V\n}\n\npublic final class dev/x/Code", MINOR),
    "a Swift function that is gone": (SWIFT, "  func load() throws -> Data\n", "", MAJOR),
    "a conformance that is gone": (SWIFT, "Equatable, Sendable", "Sendable", MAJOR),
    "a conformance": (SWIFT, "Equatable, Sendable", "Equatable, Hashable, Sendable", MINOR),
    "a case": (SWIFT, "  case one\n", "  case one\n  case two(Int)\n", MAJOR),
    "a requirement": (SWIFT, "  func close()", "  func more()\n  func close()", MAJOR),
    "a requirement with a default": (SWIFT, "  func close()", "  func more() // has a default\n  func close()", MINOR),
    "a default that is gone": (SWIFT, "func close() // has a default", "func close()", MAJOR),
    "an extension of a protocol": (SWIFT, "  func close()", "  extension func more()\n  func close()", MINOR),
    "a member of a nested type": (SWIFT, "    var name: String\nenum", "    var name: String\n    var more: Int\nenum", MINOR),
    "a member that moves to a type of the same name": (SWIFT, "    var name: String\nenum Other\n  struct Options: Sendable\n", "enum Other\n  struct Options: Sendable\n    var more: Int\n", MAJOR),
    "a Swift type": (SWIFT, "enum Request\n", "protocol New\n  func a()\nenum Request\n", MINOR),
}  # fmt: skip


class Changes(unittest.TestCase):
    def test_each_change_needs_its_part_of_the_version(self):
        for name, (dump, old, new, part) in CHANGES.items():
            with self.subTest(name):
                self.assertIn(old, dump)
                changes = api_changes.compare("dump", dump, dump.replace(old, new, 1) if old else dump)
                self.assertEqual(changes.part, part, list(changes.lines()))

    def test_each_change_names_what_changed(self):
        changes = api_changes.compare("dump", SWIFT, SWIFT.replace("case one", "case other"))
        self.assertEqual(changes.removed, ["dump: enum Failure > case one"])
        self.assertEqual(changes.breaking, ["dump: enum Failure > case other"])
        self.assertEqual(changes.added, [])

    def test_a_dump_that_is_gone_is_a_major_change_and_a_new_one_a_minor_change(self):
        self.assertEqual(api_changes.compare_all({"a": SWIFT, "b": KOTLIN}, {"a": SWIFT}).part, MAJOR)
        self.assertEqual(api_changes.compare_all({"a": SWIFT}, {"a": SWIFT, "b": KOTLIN}).part, MINOR)

    def test_the_least_version_follows_semantic_versioning(self):
        expected = {
            ("1.2.3", MAJOR): "2.0.0",
            ("1.2.3", MINOR): "1.3.0",
            ("1.2.3", PATCH): "1.2.4",
            ("0.2.3", MAJOR): "0.3.0",
            ("0.2.3", MINOR): "0.2.4",
            ("0.2.3", PATCH): "0.2.4",
        }
        for (last, part), least in expected.items():
            self.assertEqual(api_changes.least(last, part), least)
            self.assertTrue(api_changes.allowed(last, least, part))
            self.assertFalse(api_changes.allowed(last, last, part))
        self.assertFalse(api_changes.allowed("1.9.0", "1.10.0", MAJOR))
        self.assertTrue(api_changes.allowed("1.9.0", "1.10.0", MINOR))


if __name__ == "__main__":
    unittest.main()

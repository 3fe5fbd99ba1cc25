"""A comparison that can't fail proves nothing: a type, a member and a call that one side lacks are each noticed."""

import unittest

from parity import missing, plain, plain_type


class ParityTest(unittest.TestCase):
    core = {"mfatype": {"sms", "totp"}, "client": {"signin"}}

    def lacking(self, language: dict[str, set[str]], names: dict[str, str] | None = None) -> list[str]:
        return list(missing(self.core, language, names or {}, set()))

    def test_the_same_items_are_complete(self) -> None:
        self.assertEqual(self.lacking(self.core), [])

    def test_a_lacking_type_member_or_call_is_noticed(self) -> None:
        self.assertEqual(self.lacking({"client": {"signin"}}), ["mfatype"])
        self.assertEqual(self.lacking({"mfatype": {"sms"}, "client": set()}), ["client.signin", "mfatype.totp"])

    def test_another_name_counts_and_an_empty_one_asks_for_nothing(self) -> None:
        names = {"mfatype": "factor", "mfatype.totp": "app", "client": ""}
        self.assertEqual(self.lacking({"factor": {"sms", "app"}}, names), [])

    def test_names_are_compared_without_what_the_guides_add(self) -> None:
        self.assertEqual(plain_type("AuthSignInRequest.Options"), plain_type("SignInOptions"))
        self.assertEqual(plain("created_at_milliseconds"), plain("createdAt"))


if __name__ == "__main__":
    unittest.main()

"""Tests that the comparison notices a type, a member and a call that Swift or Kotlin lacks."""

import unittest

from parity import missing, plain, plain_type


class ParityTest(unittest.TestCase):
    core = {"mfatype": {"sms", "totp"}, "client": {"signin"}}

    def lacking(self, language: dict[str, set[str]], names: dict[str, str] | None = None) -> list[str]:
        return list(missing(self.core, language, names or {}, set()))

    def test_an_api_with_the_same_items_lacks_nothing(self) -> None:
        self.assertEqual(self.lacking(self.core), [])

    def test_a_missing_type_member_or_call_is_noticed(self) -> None:
        self.assertEqual(self.lacking({"client": {"signin"}}), ["mfatype"])
        self.assertEqual(self.lacking({"mfatype": {"sms"}, "client": set()}), ["client.signin", "mfatype.totp"])

    def test_an_item_may_have_another_name_or_none(self) -> None:
        names = {"mfatype": "factor", "mfatype.totp": "app", "client": ""}
        self.assertEqual(self.lacking({"factor": {"sms", "app"}}, names), [])

    def test_names_that_differ_only_by_convention_are_the_same(self) -> None:
        self.assertEqual(plain_type("AuthSignInRequest.Options"), plain_type("SignInOptions"))
        self.assertEqual(plain("created_at_milliseconds"), plain("createdAt"))


if __name__ == "__main__":
    unittest.main()

"""The requests: that the data is sound, and that each operation is asked."""

import collections
import re
import unittest
from types import SimpleNamespace

from pycognito.aws_srp import AWSSRP

import known
import rules
from aws import Aws, plan
from endpoints import AWS, LOCAL_POOL
from differ import Difference
from fill import Filler, Lacking
from model import IDENTITY_POOLS, SERVICES, USER_POOLS, operation_model
from scenarios import every, step_of


class ScenariosTest(unittest.TestCase):
    def test_each_request_has_a_name_of_its_own(self):
        names = collections.Counter(step.name for scenario in every() for step in scenario.steps)
        self.assertEqual([name for name, count in names.items() if count > 1], [])
        self.assertGreater(len(names), 1000)

    def test_each_operation_that_the_local_pool_serves_is_asked_by_hand_or_by_rule(self):
        for service in SERVICES:
            called = {step.call for scenario in every() for step in scenario.steps if step.service == service}
            self.assertEqual(set(rules.operations(service)) - called, set())

    def test_nearly_every_operation_also_has_a_good_path_or_an_error_by_hand(self):
        by_hand = {step.call for scenario in every() if not scenario.name.startswith("rules") for step in scenario.steps}
        without = set(rules.operations(USER_POOLS) + rules.operations(IDENTITY_POOLS)) - by_hand
        # Some of these need a role at AWS, or list what others have made.
        self.assertEqual(without, {
            "AdminListUserSessions", "AdminRevokeUserSession", "CreateUserImportJob", "DescribeTermsByClient",
            "GetDerivedToken", "ListIdentityPools", "ListUserSessions", "RevokeUserSession", "SetIdentityPoolRoles",
            "SetRiskConfiguration", "SetUserPoolClientSessionConfiguration", "SetUserPoolSessionConfiguration",
            "StopUserImportJob", "UpdateTerms",
        })

    def test_each_operation_by_hand_is_one_of_the_service(self):
        for scenario in every():
            for step in scenario.steps:
                if step.call:
                    self.assertTrue(operation_model(step.service, step.call) or step.call == "NoSuchOperation", step.name)

    def test_a_step_with_a_member_too_many_or_too_few_is_refused(self):
        unknown, nameless = {"call": "SignUp", "case": "x", "expect": 1}, {"call": "SignUp"}
        for entry in (unknown, nameless, {"call": "x", "http": "GET /", "case": "x"}):
            with self.assertRaises(ValueError):
                step_of("any", entry)

    def test_what_a_rule_takes_for_valid_is_valid(self):
        for service in SERVICES:
            for operation in rules.operations(service):
                shape = operation_model(service, operation).input_shape
                for name in shape.required_members if shape else []:
                    broken = list(broken_in(shape.members[name], rules.sample(name, shape.members[name])))
                    self.assertEqual(broken, [], f"{operation}: {name}")

    def test_a_rule_gives_wrong_values_and_no_text_that_fits_its_pattern(self):
        for service in SERVICES:
            shape = operation_model(service, "CreateUserPool" if service == USER_POOLS else "CreateIdentityPool").input_shape
            wrong = [it for name, member in shape.members.items() for it in rules.wrong_values(name, member, set(), set())]
            self.assertGreater(len(wrong), 5)
        self.assertEqual(rules.unfit(r"[\w-]+"), ["a b!"])
        self.assertEqual(rules.unfit(r".*"), [])


def broken_in(shape, value):
    """The texts within a value that break a constraint. A variable has the value of something that exists."""
    if isinstance(value, str) and value.startswith("${"):
        return
    if isinstance(value, dict):
        for name, member in value.items():
            yield from broken_in(shape.members[name] if shape.type_name == "structure" else shape.value, member)
    elif isinstance(value, list):
        for item in value:
            yield from broken_in(shape.member, item)
    elif isinstance(value, str):
        low, high, pattern = (shape.metadata.get(name) for name in ("min", "max", "pattern"))
        fits = r"\p" in (pattern or r"\p") or re.fullmatch(pattern, value)
        if not fits or not (low or 0) <= len(value) <= (high or len(value)):
            yield value


class FillTest(unittest.TestCase):
    def test_variables_are_filled_at_any_depth(self):
        filler = Filler(None, {"pool": "p", "name": "n"})
        value = {"A": "${pool}", "${name}": ["x-${pool}", 7, "${long 3}", "${null}"]}
        self.assertEqual(filler.filled(value), {"A": "p", "n": ["x-p", 7, "xxx", None]})

    def test_a_variable_that_nothing_was_kept_in_is_lacking(self):
        for text in ("${nobody}", "x${nobody}"):
            with self.assertRaises(Lacking):
                Filler(None, {}).filled(text)

    def test_a_secret_hash_covers_the_name_and_the_client(self):
        filler = Filler(None, {"client": "client", "secret": "secret"})
        self.assertEqual(filler.filled("${hash ann client secret}"), AWSSRP.get_secret_hash("ann", "client", "secret"))


class KnownTest(unittest.TestCase):
    ENTRY = {"request": "a / *", "kind": "text", "aws": "Hel*", "reason": "why", "link": "https://docs.aws.amazon.com/x"}

    def explained(self, kinds, left, right, kind="text"):
        found = [Difference("a / b: c", kind, "message", left, right)]
        return known.explained(found, kinds, [self.ENTRY])

    def test_each_entry_has_a_reason_and_a_page_of_aws(self):
        self.assertGreater(len(known.entries()), 1)
        for entry in known.entries():
            self.assertTrue(entry["reason"].endswith("."), entry)
            self.assertTrue(entry["link"].startswith("https://docs.aws.amazon.com/"), entry)

    def test_a_known_difference_is_taken_out_whichever_side_is_left(self):
        others, fit, unused = self.explained([LOCAL_POOL, AWS], "x", "Hello")
        self.assertEqual((len(others), len(fit), unused), (0, 1, []))
        others, fit, _ = self.explained([AWS, LOCAL_POOL], "Hello", "x")
        self.assertEqual((len(others), len(fit)), (0, 1))

    def test_another_difference_stays_and_the_unused_entry_is_told(self):
        for sides, kind in ((("Hello", "x"), "text"), (("x", "Hello"), "value")):
            others, fit, unused = self.explained([LOCAL_POOL, AWS], *sides, kind)
            self.assertEqual((len(others), len(fit), unused), (1, 0, [self.ENTRY]))

    def test_for_another_pair_nothing_is_known(self):
        others, fit, unused = self.explained([LOCAL_POOL, "moto"], "x", "Hello")
        self.assertEqual((len(others), fit, unused), (1, [], []))


class AwsTest(unittest.TestCase):
    def test_the_plan_counts_what_is_made_at_both_sides(self):
        endpoint = SimpleNamespace(region="eu-central-1")
        scenarios = [scenario for scenario in every() if scenario.name == "groups"]
        self.assertIn("makes at most:\n  1 user pools and 0 identity pools", plan(endpoint, "1", 1, scenarios))
        self.assertIn("makes at most:\n  2 user pools and 0 identity pools", plan(endpoint, "1", 2, scenarios))

    def test_each_pool_at_aws_gets_the_tag(self):
        for operation, member in (("CreateUserPool", "UserPoolTags"), ("CreateIdentityPool", "IdentityPoolTags")):
            self.assertIn("cognito-auth-compare", Aws.prepared(None, None, operation, {"a": 1, member: {"b": "c"}})[member])
            wrong = {member: "text"}
            self.assertEqual(Aws.prepared(None, None, operation, wrong), wrong)
        self.assertEqual(Aws.prepared(None, None, "SignUp", {}), {})


if __name__ == "__main__":
    unittest.main()

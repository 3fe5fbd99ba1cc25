"""Plays the requests at local pools, at ministack and at moto, and plants differences."""

import base64
import contextlib
import io
import json
import pathlib
import re
import tempfile
import unittest

import main
import rules
from differ import differences
from endpoints import LOCAL_POOL, MINISTACK, MOTO, started
from model import USER_POOLS
from normal import Normal, NotSent
from play import Play, playable
from report import Comparison
from scenarios import every
from stand_in import Proxy

# The errors that the local pool has in spite of AWS's description, which lists fewer errors than AWS's text.
UNLISTED = {
    # The text of ForceAliasCreation in AdminCreateUser names this error.
    "AdminCreateUser has no error AliasExistsException",
    # AWS's description has no error for an unknown user in these two operations.
    "AdminListDevices has no error UserNotFoundException",
    "AdminGetDevice has no error UserNotFoundException",
    # Here it has none for an unknown client.
    "RevokeToken has no error ResourceNotFoundException",
}
# Requests against AWS's description that the local pool accepts, or refuses for another reason. AWS's documentation
# contradicts the patterns of passwords and domains in its description. A client's secret in a file for --config may
# have any form. Most of the other members belong to settings that the local pool lacks, or only keeps.
OTHERWISE = {
    "against the pattern: AttributeName", "against the pattern: Domain", "against the pattern: Password",
    "against the pattern: PreviousPassword", "against the pattern: ProposedPassword",
    "against the pattern: TemporaryPassword",
    "against the pattern: ClientSecret", "an empty ClientSecret", "too long a ClientSecret",
    "against the pattern: SubjectToken", "against the pattern: ActorToken",
    "an empty SubjectTokenProviderName", "too long a SubjectTokenProviderName",
    "an empty ActorTokenProviderName", "too long a ActorTokenProviderName",
    "against the pattern: DeveloperProviderName", "an empty DeveloperProviderName", "too long a DeveloperProviderName",
    "another type of Credential", "another type of Settings", "another type of ReturnMergedResources",
    "another type of IdentityIdsToDelete", "another type of AccountId", "too many AllowedOAuthFlows",
    "too high a RefreshTokenValidity", "too high a AccessTokenValidity", "too high a IdTokenValidity",
    "too low a RefreshTokenValidity", "too low a AccessTokenValidity", "too low a IdTokenValidity",
}
WRONG_VALUES = (
    "another type of ", "an unknown value of ", "too long a ", "an empty ", "against the pattern: ", "too high a ",
    "too low a ", "too many ", "nothing", "no ",
)


def played(kind):
    """The responses of a server of this kind, and what was not deleted. moto is slow, so it plays no rules."""
    with started(kind) as endpoint:
        scenarios, _ = playable([it for it in every() if kind != MOTO or not it.name.startswith("rules")], [endpoint])
        with contextlib.redirect_stderr(io.StringIO()), Play(endpoint, "testing") as play:
            responses = play.all(scenarios)
    return responses, play.left


def setUpModule():
    global RUNS
    RUNS = {name: played(kind) for name, kind in
            [("one", LOCAL_POOL), ("other", LOCAL_POOL), (MINISTACK, MINISTACK), (MOTO, MOTO)]}


def compared(left, right):
    sides = [RUNS[name][0] for name in (left, right)]
    names = [name for name in sides[0] if name in sides[1]]
    found = [it for name in names for it in differences(name, sides[0][name], sides[1][name])]
    return Comparison((left, right), len(names), found)


class ServersTest(unittest.TestCase):
    def test_two_local_pools_do_not_differ(self):
        comparison = compared("one", "other")
        self.assertEqual(comparison.differences, [])
        self.assertGreater(comparison.requests, 1000)

    def test_everything_that_was_made_is_deleted(self):
        self.assertEqual({name: left for name, (_, left) in RUNS.items() if left}, {})

    def test_the_local_pool_can_be_asked_everything_and_serves_it(self):
        responses = RUNS["one"][0]
        self.assertEqual({name: it.why for name, it in responses.items() if isinstance(it, NotSent)}, {})
        refused = re.compile("The operation .* is not supported")
        self.assertEqual([name for name, it in responses.items() if refused.search(str(it.body))], [])

    def test_the_operations_that_are_not_asked_are_those_that_the_local_pool_does_not_serve(self):
        served = set(rules.operations(USER_POOLS))
        with started(LOCAL_POOL) as endpoint:
            for operation in sorted(set(rules.OPERATIONS.read_text().split()) - served):
                response = endpoint.perform(USER_POOLS, operation, {})
                self.assertEqual(response.error, "UnsupportedOperationException", operation)

    def test_the_local_pool_responds_as_aws_describes_it(self):
        found = {fault for it in RUNS["one"][0].values() for fault in it.faults}
        self.assertEqual(found, UNLISTED)

    def test_the_local_pool_refuses_what_aws_describes_as_wrong(self):
        otherwise, count = set(), 0
        for scenario in every():
            steps = [step for step in scenario.steps if scenario.name.startswith("rules")]
            for step in [step for step in steps if step.case.startswith(WRONG_VALUES)]:
                count += 1
                body = RUNS["one"][0][step.name].body
                kind = "SerializationException" if step.case.startswith("another type") else "validation error"
                if kind not in f"{body.get('__type')} {body.get('message')}":
                    otherwise.add(step.case)
        self.assertEqual(otherwise, OTHERWISE)
        self.assertGreater(count, 1000)

    def test_the_scenarios_have_both_good_paths_and_errors(self):
        statuses = [it.status for it in RUNS["one"][0].values()]
        self.assertGreater(statuses.count(200), 250)
        self.assertGreater(statuses.count(400), 500)

    def test_other_servers_are_compared_to_the_end(self):
        for name in (MINISTACK, MOTO):
            responses = RUNS[name][0]
            silent = [it.why for it in responses.values() if isinstance(it, NotSent) and not it.why.startswith("it needs")]
            self.assertEqual(silent, [], name)
            self.assertGreater(sum(isinstance(it, Normal) and it.status == 200 for it in responses.values()), 150, name)
            counts = compared("one", name).counts()
            self.assertLessEqual({"status", "error", "text", "member", "value", "header", "model"}, counts.keys(), name)

    def test_nothing_secret_is_left_in_a_response(self):
        for name, (responses, _) in RUNS.items():
            shown = json.dumps([vars(it) for it in responses.values()])
            self.assertIsNone(re.search(r"eyJ[\w-]{20}|Aa1![\w-]{12}|\"[A-Z2-7]{32,}\"", shown), name)


def run(*arguments):
    """Runs the program. Gives its status, its output and its file."""
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "differences.json")
        output = io.StringIO()
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(io.StringIO()):
            status = main.main([*arguments, "--json", str(file)])
        return status, output.getvalue(), json.loads(file.read_text()) if file.exists() else None


def with_claims(members, change):
    """Changes the claims of an access token."""
    token = members["AuthenticationResult"]["AccessToken"].split(".")
    claims = json.loads(base64.urlsafe_b64decode(token[1] + "=="))
    change(claims)
    token[1] = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    members["AuthenticationResult"]["AccessToken"] = ".".join(token)


class PlantedTest(unittest.TestCase):
    """A proxy in front of the local pool alters one response."""

    @classmethod
    def setUpClass(cls):
        cls.pool = cls.enterClassContext(started(LOCAL_POOL))

    def found(self, scenario, operation, fits, change):
        """The differences after a change of the first response to an operation that fits."""
        done = []

        def plant(response):
            if response.operation == operation and not done and fits(response):
                done.append(response.operation)
                change(response)

        with Proxy(self.pool.url, plant) as proxy:
            status, output, file = run(self.pool.url, proxy.url, "--only", scenario)
        self.assertEqual(done, [operation])
        self.assertEqual(status, 1, output)
        self.assertEqual((file["left"], file["right"], file["notDeleted"]), (LOCAL_POOL, LOCAL_POOL, []))
        return {(it["kind"], it["request"].split(" / ")[1], it["place"], it["right"]) for it in file["differences"]}

    def in_members(self, scenario, operation, change, fits=lambda response: response.status == 200):
        def changed(response):
            members = response.members
            change(members)
            response.members = members

        return self.found(scenario, operation, fits, changed)

    def in_claims(self, change):
        return self.in_members("account", "InitiateAuth", lambda members: with_claims(members, change))

    def test_without_a_difference_the_status_is_0(self):
        with Proxy(self.pool.url) as proxy:
            status, output, file = run(self.pool.url, proxy.url, "--only", "groups")
        self.assertEqual((status, file["differences"]), (0, []), output)
        self.assertIn(f"{file['requests']} requests: {file['requests']} the same, 0 with differences", output)

    def test_another_status(self):
        found = self.found("groups", "GetGroup", lambda it: it.status == 400, lambda it: setattr(it, "status", 404))
        self.assertEqual(found, {("status", "GetGroup: a group that does not exist", "", "404")})

    def test_another_error(self):
        found = self.in_members(
            "groups", "GetGroup", lambda it: it.update(__type="NotAuthorizedException"), lambda it: it.status == 400
        )
        self.assertEqual(found, {("error", "GetGroup: a group that does not exist", "", "NotAuthorizedException")})

    def test_another_text(self):
        found = self.in_members("groups", "GetGroup", lambda it: it.update(message="Gone."), lambda it: it.status == 400)
        self.assertEqual(found, {("text", "GetGroup: a group that does not exist", "message", "Gone.")})

    def test_a_member_that_is_missing(self):
        found = self.in_members("groups", "GetGroup", lambda it: it["Group"].pop("Precedence"))
        self.assertEqual(found, {("member", "GetGroup: a group", "Group.Precedence", "(absent)")})

    def test_a_member_in_addition_which_aws_does_not_describe(self):
        found = self.in_members("groups", "GetGroup", lambda it: it["Group"].update(Colour="red"))
        self.assertEqual(found, {
            ("member", "GetGroup: a group", "Group.Colour", "red"),
            ("model", "GetGroup: a group", "", "GetGroup.Group has no member Colour"),
        })

    def test_an_item_that_is_missing(self):
        found = self.in_members("groups", "ListGroups", lambda it: it["Groups"].pop(0))
        self.assertEqual({(kind, place) for kind, _, place, _ in found}, {("member", "Groups[admins]")})

    def test_another_type(self):
        found = self.in_members("groups", "GetGroup", lambda it: it["Group"].update(Precedence="1"))
        self.assertIn(("type", "GetGroup: a group", "Group.Precedence", "a text"), found)
        self.assertEqual({kind for kind, *_ in found}, {"type", "model"})

    def test_another_value(self):
        found = self.in_members("groups", "GetGroup", lambda it: it["Group"].update(Description="x"))
        self.assertEqual(found, {("value", "GetGroup: a group", "Group.Description", "x")})

    def test_another_order(self):
        def change(members):
            members["UserPool"]["AccountRecoverySetting"]["RecoveryMechanisms"].reverse()

        def fits(response):
            mechanisms = response.members.get("UserPool", {}).get("AccountRecoverySetting", {}).get("RecoveryMechanisms", [])
            return len(mechanisms) == 2

        found = self.in_members("user_pools", "CreateUserPool", change, fits)
        self.assertEqual({kind for kind, *_ in found}, {"order"})

    def test_another_claim_and_a_claim_that_is_missing(self):
        request = "InitiateAuth: tokens"
        found = self.in_claims(lambda claims: claims.update(token_use="id"))
        self.assertIn(("claim", request, "AuthenticationResult.AccessToken.claims.token_use", "id"), found)
        found = self.in_claims(lambda claims: claims.pop("scope"))
        self.assertIn(("claim", request, "AuthenticationResult.AccessToken.claims.scope", "(absent)"), found)

    def test_a_header_that_is_missing_or_different(self):
        found = self.found("groups", "GetGroup", lambda it: True, lambda it: it.headers.pop("x-amzn-requestid"))
        self.assertEqual(found, {("header", "GetGroup: a group", "x-amzn-requestid", "(absent)")})
        change = {"content-type": "text/plain"}
        found = self.found("groups", "GetGroup", lambda it: True, lambda it: it.headers.update(change))
        self.assertEqual(found, {("header", "GetGroup: a group", "content-type", "text/plain")})

    def test_no_response(self):
        found = self.found("groups", "GetGroup", lambda it: True, lambda it: setattr(it, "dropped", True))
        self.assertEqual(found, {("not sent", "GetGroup: a group", "", "no response: ProtocolError")})

    def test_another_error_of_oauth(self):
        found = self.in_members("oauth", "/oauth2/token", lambda it: it.update(error="nobody"), lambda it: it.status == 400)
        self.assertIn(("error", "nobody"), {(kind, right) for kind, _, _, right in found})

    def test_the_times_and_ids_of_the_service_are_not_compared(self):
        def change(response):
            members = response.members
            members["Group"]["CreationDate"] += 1000
            response.members = members
            response.headers["x-amzn-requestid"] = "00000000-0000-4000-8000-000000000000"

        def planted(response):
            if response.operation == "GetGroup" and response.status == 200:
                change(response)

        with Proxy(self.pool.url, planted) as proxy:
            status, output, _ = run(self.pool.url, proxy.url, "--only", "groups")
        self.assertEqual(status, 0, output)


class ReportTest(unittest.TestCase):
    def test_the_table_counts_by_kind_and_names_each_difference_once(self):
        found = [it for name in "abcde" for it in differences(name, Normal(200, {}, {"A": 1}), Normal(200, {}, {"A": 2}))]
        found += differences("f", Normal(400, {}, {"__type": "X"}), NotSent("it needs session"))
        text = Comparison((LOCAL_POOL, MOTO), 9, found).text()
        self.assertIn("not sent            1         1", text)
        self.assertIn("value               5         5", text)
        self.assertIn("value A  [a; b; c and 2 more]\n    local-pool: 1\n    moto: 2\n", text)
        self.assertTrue(text.endswith("9 requests: 3 the same, 6 with differences"))

    def test_the_middle_of_a_long_text_is_left_out(self):
        found = differences("a", Normal(200, {}, {"A": "b" + "x" * 999 + "c"}), Normal(200, {}, {"A": "d"}))
        lines = Comparison((LOCAL_POOL, MOTO), 1, found).text()
        self.assertLess(lines.count("x"), 400)
        self.assertIn("xc\n", lines)


if __name__ == "__main__":
    unittest.main()

"""Templates of the CDK and of Amplify, deployed to the local pool as CloudFormation does it."""

import json
import os
import pathlib
import re
import unittest

import registry
from botocore.exceptions import ClientError
from differences import differences
from pool import Pool
from resources import KINDS
from shapes import check_responses
from stacks import REGION, Stack
from user_pools import FIXED_TEXT, SCHEMA_TEXT, UpdateRefused

TEMPLATES = pathlib.Path(os.environ["TEMPLATES"])
INDEX = json.loads((TEMPLATES / "index.json").read_text())
AFTER = "After"

# The templates that the local pool refuses, and what it says.
UNSUPPORTED = {
    "Link": "DefaultEmailOption",
    "Amplify-Link": "DefaultEmailOption",
    "IdentitiesSaml": "SamlProviderARNs",
    "IdentitiesDeveloper": "DeveloperProviderName",
    "UnsupportedHistory": "PasswordHistorySize",
    "UnsupportedKey": "KeyConfiguration",
    "UnsupportedInbound": "InboundFederation",
    "UnsupportedRouting": "Routing",
}
# The properties that no template has: the settings of Cognito Sync, which is another service.
UNUSED = {
    "IdentityPool.CognitoEvents", "IdentityPool.CognitoStreams.RoleArn", "IdentityPool.CognitoStreams.StreamName",
    "IdentityPool.CognitoStreams.StreamingStatus", "IdentityPool.PushSync.ApplicationArns", "IdentityPool.PushSync.RoleArn",
}
# The updates that CloudFormation refuses, and what it says.
REFUSED = {
    "RefusedAliases": FIXED_TEXT + "UsernameAttributes",
    "RefusedCase": FIXED_TEXT + "UsernameConfiguration",
    "RefusedSchema": SCHEMA_TEXT,
}
# The updates that can't be taken back, because a custom attribute can't be removed.
ONE_WAY = {"Broad": SCHEMA_TEXT, "Amplify-Email": SCHEMA_TEXT}


def template(name):
    """A template and its folder, which has those of nested stacks."""
    path = TEMPLATES / INDEX[name]
    return json.loads(path.read_text()), path.parent


class TemplateTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.pool = Pool("--skip-unmapped-triggers")
        cls.addClassCleanup(cls.pool.stop)
        services = ("cognito-idp", "cognito-identity")
        cls.clients = {service: cls.pool.boto3(service, region=REGION) for service in services}
        for client in cls.clients.values():
            check_responses(client)

    def setUp(self):
        self.pool.control("POST", "reset", {})

    def deployed(self, name):
        """A new stack of this template."""
        stack = Stack(self.clients, name)
        stack.deploy(*template(name))
        return stack

    def assert_in_sync(self, stack):
        self.assertEqual(list(stack.drift()), [])

    def assert_deleted(self, stack):
        """Deletes a stack. What the template keeps stays, and nothing else."""
        protected = [pool for pool, _ in stack.deployed("UserPool") if pool.asked.get("DeletionProtection") == "ACTIVE"]
        if protected:
            with self.assertRaisesRegex(ClientError, "deletion protection"):
                self.clients["cognito-idp"].delete_user_pool(**protected[0].ids)
            stack.deploy(json.loads(json.dumps(stack.template).replace('"ACTIVE"', '"INACTIVE"')), stack.folder)
        kept = {pool.reference for pool, declared in stack.deployed("UserPool") if declared["DeletionPolicy"] == "Retain"}
        stack.delete()
        self.assertEqual(self.pools(), {"local_LocalPool", *kept})
        identities = self.clients["cognito-identity"].list_identity_pools(MaxResults=60)["IdentityPools"]
        self.assertEqual([one["IdentityPoolName"] for one in identities], ["LocalPool"])

    def pools(self):
        return {one["Id"] for one in self.clients["cognito-idp"].list_user_pools(MaxResults=60)["UserPools"]}


class Created(TemplateTest):
    """Each template by itself."""


class Updated(TemplateTest):
    """Each template that has a later version: the update, and back."""


def created(name):
    def test(self):
        if name in UNSUPPORTED:
            with self.assertRaisesRegex(ClientError, UNSUPPORTED[name]):
                self.deployed(name)
            return
        stack = self.deployed(name)
        self.assert_in_sync(stack)
        self.assertEqual(stack.deploy(*template(name)), [], "the same template changes nothing")
        self.assert_deleted(stack)

    return test


def updated(name):
    def test(self):
        stack = self.deployed(name)
        later = template(name + AFTER)
        if name in REFUSED:
            with self.assertRaises(UpdateRefused) as caught:
                stack.deploy(*later)
            self.assertEqual(str(caught.exception), REFUSED[name])
            return
        self.assertNotEqual(stack.deploy(*later), [])
        self.assert_in_sync(stack)
        if name in ONE_WAY:
            with self.assertRaisesRegex(UpdateRefused, ONE_WAY[name]):
                stack.deploy(*template(name))
            return
        self.assertNotEqual(stack.deploy(*template(name)), [])
        self.assert_in_sync(stack)
        self.assert_deleted(stack)

    return test


for name in INDEX:
    setattr(Created, f"test_{name.replace('-', '_')}", created(name))
    if name + AFTER in INDEX:
        setattr(Updated, f"test_{name.replace('-', '_')}", updated(name))


class Replaced(TemplateTest):
    def test_what_only_a_new_resource_can_have_replaces_it(self):
        stack = self.deployed("Clients")
        clients = self.references(stack, "UserPoolClient", "ClientName")
        done = {}
        for action, name in stack.deploy(*template("Clients" + AFTER)):
            # The CDK puts a hash behind the name.
            done.setdefault(action, set()).add(re.sub("[0-9A-F]{8}$", "", name))
        self.assertEqual(done, {
            "replace": {"PoolMachine", "PoolMoved"},
            "update": {"PoolApp", "PoolOrders", "PoolStaff"},
            "delete": {"PoolGone"},
        })
        renamed = self.references(stack, "UserPoolClient", "ClientName")["app-renamed"]
        self.assertEqual(renamed, clients["app"], "a new name keeps the client")
        groups = self.clients["cognito-idp"].list_groups(UserPoolId=next(stack.deployed("UserPool"))[0].reference)["Groups"]
        names = {one["GroupName"] for one in groups}
        self.assertTrue({"staff", "after"} < names and "before" not in names, names)

    @staticmethod
    def references(stack, kind, name):
        return {one.asked.get(name): one.reference for one, _ in stack.deployed(kind)}


class Functions(TemplateTest):
    def test_values_are_computed(self):
        stack = self.deployed("Functions")
        [(pool, _)], [(client, _)] = stack.deployed("UserPool"), stack.deployed("UserPoolClient")
        self.assertEqual(pool.asked, {
            "UserPoolName": f"test-in-{REGION}", "Policies": {"PasswordPolicy": {"MinimumLength": 6}},
        })
        self.assertEqual(client.asked["ClientName"], "client-arn")
        self.assertEqual(client.asked["CallbackURLs"], ["https://example.com/a", "https://example.com/b"])
        self.assertEqual(stack.deploy(*template("Functions"), {"Stage": "live"}), [
            ("update", "Pool"), ("create", "Live"), ("delete", "Test"),
        ])
        self.assertEqual(pool.asked["DeletionProtection"], "ACTIVE")
        self.assert_in_sync(stack)

    def test_a_secret_of_another_service_is_filled_in(self):
        stack = self.deployed("Providers")
        [google] = [one for one, _ in stack.deployed("UserPoolIdentityProvider") if one.reference == "Google"]
        self.assertEqual(google.asked["ProviderDetails"]["client_secret"], "value-of-google-secret")


class Comparison(TemplateTest):
    """The comparison finds what gets lost."""

    def test_every_property_is_compared(self):
        for name in sorted(INDEX.keys() - UNSUPPORTED.keys()):
            self.pool.control("POST", "reset", {})
            stack = self.deployed(name)
            for resource, _ in stack.deployed():
                asked, held = stack.readable(resource), stack.described(resource)
                for lost in (one for one, value in asked.items() if value not in ([], {})):
                    left = {one: value for one, value in held.items() if one != lost}
                    self.assertTrue(list(differences(asked, left, name)), f"{name}: {resource.kind}.{lost}")

    def test_a_member_that_never_reaches_the_pool_is_found(self):
        for name, operation, lost in (
            ("Broad", "CreateUserPool", "AccountRecoverySetting"), ("Triggers", "CreateUserPool", "LambdaConfig"),
            ("Clients", "CreateUserPoolClient", "LogoutURLs"), ("Clients", "CreateUserPoolClient", "ReadAttributes"),
            ("Providers", "CreateIdentityProvider", "AttributeMapping"), ("Clients", "CreateGroup", "Precedence"),
            ("Identities", "SetIdentityPoolRoles", "RoleMappings"),
            ("Risks", "SetRiskConfiguration", "RiskExceptionConfiguration"),
        ):
            with self.subTest(operation=operation, lost=lost):
                self.pool.control("POST", "reset", {})
                self.assertIn(lost, "\n".join(self.drift_without(name, operation, lost)))

    def drift_without(self, name, operation, lost):
        def lose(params, model, **_):
            if model.name == operation:
                body = json.loads(params["body"])
                body.pop(lost, None)
                params["body"] = json.dumps(body).encode()

        for client in self.clients.values():
            client.meta.events.register("before-call", lose, unique_id="lose")
        try:
            return list(self.deployed(name).drift())
        finally:
            for client in self.clients.values():
                client.meta.events.unregister("before-call", unique_id="lose")


class Registry(unittest.TestCase):
    def test_every_cognito_resource_of_cloudformation_is_played(self):
        known = {name.removeprefix(registry.SERVICE) for name in registry.kinds()}
        # The local pool has no other region.
        self.assertEqual(known - KINDS.keys(), {"UserPoolReplica", "UserPoolRegionalConfigurationAttachment"})
        self.assertEqual(KINDS.keys() - known, set())

    def test_the_templates_have_every_property(self):
        found = set()
        for path in TEMPLATES.rglob("*.template.json"):
            for resource in json.loads(path.read_text())["Resources"].values():
                found |= set(places(resource.get("Properties", {}), resource["Type"].removeprefix(registry.SERVICE)))
        known = set().union(*(registry.kinds()[registry.SERVICE + kind].leaves for kind in KINDS))
        self.assertEqual(known - found, UNUSED)


def places(value, place):
    """The place of each property, and of each property in it."""
    yield place
    if isinstance(value, list):
        for element in value:
            yield from places(element, place)
    elif isinstance(value, dict):
        for name, member in value.items():
            yield from places(member, f"{place}.{name}")


if __name__ == "__main__":
    unittest.main()

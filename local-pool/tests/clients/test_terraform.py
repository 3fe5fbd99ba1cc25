"""Terraform's AWS provider, played against the pool.

For each configuration: apply makes the resource, and then a plan is empty. A second apply changes nothing, an import finds
the same, and destroy leaves nothing. A change is made in place, unless the provider says that it needs a new resource.
"""

import unittest

from botocore.exceptions import ClientError
from terraform import client_cases, other_cases, pool_cases
from terraform.groups_and_users import UserInGroup
from terraform.identity_pool import IdentityPool
from terraform.managed_client import ManagedUserPoolClient
from terraform.played import Played
from terraform.user_pool import UserPool
from terraform.user_pool_client import UserPoolClient
from terraform.workspace import Workspace


def of_pool(configuration):
    return {"name": "shop", **configuration}


class UserPools(Played):
    def test_each_configuration_is_applied_imported_and_destroyed(self):
        for name, configuration in {**pool_cases.CONFIGURATIONS, "everything": pool_cases.EVERYTHING}.items():
            with self.subTest(name):
                # An import does not know that the configuration leaves out constraints.
                given = [one for one in configuration.get("schema", []) if one["name"] != "given_name"]
                configuration = of_pool({**configuration, **({"schema": given} if given else {})})
                self.lifecycle(UserPool(self.cognito), configuration, lambda state: state["id"])

    def test_changes_are_made_in_place_and_taken_back(self):
        workspace = self.applied(UserPool(self.cognito), of_pool({}))
        for change in (*pool_cases.UPDATES, *pool_cases.UPDATES_ONLY):
            with self.subTest(change=change):
                self.changed_in_place(workspace, of_pool(change))
        workspace = self.applied(UserPool(self.cognito), of_pool({}))
        for change in pool_cases.UPDATES:
            with self.subTest(taken_back=change):
                self.changed_in_place(workspace, of_pool({}))
                self.changed_in_place(workspace, of_pool(change))

    def test_a_change_of_each_setting_leaves_the_others(self):
        workspace = self.applied(UserPool(self.cognito), pool_cases.EVERYTHING)
        for name in ("device_configuration", "user_pool_add_ons", "sms_authentication_message", "tags",
                     "user_attribute_update_settings", "lambda_config"):
            with self.subTest(name):
                without = {key: value for key, value in pool_cases.EVERYTHING.items() if key != name}
                workspace.apply(without)
                workspace.apply(pool_cases.EVERYTHING)
                self.settled(workspace, pool_cases.EVERYTHING)

    def test_some_changes_need_a_new_pool(self):
        for change in pool_cases.REPLACEMENTS:
            with self.subTest(change=change):
                workspace = self.applied(UserPool(self.cognito), of_pool({}))
                self.replaced(workspace, of_pool(change))
                workspace.destroy()

    def test_attributes_are_added_and_never_changed(self):
        workspace = self.applied(UserPool(self.cognito), of_pool({"schema": pool_cases.ATTRIBUTES[:3]}))
        self.changed_in_place(workspace, of_pool({"schema": pool_cases.ATTRIBUTES}))
        with self.assertRaisesRegex(AssertionError, "cannot modify or remove schema items"):
            workspace.apply(of_pool({"schema": pool_cases.ATTRIBUTES[1:]}))

    def test_a_protected_pool_is_not_destroyed(self):
        workspace = self.applied(UserPool(self.cognito), of_pool({"deletion_protection": "ACTIVE"}))
        with self.assertRaisesRegex(ClientError, "deletion protection is activated"):
            workspace.destroy()
        self.changed_in_place(workspace, of_pool({}))
        self.destroyed(workspace, of_pool({}))

    def test_a_role_that_is_not_in_force_yet_is_waited_for(self):
        text = "Role does not have a trust relationship allowing Cognito to assume the role"
        fault = {"kind": "error", "status": 400, "type": "InvalidSmsRoleTrustRelationshipException", "message": text}
        for operation in ("CreateUserPool", "SetUserPoolMfaConfig"):
            self.pool.control("POST", "faults", {"operation": operation, "times": 1, "fault": fault})
        configuration = of_pool(pool_cases.CONFIGURATIONS["MFA by text messages"])
        self.applied(UserPool(self.cognito), configuration)

    def test_a_pool_that_somebody_deleted_is_made_again(self):
        workspace = self.applied(UserPool(self.cognito), of_pool({}))
        self.cognito.delete_user_pool(UserPoolId=workspace.state["id"])
        self.assertTrue(workspace.apply(of_pool({})).creates)

    def test_every_altered_setting_is_noticed(self):
        workspace = self.applied(UserPool(self.cognito), pool_cases.EVERYTHING)
        unnoticed = self.unnoticed(workspace, pool_cases.EVERYTHING, "describe_user_pool")
        facts = ("Arn", "CreationDate", "EstimatedNumberOfUsers", "Id", "LastModifiedDate")
        # Of the texts that are described twice, the configuration has those of the template. DescribeUserPool's
        # MfaConfiguration and the days that an unused account is valid are not read. For the attribute given_name, the
        # configuration has no constraints.
        unread = ("AdminCreateUserConfig.UnusedAccountValidityDays", "EmailVerificationMessage",
                  "EmailVerificationSubject", "MfaConfiguration", "SmsVerificationMessage",
                  *(f"SchemaAttributes.2.StringAttributeConstraints.{name}" for name in ("MinLength", "MaxLength")))
        self.assertEqual(unnoticed, {f"UserPool.{name}" for name in (*facts, *unread)})
        self.assertEqual(self.unnoticed(workspace, pool_cases.EVERYTHING, "get_user_pool_mfa_config"), {
            "SmsMfaConfiguration.SmsAuthenticationMessage", "SmsMfaConfiguration.SmsConfiguration.ExternalId",
            "SmsMfaConfiguration.SmsConfiguration.SnsCallerArn", "SmsMfaConfiguration.SmsConfiguration.SnsRegion",
            "WebAuthnConfiguration.FactorConfiguration",
        })


class Clients(Played):
    def setUp(self):
        super().setUp()
        self.pool_id = self.cognito.create_user_pool(PoolName="shop")["UserPool"]["Id"]
        self.cognito.create_resource_server(
            UserPoolId=self.pool_id, Identifier="https://orders.example", Name="orders",
            Scopes=[{"ScopeName": "read", "ScopeDescription": "Read"}])

    def of_client(self, configuration):
        return {"name": "app", "user_pool_id": self.pool_id, **configuration}

    def test_each_configuration_is_applied_imported_and_destroyed(self):
        for name, configuration in {**client_cases.CONFIGURATIONS, "everything": client_cases.EVERYTHING}.items():
            with self.subTest(name):
                self.lifecycle(
                    UserPoolClient(self.cognito), self.of_client(configuration),
                    lambda state: f"{state['user_pool_id']}/{state['id']}",
                    client_cases.UNREAD.get(name, ("generate_secret",)))

    def test_changes_are_made_in_place(self):
        workspace = self.applied(UserPoolClient(self.cognito), self.of_client({}))
        for change in client_cases.UPDATES:
            with self.subTest(change=change):
                self.changed_in_place(workspace, self.of_client(change))
        for change in client_cases.UPDATES:
            with self.subTest(alone=change):
                fresh = self.applied(UserPoolClient(self.cognito), self.of_client({}))
                self.changed_in_place(fresh, self.of_client(change))
                # Without the setting, the provider keeps what the service has, or resets it.
                self.changed_in_place(fresh, self.of_client({}))

    def test_a_client_of_another_service_is_changed_and_stays(self):
        made = self.cognito.create_user_pool_client(
            UserPoolId=self.pool_id, ClientName="AmazonOpenSearchService-shop-1", GenerateSecret=True,
            SupportedIdentityProviders=["COGNITO"], CallbackURLs=["https://search.example/back"])["UserPoolClient"]
        base = {"user_pool_id": self.pool_id, "name_prefix": "AmazonOpenSearchService-shop"}
        workspace = Workspace(ManagedUserPoolClient(self.cognito))
        before = self.changes()
        workspace.apply(base)
        self.assertEqual((self.changes(), workspace.state["id"]), (before, made["ClientId"]))
        self.settled(workspace, base)
        for change in ({"read_attributes": ["email"]}, {"access_token_validity": 2, "enable_token_revocation": False}):
            self.changed_in_place(workspace, {**base, **change})
        other = Workspace(ManagedUserPoolClient(self.cognito))
        other.apply({**base, "auth_session_validity": 7})
        self.settled(other, {**base, "auth_session_validity": 7})
        other.destroy()
        self.assertTrue(workspace.plan(base).is_empty)

    def test_some_changes_need_a_new_client(self):
        other = self.cognito.create_user_pool(PoolName="other")["UserPool"]["Id"]
        for change in ({"generate_secret": True}, {"user_pool_id": other}):
            with self.subTest(change=change):
                workspace = self.applied(UserPoolClient(self.cognito), self.of_client({}))
                self.replaced(workspace, self.of_client(change))

    def test_every_altered_setting_is_noticed(self):
        configuration = self.of_client(client_cases.EVERYTHING)
        workspace = self.applied(UserPoolClient(self.cognito), configuration)
        self.assertEqual(
            self.unnoticed(workspace, configuration, "describe_user_pool_client"),
            {f"UserPoolClient.{name}" for name in ("ClientId", "ClientSecret", "CreationDate", "LastModifiedDate")})


class OtherResources(Played):
    def setUp(self):
        super().setUp()
        pool = self.cognito.create_user_pool(
            PoolName="shop", Schema=[{"Name": "tier", "AttributeDataType": "String", "Mutable": True}])["UserPool"]["Id"]
        client = self.cognito.create_user_pool_client(UserPoolId=pool, ClientName="app")["UserPoolClient"]["ClientId"]
        with_domain = self.cognito.create_user_pool(PoolName="pages")["UserPool"]["Id"]
        self.cognito.create_user_pool_domain(UserPoolId=with_domain, Domain="pages")
        self.cognito.create_group(UserPoolId=pool, GroupName="members")
        self.cognito.admin_create_user(UserPoolId=pool, Username="member")
        self.names = {"{pool}": pool, "{client}": client, "{pool_with_domain}": with_domain}

    def filled(self, configuration):
        return {name: self.names.get(value, value) if isinstance(value, str) else value
                for name, value in configuration.items()}

    def test_each_configuration_is_applied_changed_and_destroyed(self):
        for kind, configuration, changes, replacements in other_cases.CASES:
            with self.subTest(kind=kind.__name__, configuration=configuration):
                self.check(kind, self.filled(configuration), changes, replacements)

    def check(self, kind, configuration, changes, replacements):
        workspace = self.applied(kind(self.cognito), configuration)
        for change in changes:
            with self.subTest(change=change):
                self.changed_in_place(workspace, {**configuration, **change})
                self.imported_by_id(workspace, {**configuration, **change})
                self.changed_in_place(workspace, configuration)
                self.changed_in_place(workspace, {**configuration, **change})
        if not changes:
            self.imported_by_id(workspace, configuration)
        for change in replacements:
            with self.subTest(change=change):
                self.replaced(workspace, {**configuration, **self.filled(change)})
        self.destroyed(workspace, configuration)

    def imported_by_id(self, workspace, configuration):
        kind, state = type(workspace.resource), workspace.state
        if kind is UserInGroup:
            return  # the provider can't import it
        identifier = state.get("id") or (
            f"{state['user_pool_id']},{state['managed_login_branding_id']}" if "managed_login_branding_id" in state
            else state["user_pool_id"])
        self.imported(workspace, identifier, configuration, other_cases.UNREAD.get(kind, ()))

    def test_every_altered_setting_is_noticed(self):
        for kind, configuration, changes, _ in other_cases.CASES:
            operation, _ = other_cases.READ_BY[kind]
            for change in changes:
                configuration = {**configuration, **change}
            configuration = self.filled(configuration)
            with self.subTest(kind=kind.__name__, configuration=configuration):
                workspace = self.applied(kind(self.cognito), configuration)
                self.assertEqual(self.unnoticed(workspace, configuration, operation),
                                 other_cases.unnoticed(kind, configuration))
                workspace.destroy()


class IdentityPools(Played):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.identity = cls.pool.boto3("cognito-identity", parameter_validation=False)

    def test_each_configuration_is_applied_changed_and_destroyed(self):
        base = {"identity_pool_name": "shop"}
        for configuration in ({}, {"tags": {"team": "shop"}}, other_cases.IDENTITY_POOL):
            with self.subTest(configuration=configuration):
                self.lifecycle(IdentityPool(self.identity), {**base, **configuration}, lambda state: state["id"])
        workspace = self.applied(IdentityPool(self.identity), base)
        for name, value in other_cases.IDENTITY_POOL.items():
            with self.subTest(name):
                self.changed_in_place(workspace, {**base, "tags": {"stage": "test"}, name: value})
                self.changed_in_place(workspace, {**base, "tags": {"stage": "live"}})
        self.replaced(workspace, {"identity_pool_name": "store"})

    def test_every_altered_setting_is_noticed(self):
        configuration = {"identity_pool_name": "shop", **other_cases.IDENTITY_POOL}
        workspace = self.applied(IdentityPool(self.identity), configuration)
        self.assertEqual(
            self.unnoticed(workspace, configuration, "describe_identity_pool"), {"IdentityPoolId"})


if __name__ == "__main__":
    unittest.main()

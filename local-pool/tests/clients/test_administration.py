"""Users, groups, devices and sign-ins, as an administrator's script handles them with boto3."""

import base64

from pool import CLIENT_ID, PASSWORD, POOL_ID, PoolTest


def base64_number(number):
    return base64.b64encode(number.to_bytes(32, "big")).decode()


class Users(PoolTest):
    def setUp(self):
        super().setUp()
        self.sign_up_confirmed("ada")
        self.ada = {"UserPoolId": POOL_ID, "Username": "ada"}

    def test_users_are_listed_and_filtered(self):
        self.sign_up_confirmed("grace")
        pages = self.cognito.get_paginator("list_users").paginate(
            UserPoolId=POOL_ID, PaginationConfig={"PageSize": 1}
        )
        self.assertEqual({user["Username"] for page in pages for user in page["Users"]}, {"ada", "grace"})
        found = self.cognito.list_users(
            UserPoolId=POOL_ID, Filter='email = "grace@example.com"', AttributesToGet=["email"]
        )["Users"]
        self.assertEqual([user["Username"] for user in found], ["grace"])
        self.assertEqual(found[0]["Attributes"], [{"Name": "email", "Value": "grace@example.com"}])

    def test_an_attribute_is_deleted(self):
        self.add_phone("ada")
        self.cognito.admin_delete_user_attributes(**self.ada, UserAttributeNames=["phone_number"])
        names = {row["Name"] for row in self.cognito.admin_get_user(**self.ada)["UserAttributes"]}
        self.assertIn("email", names)
        self.assertNotIn("phone_number", names)

    def test_a_user_is_signed_out_everywhere_and_deleted(self):
        tokens = self.sign_in()["AuthenticationResult"]
        self.cognito.admin_user_global_sign_out(**self.ada)
        self.refused(
            "NotAuthorizedException", "Access Token has been revoked",
            self.cognito.get_user, AccessToken=tokens["AccessToken"],
        )
        self.cognito.admin_delete_user(**self.ada)
        self.refused("UserNotFoundException", "User does not exist.", self.cognito.admin_get_user, **self.ada)

    def test_an_administrator_signs_a_user_in_and_answers_the_challenge(self):
        self.add_phone("ada")
        self.cognito.admin_set_user_mfa_preference(**self.ada, SMSMfaSettings={"Enabled": True, "PreferredMfa": True})
        client = {"UserPoolId": POOL_ID, "ClientId": CLIENT_ID}
        challenge = self.cognito.admin_initiate_auth(
            **client, AuthFlow="ADMIN_USER_PASSWORD_AUTH", AuthParameters={"USERNAME": "ada", "PASSWORD": PASSWORD}
        )
        self.assertEqual(challenge["ChallengeName"], "SMS_MFA")
        answer = {"ChallengeName": "SMS_MFA", "Session": challenge["Session"], **client}
        self.refused(
            "CodeMismatchException", "Invalid", self.cognito.admin_respond_to_auth_challenge, **answer,
            ChallengeResponses={"USERNAME": "ada", "SMS_MFA_CODE": "1"},
        )
        signed_in = self.cognito.admin_respond_to_auth_challenge(
            **answer, ChallengeResponses={"USERNAME": "ada", "SMS_MFA_CODE": self.pool.latest_code("ada")}
        )
        self.assertIn("AuthenticationResult", signed_in)


class Groups(PoolTest):
    def test_a_group_is_made_filled_and_emptied(self):
        self.sign_up_confirmed("ada")
        staff = {"UserPoolId": POOL_ID, "GroupName": "staff"}
        ada = {"UserPoolId": POOL_ID, "Username": "ada"}
        made = self.cognito.create_group(**staff, Description="People who work here", Precedence=5)["Group"]
        self.assertEqual(self.cognito.get_group(**staff)["Group"], made)
        changed = self.cognito.update_group(**staff, Precedence=1)["Group"]
        self.assertEqual((changed["Precedence"], changed["Description"]), (1, "People who work here"))
        self.assertEqual([one["GroupName"] for one in self.cognito.list_groups(UserPoolId=POOL_ID)["Groups"]], ["staff"])
        self.cognito.admin_add_user_to_group(**staff, Username="ada")
        self.assertEqual([one["Username"] for one in self.cognito.list_users_in_group(**staff)["Users"]], ["ada"])
        groups = self.cognito.admin_list_groups_for_user(**ada)["Groups"]
        self.assertEqual([one["GroupName"] for one in groups], ["staff"])
        claims = self.verified(self.sign_in()["AuthenticationResult"]["IdToken"], CLIENT_ID)
        self.assertEqual(claims["cognito:groups"], ["staff"])
        self.cognito.admin_remove_user_from_group(**staff, Username="ada")
        self.assertEqual(self.cognito.list_users_in_group(**staff)["Users"], [])
        self.cognito.delete_group(**staff)
        self.refused("ResourceNotFoundException", "Group not found.", self.cognito.get_group, **staff)


class Devices(PoolTest):
    def setUp(self):
        super().setUp()
        self.track_devices()
        self.sign_up_confirmed("ada")
        tokens = self.sign_in()["AuthenticationResult"]
        self.own = {"AccessToken": tokens["AccessToken"], "DeviceKey": tokens["NewDeviceMetadata"]["DeviceKey"]}
        verifier = {"PasswordVerifier": base64_number(2**200 + 1), "Salt": base64_number(2**100 + 1)}
        self.cognito.confirm_device(**self.own, DeviceName="Ada's laptop", DeviceSecretVerifierConfig=verifier)

    def remembered(self, device):
        rows = {row["Name"]: row["Value"] for row in device["DeviceAttributes"]}
        return rows.get("device_remembered_status") or rows.get("dev:device_remembered_status")

    def test_a_user_looks_after_a_device(self):
        device = self.cognito.get_device(**self.own)["Device"]
        self.assertEqual(device["DeviceKey"], self.own["DeviceKey"])
        self.cognito.update_device_status(**self.own, DeviceRememberedStatus="not_remembered")
        self.assertEqual(self.remembered(self.cognito.get_device(**self.own)["Device"]), "not_remembered")
        self.cognito.forget_device(**self.own)
        self.refused("ResourceNotFoundException", "Device", self.cognito.get_device, **self.own)

    def test_an_administrator_looks_after_a_users_devices(self):
        ada = {"UserPoolId": POOL_ID, "Username": "ada"}
        one = {**ada, "DeviceKey": self.own["DeviceKey"]}
        [listed] = self.cognito.admin_list_devices(**ada)["Devices"]
        self.assertEqual(listed, self.cognito.admin_get_device(**one)["Device"])
        self.cognito.admin_update_device_status(**one, DeviceRememberedStatus="not_remembered")
        self.assertEqual(self.remembered(self.cognito.admin_get_device(**one)["Device"]), "not_remembered")
        self.cognito.admin_forget_device(**one)
        self.assertEqual(self.cognito.admin_list_devices(**ada)["Devices"], [])

"""What set-up tools call through boto3."""

import base64
import hashlib
import hmac
import pathlib
import time
import unittest
import urllib.error
import urllib.request

from botocore.exceptions import ClientError
from pool import CLIENT_ID, PASSWORD, POOL_ID, PoolTest

ROLE = "arn:aws:iam::000000000000:role/service-role/logs"
LISTS = pathlib.Path(__file__).parent.parent


class SetUp(PoolTest):
    def attributes(self, username, pool_id=POOL_ID):
        user = self.cognito.admin_get_user(UserPoolId=pool_id, Username=username)
        return {row["Name"]: row["Value"] for row in user["UserAttributes"]}


class Operations(SetUp):
    def test_the_lists_of_operations_are_botocores(self):
        for service, name in (("cognito-idp", "operations.txt"), ("cognito-identity", "identity_operations.txt")):
            operations = self.pool.boto3(service).meta.service_model.operation_names
            self.assertEqual((LISTS / name).read_text().split(), sorted(operations))


class UserPools(SetUp):
    def test_custom_attributes_and_tags_are_added_to_a_pool(self):
        pool = self.cognito.create_user_pool(PoolName="shop", UserPoolTags={"stage": "test"})["UserPool"]
        arn = pool["Arn"]
        self.cognito.add_custom_attributes(
            UserPoolId=pool["Id"],
            CustomAttributes=[{"Name": "tier", "AttributeDataType": "String", "Mutable": True}],
        )
        self.refused(
            "InvalidParameterException", "custom:tier: Existing attribute already has name custom:tier.",
            self.cognito.add_custom_attributes, UserPoolId=pool["Id"],
            CustomAttributes=[{"Name": "tier", "AttributeDataType": "String"}],
        )
        self.cognito.admin_create_user(
            UserPoolId=pool["Id"], Username="ada", UserAttributes=[{"Name": "custom:tier", "Value": "gold"}]
        )
        self.assertEqual(self.attributes("ada", pool["Id"])["custom:tier"], "gold")
        self.cognito.tag_resource(ResourceArn=arn, Tags={"team": "one"})
        self.cognito.untag_resource(ResourceArn=arn, TagKeys=["stage"])
        self.assertEqual(self.cognito.list_tags_for_resource(ResourceArn=arn)["Tags"], {"team": "one"})

    def test_an_address_stays_until_the_new_one_is_verified(self):
        self.cognito.update_user_pool(
            UserPoolId=POOL_ID,
            AutoVerifiedAttributes=["email"],
            UserAttributeUpdateSettings={"AttributesRequireVerificationBeforeUpdate": ["email"]},
            UserPoolAddOns={"AdvancedSecurityMode": "OFF"},
        )
        self.sign_up_confirmed("ada")
        token = self.sign_in()["AuthenticationResult"]["AccessToken"]
        self.cognito.update_user_attributes(
            AccessToken=token, UserAttributes=[{"Name": "email", "Value": "new@example.com"}]
        )
        self.assertEqual(self.attributes("ada")["email"], "ada@example.com")
        self.cognito.verify_user_attribute(
            AccessToken=token, AttributeName="email", Code=self.pool.latest_code("ada")
        )
        self.assertEqual(self.attributes("ada")["email"], "new@example.com")

    def test_a_pool_has_a_signing_certificate(self):
        certificate = self.cognito.get_signing_certificate(UserPoolId=POOL_ID)["Certificate"]
        self.assertEqual(base64.b64decode(certificate)[0], 0x30)


class ClientSecrets(SetUp):
    def test_a_client_changes_over_to_another_secret(self):
        client = self.cognito.create_user_pool_client(
            UserPoolId=POOL_ID, ClientName="app", GenerateSecret=True,
            ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"],
        )["UserPoolClient"]
        names = {"UserPoolId": POOL_ID, "ClientId": client["ClientId"]}
        self.sign_up_confirmed("ada")

        def sign_in(secret):
            tag = hmac.new(secret.encode(), f"ada{client['ClientId']}".encode(), hashlib.sha256).digest()
            return self.sign_in(client_id=client["ClientId"], SECRET_HASH=base64.b64encode(tag).decode())

        added = self.cognito.add_user_pool_client_secret(**names)["ClientSecretDescriptor"]
        sign_in(client["ClientSecret"])
        sign_in(added["ClientSecretValue"])
        [old, new] = self.cognito.list_user_pool_client_secrets(**names)["ClientSecrets"]
        self.assertEqual(new["ClientSecretId"], added["ClientSecretId"])
        self.cognito.delete_user_pool_client_secret(**names, ClientSecretId=old["ClientSecretId"])
        sign_in(added["ClientSecretValue"])
        with self.assertRaises(ClientError):
            sign_in(client["ClientSecret"])


class Records(SetUp):
    def test_the_styles_of_the_pages_are_kept(self):
        self.cognito.create_user_pool_domain(UserPoolId=POOL_ID, Domain="shop")
        png = b"\x89PNG\r\n\x1a\n"
        self.cognito.set_ui_customization(UserPoolId=POOL_ID, CSS=".banner-customizable {}", ImageFile=png)
        style = self.cognito.get_ui_customization(UserPoolId=POOL_ID, ClientId=CLIENT_ID)["UICustomization"]
        self.assertEqual((style["ClientId"], style["CSS"]), ("ALL", ".banner-customizable {}"))
        with urllib.request.urlopen(style["ImageUrl"], timeout=10) as image:
            self.assertEqual(image.read(), png)
        self.cognito.set_ui_customization(UserPoolId=POOL_ID)
        self.assertEqual(self.cognito.get_ui_customization(UserPoolId=POOL_ID)["UICustomization"], {})

        logo = {"Category": "FORM_LOGO", "ColorMode": "DYNAMIC", "Extension": "PNG", "Bytes": png}
        settings = {"components": {"form": {"borderRadius": 8.0}}}
        made = self.cognito.create_managed_login_branding(
            UserPoolId=POOL_ID, ClientId=CLIENT_ID, Settings=settings, Assets=[logo]
        )["ManagedLoginBranding"]
        names = {"UserPoolId": POOL_ID, "ManagedLoginBrandingId": made["ManagedLoginBrandingId"]}
        self.cognito.update_managed_login_branding(**names, Settings={"categories": {"global": {}}})
        held = self.cognito.describe_managed_login_branding(**names)["ManagedLoginBranding"]
        self.assertEqual((held["Settings"], held["Assets"]), ({**settings, "categories": {"global": {}}}, [logo]))
        self.assertEqual(
            held,
            self.cognito.describe_managed_login_branding_by_client(
                UserPoolId=POOL_ID, ClientId=CLIENT_ID
            )["ManagedLoginBranding"],
        )
        self.cognito.delete_managed_login_branding(**names)

    def test_terms_are_kept(self):
        links = {"cognito:default": "https://shop.example/terms", "cognito:german": "https://shop.example/de"}
        made = self.cognito.create_terms(
            UserPoolId=POOL_ID, ClientId=CLIENT_ID, TermsName="terms-of-use", TermsSource="LINK",
            Enforcement="NONE", Links=links,
        )["Terms"]
        names = {"UserPoolId": POOL_ID, "TermsId": made["TermsId"]}
        self.cognito.update_terms(**names, TermsName="privacy-policy")
        held = self.cognito.describe_terms(**names)["Terms"]
        self.assertEqual((held["TermsName"], held["Links"]), ("privacy-policy", links))
        self.assertEqual(
            held,
            self.cognito.describe_terms_by_client(
                UserPoolId=POOL_ID, ClientId=CLIENT_ID, TermsName="privacy-policy"
            )["Terms"],
        )
        self.assertEqual(len(self.cognito.list_terms(UserPoolId=POOL_ID)["Terms"]), 1)
        self.cognito.delete_terms(**names)
        self.assertEqual(self.cognito.list_terms(UserPoolId=POOL_ID)["Terms"], [])

    def test_risk_and_log_configurations_are_kept(self):
        action = {"Notify": False, "EventAction": "MFA_IF_CONFIGURED"}
        self.cognito.set_risk_configuration(
            UserPoolId=POOL_ID,
            CompromisedCredentialsRiskConfiguration={"Actions": {"EventAction": "BLOCK"}},
            AccountTakeoverRiskConfiguration={"Actions": {"LowAction": action, "HighAction": action}},
            RiskExceptionConfiguration={"SkippedIPRangeList": ["10.0.0.0/8"]},
        )
        held = self.cognito.describe_risk_configuration(UserPoolId=POOL_ID)["RiskConfiguration"]
        self.assertEqual(held["AccountTakeoverRiskConfiguration"]["Actions"]["HighAction"], action)
        logs = [{"LogLevel": "ERROR", "EventSource": "userNotification",
                 "CloudWatchLogsConfiguration": {"LogGroupArn": "arn:aws:logs:local:000000000000:log-group:pool"}}]
        self.cognito.set_log_delivery_configuration(UserPoolId=POOL_ID, LogConfigurations=logs)
        held = self.cognito.get_log_delivery_configuration(UserPoolId=POOL_ID)["LogDeliveryConfiguration"]
        self.assertEqual(held["LogConfigurations"], logs)


class Import(SetUp):
    def put(self, address, file):
        request = urllib.request.Request(
            address, data=file.encode(), method="PUT", headers={"x-amz-server-side-encryption": "aws:kms"}
        )
        with urllib.request.urlopen(request, timeout=10) as response:
            return response.status

    def file(self):
        header = self.cognito.get_csv_header(UserPoolId=POOL_ID)["CSVHeader"]
        values = {"cognito:username": "ada", "email": "ada@example.com", "email_verified": "TRUE",
                  "cognito:mfa_enabled": "FALSE", "name": "Ada\\, Countess"}
        return ",".join(header) + "\n" + ",".join(values.get(name, "") for name in header) + "\n"

    def job(self):
        return self.cognito.create_user_import_job(
            JobName="old users", UserPoolId=POOL_ID, CloudWatchLogsRoleArn=ROLE
        )["UserImportJob"]

    def test_a_job_is_stopped_before_its_users_come(self):
        job = self.job()
        self.put(job["PreSignedUrl"], self.file())
        names = {"UserPoolId": POOL_ID, "JobId": job["JobId"]}
        self.cognito.start_user_import_job(**names)
        stopped = self.cognito.stop_user_import_job(**names)["UserImportJob"]
        self.assertIn(stopped["Status"], ("Stopping", "Stopped"))
        self.pool.advance_clock(10)
        self.assertEqual(self.cognito.list_users(UserPoolId=POOL_ID)["Users"], [])

    def test_users_come_from_a_csv_file(self):
        file, job = self.file(), self.job()
        names = {"UserPoolId": POOL_ID, "JobId": job["JobId"]}
        with self.assertRaises(urllib.error.HTTPError) as refused:
            self.put(job["PreSignedUrl"] + "x", file)
        self.assertEqual(refused.exception.code, 403)
        self.assertEqual(self.put(job["PreSignedUrl"], file), 200)
        self.assertEqual(self.cognito.start_user_import_job(**names)["UserImportJob"]["Status"], "Pending")
        deadline = time.monotonic() + 60
        while job["Status"] in ("Created", "Pending", "InProgress") and time.monotonic() < deadline:
            time.sleep(0.1)
            job = self.cognito.describe_user_import_job(**names)["UserImportJob"]
        self.assertEqual((job["Status"], job["ImportedUsers"]), ("Succeeded", 1))
        self.assertEqual(self.attributes("ada")["name"], "Ada, Countess")
        [listed] = self.cognito.list_user_import_jobs(UserPoolId=POOL_ID, MaxResults=10)["UserImportJobs"]
        self.assertEqual(listed, job)
        self.refused(
            "PreconditionNotMetException", "is not in progress", self.cognito.stop_user_import_job, **names
        )


class Sessions(SetUp):
    def test_sessions_are_listed_and_revoked(self):
        self.cognito.set_user_pool_session_configuration(
            UserPoolId=POOL_ID, UserSessionTracking="ENABLED", TokenSession={"MaxPerUser": 5}
        )
        self.cognito.set_user_pool_client_session_configuration(
            UserPoolId=POOL_ID, ClientId=CLIENT_ID, SSOSession={"MaxValidityMinutes": 90}
        )
        pool = self.cognito.get_user_pool_session_configuration(UserPoolId=POOL_ID)
        self.assertEqual(pool["TokenSession"], {"MaxPerUser": 5})
        client = self.cognito.get_user_pool_client_session_configuration(UserPoolId=POOL_ID, ClientId=CLIENT_ID)
        self.assertEqual(client["SSOSession"], {"MaxValidityMinutes": 90})
        self.sign_up_confirmed("ada")
        tokens = [self.sign_in()["AuthenticationResult"]["AccessToken"] for _ in range(3)]
        [first, second, _] = self.cognito.list_user_sessions(AccessToken=tokens[2])["Sessions"]
        self.cognito.revoke_user_session(AccessToken=tokens[2], SessionId=first["SessionId"])
        self.cognito.admin_revoke_user_session(
            UserPoolId=POOL_ID, Username="ada", SessionId=second["SessionId"], RevokeAssociatedSessions="LINKED"
        )
        left = self.cognito.admin_list_user_sessions(UserPoolId=POOL_ID, Username="ada")["Sessions"]
        self.assertEqual(len(left), 1)
        self.refused(
            "NotAuthorizedException", "Access Token has been revoked", self.cognito.get_user, AccessToken=tokens[0]
        )

    def test_a_token_is_derived_for_another_service(self):
        service = self.cognito.create_user_pool_client(
            UserPoolId=POOL_ID, ClientName="service", ExplicitAuthFlows=["ALLOW_TOKEN_EXCHANGE_IMPERSONATION"]
        )["UserPoolClient"]["ClientId"]
        self.sign_up_confirmed("ada")
        token = self.sign_in()["AuthenticationResult"]["AccessToken"]
        derived = self.cognito.get_derived_token(
            ClientId=service, SubjectToken=token, SubjectTokenType="ACCESS_TOKEN", Audiences=["orders"]
        )
        claims = self.verified(derived["IssuedToken"], audience="orders")
        self.assertEqual((claims["client_id"], claims["sub"]), (service, self.attributes("ada")["sub"]))

    def test_a_users_factors_and_history_are_listed(self):
        self.cognito.update_user_pool(
            UserPoolId=POOL_ID, AutoVerifiedAttributes=["email"], UserPoolAddOns={"AdvancedSecurityMode": "AUDIT"}
        )
        self.sign_up_confirmed("ada")
        self.sign_in()
        names = {"UserPoolId": POOL_ID, "Username": "ada"}
        factors = self.cognito.admin_get_user_auth_factors(**names)
        self.assertIn("PASSWORD", factors["ConfiguredUserAuthFactors"])
        [event, _] = self.cognito.admin_list_user_auth_events(**names)["AuthEvents"]
        self.assertEqual((event["EventType"], event["EventResponse"]), ("SignIn", "Pass"))
        self.cognito.admin_update_auth_event_feedback(
            **names, EventId=event["EventId"], FeedbackValue="Valid"
        )
        [event, _] = self.cognito.admin_list_user_auth_events(**names)["AuthEvents"]
        self.assertEqual(event["EventFeedback"]["FeedbackValue"], "Valid")
        self.cognito.admin_delete_software_token(**names)


if __name__ == "__main__":
    unittest.main()

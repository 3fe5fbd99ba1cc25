"""Scenes for the examples on users. A scene makes what an example needs. For texts that only Cognito can make, such as
tokens, sessions, codes and keys, it returns the pool's own: they replace the texts in the example."""

import urllib.request

import pyotp
from authenticator import Authenticator
from cli_stage import PASSWORD, ROLE, scene

TOKENS = ("eyJra456defEXAMPLE", "ACCESS_TOKEN")
DEVICES = ("us-west-2_a1b2c3d4-5678-90ab-cdef-EXAMPLE11111", "us-west-2_abcd_1234-5678", "DEVICE_KEY", "xxxx")
SESSIONS = ("AYABeExample...", "AYABeEv5HklEXAMPLE")


def each(texts, value):
    return dict.fromkeys(texts, value)


@scene("admin-delete-user", "admin-disable-user", "admin-enable-user", "admin-get-user", "admin-reset-user-password",
       "admin-set-user-password", "admin-user-global-sign-out", "admin-set-user-mfa-preference", "admin-set-user-settings",
       "admin-update-user-attributes", "admin-delete-user-attributes")
def user(stage):
    stage.pool(["CustomAttr1"])
    stage.user(**{"custom:CustomAttr1": "value", "phone_number": "+15555551212", "phone_number_verified": "true"})


@scene("admin-add-user-to-group", "admin-remove-user-from-group", "admin-list-groups-for-user", "list-users-in-group",
       "get-group", "delete-group", "update-group")
def group_with_user(stage):
    stage.pool(["CustomAttr1"])
    stage.user(**{"custom:CustomAttr1": "value"})
    name = stage.example.option("group-name") or "SampleGroup"
    described = {} if stage.example.command == "get-group" else {"Description": "Sample group"}
    stage.group(name, Precedence=1, RoleArn=ROLE, **described)
    if stage.example.command != "admin-add-user-to-group":
        stage.cognito.admin_add_user_to_group(**stage.names, GroupName=name)


@scene("list-groups")
def three_groups(stage):
    stage.pool()
    for number in range(3):
        stage.group(f"group{number}", Description="My test group", Precedence=number)


@scene("admin-confirm-sign-up", "confirm-sign-up", "resend-confirmation-code")
def signed_up(stage):
    stage.pool()
    stage.client()
    email = [{"Name": "email", "Value": "jane@example.com"}]
    stage.cognito.sign_up(ClientId=stage.client_id, Username=stage.username, Password=PASSWORD, UserAttributes=email)
    return {"CONF_CODE": stage.code()}


@scene("get-user", "global-sign-out", "associate-software-token", "delete-user", "delete-user-attributes",
       "update-user-attributes", "set-user-settings", "get-user-auth-factors")
def token(stage):
    mail = {"name": "Jane", "custom:department": "one"}
    return each(TOKENS, stage.signed_in(["department"], **mail))


@scene("change-password")
def old_password(stage):
    stage.pool()
    stage.client()
    stage.user(password="OldPassword")
    return each(TOKENS, stage.sign_in("OldPassword")["AuthenticationResult"]["AccessToken"])


@scene("forgot-password", "confirm-forgot-password")
def forgotten(stage):
    stage.pool()
    stage.client()
    stage.user()
    stage.cognito.forgot_password(ClientId=stage.client_id, Username=stage.username)
    return {"CONF_CODE": stage.code()}


@scene("get-user-attribute-verification-code", "verify-user-attribute")
def unverified(stage):
    access_token = stage.signed_in(email_verified="false")
    stage.cognito.get_user_attribute_verification_code(AccessToken=access_token, AttributeName="email")
    return {**each(TOKENS, access_token), "123456": stage.code()}


@scene("verify-software-token")
def app(stage):
    access_token = stage.signed_in()
    secret = stage.cognito.associate_software_token(AccessToken=access_token)["SecretCode"]
    code = pyotp.TOTP(secret).at(stage.server.control("GET", "clock")["now"])
    return {**each(TOKENS, access_token), "123456": code}


@scene("set-user-mfa-preference")
def app_of_user(stage):
    access_token = stage.signed_in()
    stage.authenticator_app(access_token)
    return each(TOKENS, access_token)


@scene("admin-forget-device", "admin-get-device", "admin-list-devices", "admin-update-device-status", "get-device",
       "list-devices", "forget-device", "update-device-status")
def device(stage):
    access_token, key = stage.device()
    return {**each(TOKENS, access_token), **each(DEVICES, key)}


@scene("confirm-device")
def new_device(stage):
    result = stage.tracked()
    return {**each(TOKENS, result["AccessToken"]), **each(DEVICES, result["NewDeviceMetadata"]["DeviceKey"])}


@scene("initiate-auth")
def sign_in(stage):
    stage.tracked()
    return {"[Password]": PASSWORD}


@scene("admin-initiate-auth")
def admin_sign_in(stage):
    stage.pool()
    made = stage.client(GenerateSecret=True)
    password = stage.example.option("auth-parameters").split("PASSWORD=")[1].split(",")[0]
    stage.user(password=password)
    tag = stage.secret_hash(made)
    stage.allow_apps()
    stage.require_app(stage.sign_in(password, SECRET_HASH=tag)["AuthenticationResult"]["AccessToken"])
    return {"ExampleEncodedClientIdSecretAndUsername=": tag}


@scene("admin-respond-to-auth-challenge", "respond-to-auth-challenge")
def challenge(stage):
    stage.pool(DeviceConfiguration={"ChallengeRequiredOnNewDevice": True, "DeviceOnlyRememberedOnUserPrompt": True})
    stage.client()
    if stage.example.option("challenge-name") == "NEW_PASSWORD_REQUIRED":
        stage.user(password=None)
        stage.cognito.admin_set_user_password(**stage.names, Password=PASSWORD, Permanent=False)
        return {"[Password]": "New-password-1", **each(SESSIONS, stage.sign_in()["Session"])}
    stage.user()
    stage.allow_apps()
    code = stage.require_app(stage.token())
    return {**each(("000000", "123456"), code()), **each(SESSIONS, stage.sign_in()["Session"])}


@scene("revoke-token")
def refresh_token(stage):
    stage.signed_in()
    return {"eyJjd123abcEXAMPLE": stage.sign_in()["AuthenticationResult"]["RefreshToken"]}


@scene("admin-list-user-auth-events", "admin-update-auth-event-feedback", "update-auth-event-feedback")
def history(stage):
    stage.pool(UserPoolAddOns={"AdvancedSecurityMode": "AUDIT"})
    stage.client()
    stage.user()
    for _ in range(2):
        stage.sign_in()
    event = stage.cognito.admin_list_user_auth_events(**stage.names)["AuthEvents"][0]["EventId"]
    return {"c2c2cf89-c0d3-482d-aba6-99d78a5b0bfe": event, "EVENT_ID": event}


@scene("admin-link-provider-for-user", "admin-disable-provider-for-user")
def linked(stage):
    stage.pool()
    stage.user("diego")
    stage.provider("Google", "Google")
    google = {"ProviderName": "Google", "ProviderAttributeName": "Cognito_Subject", "ProviderAttributeValue": "0" * 16}
    if stage.example.command == "admin-disable-provider-for-user":
        local = {"ProviderName": "Cognito", "ProviderAttributeValue": "diego"}
        stage.cognito.admin_link_provider_for_user(UserPoolId=stage.pool_id, DestinationUser=local, SourceUser=google)


@scene("describe-user-import-job", "list-user-import-jobs", "start-user-import-job", "stop-user-import-job")
def job(stage):
    stage.pool()
    if stage.example.command == "list-user-import-jobs":
        for _ in range(4):
            finish(stage, stage.job())
        return {}
    made = stage.job()
    if stage.example.command != "describe-user-import-job":
        upload(stage, made)
    if stage.example.command == "stop-user-import-job":
        stage.cognito.start_user_import_job(UserPoolId=stage.pool_id, JobId=made["JobId"])
    return each(("import-TZqNQvDRnW", "import-mAgUtd8PMm"), made["JobId"])


def upload(stage, job):
    """Uploads a file with one user."""
    header = stage.cognito.get_csv_header(UserPoolId=stage.pool_id)["CSVHeader"]
    values = {"cognito:username": job["JobId"], "email": "ada@example.com", "email_verified": "true",
              "cognito:mfa_enabled": "false", "phone_number_verified": "false"}
    table = "\n".join([",".join(header), ",".join(values.get(name, "") for name in header)])
    request = urllib.request.Request(job["PreSignedUrl"], data=table.encode(), method="PUT")
    urllib.request.urlopen(request, timeout=10).close()


def finish(stage, job):
    upload(stage, job)
    stage.cognito.start_user_import_job(UserPoolId=stage.pool_id, JobId=job["JobId"])
    stage.server.advance_clock(60)


@scene("list-users")
def four_users(stage):
    stage.pool()
    for number in range(4):
        stage.user(f"user{number}", email=f"testuser{number}@example.com")


@scene("start-web-authn-registration", "list-web-authn-credentials")
def passkey(stage):
    stage.pool(Policies={"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "WEB_AUTHN"]}})
    stage.cognito.set_user_pool_mfa_config(
        UserPoolId=stage.pool_id, MfaConfiguration="OFF", WebAuthnConfiguration={"RelyingPartyId": "localhost"})
    stage.client()
    stage.user()
    access_token = stage.token()
    options = stage.cognito.start_web_authn_registration(AccessToken=access_token)["CredentialCreationOptions"]
    credential = Authenticator().create(options)
    stage.cognito.complete_web_authn_registration(AccessToken=access_token, Credential=credential)
    return each(TOKENS, access_token)

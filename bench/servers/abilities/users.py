"""Sign-up, passwords, and the ways to sign in."""

import json

import requests
from abilities.registry import ability
from authenticator import Authenticator
from botocore.exceptions import ClientError
from pycognito.aws_srp import AWSSRP
from stage import NAME, PASSWORD, WRONG, Lacks, app_code, other, refused, result

# --- Sign-up and passwords ------------------------------------------------------------------------------------------


@ability("SignUp refuses a password that breaks the pool's policy")
def policy(stage):
    refused(stage.sign_up, password="short")
    stage.sign_up()


@ability("ConfirmSignUp takes the code that was sent, and refuses another")
def sign_up(stage):
    stage.sign_up()
    code = stage.code("123456")
    confirm = {"ClientId": stage.client, "Username": NAME}
    refused(stage.cognito.confirm_sign_up, **confirm, ConfirmationCode=other(code))
    stage.cognito.confirm_sign_up(**confirm, ConfirmationCode=code)
    stage.tokens()


@ability("ConfirmForgotPassword takes the code that was sent, and refuses another")
def forgotten_password(stage):
    stage.add_user()
    confirm = {"ClientId": stage.client, "Username": NAME, "Password": "Another-456"}
    sent = stage.cognito.forgot_password(ClientId=stage.client, Username=NAME)
    code = sent["ResponseMetadata"]["HTTPHeaders"].get("x-moto-forgot-password-confirmation-code") or stage.code("654321")
    wrong = "moto-confirmation-code:0" if code.startswith("moto-") else other(code)
    refused(stage.cognito.confirm_forgot_password, **confirm, ConfirmationCode=wrong)
    stage.cognito.confirm_forgot_password(**confirm, ConfirmationCode=code)
    result(stage.sign_in("Another-456"))


@ability("a user whom an administrator made has to choose a password")
def new_password(stage):
    stage.cognito.admin_create_user(
        UserPoolId=stage.pool, Username=NAME, TemporaryPassword=PASSWORD, MessageAction="SUPPRESS",
        UserAttributes=[{"Name": "email", "Value": NAME}],
    )
    result(stage.answer(stage.sign_in(), "NEW_PASSWORD_REQUIRED", NEW_PASSWORD="Another-456"))
    result(stage.sign_in("Another-456"))


# --- Sign-in --------------------------------------------------------------------------------------------------------


@ability("USER_PASSWORD_AUTH signs in, and refuses a wrong password")
def password(stage):
    stage.add_user()
    stage.tokens()
    refused(stage.sign_in, WRONG)


@ability("USER_SRP_AUTH signs in, and refuses a wrong proof of the password")
def srp(stage):
    stage.add_user()

    def sign_in(password):
        srp = AWSSRP(NAME, password, stage.pool, stage.client, client=stage.cognito)
        return srp.authenticate_user()["AuthenticationResult"]["AccessToken"]

    sign_in(PASSWORD)
    refused(sign_in, WRONG)


@ability("with PreventUserExistenceErrors, an unknown user gets the error of a wrong password")
def hidden_user(stage):
    stage.client = stage.new_client(PreventUserExistenceErrors="ENABLED")
    stage.add_user()
    errors = []
    for name in (NAME, "nobody@example.com"):
        try:
            stage.sign_in(WRONG, name)
        except ClientError as error:
            errors.append((error.response["Error"]["Code"], error.response["Error"]["Message"]))
    if len(errors) < 2 or errors[0] != errors[1]:
        raise Lacks("tells them apart")


@ability("an authenticator app is set up and asked for; a wrong code is refused both times")
def authenticator_app(stage):
    stage.cognito.set_user_pool_mfa_config(
        UserPoolId=stage.pool, MfaConfiguration="OPTIONAL", SoftwareTokenMfaConfiguration={"Enabled": True}
    )
    stage.add_user()
    token = {"AccessToken": stage.tokens()["AccessToken"]}
    secret = stage.cognito.associate_software_token(**token)["SecretCode"]
    try:
        answered = stage.cognito.verify_software_token(**token, UserCode=other(app_code(secret)))
    except ClientError:
        answered = {"Status": "ERROR"}
    if answered["Status"] == "SUCCESS":
        raise Lacks("accepts any code at the set-up")
    stage.cognito.verify_software_token(**token, UserCode=app_code(secret))
    stage.cognito.set_user_mfa_preference(**token, SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True})
    name = "SOFTWARE_TOKEN_MFA"
    refused(stage.answer, stage.sign_in(), name, SOFTWARE_TOKEN_MFA_CODE=other(app_code(secret)))
    if stage.contestant.name == "local pool":
        # As at Cognito, a code works once. The pool's clock brings the next one.
        requests.post(f"{stage.url}/_pool/clock", json={"advanceSeconds": 30}, timeout=10).raise_for_status()
        now = requests.get(f"{stage.url}/_pool/clock", timeout=10).json()["now"]
        code = app_code(secret, now)
    else:
        code = app_code(secret)
    result(stage.answer(stage.sign_in(), name, SOFTWARE_TOKEN_MFA_CODE=code))


@ability("SMS_MFA asks for the code that was sent, and refuses another")
def text_message(stage):
    stage.cognito.set_user_pool_mfa_config(
        UserPoolId=stage.pool, MfaConfiguration="OPTIONAL",
        SmsMfaConfiguration={"SmsConfiguration": {"SnsCallerArn": "arn:aws:iam::000000000000:role/sms"}},
    )
    stage.add_user(("phone_number", "+15550001111"), ("phone_number_verified", "true"))
    stage.cognito.admin_set_user_mfa_preference(**stage.user, SMSMfaSettings={"Enabled": True, "PreferredMfa": True})
    challenge = stage.sign_in()
    if challenge.get("ChallengeName") != "SMS_MFA":
        raise Lacks("does not ask for SMS_MFA")
    code = stage.code("123456")
    refused(stage.answer, challenge, "SMS_MFA", SMS_MFA_CODE=other(code))
    result(stage.answer(challenge, "SMS_MFA", SMS_MFA_CODE=code))


def choice(stage, factor):
    """Makes a pool and a client that allow a first factor, and a user."""
    stage.new_pool(Policies={"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", factor]}})
    stage.client = stage.new_client("ALLOW_USER_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH")
    stage.add_user()


def begin(stage, factor):
    return stage.cognito.initiate_auth(
        ClientId=stage.client, AuthFlow="USER_AUTH", AuthParameters={"USERNAME": NAME, "PREFERRED_CHALLENGE": factor}
    )


@ability("USER_AUTH with a code by e-mail as the first factor; another code is refused")
def one_time_code(stage):
    choice(stage, "EMAIL_OTP")
    challenge = begin(stage, "EMAIL_OTP")
    code = stage.code("123456")
    refused(stage.answer, challenge, "EMAIL_OTP", EMAIL_OTP_CODE=other(code))
    result(stage.answer(begin(stage, "EMAIL_OTP"), "EMAIL_OTP", EMAIL_OTP_CODE=stage.code("123456")))


@ability("a passkey is registered and signs in; a changed signature is refused")
def passkey(stage):
    choice(stage, "WEB_AUTHN")
    stage.cognito.set_user_pool_mfa_config(
        UserPoolId=stage.pool, MfaConfiguration="OFF",
        WebAuthnConfiguration={"RelyingPartyId": "localhost", "UserVerification": "preferred"},
    )
    token = {"AccessToken": stage.tokens()["AccessToken"]}
    authenticator = Authenticator()
    options = stage.cognito.start_web_authn_registration(**token)["CredentialCreationOptions"]
    stage.cognito.complete_web_authn_registration(**token, Credential=authenticator.create(options))

    def sign_in(change=lambda credential: None):
        challenge = begin(stage, "WEB_AUTHN")
        parameters = challenge.get("ChallengeParameters", {})
        if "CREDENTIAL_REQUEST_OPTIONS" not in parameters:
            raise Lacks("does not ask for WEB_AUTHN")
        credential = authenticator.get(json.loads(parameters["CREDENTIAL_REQUEST_OPTIONS"]))
        change(credential)
        return stage.answer(challenge, "WEB_AUTHN", CREDENTIAL=json.dumps(credential))

    def change(credential):
        signature = credential["response"]["signature"]
        credential["response"]["signature"] = signature[:-8] + ("A" * 8 if signature[-8:] != "A" * 8 else "B" * 8)

    result(sign_in())
    refused(sign_in, change)

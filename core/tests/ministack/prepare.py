"""Makes the user pool that the tests need on a running ministack, and prints where it is, as JSON.

usage: prepare.py ENDPOINT
"""

import json
import sys

import boto3
import pyotp

FLOWS = ["ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
PASSWORD = "Password-123"
TEMPORARY_PASSWORD = "Temporary-1"


def make_totp_user(cognito, client_id, username):
    """A confirmed user with an authenticator app: its secret, in base32."""
    cognito.sign_up(ClientId=client_id, Username=username, Password=PASSWORD)
    cognito.confirm_sign_up(ClientId=client_id, Username=username, ConfirmationCode="123456")
    token = cognito.initiate_auth(
        ClientId=client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": username, "PASSWORD": PASSWORD},
    )["AuthenticationResult"]["AccessToken"]
    secret = cognito.associate_software_token(AccessToken=token)["SecretCode"]
    cognito.verify_software_token(AccessToken=token, UserCode=pyotp.TOTP(secret).now())
    cognito.set_user_mfa_preference(
        AccessToken=token, SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True}
    )
    return secret


def main():
    endpoint = sys.argv[1]
    cognito = boto3.client(
        "cognito-idp",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    pool = cognito.create_user_pool(PoolName="guide", AutoVerifiedAttributes=["email"])["UserPool"]["Id"]
    cognito.set_user_pool_mfa_config(
        UserPoolId=pool, MfaConfiguration="OPTIONAL", SoftwareTokenMfaConfiguration={"Enabled": True}
    )

    def client(name, **settings):
        return cognito.create_user_pool_client(
            UserPoolId=pool, ClientName=name, ExplicitAuthFlows=FLOWS, **settings
        )["UserPoolClient"]

    public = client("public")
    confidential = client("confidential", GenerateSecret=True)
    cognito.admin_create_user(UserPoolId=pool, Username="invited", TemporaryPassword=TEMPORARY_PASSWORD)
    print(
        json.dumps(
            {
                "endpoint": endpoint,
                "poolId": pool,
                "clientId": public["ClientId"],
                "confidentialClientId": confidential["ClientId"],
                "clientSecret": confidential["ClientSecret"],
                "password": PASSWORD,
                "temporaryPassword": TEMPORARY_PASSWORD,
                "totpSecret": make_totp_user(cognito, public["ClientId"], "with-totp"),
            }
        )
    )


main()

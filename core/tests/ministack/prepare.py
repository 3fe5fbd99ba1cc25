"""Makes the pools of the tests on a running ministack: user pools and an identity pool. Prints their ids and secrets
as JSON.

usage: prepare.py ENDPOINT PORT_OF_PARTNER
"""

import io
import json
import pathlib
import sys
import zipfile

import boto3

FLOWS = [
    "ALLOW_USER_SRP_AUTH",
    "ALLOW_USER_PASSWORD_AUTH",
    "ALLOW_CUSTOM_AUTH",
    "ALLOW_USER_AUTH",
    "ALLOW_REFRESH_TOKEN_AUTH",
]
TRIGGERS = ["PreSignUp", "DefineAuthChallenge", "CreateAuthChallenge", "VerifyAuthChallengeResponse"]
SCOPES = ["openid", "email", "profile", "aws.cognito.signin.user.admin"]
PASSWORD = "Password-123"
TEMPORARY_PASSWORD = "Temporary-1"


def make_triggers(roles, functions):
    """Makes the Lambda function of `triggers.py`, and gives its ARN."""
    policy = {"Version": "2012-10-17", "Statement": []}
    role = roles.create_role(RoleName="triggers", AssumeRolePolicyDocument=json.dumps(policy))["Role"]["Arn"]
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        archive.write(pathlib.Path(__file__).with_name("triggers.py"), "triggers.py")
    return functions.create_function(
        FunctionName="triggers",
        Runtime="python3.12",
        Role=role,
        Handler="triggers.handle",
        Code={"ZipFile": package.getvalue()},
    )["FunctionArn"]


def make_pool(cognito, triggers, mfa="OPTIONAL", flows=FLOWS, **settings):
    """Makes a pool and two clients of it: one has a secret, one has none. The pool allows authenticator apps.

    The clients can sign users in on the server's pages. With ALLOW_USER_AUTH among the flows, the pages ask for the
    name first.
    """
    pool = cognito.create_user_pool(
        PoolName="pool",
        AutoVerifiedAttributes=["email"],
        Schema=[{"Name": "department", "AttributeDataType": "String", "Mutable": True}],
        LambdaConfig=dict.fromkeys(TRIGGERS, triggers),
        **settings,
    )["UserPool"]["Id"]
    cognito.set_user_pool_mfa_config(
        UserPoolId=pool, MfaConfiguration=mfa, SoftwareTokenMfaConfiguration={"Enabled": True}
    )

    def client(**settings):
        return cognito.create_user_pool_client(
            UserPoolId=pool,
            ClientName="client",
            ExplicitAuthFlows=flows,
            AllowedOAuthFlowsUserPoolClient=True,
            AllowedOAuthFlows=["code"],
            AllowedOAuthScopes=SCOPES,
            CallbackURLs=["myapp://callback/"],
            LogoutURLs=["myapp://signed-out/"],
            SupportedIdentityProviders=["COGNITO"],
            **settings,
        )["UserPoolClient"]

    public, confidential = client(), client(GenerateSecret=True)
    return {
        "poolId": pool,
        "publicClientId": public["ClientId"],
        "confidentialClientId": confidential["ClientId"],
        "clientSecret": confidential["ClientSecret"],
    }


def make_users(cognito, pool):
    """Does what only an administrator can: invites users, resets passwords, disables users."""
    for client in ["public", "confidential"]:
        for flow in ["srp", "password", "web"]:
            cognito.admin_create_user(
                UserPoolId=pool, Username=f"invited-{flow}-{client}", TemporaryPassword=TEMPORARY_PASSWORD
            )
        for name, change in [("reset", cognito.admin_reset_user_password), ("disabled", cognito.admin_disable_user)]:
            user = {"UserPoolId": pool, "Username": f"{name}-{client}"}
            cognito.admin_create_user(**user)
            cognito.admin_set_user_password(**user, Password=PASSWORD, Permanent=True)
            change(**user)


def make_provider(cognito, pool, port):
    """Adds an identity provider to a pool of ministack: a local pool, which a test starts at this port."""
    partner = f"http://127.0.0.1:{port}"
    cognito.create_identity_provider(
        UserPoolId=pool["poolId"],
        ProviderName="Partner",
        ProviderType="OIDC",
        ProviderDetails={
            "client_id": "partner-app",
            "client_secret": "partner-secret",
            "attributes_request_method": "GET",
            "oidc_issuer": f"{partner}/local_Partner",
            "authorize_scopes": "openid email",
        },
        AttributeMapping={"email": "email"},
    )


def make_identity_pool(identities, pool, **settings):
    """Makes an identity pool for the users of both clients, and for logins with Facebook."""
    provider = f"cognito-idp.us-east-1.amazonaws.com/{pool['poolId']}"
    clients = [pool["publicClientId"], pool["confidentialClientId"]]
    identity_pool = identities.create_identity_pool(
        IdentityPoolName="pool",
        CognitoIdentityProviders=[{"ProviderName": provider, "ClientId": client} for client in clients],
        SupportedLoginProviders={"graph.facebook.com": "7346241598935552"},
        **settings,
    )["IdentityPoolId"]
    role = "arn:aws:iam::000000000000:role/"
    identities.set_identity_pool_roles(
        IdentityPoolId=identity_pool,
        Roles={"authenticated": role + "user", "unauthenticated": role + "guest"},
    )
    return identity_pool


def main():
    endpoint, partner_port = sys.argv[1:]
    session = boto3.Session("test", "test", region_name="us-east-1")
    cognito, identities, roles, functions = (
        session.client(service, endpoint_url=endpoint)
        for service in ["cognito-idp", "cognito-identity", "iam", "lambda"]
    )
    triggers = make_triggers(roles, functions)
    names = make_pool(cognito, triggers)
    make_users(cognito, names["poolId"])
    make_provider(cognito, names, partner_port)
    prepared = {
        "endpoint": endpoint,
        "names": names,
        "emails": make_pool(cognito, triggers, UsernameAttributes=["email"]),
        "demanding": make_pool(cognito, triggers, mfa="ON"),
        "onePage": make_pool(cognito, triggers, flows=[flow for flow in FLOWS if flow != "ALLOW_USER_AUTH"]),
        "choosing": make_pool(
            cognito,
            triggers,
            Policies={"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"]}},
        ),
        "partnerPort": int(partner_port),
        "identityPoolId": make_identity_pool(identities, names, AllowUnauthenticatedIdentities=True),
        "password": PASSWORD,
        "temporaryPassword": TEMPORARY_PASSWORD,
    }
    print(json.dumps(prepared))


main()

"""Makes what the CLI's examples need: pools and clients with the ids that the examples name, and their users."""

import base64
import hashlib
import hmac
import re

import pyotp

# A user pool's id. A device's key begins like one.
POOL_ID = re.compile(r"\b[a-z]{2}-[a-z]+-\d_[A-Za-z0-9]+(?![\w-])")
IDENTITY_POOL_ID = "us-west-2:11111111-1111-1111-1111-111111111111"
PASSWORD = "Password-123"
EVERY_FLOW = ["ADMIN_USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH", "USER_SRP_AUTH", "REFRESH_TOKEN_AUTH", "USER_AUTH",
              "CUSTOM_AUTH"]
ROLE = "arn:aws:iam::123456789012:role/example"

# The function that prepares the stage, for each command.
SCENES = {}


def scene(*commands):
    """Registers a function for these commands."""

    def register(prepare):
        SCENES.update(dict.fromkeys(commands, prepare))
        return prepare

    return register


class Stage:
    """Prepares a local pool for one example."""

    def __init__(self, pool, example):
        self.server, self.example = pool, example
        self.cognito = pool.boto3(region="us-west-2")
        self.identity = pool.boto3("cognito-identity", region="us-west-2")
        text = example.everything()
        self.pool_ids = list(dict.fromkeys(POOL_ID.findall(text))) or ["us-west-2_EXAMPLE"]
        self.pool_id = self.pool_ids[0]
        sign_in = re.search(r"\bUSERNAME=([^,]+)", text)
        in_file = re.search(r'"ClientId": "(\w+)"', text)
        self.client_id = example.option("client-id") or (in_file and in_file.group(1)) or "1example23456789"
        self.username = example.option("username") or (sign_in and sign_in.group(1)) or "testuser"
        self.names = {"UserPoolId": self.pool_id, "Username": self.username}

    def pool(self, custom=(), **settings):
        """Makes each user pool that the example names. `custom` are names of custom attributes."""
        kinds = ("Uppercase", "Lowercase", "Numbers", "Symbols")
        loose = {"MinimumLength": 6, **{f"Require{kind}": False for kind in kinds}}
        schema = [{"Name": name, "AttributeDataType": "String", "Mutable": True} for name in custom]
        for pool_id in self.pool_ids:
            tags = {"_custom_id_": pool_id, **settings.get("UserPoolTags", {})}
            self.cognito.create_user_pool(**{
                "PoolName": "example", "AutoVerifiedAttributes": ["email"], "Policies": {"PasswordPolicy": loose},
                **({"Schema": schema} if schema else {}), **settings, "UserPoolTags": tags,
            })

    def client(self, client_id=None, **settings):
        flows = [f"ALLOW_{flow}" for flow in EVERY_FLOW]
        made = self.cognito.create_user_pool_client(**{
            "UserPoolId": self.pool_id, "ClientName": f"_custom_id_:{client_id or self.client_id}",
            "ExplicitAuthFlows": flows, **settings,
        })
        return made["UserPoolClient"]

    def user(self, username=None, password=PASSWORD, **attributes):
        """Makes a confirmed user with a verified e-mail address."""
        names = {"UserPoolId": self.pool_id, "Username": username or self.username}
        attributes = {"email": "jane@example.com", "email_verified": "true", **attributes}
        rows = [{"Name": name, "Value": value} for name, value in attributes.items()]
        self.cognito.admin_create_user(**names, UserAttributes=rows, MessageAction="SUPPRESS")
        if password:
            self.cognito.admin_set_user_password(**names, Password=password, Permanent=True)

    def sign_in(self, password=PASSWORD, **parameters):
        return self.cognito.initiate_auth(
            ClientId=self.client_id, AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": self.username, "PASSWORD": password, **parameters},
        )

    def token(self):
        return self.sign_in()["AuthenticationResult"]["AccessToken"]

    def signed_in(self, custom=(), **attributes):
        """Makes a pool that allows authenticator apps, a client and a user who signs in. Returns the access token."""
        self.pool(custom)
        self.allow_apps()
        self.client()
        self.user(**attributes)
        return self.token()

    def tracked(self):
        """Makes a user with a new device, which is not confirmed. Returns the sign-in's result."""
        self.pool(DeviceConfiguration={"ChallengeRequiredOnNewDevice": True, "DeviceOnlyRememberedOnUserPrompt": True})
        self.client()
        self.user()
        return self.sign_in()["AuthenticationResult"]

    def device(self):
        """Makes a user with a confirmed device. Returns the access token and the device's key."""
        result = self.tracked()
        token, key = result["AccessToken"], result["NewDeviceMetadata"]["DeviceKey"]
        secret = {name: base64.b64encode(b"12345678").decode() for name in ("PasswordVerifier", "Salt")}
        self.cognito.confirm_device(
            AccessToken=token, DeviceKey=key, DeviceName="MyDevice", DeviceSecretVerifierConfig=secret)
        return token, key

    def authenticator_app(self, token):
        """Gives the user an authenticator app. Returns a function that computes its current code."""
        secret = self.cognito.associate_software_token(AccessToken=token)["SecretCode"]
        code = lambda: pyotp.TOTP(secret).at(self.server.control("GET", "clock")["now"])
        self.cognito.verify_software_token(AccessToken=token, UserCode=code(), FriendlyDeviceName="MyAuthenticatorApp")
        self.server.advance_clock(30)
        return code

    def allow_apps(self):
        self.cognito.set_user_pool_mfa_config(
            UserPoolId=self.pool_id, MfaConfiguration="OPTIONAL", SoftwareTokenMfaConfiguration={"Enabled": True})

    def require_app(self, access_token):
        """Gives the user an authenticator app as second factor. Returns a function that computes its current code."""
        code = self.authenticator_app(access_token)
        self.cognito.admin_set_user_mfa_preference(
            **self.names, SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True})
        return code

    def code(self):
        """The code in the newest message to the user."""
        return self.server.latest_code(self.username)

    def secret_hash(self, client):
        tag = hmac.new(client["ClientSecret"].encode(), f"{self.username}{self.client_id}".encode(), hashlib.sha256)
        return base64.b64encode(tag.digest()).decode()

    def group(self, name, **settings):
        self.cognito.create_group(UserPoolId=self.pool_id, GroupName=name, **settings)

    def provider(self, name, kind, identifiers=(), **details):
        common = {"client_id": "id", "client_secret": "secret", "authorize_scopes": "openid email"}
        self.cognito.create_identity_provider(
            UserPoolId=self.pool_id, ProviderName=name, ProviderType=kind, ProviderDetails={**common, **details},
            AttributeMapping={"email": "email"}, IdpIdentifiers=list(identifiers),
        )

    def saml(self, name, *identifiers):
        self.cognito.create_identity_provider(
            UserPoolId=self.pool_id, ProviderName=name, ProviderType="SAML",
            ProviderDetails={"MetadataURL": "https://auth.example.com/metadata", "IDPSignout": "false"},
            AttributeMapping={"email": "email"}, IdpIdentifiers=list(identifiers),
        )

    def oidc(self, name):
        self.provider(name, "OIDC", attributes_request_method="GET", oidc_issuer="https://example.com")

    def job(self):
        return self.cognito.create_user_import_job(
            UserPoolId=self.pool_id, JobName="import", CloudWatchLogsRoleArn=ROLE)["UserImportJob"]

    def identity_pool(self, **settings):
        self.identity.create_identity_pool(**{
            "IdentityPoolName": "MyIdentityPool", "AllowUnauthenticatedIdentities": True,
            "IdentityPoolTags": {"_custom_id_": IDENTITY_POOL_ID}, **settings,
        })

"""Tokens, managed login, triggers, identity pools, and what a server keeps."""

import base64
import hashlib
import json
import secrets
import urllib.parse

import jwt
import requests
from abilities.registry import ability
from botocore.exceptions import ClientError
from browser import Browser
from stage import BLOCKED, CALLBACK, FUNCTION_ARN, NAME, PASSWORD, WRONG, Lacks, refused, result

# --- Tokens ---------------------------------------------------------------------------------------------------------


def verified(stage):
    """The claims of an id token, verified with the pool's published keys."""
    stage.add_user()
    token = stage.tokens()["IdToken"]
    key = jwt.PyJWKClient(f"{stage.url}/{stage.pool}/.well-known/jwks.json").get_signing_key_from_jwt(token).key
    # The ability with the authenticator app has moved the local pool's clock forward.
    return jwt.decode(token, key, algorithms=["RS256"], audience=stage.client, leeway=60)


@ability("the id token verifies with the pool's published keys")
def published_keys(stage):
    verified(stage)


@ability("a back end finds the keys through the token's `iss` (OpenID Connect discovery)")
def discovery(stage):
    issuer = verified(stage)["iss"]
    if not issuer.startswith(stage.url):
        raise Lacks(f"`iss` is `{issuer.replace(stage.pool, '…')}`")
    document = requests.get(f"{issuer}/.well-known/openid-configuration", timeout=30).json()
    if document["issuer"] != issuer or not requests.get(document["jwks_uri"], timeout=30).json()["keys"]:
        raise Lacks(f"the document's `issuer` is `{document['issuer'].replace(stage.pool, '…')}`")


@ability("GetUser refuses an access token whose claims were changed")
def changed_token(stage):
    stage.add_user()
    token = stage.tokens()["AccessToken"]
    stage.cognito.get_user(AccessToken=token)
    header, claims, signature = token.split(".")
    changed = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
    changed["exp"] += 3600
    claims = base64.urlsafe_b64encode(json.dumps(changed).encode()).rstrip(b"=").decode()
    refused(stage.cognito.get_user, AccessToken=f"{header}.{claims}.{signature}")


@ability("a refresh token brings new tokens, until RevokeToken ends it")
def revoked(stage):
    stage.add_user()
    token = stage.tokens()["RefreshToken"]

    def refresh():
        return stage.cognito.initiate_auth(
            ClientId=stage.client, AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters={"REFRESH_TOKEN": token}
        )

    result(refresh())
    stage.cognito.revoke_token(ClientId=stage.client, Token=token)
    refused(refresh)


@ability("GlobalSignOut ends the access token too")
def signed_out(stage):
    stage.add_user()
    token = {"AccessToken": stage.tokens()["AccessToken"]}
    stage.cognito.get_user(**token)
    stage.cognito.global_sign_out(**token)
    refused(stage.cognito.get_user, **token)


# --- Managed login --------------------------------------------------------------------------------------------------


def web_client(stage, **settings):
    return stage.new_client(
        **{
            "AllowedOAuthFlows": ["code"], "AllowedOAuthScopes": ["openid", "email"], "CallbackURLs": [CALLBACK],
            "AllowedOAuthFlowsUserPoolClient": True, "SupportedIdentityProviders": ["COGNITO"], **settings,
        }
    )


@ability("a page signs a user in, and its code brings tokens, but not with another PKCE verifier")
def web_sign_in(stage):
    stage.client = web_client(stage)
    stage.add_user()
    verifier = secrets.token_urlsafe(48)
    digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    query = {
        "client_id": stage.client, "response_type": "code", "redirect_uri": CALLBACK, "scope": "openid",
        "state": "here", "code_challenge": digest, "code_challenge_method": "S256",
    }

    def redeem(verifier):
        browser = Browser(stage.url)
        page = browser.open(f"{stage.url}/oauth2/authorize?{urllib.parse.urlencode(query)}")
        if "<form" not in page:
            raise Lacks("has no page")
        if browser.submit(page, username=NAME, password=WRONG).startswith(CALLBACK):
            raise Lacks("accepts a wrong password")
        page = browser.open(f"{stage.url}/oauth2/authorize?{urllib.parse.urlencode(query)}")
        target = browser.submit(page, username=NAME, password=PASSWORD)
        if not target.startswith(CALLBACK):
            raise Lacks("does not return to the app")
        back = urllib.parse.parse_qs(urllib.parse.urlsplit(target).query)
        form = {
            "grant_type": "authorization_code", "client_id": stage.client, "redirect_uri": CALLBACK,
            "code": back["code"][0], "code_verifier": verifier,
        }
        return requests.post(f"{stage.url}/oauth2/token", data=form, timeout=30)

    if redeem(secrets.token_urlsafe(48)).ok:
        raise Lacks("accepts another verifier")
    answer = redeem(verifier)
    if not answer.ok or "id_token" not in answer.json():
        raise Lacks("gives no tokens")


@ability("a client gets a token of its own (client_credentials), but not with a wrong secret")
def client_credentials(stage):
    stage.cognito.create_resource_server(
        UserPoolId=stage.pool, Identifier="orders", Name="Orders",
        Scopes=[{"ScopeName": "read", "ScopeDescription": "Reads orders"}],
    )
    client = web_client(
        stage, GenerateSecret=True, AllowedOAuthFlows=["client_credentials"], AllowedOAuthScopes=["orders/read"]
    )

    def ask(secret):
        form = {"grant_type": "client_credentials", "client_id": client, "client_secret": secret, "scope": "orders/read"}
        return requests.post(f"{stage.url}/oauth2/token", data=form, timeout=30)

    answer = ask(stage.secret)
    if not answer.ok or "access_token" not in answer.json():
        raise Lacks("gives no token")
    if ask("wrong" * 8).ok:
        raise Lacks("accepts any secret")


# --- The rest -------------------------------------------------------------------------------------------------------


@ability("a PreSignUp function can refuse a sign-up")
def trigger(stage):
    stage.make_function()
    stage.new_pool(LambdaConfig={"PreSignUp": FUNCTION_ARN})
    stage.sign_up()
    refused(stage.sign_up, BLOCKED)


@ability("an identity pool gives a user AWS credentials, but not for a changed id token")
def credentials(stage):
    stage.add_user()
    token = stage.tokens()["IdToken"]
    provider = f"cognito-idp.{stage.pool.partition('_')[0]}.amazonaws.com/{stage.pool}"
    identity = stage.boto3("cognito-identity")
    pool = identity.create_identity_pool(
        IdentityPoolName="abilities", AllowUnauthenticatedIdentities=False,
        CognitoIdentityProviders=[{"ProviderName": provider, "ClientId": stage.client}],
    )["IdentityPoolId"]
    try:
        roles = {"authenticated": "arn:aws:iam::000000000000:role/user"}
        identity.set_identity_pool_roles(IdentityPoolId=pool, Roles=roles)
    except ClientError:
        pass  # moto has no such operation, and may need no roles

    def get(token):
        logins = {provider: token}
        identity_id = identity.get_id(IdentityPoolId=pool, Logins=logins)["IdentityId"]
        return identity.get_credentials_for_identity(IdentityId=identity_id, Logins=logins)["Credentials"]

    get(token)
    refused(get, token[:-8] + ("A" * 8 if token[-8:] != "A" * 8 else "B" * 8))


@ability("DescribeUserPool reads back a custom attribute, tags and a password policy")
def read_back(stage):
    policy = {"MinimumLength": 12, "RequireUppercase": False}
    attribute = {"Name": "tier", "AttributeDataType": "String", "Mutable": True}
    stage.new_pool(Policies={"PasswordPolicy": policy}, Schema=[attribute], UserPoolTags={"team": "shop"})
    pool = stage.cognito.describe_user_pool(UserPoolId=stage.pool)["UserPool"]
    held = pool["Policies"]["PasswordPolicy"]
    if "custom:tier" not in [one["Name"] for one in pool["SchemaAttributes"]]:
        raise Lacks("without the attribute")
    if pool.get("UserPoolTags") != {"team": "shop"} or {name: held[name] for name in policy} != policy:
        raise Lacks("without tags or policy")


@ability("a user can sign in after a restart of the server")
def restart(stage):
    stage.add_user()
    stage.restart()
    stage.tokens()

"""Authlib, an OpenID Connect client: managed login with discovery, an authorization code and PKCE."""

import unittest

import requests
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.jwk import KeySet

from browser import Browser, Form
from pool import CLIENT_ID, PASSWORD, POOL_ID, SECRET_CLIENT_ID, PoolTest

CALLBACK = "myapp://callback/"
VERIFIER = "authlib-test-verifier-of-43-characters-or-more"


class AuthlibTest(PoolTest):
    def setUp(self):
        super().setUp()
        self.issuer = f"{self.pool.url}/{POOL_ID}"
        self.metadata = requests.get(f"{self.issuer}/.well-known/openid-configuration", timeout=30).json()
        self.sign_up_confirmed("ada")
        self.browser = Browser(self.pool.url)

    def app(self, scope="openid email", secret=None, method=None, redirect_uri=CALLBACK):
        return OAuth2Session(
            client_id=SECRET_CLIENT_ID if secret else CLIENT_ID,
            client_secret=secret,
            token_endpoint_auth_method=method,
            revocation_endpoint_auth_method=method,
            scope=scope,
            redirect_uri=redirect_uri,
            code_challenge_method="S256",
        )

    def authorized(self, app):
        """Signs in with the form. Returns the address to which the browser returns."""
        address, app.state = app.create_authorization_url(
            self.metadata["authorization_endpoint"], code_verifier=VERIFIER, nonce="n-1"
        )
        return self.browser.sign_in(address, "ada", PASSWORD)

    def tokens(self, app):
        back = self.authorized(app)
        return app.fetch_token(
            self.metadata["token_endpoint"], authorization_response=back, code_verifier=VERIFIER
        )

    def id_claims(self, app, tokens):
        """The claims of the ID token, checked with the published keys."""
        keys = KeySet.import_key_set(requests.get(self.metadata["jwks_uri"], timeout=30).json())
        token = jwt.decode(tokens["id_token"], keys, algorithms=["RS256"])
        claims = CodeIDToken(
            token.claims,
            token.header,
            {"iss": {"essential": True, "value": self.issuer}, "aud": {"essential": True, "value": app.client_id}},
            {"nonce": "n-1", "client_id": app.client_id, "access_token": tokens["access_token"]},
        )
        claims.validate(leeway=60)
        self.assertIn("at_hash", claims)
        return claims

    def fails(self, error, call, *parameters, **named):
        with self.assertRaises(OAuthError) as caught:
            call(*parameters, **named)
        self.assertEqual(caught.exception.error, error)

    def test_a_user_signs_in_reads_the_attributes_refreshes_and_revokes(self):
        self.assertEqual(self.metadata["issuer"], self.issuer)
        for secret, method in [
            (None, None),
            (self.pool.client_secret, "client_secret_basic"),
            (self.pool.client_secret, "client_secret_post"),
        ]:
            with self.subTest(method=method):
                self.browser = Browser(self.pool.url)
                app = self.app(secret=secret, method=method)
                tokens = self.tokens(app)
                claims = self.id_claims(app, tokens)
                self.assertEqual(claims["email"], "ada@example.com")
                info = app.get(self.metadata["userinfo_endpoint"]).json()
                self.assertEqual((info["sub"], info["username"]), (claims["sub"], "ada"))
                refreshed = app.refresh_token(self.metadata["token_endpoint"])
                self.assertNotEqual(refreshed["access_token"], tokens["access_token"])
                revoked = app.revoke_token(
                    self.metadata["revocation_endpoint"], token=tokens["refresh_token"],
                    token_type_hint="refresh_token",
                )
                self.assertEqual(revoked.status_code, 200)
                self.assertEqual(app.get(self.metadata["userinfo_endpoint"]).status_code, 401)
                app.token = tokens
                self.fails("invalid_grant", app.refresh_token, self.metadata["token_endpoint"])

    def test_the_second_sign_in_of_a_browser_needs_no_form_until_the_sign_out(self):
        app = self.app()
        self.tokens(app)
        address, app.state = app.create_authorization_url(
            self.metadata["authorization_endpoint"], code_verifier=VERIFIER, prompt="none"
        )
        silent = self.browser.open(address)
        app.fetch_token(self.metadata["token_endpoint"], authorization_response=silent, code_verifier=VERIFIER)
        left = f"{self.metadata['end_session_endpoint']}?client_id={CLIENT_ID}&logout_uri=myapp%3A%2F%2Fsigned-out%2F"
        self.assertEqual(self.browser.open(left), "myapp://signed-out/")
        self.assertIn("error=login_required", self.browser.open(address))

    def test_a_wrong_verifier_redirect_address_or_secret_and_a_used_code_are_refused(self):
        back = self.authorized(self.app())
        for app, changes, error in [
            (self.app(), {"code_verifier": "x" * 43}, "invalid_grant"),
            (self.app(redirect_uri="http://localhost:3000/"), {}, "unauthorized_client"),
            (self.app(secret="wrong"), {}, "invalid_client"),
            (self.app(secret=self.pool.client_secret), {}, "invalid_grant"),
        ]:
            with self.subTest(error=error, changes=changes):
                parameters = {"code_verifier": VERIFIER, **changes}
                self.fails(
                    error, app.fetch_token, self.metadata["token_endpoint"], authorization_response=back, **parameters
                )
                back = self.authorized_again()
        app = self.app()
        app.fetch_token(self.metadata["token_endpoint"], authorization_response=back, code_verifier=VERIFIER)
        self.fails(
            "invalid_grant", app.fetch_token, self.metadata["token_endpoint"],
            authorization_response=back, code_verifier=VERIFIER,
        )

    def authorized_again(self):
        """Signs in with a new browser. Returns the address to which that browser returns, with another code."""
        self.browser = Browser(self.pool.url)
        return self.authorized(self.app())

    def test_a_wrong_password_shows_the_form_again_with_the_error(self):
        app = self.app()
        address, _ = app.create_authorization_url(
            self.metadata["authorization_endpoint"], code_verifier=VERIFIER, login_hint="ada"
        )
        page = self.browser.sign_in(address, "ada", "Wrong-1234")
        self.assertEqual(Form(page).alert, "Incorrect username or password.")
        self.assertTrue(self.browser.submit(page, username="ada", password=PASSWORD).startswith(CALLBACK))

    def test_a_token_has_no_rights_of_a_scope_that_it_lacks(self):
        plain = self.tokens(self.app(scope="aws.cognito.signin.user.admin"))
        self.assertNotIn("id_token", plain)
        self.cognito.get_user(AccessToken=plain["access_token"])
        self.browser = Browser(self.pool.url)
        app = self.app(scope="openid")
        openid = self.tokens(app)
        self.id_claims(app, openid)
        self.refused(
            "NotAuthorizedException", "Access Token does not have required scopes",
            self.cognito.get_user, AccessToken=openid["access_token"],
        )
        unknown, _ = self.app(scope="openid unknown").create_authorization_url(
            self.metadata["authorization_endpoint"], code_verifier=VERIFIER
        )
        self.assertIn("error=invalid_scope", self.browser.open(unknown))

    def test_a_client_without_a_user_gets_a_token_for_its_resource_server(self):
        self.cognito.create_resource_server(
            UserPoolId=POOL_ID, Identifier="api", Name="api",
            Scopes=[{"ScopeName": "read", "ScopeDescription": "Read"}],
        )
        client = self.cognito.create_user_pool_client(
            UserPoolId=POOL_ID, ClientName="job", GenerateSecret=True, AllowedOAuthFlowsUserPoolClient=True,
            AllowedOAuthFlows=["client_credentials"], AllowedOAuthScopes=["api/read"],
        )["UserPoolClient"]
        job = OAuth2Session(client["ClientId"], client["ClientSecret"], scope="api/read")
        token = job.fetch_token(self.metadata["token_endpoint"], grant_type="client_credentials")
        claims = self.verified(token["access_token"])
        self.assertEqual((claims["scope"], claims["sub"]), ("api/read", client["ClientId"]))

    def test_boto3_refreshes_a_web_sign_in(self):
        tokens = self.tokens(self.app(scope="openid aws.cognito.signin.user.admin"))
        refreshed = self.cognito.get_tokens_from_refresh_token(
            RefreshToken=tokens["refresh_token"], ClientId=CLIENT_ID
        )["AuthenticationResult"]
        claims = self.verified(refreshed["AccessToken"])
        self.assertEqual(claims["scope"], "openid aws.cognito.signin.user.admin")


if __name__ == "__main__":
    unittest.main()

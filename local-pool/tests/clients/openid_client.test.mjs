// openid-client, a certified OpenID Connect client: managed login with discovery, an authorization code and PKCE.

import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import * as oidc from "openid-client";
import { Browser } from "./browser.mjs";
import { CLIENT_ID, PASSWORD, POOL_ID, startPool } from "./pool.mjs";

const CALLBACK = "myapp://callback/";
const SECRET_CLIENT_ID = "local-client-secret";

let pool;
let browser;
before(async () => { pool = await startPool(); });
after(() => pool.stop());
beforeEach(async () => {
  await pool.control("POST", "reset", {});
  browser = new Browser(pool.url);
  await pool.administer("AdminCreateUser", {
    Username: "ada", MessageAction: "SUPPRESS",
    UserAttributes: [{ Name: "email", Value: "ada@example.com" }, { Name: "email_verified", Value: "true" }],
  });
  await pool.administer("AdminSetUserPassword", { Username: "ada", Password: PASSWORD, Permanent: true });
});

async function secretOf(clientId) {
  return (await pool.administer("DescribeUserPoolClient", { ClientId: clientId })).UserPoolClient.ClientSecret;
}

// The client's configuration, by discovery. With it, openid-client also checks the signatures of ID tokens.
async function discovered(clientId = CLIENT_ID, authentication = oidc.None()) {
  const execute = [oidc.allowInsecureRequests, oidc.enableNonRepudiationChecks];
  const issuer = new URL(`${pool.url}/${POOL_ID}`);
  return oidc.discovery(issuer, clientId, undefined, authentication, { execute });
}

// Signs in with the form. Returns the address to which the browser returns, and the values with which openid-client
// checks that address.
async function authorized(config, scope = "openid email") {
  const pkceCodeVerifier = oidc.randomPKCECodeVerifier();
  const [expectedState, expectedNonce] = [oidc.randomState(), oidc.randomNonce()];
  const address = oidc.buildAuthorizationUrl(config, {
    redirect_uri: CALLBACK,
    scope,
    state: expectedState,
    code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: "S256",
    ...(scope.includes("openid") && { nonce: expectedNonce }),
  });
  const back = new URL(await browser.signIn(address.href, "ada", PASSWORD));
  return { back, checks: { pkceCodeVerifier, expectedState, ...(scope.includes("openid") && { expectedNonce }) } };
}

async function redeemed(config, scope) {
  const { back, checks } = await authorized(config, scope);
  return oidc.authorizationCodeGrant(config, back, checks);
}

// Asserts that the call fails with this OAuth error. If the response asks for credentials, only its body has the error.
async function fails(error, call) {
  const thrown = await call().then(() => assert.fail("it succeeded"), (refused) => refused);
  assert.equal(thrown.error ?? (await thrown.response?.json())?.error, error, thrown.stack);
}

test("a user signs in, refreshes, reads the attributes and revokes", async () => {
  const secret = await secretOf(SECRET_CLIENT_ID);
  for (const [id, authentication] of [
    [CLIENT_ID, oidc.None()],
    [SECRET_CLIENT_ID, oidc.ClientSecretBasic(secret)],
    [SECRET_CLIENT_ID, oidc.ClientSecretPost(secret)],
  ]) {
    browser = new Browser(pool.url);
    const config = await discovered(id, authentication);
    assert.ok(config.serverMetadata().supportsPKCE());
    const tokens = await redeemed(config);
    const claims = tokens.claims();
    assert.deepEqual([claims.aud, claims.email, claims.email_verified], [id, "ada@example.com", true]);
    const info = await oidc.fetchUserInfo(config, tokens.access_token, claims.sub);
    assert.equal(info.email, "ada@example.com");
    const refreshed = await oidc.refreshTokenGrant(config, tokens.refresh_token);
    assert.equal(refreshed.claims().sub, claims.sub);
    assert.equal((await pool.verified(refreshed.access_token)).scope, "openid email");
    await oidc.tokenRevocation(config, tokens.refresh_token);
    await fails("invalid_grant", () => oidc.refreshTokenGrant(config, tokens.refresh_token));
    await assert.rejects(() => oidc.fetchUserInfo(config, refreshed.access_token, claims.sub));
  }
});

test("the browser's session ends with the sign-out", async () => {
  const config = await discovered();
  await redeemed(config);
  const silent = oidc.buildAuthorizationUrl(config, {
    redirect_uri: CALLBACK, scope: "openid", prompt: "none",
    code_challenge: await oidc.calculatePKCECodeChallenge(oidc.randomPKCECodeVerifier()), code_challenge_method: "S256",
  });
  assert.match(await browser.open(silent.href), /^myapp:\/\/callback\/\?code=/);
  const left = oidc.buildEndSessionUrl(config, { logout_uri: "myapp://signed-out/" });
  assert.equal(await browser.open(left.href), "myapp://signed-out/");
  assert.match(await browser.open(silent.href), /error=login_required/);
});

test("a wrong verifier, redirect address or secret is refused, and so is a used code", async () => {
  const config = await discovered();
  const secretClient = await discovered(SECRET_CLIENT_ID, oidc.ClientSecretBasic("wrong"));
  const wrong = [
    ["invalid_grant", config, { pkceCodeVerifier: oidc.randomPKCECodeVerifier() }, (back) => back],
    ["unauthorized_client", config, {}, (back) => new URL(`http://localhost:3000/${back.search}`)],
    ["invalid_client", secretClient, {}, (back) => back],
  ];
  for (const [error, client, changes, address] of wrong) {
    browser = new Browser(pool.url);
    const { back, checks } = await authorized(config);
    await fails(error, () => oidc.authorizationCodeGrant(client, address(back), { ...checks, ...changes }));
  }
  browser = new Browser(pool.url);
  const { back, checks } = await authorized(config);
  await oidc.authorizationCodeGrant(config, back, checks);
  await fails("invalid_grant", () => oidc.authorizationCodeGrant(config, back, checks));
});

test("without openid there is no ID token, and without the admin scope GetUser is refused", async () => {
  const config = await discovered();
  const plain = await redeemed(config, "aws.cognito.signin.user.admin");
  assert.equal(plain.id_token, undefined);
  await assert.rejects(() => oidc.fetchUserInfo(config, plain.access_token, oidc.skipSubjectCheck));
  browser = new Browser(pool.url);
  const openid = await redeemed(config, "openid");
  await assert.rejects(
    () => pool.administer("GetUser", { AccessToken: openid.access_token }),
    /Access Token does not have required scopes/,
  );
});

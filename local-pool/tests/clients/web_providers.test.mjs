// Sign-in with other providers in Chromium. Each provider has a stand-in, and the app uses our core.

import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { audit } from "./audit.mjs";
import { CLIENT_ID } from "./pool.mjs";
import { Stage } from "./stage.mjs";

const EMAIL = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress";
const secret = { client_id: "app", client_secret: "secret", authorize_scopes: "email" };
const key = { client_id: "app", team_id: "team", key_id: "key", private_key: "key", authorize_scopes: "email" };
const oidc = { ...secret, attributes_request_method: "GET", oidc_issuer: "https://sso.example" };
// The name of each provider in the pool, what users call it, its type, its details, and the claim with the address.
const PROVIDERS = [
  { name: "Google", label: "Google", type: "Google", details: secret, claim: "email" },
  { name: "Facebook", label: "Facebook", type: "Facebook", details: secret, claim: "email" },
  { name: "LoginWithAmazon", label: "Amazon", type: "LoginWithAmazon", details: secret, claim: "email" },
  { name: "SignInWithApple", label: "Apple", type: "SignInWithApple", details: key, claim: "email" },
  { name: "Partner", label: "Partner", type: "OIDC", details: oidc, claim: "mail" },
  {
    name: "Staff", label: "Staff", type: "SAML", details: { MetadataURL: "https://sso.example/metadata" }, claim: EMAIL,
  },
];

let stage, page, answer;
before(async () => { stage = await Stage.start(); });
after(() => stage?.stop());
beforeEach(async () => {
  await stage.set();
  for (const { name, type, details, claim } of PROVIDERS) {
    await stage.pool.administer("CreateIdentityProvider", {
      ProviderName: name, ProviderType: type, ProviderDetails: details, AttributeMapping: { email: claim },
    });
  }
  const { UserPoolClient } = await stage.pool.administer("DescribeUserPoolClient", { ClientId: CLIENT_ID });
  const names = PROVIDERS.map(({ name }) => name);
  await stage.pool.administer("UpdateUserPoolClient", {
    ...UserPoolClient, SupportedIdentityProviders: ["COGNITO", ...names],
  });
});
afterEach(() => stage.clear());

const heading = (name) => page.getByRole("heading", { level: 1, name }).waitFor();
const press = (name) => page.getByRole("button", { name, exact: true }).click();

async function begin(members) {
  answer = stage.app.call("signInWithWebUI", members);
  page = await stage.show();
}

for (const { name, label, claim } of PROVIDERS) {
  test(`a user of ${label} signs in`, async () => {
    await begin({ provider: name });
    await heading(`Stand-in for ${label}`);
    await audit(page, name === "Google" ? "stand-in" : undefined);
    await page.getByLabel("User id at the provider").fill("1815");
    const address = claim === "email" ? page.getByLabel("E-mail address") : page.getByLabel(claim, { exact: true });
    await address.fill("ada@example.org");
    await press("Sign in");
    assert.deepEqual(await answer, { isSignedIn: true });
    assert.equal((await stage.app.call("getCurrentUser")).username, `${name}_1815`);
    const { tokens } = await stage.app.call("fetchAuthSession", { forceRefresh: true });
    const claims = await stage.pool.verified(tokens.idToken);
    assert.equal(claims.email, "ada@example.org");
    assert.equal(claims.identities[0].providerName, name);
  });
}

test("the sign-in page leads to every provider", async () => {
  await begin();
  for (const { label } of PROVIDERS) await page.getByRole("link", { name: `Continue with ${label}` }).waitFor();
  await audit(page, "sign-in-providers");
  await page.getByRole("link", { name: "Continue with Google" }).click();
  await page.getByLabel("User id at the provider").fill("1815");
  await press("Sign in");
  assert.deepEqual(await answer, { isSignedIn: true });
});

test("the app gets a refusal if the user cancels at the provider, or if the provider fails", async () => {
  await begin({ provider: "Google" });
  await press("Cancel");
  await assert.rejects(answer, { code: "WebSignInRefused" });
  await begin({ provider: "Google" });
  await page.getByLabel("Description").fill("The provider is closed");
  await press("Answer with this error");
  await assert.rejects(answer, { code: "WebSignInRefused" });
  await assert.rejects(stage.app.call("getCurrentUser"), { code: "NotSignedIn" });
});

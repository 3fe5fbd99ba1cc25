// New accounts, forgotten passwords and other first factors on the pool's pages in Chromium. The app uses our core.

import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { audit } from "./audit.mjs";
import { PASSWORD } from "./pool.mjs";
import { Stage } from "./stage.mjs";

let stage, page, answer;
before(async () => { stage = await Stage.start(); });
after(() => stage?.stop());
beforeEach(() => stage.set());
afterEach(() => stage.clear());

async function begin(app = stage.app, members = {}) {
  answer = app.call("signInWithWebUI", members);
  page = await stage.show(app);
}

const NAME = "User name, e-mail address or phone number";
const heading = (name) => page.getByRole("heading", { level: 1, name }).waitFor();
const press = (name) => page.getByRole("button", { name, exact: true }).click();
const follow = (name) => page.getByRole("link", { name }).click();
const enter = (label, text) => page.getByLabel(label, { exact: true }).fill(text);

async function completed(username, app = stage.app) {
  assert.deepEqual(await answer, { isSignedIn: true });
  assert.equal((await app.call("getCurrentUser")).username, username);
}

test("a new user signs up, confirms the account, and is signed in", async () => {
  await begin();
  await follow("Create an account");
  await heading("Create an account");
  await audit(page, "sign-up");
  await enter("User name", "bob");
  await enter("E-mail address", "bob@example.com");
  // The pool also takes users without a password, so the field is optional.
  await enter("Password (optional)", "weak");
  await press("Create account");
  await page.getByRole("alert").waitFor();
  await audit(page);
  await enter("Password (optional)", PASSWORD);
  await press("Create account");
  await heading("Confirm your account");
  await audit(page);
  await enter("Code", "000000x");
  await press("Confirm account");
  await page.getByRole("alert").waitFor();
  await press("Send a new code");
  await page.getByRole("status").getByText("A new code was sent.").waitFor();
  await enter("Code", await stage.pool.latestCode("bob"));
  await press("Confirm account");
  await completed("bob");
});

test("a user who has forgotten the password chooses another one, and signs in with it", async () => {
  await begin();
  await follow("Forgot your password?");
  await heading("Forgot your password?");
  await audit(page, "forgotten-password");
  await enter(NAME, "ada");
  await press("Send code");
  await heading("Choose a new password");
  await audit(page, "reset-password");
  await enter("Code", await stage.pool.latestCode("ada"));
  await enter("New password", "Chosen-pass-1");
  await press("Set password");
  await heading("Sign in");
  await page.getByRole("status").waitFor();
  await audit(page);
  await stage.signInOn(page, "ada", "Chosen-pass-1");
  await completed("ada");
});

test("a code by mail takes the place of the password", async () => {
  await begin();
  await enter(NAME, "ada");
  await press("Other ways to sign in");
  await heading("Choose how to sign in");
  await audit(page, "first-factor");
  await press("Code by e-mail");
  await heading("Enter your code");
  await enter("Code", await stage.pool.latestCode("ada"));
  await press("Sign in");
  await completed("ada");
});

// Makes a passkey for a signed-in user in the browser, as an app does on iOS and Android.
async function registerPasskey(app) {
  const { tokens: { accessToken: AccessToken } } = await app.call("fetchAuthSession");
  const { CredentialCreationOptions: options } =
    await stage.pool.administer("StartWebAuthnRegistration", { AccessToken });
  const Credential = await page.evaluate(async (publicKey) => {
    const parsed = PublicKeyCredential.parseCreationOptionsFromJSON(publicKey);
    return (await navigator.credentials.create({ publicKey: parsed })).toJSON();
  }, options);
  await stage.pool.administer("CompleteWebAuthnRegistration", { AccessToken, Credential });
}

test("a passkey takes the place of the password", async () => {
  // A passkey belongs to a domain, here localhost.
  const app = await stage.startApp((outputs) => {
    outputs.auth.oauth.domain = stage.pool.url.replace("127.0.0.1", "localhost");
  });
  await begin(app, { prefersPrivateSession: true });
  const { authenticatorId, client } = await stage.addAuthenticator(page);
  await stage.signInOn(page, "ada");
  await completed("ada", app);
  await page.goto(stage.pool.url.replace("127.0.0.1", "localhost"));
  await registerPasskey(app);
  await app.call("signOut");
  const { credentials: [passkey] } = await client.send("WebAuthn.getCredentials", { authenticatorId });

  await begin(app, { prefersPrivateSession: true });
  const again = await stage.addAuthenticator(page);
  await again.client.send("WebAuthn.addCredential", { authenticatorId: again.authenticatorId, credential: passkey });
  await enter(NAME, "ada");
  await press("Other ways to sign in");
  await press("Passkey");
  await heading("Sign in with a passkey");
  await audit(page, "passkey");
  await press("Use passkey");
  await completed("ada", app);
});

test("the pages are in the language that the app asks for", async () => {
  await begin(stage.app, { language: "de" });
  assert.equal(await page.locator("html").getAttribute("lang"), "de");
  await audit(page, "sign-in-de");
  await page.close();
  await assert.rejects(answer, { code: "BrowserCancelled" });
});

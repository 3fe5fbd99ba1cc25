// Managed login in headless Chromium: a browser's own rules for cookies, forms and redirects. Scripts are off, except
// for passkeys.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, afterEach, before, beforeEach, test } from "node:test";
import * as oidc from "openid-client";
import { chromium } from "playwright-core";
import { CLIENT_ID, PASSWORD, POOL_ID, startPool } from "./pool.mjs";

const FLAGS = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];

let pool, app, callback, chrome, page, config;
before(async () => {
  pool = await startPool();
  // The app's own site, on another port and under another name than the pool.
  app = createServer((request, response) => response.end("Welcome back")).listen(0, "127.0.0.1");
  await new Promise((resolve) => app.once("listening", resolve));
  callback = `http://localhost:${app.address().port}/in`;
  chrome = await chromium.launch({ executablePath: process.env.CHROMIUM, chromiumSandbox: false, args: FLAGS });
});
after(async () => {
  await chrome?.close();
  app?.close();
  pool?.stop();
});
beforeEach(async () => {
  await pool.control("POST", "reset", {});
  await pool.administer("AdminCreateUser", { Username: "ada", MessageAction: "SUPPRESS" });
  await pool.administer("AdminSetUserPassword", { Username: "ada", Password: PASSWORD, Permanent: true });
  const { UserPoolClient } = await pool.administer("DescribeUserPoolClient", { ClientId: CLIENT_ID });
  await pool.administer("UpdateUserPoolClient", { ...UserPoolClient, CallbackURLs: [callback], LogoutURLs: [callback] });
  const options = { execute: [oidc.allowInsecureRequests] };
  config = await oidc.discovery(new URL(`${pool.url}/${POOL_ID}`), CLIENT_ID, undefined, oidc.None(), options);
  await open({ javaScriptEnabled: false });
});
afterEach(async () => {
  await page?.context().close();
  page = undefined;
});

// Opens an empty page in a new browser profile.
async function open(options = {}) {
  await page?.context().close();
  page = await (await chrome.newContext(options)).newPage();
  page.setDefaultTimeout(30_000);
}

async function address(pkceCodeVerifier, more = {}) {
  const code_challenge = await oidc.calculatePKCECodeChallenge(pkceCodeVerifier);
  const parameters = { redirect_uri: callback, scope: "openid", code_challenge, code_challenge_method: "S256", ...more };
  return oidc.buildAuthorizationUrl(config, parameters).href;
}

async function submit(username, password) {
  await page.getByLabel("User name, e-mail address or phone number").fill(username);
  await page.getByLabel("Password").fill(password);
  await page.getByLabel("Password").press("Enter");
}

test("a user signs in by keyboard, comes back to the app, stays signed in, and signs out", async () => {
  const pkceCodeVerifier = oidc.randomPKCECodeVerifier();
  await page.goto(await address(pkceCodeVerifier));
  await submit("ada", "Wrong-1234");
  await page.getByRole("alert").getByText("Incorrect username or password.").waitFor();
  await submit("ada", PASSWORD);
  await page.waitForURL(`${callback}?**`);
  assert.match(await page.textContent("body"), /Welcome back/);
  const tokens = await oidc.authorizationCodeGrant(config, new URL(page.url()), { pkceCodeVerifier });
  assert.equal((await pool.verified(tokens.access_token)).username, "ada");

  await page.goto(await address(oidc.randomPKCECodeVerifier(), { prompt: "none" }));
  assert.match(page.url(), /\?code=/, "the browser sends the cookie when it follows a link from another site");
  const [cookie] = (await page.context().cookies(pool.url)).filter(({ name }) => name === "cognito");
  assert.deepEqual([cookie.httpOnly, cookie.sameSite], [true, "Lax"]);
  await page.goto(oidc.buildEndSessionUrl(config, { logout_uri: callback }).href);
  assert.equal(page.url(), callback);
  await page.goto(await address(oidc.randomPKCECodeVerifier(), { prompt: "none" }));
  assert.match(page.url(), /error=login_required/);
});

test("each step is a form, and the browser returns to the app after the last one", async () => {
  await pool.addPhone("ada");
  await pool.administer("AdminSetUserMFAPreference", {
    Username: "ada", SMSMfaSettings: { Enabled: true, PreferredMfa: true },
  });
  await page.goto(await address(oidc.randomPKCECodeVerifier()));
  await submit("ada", PASSWORD);
  await page.getByRole("heading", { name: "Enter your code" }).waitFor();
  await page.getByLabel("Code").fill(await pool.latestCode("ada"));
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(`${callback}?**`);
});

// Follows the link that has this text, with the keyboard.
async function follow(name) {
  await page.getByRole("link", { name }).focus();
  await page.keyboard.press("Enter");
}

test("a new user signs up by keyboard, confirms, and comes back to the app", async () => {
  const pkceCodeVerifier = oidc.randomPKCECodeVerifier();
  await page.goto(await address(pkceCodeVerifier));
  await follow("Create an account");
  await page.getByRole("heading", { name: "Create an account" }).waitFor();
  for (const typed of ["grace", "grace@example.com", PASSWORD]) {
    await page.keyboard.type(typed);
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Confirm your account" }).waitFor();
  await page.getByRole("button", { name: "Send a new code" }).click();
  await page.getByRole("status").getByText("A new code was sent.").waitFor();
  await page.keyboard.type(await pool.latestCode("grace"));
  await page.keyboard.press("Enter");
  await page.waitForURL(`${callback}?**`);
  const tokens = await oidc.authorizationCodeGrant(config, new URL(page.url()), { pkceCodeVerifier });
  assert.equal((await pool.verified(tokens.access_token)).username, "grace");
});

test("a forgotten password is replaced, and the new one signs in", async () => {
  const attributes = { email: "ada@example.com", email_verified: "true" };
  const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
  await pool.administer("AdminUpdateUserAttributes", { Username: "ada", UserAttributes });
  await page.goto(await address(oidc.randomPKCECodeVerifier()));
  await follow("Forgot your password?");
  await page.getByRole("heading", { name: "Forgot your password?" }).waitFor();
  await page.keyboard.type("ada");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Choose a new password" }).waitFor();
  await page.keyboard.type(await pool.latestCode("ada"));
  await page.keyboard.press("Tab");
  await page.keyboard.type("N3w-Passw0rd");
  await page.keyboard.press("Enter");
  await page.getByRole("status").getByText("The password was changed.").waitFor();
  await page.getByLabel("Password").fill("N3w-Passw0rd");
  await page.getByLabel("Password").press("Enter");
  await page.waitForURL(`${callback}?**`);
});

// Registers a passkey in the browser's authenticator, as a page of an app does for its user.
async function registerPasskey(username) {
  const call = (operation, body) => page.evaluate(async ([operation, body]) => {
    const headers = { "x-amz-target": `AWSCognitoIdentityProviderService.${operation}` };
    return (await fetch("/", { method: "POST", headers, body: JSON.stringify(body) })).json();
  }, [operation, body]);
  const AuthParameters = { USERNAME: username, PASSWORD };
  const signedIn = await call("InitiateAuth", { ClientId: CLIENT_ID, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters });
  const { AccessToken } = signedIn.AuthenticationResult;
  const { CredentialCreationOptions } = await call("StartWebAuthnRegistration", { AccessToken });
  const Credential = await page.evaluate(async (options) => {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
    return (await navigator.credentials.create({ publicKey })).toJSON();
  }, CredentialCreationOptions);
  assert.deepEqual(await call("CompleteWebAuthnRegistration", { AccessToken, Credential }), {});
}

async function addAuthenticator() {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  const { authenticatorId } = await devtools.send("WebAuthn.addVirtualAuthenticator", { options: {
    protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true,
  } });
  return { devtools, authenticatorId };
}

// Goes from the sign-in page to the page for a passkey.
async function choosePasskey(address) {
  await page.goto(address);
  await page.getByLabel("User name, e-mail address or phone number").fill("ada");
  await page.getByRole("button", { name: "Other ways to sign in" }).click();
  await page.getByRole("button", { name: "Passkey" }).click();
  await page.getByRole("heading", { name: "Sign in with a passkey" }).waitFor();
}

test("a passkey signs in on its page if the page belongs to the passkey's domain", async () => {
  await open();
  const { devtools, authenticatorId } = await addAuthenticator();
  const underDomain = (address) => address.replace("127.0.0.1", "localhost");
  await page.goto(underDomain(pool.url));
  await registerPasskey("ada");
  const use = () => page.getByRole("button", { name: "Use passkey" });

  await choosePasskey(await address(oidc.randomPKCECodeVerifier()));
  await use().click();
  await page.getByRole("alert").getByText("The passkeys of this pool are for localhost.").waitFor();

  await choosePasskey(underDomain(await address(oidc.randomPKCECodeVerifier())));
  await page.waitForFunction(() => document.activeElement.id === "use-passkey");
  await page.keyboard.press("Enter");
  await page.waitForURL(`${callback}?**`);
  assert.match(page.url(), /\?code=/);

  await devtools.send("WebAuthn.clearCredentials", { authenticatorId });
  await choosePasskey(underDomain(await address(oidc.randomPKCECodeVerifier(), { prompt: "login" })));
  await use().click();
  await page.getByRole("alert").getByText("No passkey was used.").waitFor();
  await page.getByRole("button", { name: "Other ways to sign in" }).click();
  await page.getByRole("heading", { name: "Choose how to sign in" }).waitFor();
});

test("without scripts the page for a passkey says that it needs them, and offers another way", async () => {
  await open();
  await addAuthenticator();
  await page.goto(pool.url.replace("127.0.0.1", "localhost"));
  await registerPasskey("ada");
  await open({ javaScriptEnabled: false });
  await choosePasskey(await address(oidc.randomPKCECodeVerifier()));
  await page.getByRole("alert").getByText("A passkey needs JavaScript.").waitFor();
  assert.equal(await page.getByRole("button", { name: "Use passkey" }).count(), 0);
  await page.getByRole("button", { name: "Other ways to sign in" }).click();
  await page.getByRole("heading", { name: "Choose how to sign in" }).waitFor();
});

test("another site can neither frame the form nor submit it", async () => {
  await page.goto(await address(oidc.randomPKCECodeVerifier()));
  const form = page.url();
  await page.goto(callback);
  await page.setContent(`<iframe src="${form}"></iframe>
    <form method="post" action="${form}"><input name="username" value="ada"><button>Go</button></form>`);
  const frame = page.frames()[1];
  assert.equal(await frame.locator("#username").count(), 0, "the frame is empty");
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.request().method() === "POST"),
    page.getByRole("button", { name: "Go" }).click(),
  ]);
  assert.equal(answer.status(), 403);
});

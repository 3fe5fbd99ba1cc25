// Managed login in headless Chromium, without scripts: a browser's own rules for cookies, forms and redirects.

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
  page = await (await chrome.newContext({ javaScriptEnabled: false })).newPage();
  page.setDefaultTimeout(30_000);
});
afterEach(() => page?.context().close());

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
  assert.match(page.url(), /\?code=/, "the cookie goes along with a link of another site");
  const [cookie] = (await page.context().cookies(pool.url)).filter(({ name }) => name === "cognito");
  assert.deepEqual([cookie.httpOnly, cookie.sameSite], [true, "Lax"]);
  await page.goto(oidc.buildEndSessionUrl(config, { logout_uri: callback }).href);
  assert.equal(page.url(), callback);
  await page.goto(await address(oidc.randomPKCECodeVerifier(), { prompt: "none" }));
  assert.match(page.url(), /error=login_required/);
});

test("each step is a form, and the browser comes back after the last one", async () => {
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

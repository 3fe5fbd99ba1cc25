// aws-amplify's signInWithRedirect in headless Chromium. Amplify opens the domain only with https, so the pool has TLS.

import assert from "node:assert/strict";
import { createHash, X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { CLIENT_ID, PASSWORD, POOL_ID, startPool } from "./pool.mjs";

const FLAGS = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
const PAGE = `<!DOCTYPE html><html lang="en"><title>App</title><output>Starting</output>
<button id="sign-in">Sign in</button><button id="google">Sign in with Google</button>
<button id="refresh">Refresh</button><button id="sign-out">Sign out</button>
<script type="module" src="/app.js"></script></html>`;

let folder, pool, app, home, chrome, page;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), "local-pool-tls-"));
  pool = await startPool({ tls: join(folder, "authority.pem") });
  const entry = fileURLToPath(new URL("amplify_app.mjs", import.meta.url));
  const bundled = await build({ entryPoints: [entry], bundle: true, format: "esm", write: false, target: "es2022" });
  const files = {
    "/": ["text/html", PAGE],
    "/app.js": ["text/javascript", bundled.outputFiles[0].text],
    "/config.json": ["application/json", undefined],
  };
  app = createServer((request, response) => {
    const [type, content] = files[new URL(request.url, "http://app").pathname] ?? [];
    if (type === undefined) return response.writeHead(404).end();
    return response.setHeader("content-type", type).end(content);
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => app.once("listening", resolve));
  home = `http://localhost:${app.address().port}/`;
  files["/config.json"][1] = JSON.stringify(configuration());
  // With this option, Chromium accepts the certificates of this authority, and of no other unknown authority.
  const { publicKey } = new X509Certificate(pool.authority);
  const key = createHash("sha256").update(publicKey.export({ type: "spki", format: "der" })).digest("base64");
  const args = [...FLAGS, `--ignore-certificate-errors-spki-list=${key}`];
  chrome = await chromium.launch({ executablePath: process.env.CHROMIUM, chromiumSandbox: false, args });
});
after(async () => {
  await chrome?.close();
  app?.close();
  pool?.stop();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await pool.control("POST", "reset", {});
  await pool.administer("AdminCreateUser", { Username: "ada", MessageAction: "SUPPRESS" });
  await pool.administer("AdminSetUserPassword", { Username: "ada", Password: PASSWORD, Permanent: true });
  await pool.administer("CreateIdentityProvider", {
    ProviderName: "Google", ProviderType: "Google", AttributeMapping: { email: "email" },
    ProviderDetails: { client_id: "app", client_secret: "secret", authorize_scopes: "email openid" },
  });
  const { UserPoolClient } = await pool.administer("DescribeUserPoolClient", { ClientId: CLIENT_ID });
  await pool.administer("UpdateUserPoolClient", {
    ...UserPoolClient, CallbackURLs: [home], LogoutURLs: [home], SupportedIdentityProviders: ["COGNITO", "Google"],
  });
  page = await (await chrome.newContext()).newPage();
  page.setDefaultTimeout(60_000);
  await page.goto(home);
  await shows("Signed out");
});
afterEach(() => page?.context().close());

function configuration() {
  const oauth = {
    domain: pool.url.replace("https://", ""), scopes: ["openid", "email", "aws.cognito.signin.user.admin"],
    redirectSignIn: [home], redirectSignOut: [home], responseType: "code",
  };
  const Cognito = {
    userPoolId: POOL_ID, userPoolClientId: CLIENT_ID, userPoolEndpoint: pool.url, loginWith: { oauth },
  };
  return { Auth: { Cognito } };
}

const press = (name) => page.getByRole("button", { name, exact: true }).click();
const shows = (text) => page.locator("output").getByText(text, { exact: true }).waitFor();

test("a user signs in with the form, has a session, and signs out of the browser too", async () => {
  await press("Sign in");
  await page.getByLabel("User name, e-mail address or phone number").fill("ada");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByLabel("Password").press("Enter");
  await shows("Signed in as ada");
  await page.reload();
  await shows("Signed in as ada");
  const before = (await pool.control("GET", "requests")).length;
  await press("Refresh");
  await shows("Refreshed for ada");
  const served = async () => (await pool.control("GET", "requests")).slice(before).map(({ operation }) => operation);
  assert.ok((await served()).some((name) => ["GetTokensFromRefreshToken", "InitiateAuth"].includes(name)));
  await press("Sign out");
  await shows("Signed out");
  assert.ok((await served()).includes("Logout"));
  await press("Sign in");
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
});

test("a user signs in with a provider, and signs out", async () => {
  await press("Sign in with Google");
  await page.getByRole("heading", { name: "Stand-in for Google" }).waitFor();
  await page.getByLabel("User id at the provider").fill("g-1");
  await page.getByLabel("E-mail address").fill("ada@gmail.com");
  await press("Sign in");
  await shows("Signed in as Google_g-1");
  await press("Sign out");
  await shows("Signed out");
});

test("the form leads to a provider, and a cancelled sign-in reaches the app", async () => {
  await press("Sign in");
  await page.getByRole("link", { name: "Continue with Google" }).click();
  await page.getByRole("heading", { name: "Stand-in for Google" }).waitFor();
  await press("Cancel");
  await shows("Failed: The user cancelled the sign-in");
});

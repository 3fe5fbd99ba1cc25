// axe-core checks every page of the pool, in each of its languages, on a phone and on a desktop. A page can have an
// error or a notice above its form. The tests find fields and buttons by their names in HTML, which are the same in
// every language.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { audit } from "./audit.mjs";
import { CLIENT_ID, PASSWORD, POOL_ID } from "./pool.mjs";
import { Stage } from "./stage.mjs";

const LANGUAGES = ["en", "de", "es", "fr"];
const CALLBACK = "myapp://callback/";
const DETAILS = { client_id: "app", client_secret: "secret", authorize_scopes: "email" };

let stage, pool, page;
before(async () => { stage = await Stage.start(); });
after(() => stage?.stop());
beforeEach(async () => {
  await stage.set();
  pool = stage.pool;
});
afterEach(() => stage.clear());

// The address that an app opens for a sign-in. `change` changes the request. The code challenge is the example of
// RFC 7636, appendix B.
function address(language, change = {}, host = "127.0.0.1") {
  const query = new URLSearchParams({
    client_id: CLIENT_ID, response_type: "code", redirect_uri: CALLBACK, scope: "openid", lang: language,
    code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", code_challenge_method: "S256", ...change,
  });
  return `${pool.url.replace("127.0.0.1", host)}/oauth2/authorize?${query}`;
}

// Opens the address in a browser without cookies.
async function open(...request) {
  page = await (await stage.freshProfile()).newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(address(...request));
}

const enter = (name, text) => page.locator(`[name="${name}"]`).fill(text);
const press = (selector) => page.locator(`button${selector}`).click();
const submit = () => press(":not(.secondary)");
const alert = () => page.locator("#error").waitFor();
const field = (name) => page.locator(`[name="${name}"]`).waitFor();

async function signIn(username, password = PASSWORD) {
  await enter("username", username);
  await enter("password", password);
  await submit();
}

// Chooses a first factor, for a user who has several.
async function choose(factor, username = "ada") {
  await enter("username", username);
  await press("[name=choose]");
  if (factor) await press(`[name=first_factor][value=${factor}]`);
}

const prefer = (factors) => pool.administer("AdminSetUserMFAPreference", { Username: "ada", ...factors });

// Makes the default client offer these identity providers.
async function offer(...names) {
  const { UserPoolClient } = await pool.administer("DescribeUserPoolClient", { ClientId: CLIENT_ID });
  await pool.administer("UpdateUserPoolClient", { ...UserPoolClient, SupportedIdentityProviders: names });
}

const addProvider = (name) => pool.administer("CreateIdentityProvider", {
  ProviderName: name, ProviderType: name, ProviderDetails: DETAILS, AttributeMapping: { email: "email" },
});

// Makes another user pool. Returns its id, and the changes that make a request lead to its pages.
async function anotherPool(settings) {
  const { UserPool } = await pool.administer("CreateUserPool", { PoolName: "another", ...settings });
  const { UserPoolClient } = await pool.administer("CreateUserPoolClient", {
    UserPoolId: UserPool.Id, ClientName: "client", CallbackURLs: [CALLBACK], AllowedOAuthFlows: ["code"],
    AllowedOAuthScopes: ["openid"], AllowedOAuthFlowsUserPoolClient: true, SupportedIdentityProviders: ["COGNITO"],
  });
  return { id: UserPool.Id, request: { client_id: UserPoolClient.ClientId } };
}

const addUser = (UserPoolId, Username) => pool.administer("AdminCreateUser", {
  UserPoolId, Username, TemporaryPassword: PASSWORD, MessageAction: "SUPPRESS",
});

const smsAndEmail = {
  SmsMfaConfiguration: { SmsConfiguration: { SnsCallerArn: "arn:aws:iam::000000000000:role/sms" } },
  EmailMfaConfiguration: {},
};

async function tokens() {
  const AuthParameters = { USERNAME: "ada", PASSWORD };
  const request = { ClientId: CLIENT_ID, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters };
  return (await pool.administer("InitiateAuth", request)).AuthenticationResult;
}

// Gives ada an authenticator app, which she uses at each sign-in.
async function addAuthenticatorApp() {
  const { AccessToken } = await tokens();
  const { SecretCode } = await pool.administer("AssociateSoftwareToken", { AccessToken });
  await pool.administer("VerifySoftwareToken", { AccessToken, UserCode: await pool.appCode(SecretCode) });
  await prefer({ SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true } });
}

// Gives ada a passkey for localhost.
async function addPasskey() {
  const { AccessToken } = await tokens();
  const { CredentialCreationOptions } = await pool.administer("StartWebAuthnRegistration", { AccessToken });
  const own = await (await stage.freshProfile()).newPage();
  await stage.addAuthenticator(own);
  await own.goto(pool.url.replace("127.0.0.1", "localhost"));
  const Credential = await own.evaluate(async (options) => {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
    return (await navigator.credentials.create({ publicKey })).toJSON();
  }, CredentialCreationOptions);
  await pool.administer("CompleteWebAuthnRegistration", { AccessToken, Credential });
}

// Each page. `kind` is the function or the step in src/oauth/pages that makes the page. `prepare` makes what the pool
// needs for it. `way` gets the result of `prepare`, and opens the page in a language. `isEnglish` marks the pages that
// exist only in English.
const PAGES = [
  { name: "the sign-in", kind: "page", way: (language) => open(language) },
  {
    name: "the sign-in, refused", kind: "page",
    way: async (language) => {
      await open(language);
      await signIn("ada", "Wrong-1234");
      await alert();
    },
  },
  {
    name: "the sign-in with a provider", kind: "page",
    prepare: async () => {
      await addProvider("Google");
      await offer("COGNITO", "Google");
    },
    way: (language) => open(language),
  },
  {
    name: "the sign-in without a password", kind: "page",
    prepare: async () => {
      // With a single provider, the pool would show no page.
      for (const name of ["Google", "Facebook"]) await addProvider(name);
      await offer("Google", "Facebook");
    },
    way: async (language) => {
      await open(language);
      await page.locator("ul.providers a").first().waitFor();
      assert.equal(await page.locator("form").count(), 0);
    },
  },
  {
    name: "the sign-in of a client that offers nothing", kind: "page",
    prepare: async () => {
      await addProvider("Google");
      await offer("Google");
      await pool.administer("DeleteIdentityProvider", { ProviderName: "Google" });
    },
    way: async (language) => {
      await open(language);
      await page.locator("main p").waitFor();
      assert.equal(await page.locator("form, a").count(), 0);
    },
  },
  {
    name: "the sign-in after a new password", kind: "page",
    way: async (language) => {
      await forgotPassword(language);
      await enter("code", await pool.latestCode("ada"));
      await enter("new_password", PASSWORD);
      await submit();
      await page.locator("#notice").waitFor();
    },
  },
  {
    name: "the sign-up", kind: "sign_up",
    way: async (language) => {
      await open(language);
      await page.locator("a[href^='/signup']").click();
      await field("userAttributes.email");
    },
  },
  {
    name: "the sign-up with every attribute, refused", kind: "sign_up",
    prepare: () => {
      const names = ["name", "given_name", "website", "gender", "birthdate", "address", "phone_number", "email"];
      const Schema = names.map((Name) => ({ Name, AttributeDataType: "String", Required: true }));
      return anotherPool({ Schema });
    },
    way: async (language, { request }) => {
      await open(language, request);
      await page.locator("a[href^='/signup']").click();
      await field("userAttributes.birthdate");
      for (const input of await page.locator("input:not([type=hidden]):not([type=date])").all()) {
        const kind = await input.getAttribute("type");
        await input.fill({ email: "bob@example.com", url: "https://example.com", tel: "+15551234567" }[kind] ?? "bob");
      }
      await page.locator("input[type=date]").fill("1815-12-10");
      await submit();
      await alert();
    },
  },
  {
    name: "a forgotten password", kind: "forgot_password",
    way: async (language) => {
      await open(language);
      await page.locator("a[href^='/forgotPassword']").click();
      await page.locator("form[action^='/forgotPassword']").waitFor();
    },
  },
  { name: "the code and the new password", kind: "reset_password", way: (language) => forgotPassword(language) },
  {
    name: "the code and the new password, refused", kind: "reset_password",
    way: async (language) => {
      await forgotPassword(language);
      await enter("code", "000000x");
      await enter("new_password", PASSWORD);
      await submit();
      await alert();
    },
  },
  {
    name: "the choice of a first factor", kind: "FirstFactor",
    prepare: () => pool.addPhone("ada"),
    way: async (language) => {
      await open(language);
      await choose();
      await page.locator("button[name=first_factor]").first().waitFor();
    },
  },
  {
    name: "a first factor: the password", kind: "Password",
    way: async (language) => {
      await open(language);
      await choose("PASSWORD");
      await field("password");
      assert.equal(await page.locator("input[name=username]:not([type=hidden])").count(), 0);
    },
  },
  {
    name: "a first factor: the password, refused", kind: "Password",
    way: async (language) => {
      await open(language);
      await choose("PASSWORD");
      await enter("password", "Wrong-1234");
      await press(":not(.secondary)");
      await alert();
    },
  },
  {
    name: "a first factor: a code", kind: "FirstFactorCode",
    way: async (language) => {
      await open(language);
      await choose("EMAIL_OTP");
      await field("code");
    },
  },
  {
    name: "a first factor: a passkey", kind: "Passkey",
    prepare: addPasskey,
    way: async (language) => {
      await open(language, {}, "localhost");
      await choose("WEB_AUTHN");
      await page.locator("#use-passkey").waitFor();
    },
  },
  {
    name: "a first factor: a passkey of another domain", kind: "Passkey",
    prepare: addPasskey,
    way: async (language) => {
      await open(language);
      await choose("WEB_AUTHN");
      await press("#use-passkey");
      await page.locator("#passkey-problem:not([hidden])").waitFor();
    },
  },
  {
    name: "the confirmation of the account", kind: "ConfirmationCode",
    prepare: () => stage.signUp("bob"),
    way: async (language) => {
      await open(language);
      await signIn("bob");
      await field("code");
    },
  },
  {
    name: "a sign-in whose account an administrator has to confirm", kind: "ConfirmationCode",
    prepare: async () => {
      const { id, request } = await anotherPool({});
      await pool.administer("SignUp", { ClientId: request.client_id, Username: "bob", Password: PASSWORD });
      return { id, request };
    },
    way: async (language, { request }) => {
      await open(language, request);
      await signIn("bob");
      await page.locator("a[href^='/login']").waitFor();
      assert.equal(await page.locator("form").count(), 0);
    },
  },
  {
    name: "a new password", kind: "NewPassword",
    prepare: () => addUser(POOL_ID, "bob"),
    way: async (language) => {
      await open(language);
      await signIn("bob");
      await field("new_password");
    },
  },
  {
    name: "a new password with the attributes that are missing", kind: "NewPassword",
    prepare: async () => {
      const names = ["given_name", "birthdate", "phone_number"];
      const Schema = names.map((Name) => ({ Name, AttributeDataType: "String", Required: true }));
      const another = await anotherPool({ Schema });
      await addUser(another.id, "bob");
      return another;
    },
    way: async (language, { request }) => {
      await open(language, request);
      await signIn("bob");
      await field("userAttributes.birthdate");
    },
  },
  {
    name: "a code by mail", kind: "Code",
    prepare: () => prefer({ EmailMfaSettings: { Enabled: true, PreferredMfa: true } }),
    way: async (language) => {
      await open(language);
      await signIn("ada");
      await field("code");
    },
  },
  {
    name: "a code of an authenticator app", kind: "Code",
    prepare: addAuthenticatorApp,
    way: async (language) => {
      await open(language);
      await signIn("ada");
      await field("code");
    },
  },
  {
    name: "a code of an authenticator app, refused", kind: "Code",
    prepare: addAuthenticatorApp,
    way: async (language) => {
      await open(language);
      await signIn("ada");
      await enter("code", "000000x");
      await submit();
      await alert();
    },
  },
  {
    name: "the choice of a second factor", kind: "ChosenFactor",
    prepare: async () => {
      await pool.addPhone("ada");
      await prefer({ SMSMfaSettings: { Enabled: true }, EmailMfaSettings: { Enabled: true } });
    },
    way: async (language) => {
      await open(language);
      await signIn("ada");
      await page.locator("input[type=radio]").first().waitFor();
    },
  },
  {
    name: "a second factor to set up", kind: "FactorToSetUp",
    prepare: async () => {
      const another = await anotherPool({});
      await pool.administer("SetUserPoolMfaConfig", {
        UserPoolId: another.id, MfaConfiguration: "ON", SoftwareTokenMfaConfiguration: { Enabled: true }, ...smsAndEmail,
      });
      await addConfirmedUser(another.id);
      return another;
    },
    way: async (language, { request }) => {
      await open(language, request);
      await signIn("bob");
      for (const name of ["factor", "email", "phone_number"]) await field(name);
    },
  },
  {
    name: "a second factor to set up: an e-mail address, refused", kind: "FactorToSetUp",
    prepare: async () => {
      const another = await anotherPool({});
      await pool.administer("SetUserPoolMfaConfig", {
        UserPoolId: another.id, MfaConfiguration: "ON", EmailMfaConfiguration: {},
      });
      await addConfirmedUser(another.id);
      return another;
    },
    way: async (language, { request }) => {
      await open(language, request);
      await signIn("bob");
      await enter("email", `${"b".repeat(2100)}@example.com`);
      await submit();
      await alert();
    },
  },
  {
    name: "an authenticator app to set up", kind: "AppCode",
    prepare: () => pool.requireMfa({
      SoftwareTokenMfaConfiguration: { Enabled: true }, SmsMfaConfiguration: smsAndEmail.SmsMfaConfiguration,
    }),
    way: async (language) => {
      await open(language);
      await signIn("ada");
      await press("[name=factor]");
      await page.locator("a[href^='otpauth:']").waitFor();
    },
  },
  {
    name: "an error that can't be sent to the app", kind: "failure",
    way: async (language) => {
      // Such a page is in the language of the last sign-in.
      await open(language);
      await page.goto(address(language, { redirect_uri: "myapp://elsewhere/" }));
      await alert();
    },
  },
  {
    name: "the stand-in for a provider", kind: "stand_in", isEnglish: true,
    prepare: async () => {
      await addProvider("Google");
      await offer("COGNITO", "Google");
    },
    way: async (language) => {
      await open(language, { identity_provider: "Google" });
      await field("sub");
    },
  },
];

async function forgotPassword(language) {
  await open(language);
  await page.locator("a[href^='/forgotPassword']").click();
  await page.locator("form[action^='/forgotPassword']").waitFor();
  await enter("username", "ada");
  await submit();
  await field("new_password");
}

// Makes the user bob in another pool. Bob has a password and no address.
async function addConfirmedUser(UserPoolId) {
  await addUser(UserPoolId, "bob");
  await pool.administer("AdminSetUserPassword", { UserPoolId, Username: "bob", Password: PASSWORD, Permanent: true });
}

for (const { name, prepare, way, isEnglish } of PAGES) {
  test(`everybody can use the page: ${name}`, async () => {
    const prepared = await prepare?.();
    const titles = new Set();
    for (const language of isEnglish ? ["en"] : LANGUAGES) {
      await way(language, prepared);
      assert.equal(await page.locator("html").getAttribute("lang"), language);
      titles.add(await page.title());
      await audit(page);
    }
    assert.equal(titles.size, isEnglish ? 1 : LANGUAGES.length, "each language has a title of its own");
  });
}

test("the list of pages has every page that there is", () => {
  const source = (file) => readFileSync(join(process.env.PAGES, file), "utf8");
  const found = (file, pattern) => [...source(file).matchAll(pattern)].map(([, name]) => name);
  const steps = found("steps.rs", /^ {8}Asked::(\w+)/gm);
  const forms = [
    ...found("account.rs", /^pub\(crate\) fn (\w+)\(form: /gm), ...found("sign_in.rs", /^pub\(crate\) fn (\w+)\(form: /gm),
  ];
  assert.ok(steps.length >= 10 && forms.length >= 4, "the patterns of this test do not find the pages in the sources");
  const kinds = new Set([...steps, ...forms, ...found("mod.rs", /^pub\(crate\) fn (failure)\(/gm), "stand_in"]);
  assert.deepEqual([...new Set(PAGES.map(({ kind }) => kind))].sort(), [...kinds].sort());
});

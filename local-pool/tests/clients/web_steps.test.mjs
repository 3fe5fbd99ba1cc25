// The steps of a sign-in on the pool's pages in Chromium. The app uses our core.

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

// Signs in with the name and the password. The next page is a step.
async function begin(username, password = PASSWORD) {
  answer = stage.app.call("signInWithWebUI");
  page = await stage.show();
  await stage.signInOn(page, username, password);
}

const heading = (name) => page.getByRole("heading", { level: 1, name }).waitFor();
const press = (name) => page.getByRole("button", { name, exact: true }).click();
const enter = (label, text) => page.getByLabel(label, { exact: true }).fill(text);

async function completed(username) {
  assert.deepEqual(await answer, { isSignedIn: true });
  assert.equal((await stage.app.call("getCurrentUser")).username, username);
}

const prefer = (factors) => stage.pool.administer("AdminSetUserMFAPreference", { Username: "ada", ...factors });

test("a code by text message is asked for again after a wrong one", async () => {
  await stage.pool.addPhone("ada");
  await prefer({ SMSMfaSettings: { Enabled: true, PreferredMfa: true } });
  await begin("ada");
  await heading("Enter your code");
  await audit(page, "code");
  await enter("Code", "000000x");
  await press("Sign in");
  await page.getByRole("alert").waitFor();
  await enter("Code", await stage.pool.latestCode("ada"));
  await press("Sign in");
  await completed("ada");
});

test("a user with several factors chooses one", async () => {
  await stage.pool.addPhone("ada");
  await prefer({ SMSMfaSettings: { Enabled: true }, EmailMfaSettings: { Enabled: true } });
  await begin("ada");
  await heading("Choose how to verify");
  await audit(page, "factor-choice");
  await page.getByRole("radio", { name: "E-mail" }).check();
  await press("Continue");
  await heading("Enter your code");
  await enter("Code", await stage.pool.latestCode("ada"));
  await press("Sign in");
  await completed("ada");
});

test("an authenticator app is set up if a second factor is required", async () => {
  await stage.pool.requireMfa({
    SoftwareTokenMfaConfiguration: { Enabled: true },
    SmsMfaConfiguration: { SmsConfiguration: { SnsCallerArn: "arn:aws:iam::000000000000:role/sms" } },
  });
  await begin("ada");
  await heading("Set up a second factor");
  await audit(page, "factor-set-up");
  await press("Authenticator app");
  await heading("Set up an authenticator app");
  await audit(page, "app-set-up");
  const key = await page.locator("code").textContent();
  await enter("Code", await stage.pool.appCode(key));
  await press("Set up and sign in");
  await completed("ada");
});

test("an invited user chooses a password", async () => {
  await stage.pool.administer("AdminCreateUser", { Username: "bob", TemporaryPassword: "Temporary-1" });
  await begin("bob", "Temporary-1");
  await heading("Choose a new password");
  await audit(page, "new-password");
  await enter("New password", "weak");
  await press("Set password");
  await page.getByRole("alert").waitFor();
  await enter("New password", "Chosen-pass-1");
  await press("Set password");
  await completed("bob");
});

test("a user who has not confirmed the account confirms it in the sign-in", async () => {
  await stage.signUp("bob");
  await begin("bob");
  await heading("Confirm your account");
  await audit(page, "confirmation");
  await enter("Code", await stage.pool.latestCode("bob"));
  await press("Confirm account");
  await completed("bob");
});

// aws-amplify: the guide, as an Amplify app plays it.

import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { Amplify } from "aws-amplify";
import * as auth from "aws-amplify/auth";
import { cognitoUserPoolsTokenProvider } from "aws-amplify/auth/cognito";
import { CLIENT_ID, PASSWORD, POOL_ID, startPool, tampered } from "./pool.mjs";

class Memory {
  entries = new Map();
  async getItem(key) { return this.entries.get(key) ?? null; }
  async setItem(key, value) { this.entries.set(key, value); }
  async removeItem(key) { this.entries.delete(key); }
  async clear() { this.entries.clear(); }
}

let pool;
before(async () => { pool = await startPool(); });
after(() => pool.stop());

beforeEach(async () => {
  await pool.control("POST", "reset", {});
  Amplify.configure({
    Auth: { Cognito: { userPoolId: POOL_ID, userPoolClientId: CLIENT_ID, userPoolEndpoint: pool.url } },
  });
  cognitoUserPoolsTokenProvider.setKeyValueStorage(new Memory());
});

async function signUpConfirmed(username) {
  await auth.signUp({
    username, password: PASSWORD, options: { userAttributes: { email: `${username}@example.com` } },
  });
  const { isSignUpComplete } = await auth.confirmSignUp({
    username, confirmationCode: await pool.latestCode(username),
  });
  assert.ok(isSignUpComplete);
}

test("the guide: registered, confirmed, signed in by SRP, tokens verified through the published keys", async () => {
  await signUpConfirmed("ada");
  const { isSignedIn } = await auth.signIn({ username: "ada", password: PASSWORD });
  assert.ok(isSignedIn);
  const { tokens } = await auth.fetchAuthSession();
  const access = await pool.verified(tokens.accessToken.toString());
  assert.equal(access.token_use, "access");
  assert.equal((await pool.verified(tokens.idToken.toString())).email, "ada@example.com");
  assert.equal((await auth.getCurrentUser()).userId, access.sub);
});

test("a sign-up says where the code went", async () => {
  const { nextStep } = await auth.signUp({
    username: "ada", password: PASSWORD, options: { userAttributes: { email: "ada@example.com" } },
  });
  assert.equal(nextStep.signUpStep, "CONFIRM_SIGN_UP");
  assert.equal(nextStep.codeDeliveryDetails.deliveryMedium, "EMAIL");
});

test("a wrong password is refused", async () => {
  await signUpConfirmed("ada");
  await assert.rejects(auth.signIn({ username: "ada", password: "Wrong-pass-1" }),
    { name: "NotAuthorizedException", message: "Incorrect username or password." });
});

test("the password may be sent where the client allows it", async () => {
  await signUpConfirmed("ada");
  const { isSignedIn } = await auth.signIn({
    username: "ada", password: PASSWORD, options: { authFlowType: "USER_PASSWORD_AUTH" },
  });
  assert.ok(isSignedIn);
});

test("an unconfirmed user gets the step that confirms", async () => {
  await auth.signUp({ username: "ada", password: PASSWORD, options: { userAttributes: { email: "ada@example.com" } } });
  const { nextStep } = await auth.signIn({ username: "ada", password: PASSWORD });
  assert.equal(nextStep.signInStep, "CONFIRM_SIGN_UP");
});

test("a tampered token does not verify", async () => {
  await signUpConfirmed("ada");
  await auth.signIn({ username: "ada", password: PASSWORD });
  const { tokens } = await auth.fetchAuthSession();
  await assert.rejects(pool.verified(tampered(tokens.accessToken.toString())),
    { code: "ERR_JWS_SIGNATURE_VERIFICATION_FAILED" });
});

test("a second factor by mail: a wrong code, then the right one", async () => {
  await signUpConfirmed("ada");
  await pool.administer("AdminSetUserMFAPreference", {
    Username: "ada", EmailMfaSettings: { Enabled: true, PreferredMfa: true },
  });
  const { nextStep } = await auth.signIn({ username: "ada", password: PASSWORD });
  assert.equal(nextStep.signInStep, "CONFIRM_SIGN_IN_WITH_EMAIL_CODE");
  const code = await pool.latestCode("ada");
  await assert.rejects(auth.confirmSignIn({ challengeResponse: code === "000000" ? "111111" : "000000" }),
    { name: "CodeMismatchException" });
  const { isSignedIn } = await auth.confirmSignIn({ challengeResponse: code });
  assert.ok(isSignedIn);
});

test("with two kinds of second factor and none preferred the user chooses", async () => {
  await signUpConfirmed("ada");
  await pool.administer("AdminUpdateUserAttributes", {
    Username: "ada",
    UserAttributes: [{ Name: "phone_number", Value: "+15550001111" }, { Name: "phone_number_verified", Value: "true" }],
  });
  await pool.administer("AdminSetUserMFAPreference", {
    Username: "ada", EmailMfaSettings: { Enabled: true }, SMSMfaSettings: { Enabled: true },
  });
  const { nextStep } = await auth.signIn({ username: "ada", password: PASSWORD });
  assert.equal(nextStep.signInStep, "CONTINUE_SIGN_IN_WITH_MFA_SELECTION");
  const chosen = await auth.confirmSignIn({ challengeResponse: "SMS" });
  assert.equal(chosen.nextStep.signInStep, "CONFIRM_SIGN_IN_WITH_SMS_CODE");
  const { isSignedIn } = await auth.confirmSignIn({ challengeResponse: await pool.latestCode("ada") });
  assert.ok(isSignedIn);
});

test("a temporary password is replaced", async () => {
  await pool.administer("AdminCreateUser", { Username: "bob", TemporaryPassword: "Temporary-1" });
  const { nextStep } = await auth.signIn({ username: "bob", password: "Temporary-1" });
  assert.equal(nextStep.signInStep, "CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED");
  const { isSignedIn } = await auth.confirmSignIn({ challengeResponse: "Chosen-pass-1" });
  assert.ok(isSignedIn);
});

test("a forced refresh brings new tokens, and a global sign-out ends the session", async () => {
  await signUpConfirmed("ada");
  await auth.signIn({ username: "ada", password: PASSWORD });
  const before = (await auth.fetchAuthSession()).tokens.accessToken.toString();
  await pool.control("POST", "clock", { advanceSeconds: 5 });
  const refreshed = (await auth.fetchAuthSession({ forceRefresh: true })).tokens.accessToken.toString();
  assert.notEqual(refreshed, before);
  await auth.signOut({ global: true });
  await assert.rejects(auth.getCurrentUser(), { name: "UserUnAuthenticatedException" });
});

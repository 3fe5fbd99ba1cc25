// aws-amplify: the sign-in of Amplify's guides, in an Amplify app.

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

// Amplify names a device after the browser's navigator, which Node before 21 lacks.
globalThis.navigator ??= { userAgent: "Node.js" };

// An automatic sign-in leaves a timer that runs for minutes. The test run must not wait for it.
const { setTimeout: wait } = globalThis;
globalThis.setTimeout = (work, delay, ...more) => {
  const timer = wait(work, delay, ...more);
  return delay >= 60_000 ? timer.unref() : timer;
};

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

test("the guide: a user registers, confirms, signs in by SRP, and the published keys verify the tokens", async () => {
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

test("the password itself may be sent if the client allows it", async () => {
  await signUpConfirmed("ada");
  const { isSignedIn } = await auth.signIn({
    username: "ada", password: PASSWORD, options: { authFlowType: "USER_PASSWORD_AUTH" },
  });
  assert.ok(isSignedIn);
});

test("the next step of an unconfirmed user is to confirm the sign-up", async () => {
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

test("a second factor by e-mail takes the right code after a wrong one", async () => {
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

test("with two kinds of second factor and no preferred one, the user chooses", async () => {
  await signUpConfirmed("ada");
  await pool.addPhone("ada");
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

// Begins USER_AUTH without a preferred factor.
function begin(username, options = {}) {
  return auth.signIn({ username, options: { authFlowType: "USER_AUTH", ...options } });
}

test("USER_AUTH: the user chooses a code, which completes the sign-in", async () => {
  await signUpConfirmed("ada");
  const { nextStep } = await begin("ada");
  assert.equal(nextStep.signInStep, "CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION");
  assert.deepEqual(nextStep.availableChallenges, ["PASSWORD", "PASSWORD_SRP", "EMAIL_OTP"]);
  const asked = await auth.confirmSignIn({ challengeResponse: "EMAIL_OTP" });
  assert.equal(asked.nextStep.signInStep, "CONFIRM_SIGN_IN_WITH_EMAIL_CODE");
  const { isSignedIn } = await auth.confirmSignIn({ challengeResponse: await pool.latestCode("ada") });
  assert.ok(isSignedIn);
});

test("USER_AUTH: the chosen password is sent, or verified by SRP", async () => {
  await signUpConfirmed("ada");
  for (const choice of ["PASSWORD", "PASSWORD_SRP"]) {
    await begin("ada");
    const asked = await auth.confirmSignIn({ challengeResponse: choice });
    assert.equal(asked.nextStep.signInStep, "CONFIRM_SIGN_IN_WITH_PASSWORD");
    const { isSignedIn } = await auth.confirmSignIn({ challengeResponse: PASSWORD });
    assert.ok(isSignedIn);
    await auth.signOut();
  }
});

test("USER_AUTH: a preferred factor is asked for without a choice", async () => {
  await signUpConfirmed("ada");
  const asked = await begin("ada", { preferredChallenge: "EMAIL_OTP" });
  assert.equal(asked.nextStep.signInStep, "CONFIRM_SIGN_IN_WITH_EMAIL_CODE");
  const signedIn = await auth.confirmSignIn({ challengeResponse: await pool.latestCode("ada") });
  assert.ok(signedIn.isSignedIn);
  await auth.signOut();
  const { isSignedIn } = await auth.signIn({
    username: "ada", password: PASSWORD, options: { authFlowType: "USER_AUTH", preferredChallenge: "PASSWORD_SRP" },
  });
  assert.ok(isSignedIn);
});

test("a sign-up without a password signs in by itself", async () => {
  const { nextStep } = await auth.signUp({
    username: "ada",
    options: { userAttributes: { email: "ada@example.com" }, autoSignIn: { authFlowType: "USER_AUTH" } },
  });
  assert.equal(nextStep.signUpStep, "CONFIRM_SIGN_UP");
  const confirmed = await auth.confirmSignUp({ username: "ada", confirmationCode: await pool.latestCode("ada") });
  assert.equal(confirmed.nextStep.signUpStep, "COMPLETE_AUTO_SIGN_IN");
  const { isSignedIn } = await auth.autoSignIn();
  assert.ok(isSignedIn);
  assert.equal((await auth.getCurrentUser()).username, "ada");
});

test("an authenticator app is set up, preferred, and asked for", async () => {
  await signUpConfirmed("ada");
  await auth.signIn({ username: "ada", password: PASSWORD });
  const { sharedSecret } = await auth.setUpTOTP();
  const code = await pool.appCode(sharedSecret);
  await assert.rejects(auth.verifyTOTPSetup({ code: code === "000000" ? "111111" : "000000" }),
    { name: "EnableSoftwareTokenMFAException" });
  await auth.verifyTOTPSetup({ code });
  await auth.updateMFAPreference({ totp: "PREFERRED", email: "ENABLED" });
  const { preferred, enabled } = await auth.fetchMFAPreference();
  assert.deepEqual([preferred, enabled.sort()], ["TOTP", ["EMAIL", "TOTP"]]);
  await auth.signOut();
  const { nextStep } = await auth.signIn({ username: "ada", password: PASSWORD });
  assert.equal(nextStep.signInStep, "CONFIRM_SIGN_IN_WITH_TOTP_CODE");
  const { isSignedIn } = await auth.confirmSignIn({ challengeResponse: await pool.appCode(sharedSecret) });
  assert.ok(isSignedIn);
});

test("if a second factor is required, an authenticator app is set up in the sign-in", async () => {
  await signUpConfirmed("ada");
  await pool.requireMfa({ SoftwareTokenMfaConfiguration: { Enabled: true } });
  const { nextStep } = await auth.signIn({ username: "ada", password: PASSWORD });
  assert.equal(nextStep.signInStep, "CONTINUE_SIGN_IN_WITH_TOTP_SETUP");
  const challengeResponse = await pool.appCode(nextStep.totpSetupDetails.sharedSecret);
  assert.ok((await auth.confirmSignIn({ challengeResponse })).isSignedIn);
});

test("the user chooses which second factor to set up, here an e-mail address", async () => {
  await pool.administer("AdminCreateUser", { Username: "bob", TemporaryPassword: PASSWORD });
  await pool.administer("AdminSetUserPassword", { Username: "bob", Password: PASSWORD, Permanent: true });
  await pool.requireMfa({ SoftwareTokenMfaConfiguration: { Enabled: true }, EmailMfaConfiguration: {} });
  const { nextStep } = await auth.signIn({ username: "bob", password: PASSWORD });
  assert.equal(nextStep.signInStep, "CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION");
  assert.deepEqual(nextStep.allowedMFATypes, ["TOTP", "EMAIL"]);
  const chosen = await auth.confirmSignIn({ challengeResponse: "EMAIL" });
  assert.equal(chosen.nextStep.signInStep, "CONTINUE_SIGN_IN_WITH_EMAIL_SETUP");
  const sent = await auth.confirmSignIn({ challengeResponse: "bob@example.com" });
  assert.equal(sent.nextStep.signInStep, "CONFIRM_SIGN_IN_WITH_EMAIL_CODE");
  assert.ok((await auth.confirmSignIn({ challengeResponse: await pool.latestCode("bob") })).isSignedIn);
});

test("a device is confirmed, signs in by SRP, and is remembered, listed and forgotten", async () => {
  await pool.trackDevices();
  await signUpConfirmed("ada");
  await auth.signIn({ username: "ada", password: PASSWORD });
  await auth.rememberDevice();
  const [device] = await auth.fetchDevices();
  await auth.signOut();
  const from = (await pool.control("GET", "requests")).length;
  assert.ok((await auth.signIn({ username: "ada", password: PASSWORD })).isSignedIn);
  const served = (await pool.control("GET", "requests")).slice(from).map(({ operation }) => operation);
  assert.equal(served.filter((operation) => operation === "RespondToAuthChallenge").length, 3);
  const { tokens } = await auth.fetchAuthSession({ forceRefresh: true });
  assert.equal((await pool.verified(tokens.accessToken.toString())).device_key, device.id);
  await auth.forgetDevice();
  assert.deepEqual(await auth.fetchDevices(), []);
});

test("a device that the pool has forgotten is replaced by a new one", async () => {
  await pool.trackDevices();
  await signUpConfirmed("ada");
  await auth.signIn({ username: "ada", password: PASSWORD });
  const [{ id }] = await auth.fetchDevices();
  await auth.signOut();
  await pool.administer("AdminForgetDevice", { Username: "ada", DeviceKey: id });
  assert.ok((await auth.signIn({ username: "ada", password: PASSWORD })).isSignedIn);
  const [device] = await auth.fetchDevices();
  assert.notEqual(device.id, id);
});

test("attributes are changed, verified by a code, and deleted", async () => {
  await signUpConfirmed("ada");
  await auth.signIn({ username: "ada", password: PASSWORD });
  const updated = await auth.updateUserAttributes({ userAttributes: { email: "new@example.com", name: "Ada" } });
  assert.equal(updated.email.nextStep.updateAttributeStep, "CONFIRM_ATTRIBUTE_WITH_CODE");
  assert.equal(updated.name.nextStep.updateAttributeStep, "DONE");
  assert.equal((await auth.fetchUserAttributes()).email_verified, "false");
  await auth.sendUserAttributeVerificationCode({ userAttributeKey: "email" });
  const confirmationCode = await pool.latestCode("ada");
  const wrong = confirmationCode === "000000" ? "111111" : "000000";
  await assert.rejects(auth.confirmUserAttribute({ userAttributeKey: "email", confirmationCode: wrong }),
    { name: "CodeMismatchException" });
  await auth.confirmUserAttribute({ userAttributeKey: "email", confirmationCode });
  await auth.deleteUserAttributes({ userAttributeKeys: ["name"] });
  const attributes = await auth.fetchUserAttributes();
  assert.deepEqual([attributes.email, attributes.email_verified, attributes.name], ["new@example.com", "true", undefined]);
});

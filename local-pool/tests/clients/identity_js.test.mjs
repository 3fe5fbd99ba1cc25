// amazon-cognito-identity-js: the sign-in of Amplify's guides, with SRP, and its errors.

import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { AuthenticationDetails, CognitoUser, CognitoUserAttribute, CognitoUserPool } from "amazon-cognito-identity-js";
import { CLIENT_ID, PASSWORD, POOL_ID, startPool, tampered } from "./pool.mjs";

let pool;
before(async () => { pool = await startPool(); });
after(() => pool.stop());
beforeEach(() => pool.control("POST", "reset", {}));

class Memory {
  entries = new Map();
  getItem(key) { return this.entries.get(key) ?? null; }
  setItem(key, value) { this.entries.set(key, value); }
  removeItem(key) { this.entries.delete(key); }
  clear() { this.entries.clear(); }
}

function userPool() {
  return new CognitoUserPool({ UserPoolId: POOL_ID, ClientId: CLIENT_ID, endpoint: pool.url, Storage: new Memory() });
}

function userNamed(name) {
  return new CognitoUser({ Username: name, Pool: userPool(), Storage: new Memory() });
}

// A callback-style call as a promise.
function called(target, method, ...parameters) {
  return new Promise((resolve, reject) =>
    target[method](...parameters, (error, result) => (error ? reject(error) : resolve(result))));
}

async function signUpConfirmed(name) {
  const email = new CognitoUserAttribute({ Name: "email", Value: `${name}@example.com` });
  await called(userPool(), "signUp", name, PASSWORD, [email], null);
  await called(userNamed(name), "confirmRegistration", await pool.latestCode(name), true);
}

// Signs in. The result is a session or the name of a challenge.
function signIn(user, password) {
  return new Promise((resolve, reject) => {
    user.authenticateUser(new AuthenticationDetails({ Username: user.getUsername(), Password: password }), {
      onSuccess: (session) => resolve({ session }),
      onFailure: reject,
      mfaRequired: (name) => resolve({ challenge: name }),
      totpRequired: (name) => resolve({ challenge: name }),
      newPasswordRequired: (attributes) => resolve({ challenge: "NEW_PASSWORD_REQUIRED", attributes }),
    });
  });
}

test("the guide: a user registers, confirms, signs in by SRP, and the published keys verify the tokens", async () => {
  await signUpConfirmed("ada");
  const { session } = await signIn(userNamed("ada"), PASSWORD);
  const access = await pool.verified(session.getAccessToken().getJwtToken());
  const identity = await pool.verified(session.getIdToken().getJwtToken());
  assert.equal(access.token_use, "access");
  assert.equal(identity.aud, CLIENT_ID);
  assert.equal(identity.email, "ada@example.com");
});

test("a wrong password is refused", async () => {
  await signUpConfirmed("ada");
  await assert.rejects(signIn(userNamed("ada"), "Wrong-pass-1"),
    { name: "NotAuthorizedException", message: "Incorrect username or password." });
});

test("an unconfirmed user is refused", async () => {
  const email = new CognitoUserAttribute({ Name: "email", Value: "ada@example.com" });
  await called(userPool(), "signUp", "ada", PASSWORD, [email], null);
  await assert.rejects(signIn(userNamed("ada"), PASSWORD), { name: "UserNotConfirmedException" });
});

test("a wrong code is refused", async () => {
  const email = new CognitoUserAttribute({ Name: "email", Value: "ada@example.com" });
  await called(userPool(), "signUp", "ada", PASSWORD, [email], null);
  const code = await pool.latestCode("ada");
  await assert.rejects(
    called(userNamed("ada"), "confirmRegistration", code === "000000" ? "111111" : "000000", true),
    { name: "CodeMismatchException" });
});

test("a tampered token does not verify", async () => {
  await signUpConfirmed("ada");
  const { session } = await signIn(userNamed("ada"), PASSWORD);
  await assert.rejects(pool.verified(tampered(session.getIdToken().getJwtToken())),
    { code: "ERR_JWS_SIGNATURE_VERIFICATION_FAILED" });
});

test("a second factor by text message completes the sign-in", async () => {
  await signUpConfirmed("ada");
  await pool.addPhone("ada");
  await pool.administer("AdminSetUserMFAPreference", {
    Username: "ada", SMSMfaSettings: { Enabled: true, PreferredMfa: true },
  });
  const user = userNamed("ada");
  assert.deepEqual(await signIn(user, PASSWORD), { challenge: "SMS_MFA" });
  const code = await pool.latestCode("ada");
  const session = await new Promise((onSuccess, onFailure) => user.sendMFACode(code, { onSuccess, onFailure }));
  assert.ok(session.isValid());
});

// A user on one device. The device's storage survives the sign-ins.
function userOnDevice(name, storage) {
  const users = new CognitoUserPool({ UserPoolId: POOL_ID, ClientId: CLIENT_ID, endpoint: pool.url, Storage: storage });
  return new CognitoUser({ Username: name, Pool: users, Storage: storage });
}

// The requests since number `from`: for each, its operation or, if it failed, its exception.
async function served(from) {
  return (await pool.control("GET", "requests")).slice(from).map(({ operation, errorType }) => errorType ?? operation);
}

test("a new device is confirmed, and signs in by SRP at the next sign-in", async () => {
  await pool.trackDevices();
  await signUpConfirmed("ada");
  const storage = new Memory();
  assert.ok((await signIn(userOnDevice("ada", storage), PASSWORD)).session.isValid());
  const from = (await pool.control("GET", "requests")).length;
  const user = userOnDevice("ada", storage);
  const { session } = await signIn(user, PASSWORD);
  const answers = ["InitiateAuth", "RespondToAuthChallenge", "RespondToAuthChallenge", "RespondToAuthChallenge"];
  assert.deepEqual(await served(from), answers, "password, DEVICE_SRP_AUTH, DEVICE_PASSWORD_VERIFIER");
  const { device_key: key } = await pool.verified(session.getAccessToken().getJwtToken());
  assert.ok(key);
  const refreshed = await called(user, "refreshSession", session.getRefreshToken());
  assert.ok(refreshed.isValid());
  const { Devices: devices } = await new Promise((onSuccess, onFailure) => user.listDevices(10, null, { onSuccess, onFailure }));
  assert.deepEqual(devices.map((device) => device.DeviceKey), [key]);
});

test("a wrong device password is refused", async () => {
  await pool.trackDevices();
  await signUpConfirmed("ada");
  const storage = new Memory();
  await signIn(userOnDevice("ada", storage), PASSWORD);
  const [name] = [...storage.entries.keys()].filter((key) => key.endsWith("randomPasswordKey"));
  storage.setItem(name, "another");
  await assert.rejects(signIn(userOnDevice("ada", storage), PASSWORD),
    { name: "NotAuthorizedException", message: "Incorrect username or password." });
});

test("a device that the pool has forgotten is replaced by a new one", async () => {
  await pool.trackDevices();
  await signUpConfirmed("ada");
  const storage = new Memory();
  await signIn(userOnDevice("ada", storage), PASSWORD);
  const [name] = [...storage.entries.keys()].filter((key) => key.endsWith("deviceKey"));
  await pool.administer("AdminForgetDevice", { Username: "ada", DeviceKey: storage.getItem(name) });
  const from = (await pool.control("GET", "requests")).length;
  assert.ok((await signIn(userOnDevice("ada", storage), PASSWORD)).session.isValid());
  assert.deepEqual(await served(from),
    ["InitiateAuth", "ResourceNotFoundException", "RespondToAuthChallenge", "ConfirmDevice"]);
});

test("a temporary password is replaced", async () => {
  await pool.administer("AdminCreateUser", { Username: "bob", TemporaryPassword: "Temporary-1" });
  const user = userNamed("bob");
  assert.equal((await signIn(user, "Temporary-1")).challenge, "NEW_PASSWORD_REQUIRED");
  await new Promise((onSuccess, onFailure) =>
    user.completeNewPasswordChallenge("Chosen-pass-1", {}, { onSuccess, onFailure }));
  assert.ok((await signIn(userNamed("bob"), "Chosen-pass-1")).session.isValid());
});

test("a refresh brings new tokens, and a global sign-out ends the session", async () => {
  await signUpConfirmed("ada");
  const user = userNamed("ada");
  const { session } = await signIn(user, PASSWORD);
  await pool.control("POST", "clock", { advanceSeconds: 5 });
  const refreshed = await called(user, "refreshSession", session.getRefreshToken());
  assert.notEqual(refreshed.getAccessToken().getJwtToken(), session.getAccessToken().getJwtToken());
  await new Promise((onSuccess, onFailure) => user.globalSignOut({ onSuccess, onFailure }));
  await assert.rejects(called(user, "refreshSession", session.getRefreshToken()), { name: "NotAuthorizedException" });
});

// aws-amplify: identities and AWS credentials in an Amplify app.

import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { Amplify } from "aws-amplify";
import * as auth from "aws-amplify/auth";
import { cognitoCredentialsProvider } from "aws-amplify/auth/cognito";
import { CLIENT_ID, PASSWORD, POOL_ID, startPool } from "./pool.mjs";

let pool;
before(async () => { pool = await startPool(); });
after(() => pool.stop());

beforeEach(async () => {
  await pool.control("POST", "reset", {});
  // Amplify reads no endpoint from amplify_outputs.json. Both services' endpoints are set in code.
  Amplify.configure({
    Auth: {
      Cognito: {
        userPoolId: POOL_ID, userPoolClientId: CLIENT_ID, userPoolEndpoint: pool.url,
        identityPoolId: "local:10ca1d00-0000-4000-8000-000000000000", identityPoolEndpoint: pool.url,
        allowGuestAccess: true,
      },
    },
  });
  await auth.signOut();
  await cognitoCredentialsProvider.clearCredentialsAndIdentityId();
});

async function signIn(username) {
  assert.ok((await auth.signIn({ username, password: PASSWORD })).isSignedIn);
}

async function signUp(username) {
  await auth.signUp({
    username, password: PASSWORD, options: { userAttributes: { email: `${username}@example.com` } },
  });
  await auth.confirmSignUp({ username, confirmationCode: await pool.latestCode(username) });
}

test("a guest gets credentials, and keeps the identity", async () => {
  const { credentials, identityId, tokens } = await auth.fetchAuthSession();
  assert.equal(tokens, undefined);
  assert.match(credentials.accessKeyId, /^ASIA[A-Z0-9]{16}$/);
  const left = credentials.expiration.getTime() - Date.now();
  assert.ok(left > 3_500_000 && left <= 3_600_000, String(left));
  const again = await auth.fetchAuthSession({ forceRefresh: true });
  assert.equal(again.identityId, identityId);
  assert.notEqual(again.credentials.accessKeyId, credentials.accessKeyId);
});

test("a guest's identity becomes the user's, and a known user has one identity", async () => {
  const identity = async () => (await auth.fetchAuthSession()).identityId;
  const first = await identity();
  await signUp("ada");
  await signIn("ada");
  assert.equal(await identity(), first);
  const { credentials, tokens } = await auth.fetchAuthSession();
  assert.match(credentials.accessKeyId, /^ASIA[A-Z0-9]{16}$/);
  assert.equal(tokens.idToken.payload["cognito:username"], "ada");
  await auth.signOut();
  const second = await identity();
  assert.notEqual(second, first);
  await signIn("ada");
  assert.equal(await identity(), first);
  await auth.signOut();
  const third = await identity();
  await signUp("bob");
  await signIn("bob");
  assert.equal(await identity(), third);
});

test("a pool may refuse guests", async () => {
  const response = await fetch(pool.url, {
    method: "POST",
    headers: { "x-amz-target": "AWSCognitoIdentityService.UpdateIdentityPool" },
    body: JSON.stringify({
      IdentityPoolId: "local:10ca1d00-0000-4000-8000-000000000000", IdentityPoolName: "LocalPool",
      AllowUnauthenticatedIdentities: false,
    }),
  });
  assert.equal(response.status, 200);
  await assert.rejects(auth.fetchAuthSession(), {
    name: "NotAuthorizedException", message: "Unauthenticated access is not supported for this identity pool.",
  });
});

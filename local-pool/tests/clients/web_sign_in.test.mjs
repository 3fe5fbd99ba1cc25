// Sign-in and sign-out on the pool's pages in Chromium. The app uses our core.

import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { audit } from "./audit.mjs";
import { Stage } from "./stage.mjs";

let stage;
before(async () => { stage = await Stage.start(); });
after(() => stage?.stop());
beforeEach(() => stage.set());
afterEach(() => stage.clear());

const signedIn = { isSignedIn: true };
const signedOut = { isComplete: true };

// Signs in on the page that the app shows.
async function signIn(app, username, members = {}) {
  const answer = app.call("signInWithWebUI", members);
  await stage.signInOn(await stage.show(app), username);
  return answer;
}

// Signs in with the browser's cookie: the page leads back to the app, and asks for nothing.
async function signInSilently(app, members = {}) {
  const answer = app.call("signInWithWebUI", members);
  await stage.show(app);
  return answer;
}

test("a user signs in after a wrong password", async () => {
  const { app, pool } = stage;
  const answer = app.call("signInWithWebUI");
  const page = await stage.show();
  await audit(page, "sign-in");
  await stage.signInOn(page, "ada", "Wrong-1234");
  await page.getByRole("alert").getByText("Incorrect username or password.").waitFor();
  await audit(page, "sign-in-refused");
  await stage.signInOn(page, "ada");
  assert.deepEqual(await answer, signedIn);

  const user = await app.call("getCurrentUser");
  assert.equal(user.username, "ada");
  const { tokens } = await app.call("fetchAuthSession", { forceRefresh: true });
  const claims = await pool.verified(tokens.idToken);
  assert.deepEqual([claims.sub, claims.email], [user.userId, "ada@example.com"]);
});

test("a user who closes the page is not signed in, and can sign in afterwards", async () => {
  const answer = stage.app.call("signInWithWebUI");
  await (await stage.show()).close();
  await assert.rejects(answer, { code: "BrowserCancelled" });
  await assert.rejects(stage.app.call("getCurrentUser"), { code: "NotSignedIn" });
  assert.deepEqual(await signIn(stage.app, "ada"), signedIn);
});

test("an app shows one page at a time", async () => {
  const answer = stage.app.call("signInWithWebUI");
  const page = await stage.show();
  await assert.rejects(stage.app.call("signInWithWebUI"), { code: "BrowserBusy" });
  await stage.signInOn(page, "ada");
  assert.deepEqual(await answer, signedIn);
});

test("after a sign-in in the browser's normal session, a sign-out shows a page, and the next sign-in asks for the password", async () => {
  const { app } = stage;
  await signIn(app, "ada");
  const answer = app.call("signOutWithWebUI");
  await stage.show();
  assert.deepEqual(await answer, signedOut);
  assert.deepEqual(await signIn(app, "ada"), signedIn);
});

test("a sign-out whose page the user closes leaves the browser's cookie, and its result says so", async () => {
  const { app } = stage;
  await signIn(app, "ada");
  const answer = app.call("signOutWithWebUI");
  const { page } = await app.opened();
  app.take(page, { isClosed: true });
  assert.equal((await answer).hostedUIError.code, "BrowserCancelled");
  await assert.rejects(app.call("getCurrentUser"), { code: "NotSignedIn" });
  assert.deepEqual(await signInSilently(app), signedIn);
});

test("after a sign-in in a private session, a sign-out shows no page, and the next sign-in asks for the password", async () => {
  const { app } = stage;
  await signIn(app, "ada", { prefersPrivateSession: true });
  assert.deepEqual(await app.call("signOutWithWebUI"), signedOut);
  assert.ok(app.hasShownAll);
  assert.deepEqual(await signIn(app, "ada"), signedIn, "the browser's normal session has no cookie from the private session");
});

test("a sign-in for another user fails if the browser's cookie belongs to the first user", async () => {
  const { app } = stage;
  await stage.addUser("bob");
  await signIn(app, "ada");
  const { userId } = await app.call("getCurrentUser");
  const second = await stage.startApp();
  await assert.rejects(signInSilently(second, { otherThan: [userId] }), { code: "UnexpectedIdentity" });
  await assert.rejects(second.call("getCurrentUser"), { code: "NotSignedIn" });
  assert.deepEqual(await signIn(second, "bob", { otherThan: [userId], prompt: ["login"] }), signedIn);
  assert.equal((await second.call("getCurrentUser")).username, "bob");
  assert.equal((await app.call("getCurrentUser")).username, "ada");
});

test("an unregistered redirect URI shows an error page, and the browser does not return to the app", async () => {
  const app = await stage.startApp((outputs) => {
    outputs.auth.oauth.redirect_sign_in_uri = ["myapp://elsewhere/"];
  });
  const answer = app.call("signInWithWebUI");
  const page = await stage.show(app);
  await page.getByRole("alert").getByText("The redirect_uri must equal one").waitFor();
  await audit(page, "error");
  await page.close();
  await assert.rejects(answer, { code: "BrowserCancelled" });
});

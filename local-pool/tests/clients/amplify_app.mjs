// An app with aws-amplify, for the browser: amplify_web.test.mjs bundles and serves it.

import { Amplify } from "aws-amplify";
import { fetchAuthSession, signInWithRedirect, signOut } from "aws-amplify/auth";
import "aws-amplify/auth/enable-oauth-listener";
import { Hub } from "aws-amplify/utils";

const state = document.querySelector("output");
const show = (text) => { state.textContent = text; };

async function showUser(options, greeting = "Signed in as") {
  const { tokens } = await fetchAuthSession(options);
  show(tokens ? `${greeting} ${tokens.accessToken.payload.username}` : "Signed out");
}

Hub.listen("auth", ({ payload }) => {
  if (payload.event === "signInWithRedirect_failure") show(`Failed: ${payload.data.error.message}`);
  if (payload.event === "signInWithRedirect") showUser();
});
Amplify.configure(await (await fetch("/config.json")).json());

const actions = {
  "sign-in": () => signInWithRedirect(),
  google: () => signInWithRedirect({ provider: "Google" }),
  refresh: () => showUser({ forceRefresh: true }, "Refreshed for"),
  "sign-out": () => signOut(),
};
for (const [id, action] of Object.entries(actions)) {
  const run = () => action().catch((error) => show(`Failed: ${error.message}`));
  document.getElementById(id).addEventListener("click", run);
}
if (!new URLSearchParams(location.search).has("error")) await showUser();

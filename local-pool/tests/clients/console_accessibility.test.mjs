// axe-core checks the console in each of its states, on a phone and on a desktop, light and dark.

import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { audit } from "./audit.mjs";
import { ConsoleStage } from "./console.mjs";

let stage, pool, page;
before(async () => {
  stage = await ConsoleStage.start();
  pool = stage.pool;
});
after(() => stage?.stop());
beforeEach(async () => {
  await pool.control("POST", "reset", {});
  page = await stage.newPage({ audits: true, reducedMotion: "reduce" });
  // The console's announcements stay until the next one.
  await page.addInitScript(() => {
    const wait = window.setTimeout;
    window.setTimeout = (work, delay, ...more) => (delay === 6000 ? 0 : wait(work, delay, ...more));
  });
});
afterEach(() => page?.context().close());

const news = () => page.locator("#news");
const button = (name) => page.getByRole("button", { name, exact: true });
const dialog = () => page.getByRole("dialog");

async function openFull() {
  await stage.fill();
  await stage.open(page);
  await page.getByRole("region", { name: "Requests" }).getByText("NotAuthorizedException").waitFor();
}

// Each state. `way` leads to it, and `shown` is what the console shows then, also after the check.
const STATES = [
  {
    name: "before the first response",
    way: async () => {
      await page.route("**/_pool/overview*", () => {});
      await page.goto(pool.url);
    },
    shown: () => page.getByRole("banner").getByText("Connecting"),
  },
  { name: "empty", way: () => stage.open(page), shown: () => page.getByText("No users yet") },
  { name: "full", way: openFull, shown: () => page.getByText("Disabled") },
  {
    name: "with several pools, and the notes for programs open",
    way: async () => {
      await pool.administer("CreateUserPool", { PoolName: "shop" });
      await stage.open(page);
      await page.getByText("For programs").click();
    },
    shown: () => page.getByLabel("User pool"),
  },
  {
    name: "with the dialog for a user",
    way: async () => {
      await openFull();
      await button("Delete ada").click();
    },
    shown: () => dialog().getByText("Delete the user ada?"),
  },
  {
    name: "with the dialog for a reset",
    way: async () => {
      await openFull();
      await button("Reset…").click();
    },
    shown: () => dialog().getByText("Start again"),
  },
  {
    name: "after an action",
    way: async () => {
      await openFull();
      await button("Copy the code for ada").click();
    },
    shown: () => news().getByText("is copied"),
  },
  {
    name: "after a failed action",
    way: async () => {
      await stage.signUp("ada");
      await stage.open(page);
      const fault = { kind: "error", status: 400, type: "TooManyRequestsException", message: "Rate exceeded" };
      await pool.control("POST", "faults", { operation: "AdminConfirmSignUp", times: 1, fault });
      await button("Confirm ada").click();
    },
    shown: () => news().getByText("That did not work: Rate exceeded"),
  },
  {
    name: "without a connection",
    way: async () => {
      await openFull();
      await page.route("**/_pool/overview*", (route) => route.abort());
      await stage.signUp("bob"); // ends the pending request for the state
    },
    shown: () => page.getByRole("banner").getByText("Not connected"),
  },
];

for (const { name, way, shown } of STATES) {
  test(`everybody can use the console ${name}`, async () => {
    await way();
    await shown().waitFor();
    await audit(page);
    assert.ok(await shown().isVisible());
    assert.deepEqual(page.failures, []);
  });
}

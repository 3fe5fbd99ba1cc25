// The console in headless Chromium, as a user sees it and operates it with a keyboard or on a phone.

import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { ConsoleStage, LAPTOP, PHONE } from "./console.mjs";
import { PASSWORD, POOL_ID } from "./pool.mjs";

let stage, pool, page;
before(async () => {
  stage = await ConsoleStage.start();
  pool = stage.pool;
});
after(() => stage?.stop());
beforeEach(() => pool.control("POST", "reset", {}));
afterEach(() => page?.context().close());

async function open(options) {
  page = await stage.open(await stage.newPage(options));
}

const call = (...request) => stage.call(...request);
const signUp = (...user) => stage.signUp(...user);
const signUpConfirmed = (...user) => stage.signUpConfirmed(...user);
const signIn = (...user) => stage.signIn(...user);

const section = (name) => page.getByRole("region", { name, exact: true });
const focused = () => page.evaluate(() => document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent.trim());

// Presses Tab until the element with this name has the focus.
async function tabTo(name) {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    if ((await focused()) === name) return;
  }
  assert.fail(`Tab never reached ${name}`);
}

test("a code appears when it is sent, is announced, and is copied with the keyboard alone", async () => {
  await open();
  await section("Inbox").getByText("No messages yet").waitFor();
  await signUp("ada");
  const card = section("Inbox").getByRole("listitem").filter({ hasText: "ada@example.com" });
  await card.waitFor();
  const code = await pool.latestCode("ada");
  assert.equal(await card.locator("code").textContent(), code);
  assert.equal(await page.locator("#news").textContent(), `Sign-up for ada: ${code}`);
  await tabTo("Copy the code for ada");
  await page.keyboard.press("Enter");
  await card.getByText("Copied").waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), code);
  // The next message leaves the focus where it was.
  await signUp("grace");
  await section("Inbox").getByText("grace@example.com").waitFor();
  assert.match(await focused(), /^(Copy|Copied) the code for ada$/);
});

test("a user is confirmed, and is deleted after a dialog that Escape cancels", async () => {
  await signUp("ada");
  await open();
  await tabTo("Confirm ada");
  await page.keyboard.press("Enter");
  await section("Users").getByText("Confirmed", { exact: true }).waitFor();
  assert.equal((await pool.administer("AdminGetUser", { Username: "ada" })).UserStatus, "CONFIRMED");

  await tabTo("Delete ada");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: "Delete the user ada?" }).waitFor();
  assert.equal(await focused(), "Cancel");
  await page.keyboard.press("Escape");
  assert.equal((await pool.administer("AdminGetUser", { Username: "ada" })).Username, "ada");
  await page.keyboard.press("Enter");
  await tabTo("Delete");
  await page.keyboard.press("Enter");
  await section("Users").getByText("No users yet").waitFor();
  await assert.rejects(pool.administer("AdminGetUser", { Username: "ada" }), /UserNotFoundException/);
});

test("a failed action is announced where it can be seen", async () => {
  await signUp("ada");
  await open();
  const fault = { kind: "error", status: 400, type: "TooManyRequestsException", message: "Rate exceeded" };
  await pool.control("POST", "faults", { operation: "AdminConfirmSignUp", times: 1, fault });
  await page.getByRole("button", { name: "Confirm ada" }).click();
  const news = page.getByText("That did not work: Rate exceeded");
  await news.waitFor();
  const { y, height } = await news.boundingBox();
  assert.ok(height > 20 && y + height <= LAPTOP.height);
});

test("active sign-ins, signed-in users, and requests with their errors appear as they happen", async () => {
  await signUpConfirmed("ada");
  await open();
  await signIn("ada");
  await section("Sign-ins").getByText("Signed in", { exact: true }).last().waitFor();
  await call("InitiateAuth", { AuthFlow: "USER_AUTH", AuthParameters: { USERNAME: "ada" } });
  await section("Sign-ins").getByText("SELECT_CHALLENGE").waitFor();
  await signIn("ada", "wrong");
  await section("Requests").getByRole("listitem").filter({ hasText: "NotAuthorizedException" }).waitFor();
  const first = section("Requests").getByRole("listitem").last();
  assert.match(await first.textContent(), /SignUp.*200/);
  await pool.administer("AdminUserGlobalSignOut", { Username: "ada" });
  await section("Sign-ins").getByText("Revoked").waitFor();
});

test("the clock is advanced, and a reset restores everything", async () => {
  await signUp("ada");
  await open();
  const before = (await pool.control("GET", "clock")).now;
  await page.getByRole("button", { name: "Advance the clock by a day" }).click();
  await page.getByText("1 d ahead").waitFor();
  assert.ok((await pool.control("GET", "clock")).now >= before + 86_400);
  await page.getByRole("button", { name: "Reset" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Reset" }).click();
  await section("Users").getByText("No users yet").waitFor();
  await section("Inbox").getByText("No messages yet").waitFor();
  await page.getByText("ahead").waitFor({ state: "hidden" });
});

test("the user chooses among several user pools", async () => {
  await pool.administer("CreateUserPool", { PoolName: "shop" });
  await signUp("ada");
  await open();
  await section("Users").getByText("ada@example.com").waitFor();
  const choice = page.getByLabel("User pool");
  const [shop] = (await choice.locator("option").allTextContents()).filter((id) => id !== POOL_ID);
  await choice.selectOption(shop);
  await section("Users").getByText("No users yet").waitFor();
});

test("the menu of pools follows pools that are created and deleted, and no pool at all is no lost connection", async () => {
  const create = async (PoolName) => (await pool.administer("CreateUserPool", { PoolName })).UserPool.Id;
  const ids = () => page.getByLabel("User pool").locator("option").allTextContents();
  const first = await create("first");
  await open();
  await page.getByLabel("User pool").locator("option", { hasText: first }).waitFor({ state: "attached" });
  // While the page is not connected, one pool takes the place of another.
  await page.route("**/_pool/overview*", (route) => route.abort());
  await signUp("ada");
  await page.getByRole("banner").getByText("Not connected").waitFor();
  await pool.administer("DeleteUserPool", { UserPoolId: first });
  const second = await create("second");
  await page.unroute("**/_pool/overview*");
  await page.getByLabel("User pool").locator("option", { hasText: second }).waitFor({ state: "attached" });
  assert.ok(!(await ids()).includes(first));

  for (const id of await ids()) await pool.administer("DeleteUserPool", { UserPoolId: id });
  await section("Inbox").getByText("No messages yet").waitFor();
  await page.getByRole("banner").getByText("Live").waitFor();
  await page.waitForFunction(() => document.querySelectorAll("#pool option").length === 0);
  assert.deepEqual(page.failures, []);
});

test("a username is shown as text, not as markup", async () => {
  const name = "<img/src=x/onerror=document.title='broken'>";
  await signUp(name);
  await open();
  await section("Users").getByText(name).waitFor();
  assert.equal(await page.locator("main img").count(), 0);
  assert.equal(await page.title(), "Local pool");
});

test("no password, token or session is shown or sent to the page", async () => {
  await signUpConfirmed("ada");
  const { AuthenticationResult: tokens } = await signIn("ada");
  const { Session: session } = await call("InitiateAuth", { AuthFlow: "USER_AUTH", AuthParameters: { USERNAME: "ada" } });
  await open();
  await section("Sign-ins").getByText("SELECT_CHALLENGE").waitFor();
  const sent = await (await fetch(`${pool.url}/_pool/overview`)).text();
  const seen = await page.content();
  for (const secret of [PASSWORD, tokens.AccessToken, tokens.IdToken, tokens.RefreshToken, session]) {
    assert.ok(secret.length > 8 && !sent.includes(secret) && !seen.includes(secret));
  }
});

test("the page loads nothing from other sites, runs only its own script, and can't be framed", async () => {
  await open();
  for (const url of page.visited) assert.ok(url.startsWith(pool.url) || url.startsWith("data:"), url);
  const policy = (await fetch(pool.url)).headers.get("content-security-policy");
  for (const rule of ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"]) assert.ok(policy.includes(rule));
  assert.deepEqual(page.failures, []);
});

test("the page shows that the pool is gone, and continues when it is back", async () => {
  await open();
  await page.context().setOffline(true);
  await call("SignUp", { Username: "ada", Password: PASSWORD }); // ends the pending request for the state
  await page.getByText("Not connected").waitFor();
  await page.context().setOffline(false);
  await page.getByRole("banner").getByText("Live").waitFor();
  await section("Users").getByText("ada").waitFor();
});

// Opens a page with entries of every kind, for the tests of its appearance.
async function openFull(options) {
  await stage.fill();
  await open({ reducedMotion: "reduce", ...options });
  await section("Requests").getByText("NotAuthorizedException").waitFor();
}

test("a phone shows the whole page without scrolling sideways, with targets large enough for a thumb", async () => {
  await openFull({ viewport: PHONE, hasTouch: true });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), PHONE.width);
  for (const target of await page.locator("button:visible, nav a, select:visible").all()) {
    const { height } = await target.boundingBox();
    assert.ok(height >= 40, `${await target.textContent()} is ${height} high`);
  }
  await page.getByRole("navigation").getByRole("link", { name: "Users" }).tap();
  assert.ok((await section("Users").boundingBox()).y < PHONE.height / 2);
});

test("landmarks, headings and names describe the page, and the focus is always visible", async () => {
  await openFull();
  for (const landmark of ["banner", "main", "contentinfo"]) assert.equal(await page.getByRole(landmark).count(), 1, landmark);
  assert.deepEqual(await page.getByRole("heading", { level: 2 }).allTextContents(), ["Inbox", "Users", "Sign-ins", "Requests"]);
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "Skip to the inbox");
  const stops = await page.locator("button:visible, a:visible, select:visible, summary").count();
  for (let stop = 1; stop < stops; stop += 1) {
    await page.keyboard.press("Tab");
    const [name, outline] = await page.evaluate(() => {
      const { activeElement } = document;
      return [activeElement.ariaLabel ?? activeElement.textContent, getComputedStyle(activeElement).outlineStyle];
    });
    assert.ok(name.trim(), "what has the focus has a name");
    assert.equal(outline, "solid", `${name} shows its focus`);
  }
});

for (const colorScheme of ["light", "dark"]) {
  test(`every text stands out from its background: ${colorScheme}`, async () => {
    await openFull({ colorScheme });
    const [count, faint] = await page.evaluate(() => {
      const parts = (color) => color.match(/[\d.]+/g).map(Number);
      const luminance = ([r, g, b]) => {
        const [R, G, B] = [r, g, b].map((part) => part / 255)
          .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
        return 0.2126 * R + 0.7152 * G + 0.0722 * B;
      };
      const background = (node) => {
        const color = parts(getComputedStyle(node).backgroundColor);
        return color[3] === 0 && node.parentElement ? background(node.parentElement) : color;
      };
      const texts = [...document.querySelectorAll("body *")].filter((node) =>
        node.checkVisibility() && [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim()));
      const contrasts = texts.map((node) => {
        const tones = [parts(getComputedStyle(node).color), background(node)].map(luminance).sort((a, b) => b - a);
        return [node.textContent, (tones[0] + 0.05) / (tones[1] + 0.05)];
      });
      return [contrasts.length, contrasts.filter(([, contrast]) => contrast < 4.5)];
    });
    assert.ok(count > 40, `${count} texts`);
    assert.deepEqual(faint, []);
  });
}

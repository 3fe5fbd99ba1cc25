// What a test on web pages needs: a local pool, an app on our core, and Chromium with a fresh profile for each test.

import { chromium } from "playwright-core";
import { App } from "./app.mjs";
import { prepare } from "./audit.mjs";
import { CLIENT_ID, PASSWORD, startPool } from "./pool.mjs";

const FLAGS = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];

export class Stage {
  static async start() {
    const stage = new Stage();
    stage.pool = await startPool();
    try {
      stage.chrome = await chromium.launch({
        executablePath: process.env.CHROMIUM, chromiumSandbox: false, args: FLAGS,
      });
    } catch (error) {
      // The caller gets no stage, and so could not stop the pool. Node would never end, because the pool still runs.
      await stage.stop();
      throw error;
    }
    return stage;
  }

  async stop() {
    await this.chrome?.close();
    this.pool?.stop();
  }

  // Prepares a test: resets the pool, makes the user `ada`, starts an app, and makes a browser profile without cookies.
  async set() {
    [this.contexts, this.apps] = [[], []];
    await this.pool.control("POST", "reset", {});
    await this.addUser("ada");
    this.app = await this.startApp();
    this.profile = await this.freshProfile();
  }

  async clear() {
    await Promise.all(this.apps.map((app) => app.stop()));
    await Promise.all(this.contexts.map((context) => context.close()));
  }

  // Makes a confirmed user with a verified e-mail address.
  async addUser(username) {
    const email = [{ Name: "email", Value: `${username}@example.com` }, { Name: "email_verified", Value: "true" }];
    await this.pool.administer("AdminCreateUser", {
      Username: username, MessageAction: "SUPPRESS", UserAttributes: email,
    });
    await this.pool.administer("AdminSetUserPassword", { Username: username, Password: PASSWORD, Permanent: true });
  }

  // Signs a user up with SignUp, without the app. The account is not confirmed.
  signUp(username) {
    const email = [{ Name: "email", Value: `${username}@example.com` }];
    return this.pool.administer("SignUp", {
      ClientId: CLIENT_ID, Username: username, Password: PASSWORD, UserAttributes: email,
    });
  }

  // Starts an app with the pool's amplify_outputs.json, after `change` has changed it.
  async startApp(change = () => {}) {
    const outputs = structuredClone(this.pool.outputs);
    change(outputs);
    const app = await App.start(outputs);
    this.apps.push(app);
    return app;
  }

  async freshProfile() {
    const profile = await this.chrome.newContext();
    await prepare(profile);
    this.contexts.push(profile);
    return profile;
  }

  // Shows the page that an app wants to show. Tells the app when the page leads to the redirect URI or is closed. A
  // private page has its own profile.
  async show(app = this.app) {
    const { page: id, open, redirectUri, isPrivate } = await app.opened();
    const page = await (isPrivate ? await this.freshProfile() : this.profile).newPage();
    page.setDefaultTimeout(30_000);
    page.on("close", () => app.take(id, { isClosed: true }));
    const returned = new Promise((resolve) => page.on("request", (request) => {
      if (!request.url().startsWith(redirectUri)) return;
      app.take(id, { redirect: request.url() });
      resolve();
    }));
    // Chromium does not know the scheme of the redirect URI, and stays on the page.
    await Promise.race([returned, page.goto(open)]);
    return page;
  }

  // Fills in the form for the name and the password, and submits it with the keyboard.
  async signInOn(page, username, password = PASSWORD) {
    await page.getByLabel("User name, e-mail address or phone number").fill(username);
    await page.getByLabel("Password").fill(password);
    await page.getByLabel("Password").press("Enter");
  }

  // Gives a page a device that keeps passkeys and always verifies its user. No other page can use the device.
  async addAuthenticator(page) {
    const client = await page.context().newCDPSession(page);
    await client.send("WebAuthn.enable");
    const { authenticatorId } = await client.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true,
      },
    });
    return { client, authenticatorId };
  }
}

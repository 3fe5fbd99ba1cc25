// What a test on the console needs: a local pool, Chromium, and the console with entries of every kind.

import { chromium } from "playwright-core";
import { prepare } from "./audit.mjs";
import { CLIENT_ID, PASSWORD, startPool } from "./pool.mjs";

const FLAGS = [
  "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];
export const PHONE = { width: 360, height: 740 };
export const LAPTOP = { width: 1280, height: 860 };

export class ConsoleStage {
  static async start() {
    const stage = new ConsoleStage();
    stage.pool = await startPool();
    try {
      stage.browser = await chromium.launch({ executablePath: process.env.CHROMIUM, chromiumSandbox: false, args: FLAGS });
    } catch (error) {
      await stage.stop();
      throw error;
    }
    return stage;
  }

  async stop() {
    await this.browser?.close();
    this.pool?.stop();
  }

  // Makes a page in a fresh profile. With `audits`, axe-core can check it. The page notes its errors and its requests.
  async newPage({ audits = false, ...options } = {}) {
    const context = await this.browser.newContext({ viewport: LAPTOP, ...options });
    await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: this.pool.url });
    if (audits) await prepare(context);
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.failures = [];
    page.on("pageerror", (error) => page.failures.push(error));
    page.visited = [];
    page.on("request", (request) => page.visited.push(request.url()));
    return page;
  }

  // Opens the console on a page, and waits until it shows the state of the pools.
  async open(page) {
    await page.goto(this.pool.url);
    await page.getByRole("banner").getByText("Live").waitFor();
    return page;
  }

  // Makes entries of every kind.
  async fill() {
    await this.signUpConfirmed("ada");
    await this.signUp("grace.with-a-very-long-name-that-has-no-place-to-break-0123456789012345678901234567890123456789");
    await this.pool.administer("AdminCreateUser", {
      Username: "margaret", UserAttributes: [{ Name: "email", Value: "margaret@example.com" }],
      DesiredDeliveryMediums: ["EMAIL"],
    });
    await this.pool.administer("AdminDisableUser", { Username: "margaret" });
    await this.signIn("ada");
    await this.call("InitiateAuth", { AuthFlow: "USER_AUTH", AuthParameters: { USERNAME: "ada" } });
    await this.signIn("ada", "wrong");
    await this.pool.control("POST", "clock", { advanceSeconds: 60 });
  }

  async call(operation, parameters) {
    const response = await fetch(this.pool.url, {
      method: "POST",
      headers: { "x-amz-target": `AWSCognitoIdentityProviderService.${operation}` },
      body: JSON.stringify({ ClientId: CLIENT_ID, ...parameters }),
    });
    return response.json();
  }

  signUp(username) {
    const attributes = [{ Name: "email", Value: `${encodeURIComponent(username)}@example.com` }];
    return this.call("SignUp", { Username: username, Password: PASSWORD, UserAttributes: attributes });
  }

  async signUpConfirmed(username) {
    await this.signUp(username);
    await this.call("ConfirmSignUp", { Username: username, ConfirmationCode: await this.pool.latestCode(username) });
  }

  signIn(username, password = PASSWORD) {
    const AuthParameters = { USERNAME: username, PASSWORD: password };
    return this.call("InitiateAuth", { AuthFlow: "USER_PASSWORD_AUTH", AuthParameters });
  }
}

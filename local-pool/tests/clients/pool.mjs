// A local pool in its own process, for JavaScript clients of other authors.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { createRemoteJWKSet, jwtVerify } from "jose";

export const POOL_ID = "local_LocalPool";
export const CLIENT_ID = "local-client";
export const PASSWORD = "Password-123";

export async function startPool() {
  const child = spawn(process.env.LOCAL_POOL_BINARY, ["--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface({ input: child.stdout })) {
    const ready = /^cognito-local-pool listening on (http:\/\/127\.0\.0\.1:\d+)$/.exec(line);
    if (ready) {
      child.stdout.resume();
      return new Pool(child, ready[1]);
    }
  }
  throw new Error("the local pool ended before it was ready");
}

class Pool {
  constructor(child, url) {
    this.child = child;
    this.url = url;
  }

  stop() {
    this.child.kill();
  }

  async control(method, path, body) {
    const response = await fetch(`${this.url}/_pool/${path}`, {
      method,
      headers: { "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return text ? JSON.parse(text) : undefined;
  }

  async latestCode(username) {
    const messages = await this.control("GET", `messages?username=${encodeURIComponent(username)}`);
    return messages.at(-1).code;
  }

  // Performs an administrator's operation, as a set-up script does.
  async administer(operation, parameters) {
    const response = await fetch(this.url, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `AWSCognitoIdentityProviderService.${operation}`,
      },
      body: JSON.stringify({ UserPoolId: POOL_ID, ...parameters }),
    });
    if (!response.ok) throw new Error(`${operation}: ${await response.text()}`);
    return response.json();
  }

  // Gives a user a verified phone number.
  addPhone(username) {
    const phone = { phone_number: "+15550001111", phone_number_verified: "true" };
    const UserAttributes = Object.entries(phone).map(([Name, Value]) => ({ Name, Value }));
    return this.administer("AdminUpdateUserAttributes", { Username: username, UserAttributes });
  }

  // Makes the pool track devices, and remember each one that is confirmed.
  trackDevices(configuration = { ChallengeRequiredOnNewDevice: true }) {
    return this.administer("UpdateUserPool", {
      MfaConfiguration: "OPTIONAL", AutoVerifiedAttributes: ["email", "phone_number"], DeviceConfiguration: configuration,
    });
  }

  // Makes the pool require one of these second factors.
  requireMfa(kinds) {
    return this.administer("SetUserPoolMfaConfig", { MfaConfiguration: "ON", ...kinds });
  }

  // The claims of a token, checked with the pool's published keys by jose.
  async verified(token) {
    const issuer = `${this.url}/${POOL_ID}`;
    const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`));
    return (await jwtVerify(token, keys, { issuer, algorithms: ["RS256"] })).payload;
  }
}

// The token with its payload changed and its signature kept.
export function tampered(token) {
  const [header, payload, signature] = token.split(".");
  const last = payload.at(-2) === "A" ? "B" : "A";
  return [header, payload.slice(0, -2) + last + payload.at(-1), signature].join(".");
}

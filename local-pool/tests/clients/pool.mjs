// A local pool in its own process, for other people's JavaScript clients.

import { spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { request } from "node:https";
import { createInterface } from "node:readline";
import { createRemoteJWKSet, jwtVerify } from "jose";

export const POOL_ID = "local_LocalPool";
export const CLIENT_ID = "local-client";
export const PASSWORD = "Password-123";

const SECONDS_TO_START = 60;

// Starts a pool. With TLS, the pool writes the certificate of its authority into the file `tls`. `more` are options of
// the program.
export async function startPool({ tls, more = [] } = {}) {
  const options = ["--port", "0", ...(tls ? ["--tls", tls] : []), ...more];
  // The variables that set options of the pool must not reach it from the environment of the tests.
  const { PORT, HOST, PUBLIC_URL, ...env } = process.env;
  const child = spawn(process.env.COGNITO_LOCAL_POOL, options, { env, stdio: ["ignore", "pipe", "inherit"] });
  try {
    return await untilReady(child, tls);
  } catch (error) {
    child.kill();
    throw error;
  }
}

async function untilReady(child, tls) {
  const lines = [];
  const limit = setTimeout(() => child.kill("SIGKILL"), SECONDS_TO_START * 1000);
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const ready = /^cognito-local-pool listening on (https?:\/\/127\.0\.0\.1:\d+)$/.exec(line);
      if (ready) {
        child.stdout.resume();
        const outputs = JSON.parse(lines.slice(lines.indexOf("amplify_outputs.json:") + 1).join("\n"));
        return new Pool(child, ready[1], outputs, tls && readFileSync(tls, "utf8"));
      }
      lines.push(line);
    }
  } finally {
    clearTimeout(limit);
  }
  throw new Error(`the local pool was not ready within ${SECONDS_TO_START} s, or ended before`);
}

class Pool {
  // `outputs` is the amplify_outputs.json that the pool prints.
  constructor(child, url, outputs, authority) {
    this.child = child;
    this.url = url;
    this.outputs = outputs;
    this.authority = authority;
  }

  // Sends a request. With TLS, this does not use `fetch`, because `fetch` has no option for an authority to trust.
  async send(path, options) {
    if (!this.authority) {
      const response = await fetch(`${this.url}${path}`, options);
      return { ok: response.ok, text: await response.text() };
    }
    return new Promise((resolve, reject) => {
      const sent = request(`${this.url}${path}`, { ...options, ca: this.authority }, async (response) => {
        let text = "";
        for await (const part of response.setEncoding("utf8")) text += part;
        resolve({ ok: response.statusCode < 300, text });
      });
      sent.setTimeout(60_000, () => sent.destroy(new Error(`${path}: no response within 60 s`)));
      sent.on("error", reject).end(options.body);
    });
  }

  stop() {
    this.child.kill();
  }

  // Calls the control API. Throws an error if the pool refuses.
  async control(method, path, body) {
    const { ok, text } = await this.send(`/_pool/${path}`, {
      method,
      headers: { "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!ok) throw new Error(`${method} ${path}: ${text}`);
    return text ? JSON.parse(text) : undefined;
  }

  async latestCode(username) {
    const messages = await this.control("GET", `messages?username=${encodeURIComponent(username)}`);
    return messages.at(-1).code;
  }

  // Performs an operation, on the default pool unless `parameters` name another. Throws an error if the pool refuses.
  async administer(operation, parameters) {
    const { ok, text } = await this.send("/", {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `AWSCognitoIdentityProviderService.${operation}`,
      },
      body: JSON.stringify({ UserPoolId: POOL_ID, ...parameters }),
    });
    if (!ok) throw new Error(`${operation}: ${text}`);
    return JSON.parse(text);
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

  // The code of an authenticator app (RFC 6238), by the pool's clock.
  async appCode(secret) {
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    const bits = [...secret].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0")).join("");
    const key = Buffer.from(bits.match(/.{8}/g).map((octet) => parseInt(octet, 2)));
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(Math.floor((await this.control("GET", "clock")).now / 30)));
    const digest = createHmac("sha1", key).update(counter).digest();
    const number = digest.readUInt32BE(digest.at(-1) & 15) & 0x7fffffff;
    return String(number % 1_000_000).padStart(6, "0");
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

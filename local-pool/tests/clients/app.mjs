// An app on our core, in its own process: the core's example web_app. The test operates the browser for the app.

import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

// The error of a failed call, with the core's code.
class AuthError extends Error {
  constructor({ code, description, field, serviceMessage }) {
    super(`${code}: ${description}`);
    Object.assign(this, { code, field, serviceMessage });
  }
}

export class App {
  #calls = new Map();
  #opened = [];
  #waiting = [];
  #ended = new Set();
  #over;

  // Starts the app with an amplify_outputs.json.
  static async start(outputs) {
    const folder = await mkdtemp(join(tmpdir(), "web-app-"));
    const file = join(folder, "amplify_outputs.json");
    await writeFile(file, JSON.stringify(outputs));
    return new App(spawn(process.env.WEB_APP_BINARY, [file], { stdio: ["pipe", "pipe", "inherit"] }), folder);
  }

  constructor(child, folder) {
    this.child = child;
    this.folder = folder;
    createInterface({ input: child.stdout }).on("line", (line) => this.#take(JSON.parse(line)));
    child.on("exit", () => {
      this.#over = new Error("the app has ended");
      for (const { reject } of [...this.#calls.values(), ...this.#waiting]) reject(this.#over);
    });
  }

  async stop() {
    this.child.stdin.end();
    await rm(this.folder, { recursive: true });
  }

  // Makes the call that has this name on iOS and Android. Fails with the core's error. Throws if the app has ended.
  call(name, members = {}) {
    if (this.#over) throw this.#over;
    const id = this.#calls.size + 1;
    const answer = new Promise((resolve, reject) => this.#calls.set(id, { resolve, reject }));
    // A test may await the answer late. Without this handler, Node would report an earlier failure as unhandled.
    answer.catch(() => {});
    this.#say({ id, call: name, ...members });
    return answer;
  }

  // The next page that the app wants to show: its id, its address, its redirect URI, and whether it is private. Throws
  // if the app has ended.
  opened() {
    const request = this.#opened.shift();
    if (request) return request;
    if (this.#over) throw this.#over;
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  // Whether the test has taken every page that the app wanted to show.
  get hasShownAll() {
    return this.#opened.length === 0;
  }

  // Tells the app that the browser reached the redirect URI, or that the user closed the page. Only the first event of
  // a page has an effect.
  take(page, event) {
    if (this.#ended.has(page)) return;
    this.#ended.add(page);
    this.#say({ page, ...event });
  }

  #say(line) {
    this.child.stdin.write(`${JSON.stringify(line)}\n`);
  }

  #take(line) {
    if (line.id !== undefined) {
      const { resolve, reject } = this.#calls.get(line.id);
      return line.error ? reject(new AuthError(line.error)) : resolve(line.result);
    }
    if (line.open === undefined) return;
    const waiting = this.#waiting.shift();
    if (waiting) waiting.resolve(line);
    else this.#opened.push(line);
  }
}

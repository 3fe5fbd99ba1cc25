// Plays flows of aws-amplify against a local pool; bench/peers/flows.py counts the requests. The arguments: the folder
// of the installed packages, the pool's URL, and perhaps a folder. With that folder, the program is one of two
// processes that share the session in it. Each line of the input names a flow. When the flow has ended, the program
// prints a line.

import { mkdirSync, readFileSync, renameSync, writeFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { load, MemoryStorage } from './amplify.mjs';

const [packages, url, folder] = process.argv.slice(2);
const { version, Amplify, auth, tokenProvider } = load(packages);
const username = 'amplify';
const password = 'Password-123';
const CALLERS = 25;

// Entries in files, one for each key.
class FileStorage {
  constructor(directory) { this.directory = directory; mkdirSync(directory, { recursive: true }); }
  path(key) { return join(this.directory, encodeURIComponent(key)); }
  async getItem(key) { try { return readFileSync(this.path(key), 'utf8'); } catch { return null; } }
  async setItem(key, value) {
    const written = `${this.path(key)}.${process.pid}`;
    writeFileSync(written, value);
    renameSync(written, this.path(key));
  }
  async removeItem(key) { rmSync(this.path(key), { force: true }); }
  async clear() { rmSync(this.directory, { recursive: true, force: true }); mkdirSync(this.directory); }
}

Amplify.configure({
  Auth: { Cognito: { userPoolId: 'local_LocalPool', userPoolClientId: 'local-client', userPoolEndpoint: url } },
});
tokenProvider.setKeyValueStorage(folder ? new FileStorage(folder) : new MemoryStorage());

async function latestCode() {
  const messages = await (await fetch(`${url}/_pool/messages?username=${username}`)).json();
  return messages.at(-1).code;
}

function expect(condition, what) {
  if (!condition) throw new Error(`expected ${what}`);
}

async function fetchSession() {
  expect((await auth.fetchAuthSession()).tokens?.accessToken, 'a token');
}

const { now } = Date;
const flows = {
  version: async () => version,
  'sign-up': async () => {
    await auth.signUp({ username, password, options: { userAttributes: { email: 'amplify@example.com' } } });
    await auth.confirmSignUp({ username, confirmationCode: await latestCode() });
  },
  'sign-in': async () => { expect((await auth.signIn({ username, password })).isSignedIn, 'a sign-in'); },
  'sms-sign-in': async () => {
    await auth.signIn({ username, password });
    expect((await auth.confirmSignIn({ challengeResponse: await latestCode() })).isSignedIn, 'a sign-in');
  },
  fetch: fetchSession,
  // An hour later by this process's clock, the tokens have expired.
  expire: async () => { Date.now = () => now() + 3_600_000; },
  'restore-clock': async () => { Date.now = now; },
  refresh: fetchSession,
  callers: async () => { await Promise.all(Array.from({ length: CALLERS }, fetchSession)); },
  'sign-out': () => auth.signOut(),
};

for await (const flow of createInterface({ input: process.stdin })) {
  const result = await flows[flow]();
  console.log(typeof result === 'string' ? result : 'done');
}
process.exit(0);

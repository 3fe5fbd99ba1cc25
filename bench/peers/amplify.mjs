// What amplify_flows.mjs and amplify_session.mjs share: they load aws-amplify from the folder of the installed
// packages, and give it a storage in memory.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

// Amplify names a device after the browser's navigator, which Node before 21 lacks.
globalThis.navigator ??= { userAgent: 'Node.js' };

export function load(folder) {
  const packages = resolve(folder);
  const require = createRequire(join(packages, 'package.json'));
  const { version } = JSON.parse(readFileSync(join(packages, 'node_modules/aws-amplify/package.json'), 'utf8'));
  const { Amplify } = require('aws-amplify');
  const { cognitoUserPoolsTokenProvider } = require('aws-amplify/auth/cognito');
  return { version, Amplify, auth: require('aws-amplify/auth'), tokenProvider: cognitoUserPoolsTokenProvider };
}

export class MemoryStorage {
  constructor(entries = []) { this.entries = new Map(entries); }
  async getItem(key) { return this.entries.get(key) ?? null; }
  async setItem(key, value) { this.entries.set(key, value); }
  async removeItem(key) { this.entries.delete(key); }
  async clear() { this.entries.clear(); }
}

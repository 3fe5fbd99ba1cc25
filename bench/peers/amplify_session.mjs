// Measures what a stored session costs with aws-amplify. bench/rounds.py starts this program for each measurement. The
// arguments: the folder of the installed packages, the measurement, and how many calls. It prints the nanoseconds of
// one call, or aws-amplify's version for the measurement `version`. Loading the modules is not part of the time.

import { load, MemoryStorage } from './amplify.mjs';

const [packages, measurement, calls] = process.argv.slice(2);
const { version, Amplify, auth, tokenProvider } = load(packages);
const CLIENT = 'client';

const encoded = (claims) => Buffer.from(JSON.stringify(claims)).toString('base64url');
const expiry = Math.floor(Date.now() / 1000) + 3600;
const user = { sub: 'sub-of-ann', username: 'ann', 'cognito:username': 'ann' };
const token = (use) => `e30.${encoded({ ...user, token_use: use, exp: expiry })}.c2ln`;
const prefix = `CognitoIdentityServiceProvider.${CLIENT}`;
const storage = new MemoryStorage([
  [`${prefix}.LastAuthUser`, 'ann'],
  [`${prefix}.ann.accessToken`, token('access')],
  [`${prefix}.ann.idToken`, token('id')],
  [`${prefix}.ann.refreshToken`, 'refresh'],
  [`${prefix}.ann.clockDrift`, '0'],
]);

globalThis.fetch = () => { throw new Error('a request was sent'); };

async function fetchToken() {
  const { tokens } = await auth.fetchAuthSession();
  if (!tokens?.accessToken) throw new Error('nobody is signed in');
}

async function start(work) {
  const begun = process.hrtime.bigint();
  Amplify.configure({ Auth: { Cognito: { userPoolId: 'eu-central-1_AbCdEfGhI', userPoolClientId: CLIENT } } });
  tokenProvider.setKeyValueStorage(storage);
  await work();
  return Number(process.hrtime.bigint() - begun);
}

async function fastest(work) {
  await start(work);
  const batch = Math.ceil(Number(calls) / 20);
  let best = Infinity;
  for (let round = 0; round < 20; round += 1) {
    const begun = process.hrtime.bigint();
    for (let call = 0; call < batch; call += 1) await work();
    best = Math.min(best, Number(process.hrtime.bigint() - begun) / batch);
  }
  return best;
}

const measurements = {
  version: () => version,
  'first-token': () => start(fetchToken),
  // Amplify has no session's state. This call comes nearest to it.
  'first-state': () => start(async () => {
    if ((await auth.getCurrentUser()).username !== 'ann') throw new Error('nobody is signed in');
  }),
  'valid-fetch': () => fastest(fetchToken),
};
console.log(await measurements[measurement]());

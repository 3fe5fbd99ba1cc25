// Times aws-amplify's SRP (A and the proof) in seconds of processor time. The first line of the input is the sign-in, in
// JSON; the answer is the version of aws-amplify. For each later line, the program computes one sign-in and prints its time.
// aws-amplify does not export its SRP helper, so this script loads the helper by its path. The script's argument is the
// folder of the installed packages.

import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const packages = resolve(process.argv[2]);
const srp = join(packages, '@aws-amplify/auth/dist/esm/providers/cognito/utils/srp');
const load = (path) => import(pathToFileURL(path).href);
const { getAuthenticationHelper } = await load(join(srp, 'getAuthenticationHelper.mjs'));
const { getSignatureString } = await load(join(srp, 'getSignatureString.mjs'));
const { getNowString } = await load(join(srp, 'getNowString.mjs'));
const { default: BigInteger } = await load(join(srp, 'BigInteger/BigInteger.mjs'));

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const signIn = JSON.parse((await lines.next()).value);
const userPoolName = signIn.poolId.split('_')[1];

async function signInSeconds() {
  const start = process.cpuUsage();
  const helper = await getAuthenticationHelper(userPoolName);
  helper.A.toString(16);
  const hkdf = await helper.getPasswordAuthenticationKey({
    username: signIn.USER_ID_FOR_SRP,
    password: signIn.password,
    serverBValue: new BigInteger(signIn.SRP_B, 16),
    salt: new BigInteger(signIn.SALT, 16),
  });
  const dateNow = getNowString();
  getSignatureString({ username: signIn.USER_ID_FOR_SRP, userPoolName, challengeParameters: signIn, dateNow, hkdf });
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

const { version } = JSON.parse(readFileSync(join(packages, 'aws-amplify/package.json'), 'utf8'));
console.log(version);
while (!(await lines.next()).done) console.log(await signInSeconds());

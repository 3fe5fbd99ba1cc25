// aws-jwt-verify and jose, which verify tokens in an app's back end: the recipes of docs/tokens.md.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { CognitoJwtVerifier, JwtVerifier } from "aws-jwt-verify";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { CLIENT_ID, PASSWORD, POOL_ID, startPool, tampered } from "./pool.mjs";

const OWN_POOL_ID = "eu-central-1_Shop";
const OWN_CLIENT_ID = "shop-app";
const AWS_ISSUER = `https://cognito-idp.eu-central-1.amazonaws.com/${OWN_POOL_ID}`;

let plain; // its tokens' issuer is its own address
let likeAws;
before(async () => {
  plain = await startPool();
  likeAws = await startPool({ more: ["--issuer", "aws"] });
  for (const pool of [plain, likeAws]) {
    await pool.administer("CreateUserPool", {
      UserPoolId: undefined, PoolName: "shop", UserPoolTags: { _custom_id_: OWN_POOL_ID },
    });
    await pool.administer("CreateUserPoolClient", {
      UserPoolId: OWN_POOL_ID, ClientName: `_custom_id_:${OWN_CLIENT_ID}`,
      ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
    });
    for (const UserPoolId of [POOL_ID, OWN_POOL_ID]) {
      await pool.administer("AdminCreateUser", { UserPoolId, Username: "ada", MessageAction: "SUPPRESS" });
      await pool.administer("AdminSetUserPassword", { UserPoolId, Username: "ada", Password: PASSWORD, Permanent: true });
    }
  }
});
after(() => { plain.stop(); likeAws.stop(); });

async function tokens(pool, ClientId) {
  const AuthParameters = { USERNAME: "ada", PASSWORD };
  const request = { ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters };
  return (await pool.administer("InitiateAuth", request)).AuthenticationResult;
}

const keysAt = (pool, poolId) => `${pool.url}/${poolId}/.well-known/jwks.json`;
const keys = async (pool, poolId) => (await fetch(keysAt(pool, poolId))).json();

test("CognitoJwtVerifier takes tokens of a pool with AWS's issuers, once it has the pool's keys", async () => {
  const issued = await tokens(likeAws, OWN_CLIENT_ID);
  for (const [tokenUse, token] of [["access", issued.AccessToken], ["id", issued.IdToken]]) {
    const verifier = CognitoJwtVerifier.create({ userPoolId: OWN_POOL_ID, clientId: OWN_CLIENT_ID, tokenUse });
    verifier.cacheJwks(await keys(likeAws, OWN_POOL_ID));
    assert.equal((await verifier.verify(token)).iss, AWS_ISSUER);
    await assert.rejects(verifier.verify(tampered(token)));
    const foreign = await tokens(plain, OWN_CLIENT_ID);
    await assert.rejects(verifier.verify(foreign.AccessToken), /Issuer not allowed|issuer/i);
  }
});

test("JwtVerifier takes tokens of any pool and issuer", async () => {
  const cases = [
    [plain, POOL_ID, CLIENT_ID, `${plain.url}/${POOL_ID}`],
    [plain, OWN_POOL_ID, OWN_CLIENT_ID, `${plain.url}/${OWN_POOL_ID}`],
    [likeAws, OWN_POOL_ID, OWN_CLIENT_ID, AWS_ISSUER],
  ];
  for (const [pool, poolId, clientId, issuer] of cases) {
    const issued = await tokens(pool, clientId);
    const verifier = JwtVerifier.create({ issuer, audience: clientId, jwksUri: keysAt(pool, poolId) });
    verifier.cacheJwks(await keys(pool, poolId));
    assert.equal((await verifier.verify(issued.IdToken)).token_use, "id");
    await assert.rejects(verifier.verify(tampered(issued.IdToken)));
  }
});

test("the keys of one pool do not verify the tokens of another", async () => {
  const { AccessToken } = await tokens(plain, OWN_CLIENT_ID);
  const own = createRemoteJWKSet(new URL(keysAt(plain, OWN_POOL_ID)));
  await jwtVerify(AccessToken, own, { issuer: `${plain.url}/${OWN_POOL_ID}`, algorithms: ["RS256"] });
  const other = createRemoteJWKSet(new URL(keysAt(plain, POOL_ID)));
  await assert.rejects(jwtVerify(AccessToken, other, { algorithms: ["RS256"] }), { code: "ERR_JWKS_NO_MATCHING_KEY" });
});

test("jose takes the keys from the pool's address and AWS's issuer", async () => {
  const { IdToken } = await tokens(likeAws, OWN_CLIENT_ID);
  const remote = createRemoteJWKSet(new URL(keysAt(likeAws, OWN_POOL_ID)));
  const { payload } = await jwtVerify(IdToken, remote, { issuer: AWS_ISSUER, audience: OWN_CLIENT_ID });
  assert.equal(payload["cognito:username"], "ada");
});

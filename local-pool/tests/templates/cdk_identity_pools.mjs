// Identity pools of the CDK: the construct IdentityPool, and the L1 constructs for what it lacks.

import { RemovalPolicy, Stack, Tags } from "aws-cdk-lib";
import * as cognito from "aws-cdk-lib/aws-cognito";
import {
  IdentityPool, IdentityPoolProviderUrl, RoleMappingMatchType, UserPoolAuthenticationProvider,
} from "aws-cdk-lib/aws-cognito-identitypool";
import { OpenIdConnectProvider, Role } from "aws-cdk-lib/aws-iam";

const userPool = (stack) => new cognito.UserPool(stack, "Pool", { removalPolicy: RemovalPolicy.DESTROY });

export function identityPools(app) {
  for (const after of [false, true]) {
    const stack = new Stack(app, after ? "IdentitiesAfter" : "Identities");
    const pool = userPool(stack);
    const client = pool.addClient("App", { disableOAuth: true });
    const provider = OpenIdConnectProvider.fromOpenIdConnectProviderArn(
      stack, "Oidc", "arn:aws:iam::123456789012:oidc-provider/work.example.com");
    const role = (name) => Role.fromRoleArn(stack, name, `arn:aws:iam::123456789012:role/${name}`);
    const identities = new IdentityPool(stack, "Identities", {
      identityPoolName: after ? "shop_renamed" : "shop",
      allowUnauthenticatedIdentities: !after,
      allowClassicFlow: true,
      authenticationProviders: {
        userPools: [new UserPoolAuthenticationProvider({
          userPool: pool, userPoolClient: client, disableServerSideTokenCheck: after,
        })],
        google: { clientId: "google.apps.googleusercontent.com" },
        facebook: { appId: "1234567890" },
        amazon: { appId: "amzn1.application.1" },
        apple: { servicesId: "com.example.app" },
        openIdConnectProviders: after ? [] : [provider],
      },
      roleMappings: [
        {
          mappingKey: "users", providerUrl: IdentityPoolProviderUrl.userPool(pool, client), useToken: true,
          resolveAmbiguousRoles: !after,
        },
        {
          providerUrl: IdentityPoolProviderUrl.GOOGLE, resolveAmbiguousRoles: true,
          rules: [
            { claim: "email_verified", claimValue: "true", mappedRole: role("verified") },
            { claim: "hd", claimValue: "example.com", mappedRole: role("staff"), matchType: RoleMappingMatchType.CONTAINS },
          ],
        },
      ],
    });
    Tags.of(identities).add("team", after ? "two" : "one");
    if (!after) Tags.of(identities).add("stage", "test");
    new cognito.CfnIdentityPoolPrincipalTag(stack, "Tags", {
      identityPoolId: identities.identityPoolId, identityProviderName: pool.userPoolProviderName, useDefaults: false,
      principalTags: after ? { department: "custom:department" } : { email: "email", department: "custom:department" },
    });
    new cognito.CfnIdentityPoolPrincipalTag(stack, "DefaultTags", {
      identityPoolId: identities.identityPoolId, identityProviderName: "accounts.google.com", useDefaults: true,
    });
  }
}

// Settings that the local pool refuses. Its error names the setting.
export function refused(app) {
  const settings = {
    Saml: { samlProviderArns: ["arn:aws:iam::123456789012:saml-provider/work"] },
    Developer: { developerProviderName: "login.example.com" },
  };
  for (const [name, more] of Object.entries(settings)) {
    const stack = new Stack(app, `Identities${name}`);
    new cognito.CfnIdentityPool(stack, "Identities", { allowUnauthenticatedIdentities: false, ...more });
  }
}

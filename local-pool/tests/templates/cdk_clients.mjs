// App clients, domains, resource servers, groups and identity providers of the CDK.

import { Duration, RemovalPolicy, SecretValue, Stack } from "aws-cdk-lib";
import { Certificate } from "aws-cdk-lib/aws-certificatemanager";
import * as cognito from "aws-cdk-lib/aws-cognito";
import { Role } from "aws-cdk-lib/aws-iam";

const userPool = (stack, props) =>
  new cognito.UserPool(stack, "Pool", { removalPolicy: RemovalPolicy.DESTROY, ...props });

export function clients(app) {
  for (const after of [false, true]) {
    const stack = new Stack(app, after ? "ClientsAfter" : "Clients");
    const pool = userPool(stack, { customAttributes: { tier: new cognito.StringAttribute({ mutable: true }) } });
    const scope = new cognito.ResourceServerScope({ scopeName: "read", scopeDescription: "Read orders" });
    const write = new cognito.ResourceServerScope({ scopeName: "write", scopeDescription: "Write orders" });
    const server = pool.addResourceServer("Orders", {
      identifier: "orders", userPoolResourceServerName: after ? "Orders and more" : "Orders",
      scopes: after ? [scope] : [scope, write],
    });
    pool.addClient("App", {
      userPoolClientName: after ? "app-renamed" : "app",
      authFlows: { adminUserPassword: true, custom: true, userPassword: !after, userSrp: true, user: true },
      oAuth: {
        flows: { authorizationCodeGrant: true, implicitCodeGrant: !after },
        scopes: [cognito.OAuthScope.OPENID, cognito.OAuthScope.EMAIL, cognito.OAuthScope.PHONE, cognito.OAuthScope.PROFILE,
          cognito.OAuthScope.COGNITO_ADMIN, cognito.OAuthScope.resourceServer(server, scope)],
        callbackUrls: ["https://example.com/callback", "myapp://callback", "http://localhost:3000/"],
        defaultRedirectUri: "https://example.com/callback",
        logoutUrls: after ? ["https://example.com/bye"] : ["https://example.com/bye", "myapp://bye"],
      },
      preventUserExistenceErrors: true,
      supportedIdentityProviders: [cognito.UserPoolClientIdentityProvider.COGNITO],
      accessTokenValidity: Duration.minutes(after ? 10 : 20),
      idTokenValidity: Duration.minutes(30),
      refreshTokenValidity: Duration.days(10),
      authSessionValidity: Duration.minutes(5),
      enableTokenRevocation: !after,
      refreshTokenRotationGracePeriod: after ? undefined : Duration.seconds(10),
      readAttributes: new cognito.ClientAttributes()
        .withStandardAttributes({ email: true, emailVerified: true, fullname: true })
        .withCustomAttributes("tier"),
      writeAttributes: new cognito.ClientAttributes().withStandardAttributes({ email: true, fullname: true }),
    });
    // A change of GenerateSecret replaces the client.
    pool.addClient("Machine", {
      generateSecret: !after,
      disableOAuth: after,
      ...(!after && {
        oAuth: { flows: { clientCredentials: true }, scopes: [cognito.OAuthScope.resourceServer(server, scope)] },
        enablePropagateAdditionalUserContextData: true,
      }),
    });
    pool.addClient("Defaults");
    if (!after) pool.addClient("Gone", { disableOAuth: true });
    pool.addGroup("Staff", {
      groupName: "staff", description: after ? "Who works there" : "Who works here", precedence: after ? 2 : 1,
      role: Role.fromRoleArn(stack, "StaffRole", "arn:aws:iam::123456789012:role/staff"),
    });
    pool.addGroup("Named", {});
    // A change of a group's name replaces the group.
    pool.addGroup("Moved", { groupName: after ? "after" : "before" });
  }
}

export function domains(app) {
  for (const after of [false, true]) {
    const stack = new Stack(app, after ? "DomainsAfter" : "Domains");
    const pool = userPool(stack, { featurePlan: cognito.FeaturePlan.ESSENTIALS });
    const prefix = pool.addDomain("Prefix", {
      cognitoDomain: { domainPrefix: "shop-sign-in" },
      managedLoginVersion: cognito.ManagedLoginVersion[after ? "NEWER_MANAGED_LOGIN" : "CLASSIC_HOSTED_UI"],
    });
    pool.addDomain("Custom", {
      customDomain: {
        domainName: "auth.example.com",
        certificate: Certificate.fromCertificateArn(
          stack, "Certificate",
          `arn:aws:acm:us-east-1:123456789012:certificate/${after ? "2" : "1"}1111111-1111-1111-1111-111111111111`,
        ),
      },
      managedLoginVersion: cognito.ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    });
    stack.exportValue(prefix.baseUrl(), { name: `url-of-${stack.stackName}` });
  }
}

export function providers(app) {
  for (const after of [false, true]) {
    const stack = new Stack(app, after ? "ProvidersAfter" : "Providers");
    const pool = userPool(stack, { customAttributes: { tier: new cognito.StringAttribute({ mutable: true }) } });
    const { ProviderAttribute } = cognito;
    const clientSecretValue = SecretValue.secretsManager("google-secret");
    new cognito.UserPoolIdentityProviderGoogle(stack, "Google", {
      userPool: pool, clientId: after ? "google-two" : "google", clientSecretValue, scopes: ["profile", "email"],
      attributeMapping: {
        email: ProviderAttribute.GOOGLE_EMAIL, givenName: ProviderAttribute.GOOGLE_GIVEN_NAME,
        emailVerified: ProviderAttribute.GOOGLE_EMAIL_VERIFIED, custom: { "custom:tier": ProviderAttribute.other("level") },
      },
    });
    new cognito.UserPoolIdentityProviderAmazon(stack, "Amazon", {
      userPool: pool, clientId: "amazon", clientSecret: "secret", scopes: ["profile", "postal_code"],
      attributeMapping: { email: ProviderAttribute.AMAZON_EMAIL, fullname: ProviderAttribute.AMAZON_NAME },
    });
    new cognito.UserPoolIdentityProviderFacebook(stack, "Facebook", {
      userPool: pool, clientId: "facebook", clientSecret: "secret", scopes: ["public_profile", "email"],
      apiVersion: after ? "v18.0" : "v17.0", attributeMapping: { email: ProviderAttribute.FACEBOOK_EMAIL },
    });
    new cognito.UserPoolIdentityProviderApple(stack, "Apple", {
      userPool: pool, clientId: "com.example.app", teamId: "TEAM", keyId: "KEY", scopes: ["email", "name"],
      privateKeyValue: SecretValue.unsafePlainText("private"),
      attributeMapping: { email: ProviderAttribute.APPLE_EMAIL, givenName: ProviderAttribute.APPLE_FIRST_NAME },
    });
    new cognito.UserPoolIdentityProviderOidc(stack, "Oidc", {
      userPool: pool, name: "Work", clientId: "work", clientSecret: "secret", issuerUrl: "https://work.example.com",
      attributeRequestMethod: cognito.OidcAttributeRequestMethod.POST, scopes: ["openid", "email"],
      identifiers: after ? ["work.example.com"] : ["work.example.com", "work"],
      endpoints: {
        authorization: "https://work.example.com/authorize", token: "https://work.example.com/token",
        userInfo: "https://work.example.com/userinfo", jwksUri: "https://work.example.com/keys",
      },
      attributeMapping: { email: ProviderAttribute.other("mail") },
    });
    new cognito.UserPoolIdentityProviderSaml(stack, "Saml", {
      userPool: pool, name: after ? "Partner-two" : "Partner", identifiers: [after ? "two.example.com" : "one.example.com"],
      idpSignout: true,
      metadata: cognito.UserPoolIdentityProviderSamlMetadata.url("https://partner.example.com/metadata"),
      encryptedResponses: true, idpInitiated: true, requestSigningAlgorithm: cognito.SigningAlgorithm.RSA_SHA256,
      attributeMapping: { email: ProviderAttribute.other("http://schemas.example.com/email") },
    });
    new cognito.UserPoolIdentityProviderSaml(stack, "SamlFile", {
      userPool: pool, name: "Filed",
      metadata: cognito.UserPoolIdentityProviderSamlMetadata.file("<md:EntityDescriptor entityID=\"a\"/>"),
    });
    // The CDK gives a client every provider of its pool, and makes the client depend on them.
    pool.addClient("App", { oAuth: { callbackUrls: ["https://example.com/"] } });
  }
}

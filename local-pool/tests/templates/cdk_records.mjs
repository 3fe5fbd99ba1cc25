// What the CDK has only in its L1 constructs: users, styles, terms, risks, logs, and some settings of pools and clients.

import { RemovalPolicy, Stack } from "aws-cdk-lib";
import * as cognito from "aws-cdk-lib/aws-cognito";

const PNG = Buffer.from("\x89PNG\r\n\x1a\n", "latin1").toString("base64");
const ID = "11111111-1111-1111-1111-111111111111";

function base(app, name, after) {
  const stack = new Stack(app, after ? `${name}After` : name);
  const pool = new cognito.UserPool(stack, "Pool", {
    removalPolicy: RemovalPolicy.DESTROY,
    signInAliases: { username: true, email: true },
    featurePlan: cognito.FeaturePlan.PLUS,
    standardAttributes: { email: { required: true, mutable: true } },
  });
  return { stack, pool, userPoolId: pool.userPoolId };
}

export function users(app) {
  for (const after of [false, true]) {
    const { stack, userPoolId } = base(app, "Users", after);
    const group = new cognito.CfnUserPoolGroup(stack, "Staff", { userPoolId, groupName: "staff" });
    const user = new cognito.CfnUserPoolUser(stack, "Ada", {
      userPoolId, username: "ada", desiredDeliveryMediums: ["EMAIL"], forceAliasCreation: false, messageAction: "SUPPRESS",
      clientMetadata: { source: "template" },
      // A changed attribute would replace the user, so both versions of the app have the same ones.
      userAttributes: [{ name: "email", value: "ada@example.com" }, { name: "name", value: "Ada" }],
      validationData: [{ name: "source", value: "template" }],
    });
    const attachment = new cognito.CfnUserPoolUserToGroupAttachment(stack, "AdaIsStaff", {
      userPoolId, groupName: "staff", username: user.ref,
    });
    attachment.addResourceDependency(group);
    if (!after) {
      new cognito.CfnUserPoolUser(stack, "Bob", {
        userPoolId, username: "bob", userAttributes: [{ name: "email", value: "bob@example.com" }],
      });
    }
  }
}

export function styles(app) {
  for (const after of [false, true]) {
    const { stack, pool, userPoolId } = base(app, "Styles", after);
    const domain = pool.addDomain("Domain", { cognitoDomain: { domainPrefix: "styles" } });
    const client = pool.addClient("App", { disableOAuth: true });
    for (const [id, clientId] of [["Css", client.userPoolClientId], ["CssOfAll", "ALL"]]) {
      const style = new cognito.CfnUserPoolUICustomizationAttachment(stack, id, {
        userPoolId, clientId, css: `.banner-customizable { background: ${after ? "red" : "blue"}; }`,
      });
      style.node.addDependency(domain);
    }
    new cognito.CfnManagedLoginBranding(stack, "Branding", {
      userPoolId, clientId: client.userPoolClientId, returnMergedResources: false,
      settings: { components: { form: { borderRadius: after ? 8 : 4 } } },
      assets: [
        { category: "FORM_LOGO", colorMode: "DARK", extension: "PNG", bytes: PNG },
        { category: "FAVICON_ICO", colorMode: "DYNAMIC", extension: "ICO", resourceId: ID },
      ],
    });
    const other = pool.addClient("Other", { disableOAuth: true });
    new cognito.CfnManagedLoginBranding(stack, "OwnStyle", {
      userPoolId, clientId: other.userPoolClientId, useCognitoProvidedValues: true,
    });
    new cognito.CfnTerms(stack, "Terms", {
      userPoolId, clientId: client.userPoolClientId, termsName: "terms-of-use", termsSource: "LINK", enforcement: "NONE",
      links: {
        "cognito:default": "https://example.com/terms", ...(after && { "cognito:german": "https://example.com/agb" }),
      },
    });
  }
}

export function risks(app) {
  for (const after of [false, true]) {
    const { stack, pool, userPoolId } = base(app, "Risks", after);
    const client = pool.addClient("App", { disableOAuth: true });
    const email = { subject: "Sign-in", htmlBody: "<p>Was it you?</p>", textBody: "Was it you?" };
    const action = { eventAction: after ? "BLOCK" : "MFA_IF_CONFIGURED", notify: true };
    new cognito.CfnUserPoolRiskConfigurationAttachment(stack, "OfClient", {
      userPoolId, clientId: client.userPoolClientId,
      accountTakeoverRiskConfiguration: {
        actions: { lowAction: { eventAction: "NO_ACTION", notify: false }, mediumAction: action, highAction: action },
        notifyConfiguration: {
          sourceArn: "arn:aws:ses:eu-central-1:123456789012:identity/a@example.com",
          from: "a@example.com",
          replyTo: "b@example.com",
          blockEmail: email, mfaEmail: email, noActionEmail: email,
        },
      },
      compromisedCredentialsRiskConfiguration: {
        actions: { eventAction: after ? "NO_ACTION" : "BLOCK" }, eventFilter: ["SIGN_IN", "PASSWORD_CHANGE", "SIGN_UP"],
      },
    });
    new cognito.CfnUserPoolRiskConfigurationAttachment(stack, "OfAll", {
      userPoolId, clientId: "ALL",
      riskExceptionConfiguration: {
        blockedIpRangeList: ["192.0.2.0/24"], skippedIpRangeList: after ? [] : ["198.51.100.0/24"],
      },
    });
    const logGroupArn = `arn:aws:logs:eu-central-1:123456789012:log-group:${after ? "other" : "shop"}`;
    const streamArn = "arn:aws:firehose:eu-central-1:123456789012:deliverystream/shop";
    new cognito.CfnLogDeliveryConfiguration(stack, "Logs", {
      userPoolId,
      logConfigurations: [
        { eventSource: "userNotification", logLevel: "ERROR", cloudWatchLogsConfiguration: { logGroupArn } },
        { eventSource: "userAuthEvents", logLevel: "INFO",
          ...(after ? { firehoseConfiguration: { streamArn } } : { s3Configuration: { bucketArn: "arn:aws:s3:::shop" } }) },
      ],
    });
  }
}

const sender = "arn:aws:iam::123456789012:role/sms";

export function settings(app) {
  for (const after of [false, true]) {
    const stack = new Stack(app, after ? "SettingsAfter" : "Settings");
    const pool = new cognito.CfnUserPool(stack, "Pool", {
      adminCreateUserConfig: { unusedAccountValidityDays: after ? 5 : 7 },
      emailAuthenticationMessage: "Your code is {####}", emailAuthenticationSubject: after ? "Code" : "Your code",
      emailConfiguration: {
        emailSendingAccount: "DEVELOPER", sourceArn: "arn:aws:ses:eu-central-1:123456789012:identity/a@example.com",
      },
      mfaConfiguration: "ON", enabledMfas: ["EMAIL_OTP", "SMS_MFA"],
      issuerConfiguration: { type: "ORIGINAL" }, keyConfiguration: { keyType: "AWS_OWNED_KEY" },
      policies: { signInPolicy: { allowedFirstAuthFactors: ["PASSWORD", "WEB_AUTHN"] } },
      schema: [{ name: "inner", attributeDataType: "String", developerOnlyAttribute: true, mutable: true }],
      smsConfiguration: {
        eumsSms: {
          callerArn: sender, externalId: "external", originationIdentity: after ? "shop" : "+15550001111",
          configurationSetName: "set", inEntityId: "entity", inTemplateId: "template", region: "eu-central-1",
        },
      },
      webAuthnRelyingPartyId: "example.com", webAuthnUserVerification: "required",
      webAuthnFactorConfiguration: "MULTI_FACTOR_WITH_USER_VERIFICATION",
    });
    pool.applyRemovalPolicy(RemovalPolicy.DESTROY);
    const project = { externalId: "external", roleArn: sender, userDataShared: after };
    new cognito.CfnUserPoolClient(stack, "ByArn", {
      userPoolId: pool.ref,
      analyticsConfiguration: { ...project, applicationArn: "arn:aws:mobiletargeting:eu-central-1:123456789012:apps/0f" },
    });
    new cognito.CfnUserPoolClient(stack, "ById", {
      userPoolId: pool.ref, analyticsConfiguration: { ...project, applicationId: "0f" },
    });
    const certificateArn = `arn:aws:acm:us-east-1:123456789012:certificate/${ID}`;
    new cognito.CfnUserPoolDomain(stack, "Domain", {
      userPoolId: pool.ref, domain: "auth.example.com",
      customDomainConfig: { certificateArn, securityPolicy: after ? "TLS_V1_3_2025" : "TLS_V1_2_2021" },
    });
  }
}

// Settings that the local pool refuses. Its error names the setting.
export function refused(app) {
  const key = `arn:aws:kms:eu-central-1:123456789012:key/${ID}`;
  const settings = {
    History: { policies: { passwordPolicy: { passwordHistorySize: 3 } } },
    Key: { keyConfiguration: { keyType: "CUSTOMER_MANAGED_KEY", kmsKeyArn: key } },
    Inbound: { lambdaConfig: { inboundFederation: {
      lambdaArn: "arn:aws:lambda:eu-central-1:123456789012:function:inbound", lambdaVersion: "V1_0",
    } } },
  };
  for (const [name, props] of Object.entries(settings)) {
    new cognito.CfnUserPool(new Stack(app, `Unsupported${name}`), "Pool", props);
  }
  const stack = new Stack(app, "UnsupportedRouting");
  const pool = new cognito.CfnUserPool(stack, "Pool");
  pool.applyRemovalPolicy(RemovalPolicy.DESTROY);
  new cognito.CfnUserPoolDomain(stack, "Domain", {
    userPoolId: pool.ref, domain: "routed",
    routing: { failover: { primaryRoute53HealthCheckId: "check", secondaryRegion: "eu-west-1" } },
  });
}

// User pools of the CDK: the options of the construct UserPool. The stack `NameAfter` is the stack `Name` in a later
// version of the app.

import {
  Aws, CfnCondition, CfnMapping, CfnParameter, Duration, Fn, RemovalPolicy, Stack, Tags,
} from "aws-cdk-lib";
import * as cognito from "aws-cdk-lib/aws-cognito";
import { Role } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import { Code, Function, Runtime } from "aws-cdk-lib/aws-lambda";

const removalPolicy = RemovalPolicy.DESTROY;

export function plain(app) {
  new cognito.UserPool(new Stack(app, "Plain"), "Pool", { removalPolicy });
}

// The CDK keeps a pool unless its app says otherwise.
export function kept(app) {
  new cognito.UserPool(new Stack(app, "Kept"), "Pool", { userPoolName: "kept" });
}

const standardAttributes = Object.fromEntries(
  ["address", "birthdate", "email", "familyName", "fullname", "gender", "givenName", "lastUpdateTime", "locale",
    "middleName", "nickname", "phoneNumber", "preferredUsername", "profilePage", "profilePicture", "timezone", "website"]
    .map((name, index) => [name, { required: index % 3 === 0, mutable: index % 5 !== 1 }]),
);

function customAttributes(after) {
  return {
    tier: new cognito.StringAttribute({ minLen: 1, maxLen: 20, mutable: true }),
    note: new cognito.StringAttribute(),
    points: new cognito.NumberAttribute({ min: 0, max: 1000, mutable: true }),
    joined: new cognito.DateTimeAttribute({ mutable: false }),
    isMember: new cognito.BooleanAttribute({ mutable: true }),
    ...(after && { added: new cognito.StringAttribute({ mutable: true }) }),
  };
}

export function broad(app) {
  for (const after of [false, true]) broadPool(app, after);
}

function broadPool(app, after) {
  const stack = new Stack(app, after ? "BroadAfter" : "Broad");
  const pool = new cognito.UserPool(stack, "Pool", {
    removalPolicy,
    userPoolName: after ? "shop-renamed" : "shop",
    selfSignUpEnabled: !after,
    signInAliases: { username: true, email: true, phone: true, preferredUsername: true },
    signInCaseSensitive: false,
    autoVerify: { email: true, phone: !after },
    keepOriginal: { email: true, phone: !after },
    standardAttributes,
    customAttributes: customAttributes(after),
    mfa: after ? cognito.Mfa.OPTIONAL : cognito.Mfa.REQUIRED,
    mfaSecondFactor: { sms: !after, otp: true, email: true },
    mfaMessage: "Code {####}",
    passwordPolicy: {
      minLength: after ? 14 : 12,
      requireLowercase: true, requireUppercase: false, requireDigits: after, requireSymbols: false,
      tempPasswordValidity: Duration.days(after ? 2 : 3),
    },
    accountRecovery: after ? cognito.AccountRecovery.EMAIL_ONLY : cognito.AccountRecovery.NONE,
    email: cognito.UserPoolEmail.withSES({
      fromEmail: "no-reply@example.com", fromName: after ? undefined : "The shop", replyTo: "help@example.com",
      sesRegion: "eu-central-1", sesVerifiedDomain: "example.com", configurationSetName: after ? "other" : "shop",
    }),
    smsRole: Role.fromRoleArn(stack, "SmsRole", "arn:aws:iam::123456789012:role/sms"),
    smsRoleExternalId: "external",
    snsRegion: "eu-central-1",
    userVerification: {
      emailStyle: cognito.VerificationEmailStyle.CODE, emailSubject: after ? "Your new code" : "Your code",
      emailBody: "It is {####}", smsMessage: "SMS {####}",
    },
    userInvitation: {
      emailSubject: "Welcome", emailBody: "{username}: {####}", smsMessage: after ? undefined : "{username} {####}",
    },
    deviceTracking: { challengeRequiredOnNewDevice: true, deviceOnlyRememberedOnUserPrompt: after },
    deletionProtection: !after,
    featurePlan: after ? cognito.FeaturePlan.PLUS : cognito.FeaturePlan.ESSENTIALS,
    ...(after && {
      standardThreatProtectionMode: cognito.StandardThreatProtectionMode.FULL_FUNCTION,
      customThreatProtectionMode: cognito.CustomThreatProtectionMode.AUDIT_ONLY,
    }),
    passkeyRelyingPartyId: after ? "auth.example.com" : "example.com",
    passkeyUserVerification: after ? cognito.PasskeyUserVerification.PREFERRED : cognito.PasskeyUserVerification.REQUIRED,
  });
  Tags.of(pool).add("team", after ? "two" : "one");
  if (!after) Tags.of(pool).add("stage", "test");
}

// A pool for each set of names to sign in with. The CDK derives other settings from the set.
export function aliases(app) {
  const ways = {
    Email: { email: true }, Phone: { phone: true }, Both: { email: true, phone: true },
    Username: { username: true }, Preferred: { username: true, preferredUsername: true },
  };
  for (const [name, signInAliases] of Object.entries(ways)) {
    new cognito.UserPool(new Stack(app, `Alias${name}`), "Pool", { signInAliases, removalPolicy });
  }
}

// Changes that CloudFormation refuses.
export function refused(app) {
  const changes = {
    Aliases: [{ signInAliases: { email: true } }, { signInAliases: { phone: true } }],
    Case: [{ signInCaseSensitive: true }, { signInCaseSensitive: false }],
    Schema: [
      { customAttributes: { tier: new cognito.StringAttribute({ maxLen: 20 }) } },
      { customAttributes: { tier: new cognito.StringAttribute({ maxLen: 30 }) } },
    ],
  };
  for (const [name, [before, after]] of Object.entries(changes)) {
    new cognito.UserPool(new Stack(app, `Refused${name}`), "Pool", { ...before, removalPolicy });
    new cognito.UserPool(new Stack(app, `Refused${name}After`), "Pool", { ...after, removalPolicy });
  }
}

export function mfa(app) {
  const factors = {
    Sms: { sms: true, otp: false }, Totp: { sms: false, otp: true }, Email: { sms: false, otp: false, email: true },
    Default: undefined,
  };
  for (const [name, mfaSecondFactor] of Object.entries(factors)) {
    for (const [mode, value] of Object.entries({ Optional: cognito.Mfa.OPTIONAL, Required: cognito.Mfa.REQUIRED })) {
      new cognito.UserPool(new Stack(app, `Mfa${name}${mode}`), "Pool", {
        mfa: value, mfaSecondFactor, removalPolicy,
        email: cognito.UserPoolEmail.withSES({ fromEmail: "a@example.com", sesRegion: "eu-central-1" }),
      });
    }
  }
  const later = { MfaOff: {}, MfaOffAfter: { mfa: cognito.Mfa.REQUIRED, mfaSecondFactor: { sms: false, otp: true } } };
  for (const [name, props] of Object.entries(later)) {
    new cognito.UserPool(new Stack(app, name), "Pool", { ...props, removalPolicy });
  }
}

export function recovery(app) {
  const names = ["EMAIL_AND_PHONE_WITHOUT_MFA", "PHONE_WITHOUT_MFA_AND_EMAIL", "EMAIL_ONLY", "PHONE_ONLY_WITHOUT_MFA",
    "PHONE_AND_EMAIL", "NONE"];
  for (const name of names) {
    const accountRecovery = cognito.AccountRecovery[name];
    const stack = new Stack(app, `Recovery-${name.replaceAll("_", "-")}`);
    new cognito.UserPool(stack, "Pool", { accountRecovery, removalPolicy });
  }
}

export function passwordless(app) {
  for (const after of [false, true]) {
    new cognito.UserPool(new Stack(app, after ? "PasswordlessAfter" : "Passwordless"), "Pool", {
      signInAliases: { email: true, phone: true },
      signInPolicy: {
        allowedFirstAuthFactors: { password: true, emailOtp: true, smsOtp: !after, passkey: true },
      },
      passkeyRelyingPartyId: "example.com",
      email: cognito.UserPoolEmail.withCognito("help@example.com"),
      featurePlan: cognito.FeaturePlan.ESSENTIALS,
      removalPolicy,
    });
  }
}

const handler = (stack, id) =>
  new Function(stack, id, { runtime: Runtime.NODEJS_22_X, handler: "index.handler", code: Code.fromInline("0") });

// Every trigger of the construct, all of them by ARN.
export function triggers(app) {
  for (const after of [false, true]) {
    const stack = new Stack(app, after ? "TriggersAfter" : "Triggers");
    const trigger = handler(stack, "Trigger");
    const names = ["createAuthChallenge", "customEmailSender", "customMessage", "customSmsSender", "defineAuthChallenge",
      "postAuthentication", "postConfirmation", "preAuthentication", "preSignUp", "userMigration",
      "verifyAuthChallengeResponse", ...(after ? [] : ["preTokenGeneration"])];
    const pool = new cognito.UserPool(stack, "Pool", {
      lambdaTriggers: Object.fromEntries(names.map((name) => [name, trigger])),
      customSenderKmsKey: new Key(stack, "Key"),
      featurePlan: cognito.FeaturePlan.PLUS,
      removalPolicy,
    });
    if (after) {
      const other = handler(stack, "Claims");
      pool.addTrigger(cognito.UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG, other, cognito.LambdaVersion.V2_0);
    }
  }
}

// The pool refuses a link in place of a code, and says so.
export function link(app) {
  new cognito.UserPool(new Stack(app, "Link"), "Pool", {
    userVerification: { emailStyle: cognito.VerificationEmailStyle.LINK }, removalPolicy,
  });
}

// Parameters, conditions, mappings, and functions in the place of values.
export function functions(app) {
  const stack = new Stack(app, "Functions");
  const stage = new CfnParameter(stack, "Stage", { default: "test" });
  const urls = new CfnParameter(stack, "Urls", { default: "https://example.com/a,https://example.com/b" });
  const isLive = new CfnCondition(stack, "IsLive", { expression: Fn.conditionEquals(stage.valueAsString, "live") });
  const isTest = new CfnCondition(stack, "IsTest", {
    expression: Fn.conditionOr(Fn.conditionNot(isLive), Fn.conditionAnd(isLive, Fn.conditionEquals(Aws.REGION, "local"))),
  });
  const lengths = new CfnMapping(stack, "Lengths", { mapping: { test: { length: 6 }, live: { length: 12 } } });
  const pool = new cognito.CfnUserPool(stack, "Pool", {
    userPoolName: Fn.sub("${Stage}-in-${AWS::Region}"),
    deletionProtection: Fn.conditionIf(isLive.logicalId, "ACTIVE", Aws.NO_VALUE),
    policies: { passwordPolicy: { minimumLength: lengths.findInMap(stage.valueAsString, "length") } },
  });
  pool.applyRemovalPolicy(removalPolicy);
  for (const [name, condition] of [["Live", isLive], ["Test", isTest]]) {
    const client = new cognito.CfnUserPoolClient(stack, name, {
      userPoolId: pool.ref,
      clientName: Fn.join("-", [Fn.select(1, Fn.split("-", "a-client")), Fn.select(0, Fn.split(":", pool.attrArn))]),
      callbackUrLs: Fn.split(",", urls.valueAsString),
      supportedIdentityProviders: ["COGNITO"],
    });
    client.cfnOptions.condition = condition;
  }
}

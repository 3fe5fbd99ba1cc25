// Amplify's defineAuth with its options.

import { lambda, secret } from "./amplify_backend.mjs";

const auth = (props, type) => ({ props, type });

const web = { callbackUrls: ["http://localhost:3000/profile"], logoutUrls: ["http://localhost:3000/"] };
const pair = (name) => ({ clientId: secret(`${name}_CLIENT_ID`), clientSecret: secret(`${name}_CLIENT_SECRET`) });

export const backends = {
  Email: auth(() => ({ loginWith: { email: true } })),
  EmailAfter: auth(() => ({
    loginWith: { email: true }, groups: ["ADMINS"], accountRecovery: "NONE",
    userAttributes: { "custom:nick": { dataType: "String", mutable: true } }, multifactor: { mode: "OPTIONAL", totp: true },
  })),
  // The same app in a branch that Amplify deploys.
  EmailInBranch: auth(() => ({ loginWith: { email: true } }), "branch"),
  Phone: auth(() => ({ loginWith: { phone: { verificationMessage: (code) => `Code ${code()}` } } })),
  Both: auth(() => ({
    name: "shop",
    loginWith: {
      phone: true,
      email: {
        verificationEmailStyle: "CODE",
        verificationEmailSubject: "Your code",
        verificationEmailBody: (code) => `It is ${code()}`,
        userInvitation: {
          emailSubject: "Welcome",
          emailBody: (user, code) => `${user()}: ${code()}`,
          smsMessage: (user, code) => `${user()} ${code()}`,
        },
      },
    },
    groups: ["ADMINS", "EDITORS"],
    userAttributes: {
      address: { required: false, mutable: true }, birthdate: { mutable: true }, familyName: { required: true },
      preferredUsername: { mutable: true },
      "custom:tier": { dataType: "String", mutable: true, maxLen: 16, minLen: 1 },
      "custom:points": { dataType: "Number", mutable: true, max: 1000, min: 0 },
      "custom:is_member": { dataType: "Boolean", mutable: true },
      "custom:joined": { dataType: "DateTime", mutable: false },
    },
    senders: {
      email: { fromEmail: "no-reply@example.com", fromName: "The shop", replyTo: "help@example.com" },
      sms: { snsCallerArn: "arn:aws:iam::123456789012:role/sms", externalId: "external", snsRegion: "eu-central-1" },
    },
  })),
  MfaRequired: auth(() => ({
    loginWith: { email: true },
    senders: { email: { fromEmail: "no-reply@example.com" } },
    multifactor: { mode: "REQUIRED", totp: true, email: true, sms: { smsMessage: (code) => `Code ${code()}` } },
  })),
  MfaSms: auth(() => ({ loginWith: { phone: true }, multifactor: { mode: "OPTIONAL", sms: true, totp: true } })),
  Passwordless: auth(() => ({
    loginWith: {
      email: { otpLogin: true },
      phone: { otpLogin: true },
      webAuthn: { relyingPartyId: "example.com", userVerification: "required" },
    },
    passwordlessOptions: { preferredChallenge: "EMAIL_OTP" },
  })),
  Passkeys: auth(() => ({ loginWith: { email: true, webAuthn: true } })),
  Providers: auth(() => ({
    loginWith: {
      email: true,
      externalProviders: {
        ...web,
        scopes: ["EMAIL", "OPENID", "PROFILE", "PHONE", "COGNITO_ADMIN"],
        google: { ...pair("GOOGLE"), scopes: ["email"], attributeMapping: { email: "email", fullname: "name" } },
        facebook: { ...pair("FACEBOOK"), attributeMapping: { email: "email" } },
        loginWithAmazon: { ...pair("AMAZON"), attributeMapping: { email: "email" } },
        signInWithApple: {
          clientId: secret("APPLE_CLIENT_ID"), keyId: secret("APPLE_KEY_ID"), teamId: secret("APPLE_TEAM_ID"),
          privateKey: secret("APPLE_PRIVATE_KEY"), attributeMapping: { email: "email" },
        },
        oidc: [{
          ...pair("WORK"), name: "Work", issuerUrl: "https://work.example.com", scopes: ["openid", "email"],
          attributeRequestMethod: "POST", identifiers: ["work.example.com"],
          endpoints: {
            authorization: "https://work.example.com/authorize", token: "https://work.example.com/token",
            userInfo: "https://work.example.com/userinfo", jwksUri: "https://work.example.com/keys",
          },
        }],
        saml: {
          name: "Partner", metadata: { metadataContent: "https://partner.example.com/metadata", metadataType: "URL" },
          identifiers: ["partner.example.com"], idpSignout: true, attributeMapping: { email: "mail" },
        },
      },
    },
  })),
  Triggers: auth(() => {
    const handler = lambda("handler");
    const names = ["createAuthChallenge", "customMessage", "defineAuthChallenge", "postAuthentication", "postConfirmation",
      "preAuthentication", "preSignUp", "preTokenGeneration", "userMigration", "verifyAuthChallengeResponse"];
    return {
      loginWith: { email: true },
      triggers: Object.fromEntries(names.map((name) => [name, handler])),
      access: (allow) => [allow.resource(handler).to(["manageUsers", "addUserToGroup", "manageGroupMembership"])],
    };
  }),
  Senders: auth(() => ({
    loginWith: { email: true, phone: true },
    senders: { email: { handler: lambda("email") }, sms: { handler: lambda("sms") } },
  })),
  // The pool refuses a link in place of a code, and says so.
  Link: auth(() => ({
    loginWith: { email: { verificationEmailStyle: "LINK", verificationEmailBody: (link) => `Open ${link("this")}` } },
  })),
};

//! The members of the operations that change settings, and of a configuration file: AWS's service model, without the
//! features that the pool lacks.

use super::Kind::{Any, Number, Object, Objects, Switch, Text, TextMap, Texts};
use super::{Member, set_up};

/// The tables of an operation's request.
pub(super) fn of(operation: &str) -> Option<Vec<&'static [Member]>> {
    let tables = match operation {
        // Some test helpers send a pool's id with every request. As at Cognito, it has no effect on a new pool.
        "CreateUserPool" => vec![ONE_POOL, USER_POOL, NEW_USER_POOL],
        "UpdateUserPool" => vec![ONE_POOL, USER_POOL, DESCRIBED_USER_POOL],
        "SetUserPoolMfaConfig" => vec![ONE_POOL, MFA],
        "CreateUserPoolClient" => vec![ONE_POOL, CLIENT, NEW_CLIENT],
        "UpdateUserPoolClient" => vec![ONE_POOL, CLIENT, DESCRIBED_CLIENT],
        "CreateUserPoolDomain" | "UpdateUserPoolDomain" => vec![ONE_POOL, DOMAIN],
        "CreateResourceServer" | "UpdateResourceServer" => vec![ONE_POOL, RESOURCE_SERVER],
        "CreateIdentityProvider" => vec![ONE_POOL, IDENTITY_PROVIDER],
        "UpdateIdentityProvider" => vec![ONE_POOL, IDENTITY_PROVIDER, DATES],
        "CreateGroup" => vec![ONE_POOL, GROUP],
        "UpdateGroup" => vec![ONE_POOL, GROUP, DATES],
        _ => return set_up::of(operation),
    };
    Some(tables)
}

pub(super) const ONE_POOL: &[Member] = &[("UserPoolId", Text)];

const SMS_CONFIGURATION: &[Member] = &[
    ("SnsCallerArn", Text),
    ("ExternalId", Text),
    ("SnsRegion", Text),
    (
        "EumsSms",
        Object(&[
            ("CallerArn", Text),
            ("ExternalId", Text),
            ("OriginationIdentity", Text),
            ("ConfigurationSetName", Text),
            ("InEntityId", Text),
            ("InTemplateId", Text),
            ("Region", Text),
        ]),
    ),
];

/// The settings of CreateUserPool and of UpdateUserPool.
pub(crate) const USER_POOL: &[Member] = &[
    ("PoolName", Text),
    (
        "Policies",
        Object(&[
            (
                "PasswordPolicy",
                Object(&[
                    ("MinimumLength", Number),
                    ("RequireUppercase", Switch),
                    ("RequireLowercase", Switch),
                    ("RequireNumbers", Switch),
                    ("RequireSymbols", Switch),
                    ("PasswordHistorySize", Number),
                    ("TemporaryPasswordValidityDays", Number),
                ]),
            ),
            ("SignInPolicy", Object(&[("AllowedFirstAuthFactors", Texts)])),
        ]),
    ),
    ("DeletionProtection", Text),
    // LambdaConfig itself refuses what it does not know.
    ("LambdaConfig", Any),
    ("AutoVerifiedAttributes", Texts),
    ("SmsVerificationMessage", Text),
    ("EmailVerificationMessage", Text),
    ("EmailVerificationSubject", Text),
    (
        "VerificationMessageTemplate",
        Object(&[
            ("SmsMessage", Text),
            ("EmailMessage", Text),
            ("EmailSubject", Text),
            ("EmailMessageByLink", Text),
            ("EmailSubjectByLink", Text),
            ("DefaultEmailOption", Text),
        ]),
    ),
    ("SmsAuthenticationMessage", Text),
    ("UserAttributeUpdateSettings", Object(&[("AttributesRequireVerificationBeforeUpdate", Texts)])),
    ("MfaConfiguration", Text),
    (
        "DeviceConfiguration",
        Object(&[("ChallengeRequiredOnNewDevice", Switch), ("DeviceOnlyRememberedOnUserPrompt", Switch)]),
    ),
    (
        "EmailConfiguration",
        Object(&[
            ("SourceArn", Text),
            ("ReplyToEmailAddress", Text),
            ("EmailSendingAccount", Text),
            ("From", Text),
            ("ConfigurationSet", Text),
        ]),
    ),
    ("SmsConfiguration", Object(SMS_CONFIGURATION)),
    ("UserPoolTags", TextMap),
    (
        "AdminCreateUserConfig",
        Object(&[
            ("AllowAdminCreateUserOnly", Switch),
            ("UnusedAccountValidityDays", Number),
            (
                "InviteMessageTemplate",
                Object(&[("SMSMessage", Text), ("EmailMessage", Text), ("EmailSubject", Text)]),
            ),
        ]),
    ),
    (
        "UserPoolAddOns",
        Object(&[
            ("AdvancedSecurityMode", Text),
            ("AdvancedSecurityAdditionalFlows", Object(&[("CustomAuthMode", Text)])),
        ]),
    ),
    // Refused unless it is off.
    ("DcrConfiguration", Any),
    (
        "AccountRecoverySetting",
        Object(&[("RecoveryMechanisms", Objects(&[("Priority", Number), ("Name", Text)]))]),
    ),
    ("UserPoolTier", Text),
    ("KeyConfiguration", Object(&[("KeyType", Text), ("KmsKeyArn", Text)])),
    ("IssuerConfiguration", Object(&[("Type", Text)])),
];

/// The settings that only CreateUserPool has.
pub(crate) const NEW_USER_POOL: &[Member] = &[
    ("AliasAttributes", Texts),
    ("UsernameAttributes", Texts),
    ("UsernameConfiguration", Object(&[("CaseSensitive", Switch)])),
    ("Schema", Objects(SCHEMA_ATTRIBUTE)),
];

pub(super) const SCHEMA_ATTRIBUTE: &[Member] = &[
    ("Name", Text),
    ("AttributeDataType", Text),
    ("DeveloperOnlyAttribute", Switch),
    ("Mutable", Switch),
    ("Required", Switch),
    ("NumberAttributeConstraints", Object(&[("MinValue", Text), ("MaxValue", Text)])),
    ("StringAttributeConstraints", Object(&[("MinLength", Text), ("MaxLength", Text)])),
];

/// The members of DescribeUserPool that UpdateUserPool does not have. A set-up tool may send a description back.
const DESCRIBED_USER_POOL: &[Member] = &[
    ("Id", Any),
    ("Name", Any),
    ("Arn", Any),
    ("CreationDate", Any),
    ("LastModifiedDate", Any),
    ("SchemaAttributes", Any),
    ("AliasAttributes", Texts),
    ("UsernameAttributes", Texts),
    ("UsernameConfiguration", Object(&[("CaseSensitive", Switch)])),
    ("EstimatedNumberOfUsers", Any),
    ("Domain", Any),
    ("CustomDomain", Any),
];

/// The members that a pool has only in a configuration file. The parts of the pool are checked one by one.
pub(crate) const USER_POOL_IN_FILE: &[Member] = &[
    ("Id", Text),
    ("Mfa", Any),
    ("ResourceServers", Any),
    ("IdentityProviders", Any),
    ("Groups", Any),
    ("Clients", Any),
    ("Users", Any),
];

pub(crate) const MFA: &[Member] = &[
    ("MfaConfiguration", Text),
    (
        "SmsMfaConfiguration",
        Object(&[("SmsAuthenticationMessage", Text), ("SmsConfiguration", Object(SMS_CONFIGURATION))]),
    ),
    ("SoftwareTokenMfaConfiguration", Object(&[("Enabled", Switch)])),
    ("EmailMfaConfiguration", Object(&[("Message", Text), ("Subject", Text)])),
    (
        "WebAuthnConfiguration",
        Object(&[("RelyingPartyId", Text), ("UserVerification", Text), ("FactorConfiguration", Text)]),
    ),
];

/// The settings of CreateUserPoolClient and of UpdateUserPoolClient.
pub(crate) const CLIENT: &[Member] = &[
    ("ClientName", Text),
    ("RefreshTokenValidity", Number),
    ("AccessTokenValidity", Number),
    ("IdTokenValidity", Number),
    ("TokenValidityUnits", Object(&[("AccessToken", Text), ("IdToken", Text), ("RefreshToken", Text)])),
    ("ReadAttributes", Texts),
    ("WriteAttributes", Texts),
    ("ExplicitAuthFlows", Texts),
    ("SupportedIdentityProviders", Texts),
    ("CallbackURLs", Texts),
    ("LogoutURLs", Texts),
    ("DefaultRedirectURI", Text),
    ("AllowedOAuthFlows", Texts),
    ("AllowedOAuthScopes", Texts),
    ("AllowedOAuthFlowsUserPoolClient", Switch),
    (
        "AnalyticsConfiguration",
        Object(&[
            ("ApplicationId", Text),
            ("ApplicationArn", Text),
            ("RoleArn", Text),
            ("ExternalId", Text),
            ("UserDataShared", Switch),
        ]),
    ),
    ("PreventUserExistenceErrors", Text),
    ("EnableTokenRevocation", Switch),
    ("EnablePropagateAdditionalUserContextData", Switch),
    ("AuthSessionValidity", Number),
    ("RefreshTokenRotation", Object(&[("Feature", Text), ("RetryGracePeriodSeconds", Number)])),
    ("PublishSecretsInAWSSecretsManager", Switch),
];

const NEW_CLIENT: &[Member] = &[("GenerateSecret", Switch), ("ClientSecret", Text)];

/// The members of DescribeUserPoolClient that UpdateUserPoolClient does not have, and the client's id.
const DESCRIBED_CLIENT: &[Member] =
    &[("ClientId", Text), ("ClientSecret", Text), ("CreationDate", Any), ("LastModifiedDate", Any)];

/// The members of a client in a configuration file, in addition to [`CLIENT`].
pub(crate) const CLIENT_IN_FILE: &[Member] = &[("ClientId", Text), ("ClientSecret", Text)];

const DOMAIN: &[Member] = &[
    ("Domain", Text),
    ("ManagedLoginVersion", Number),
    ("CustomDomainConfig", Object(&[("CertificateArn", Text), ("SecurityPolicy", Text)])),
];

pub(crate) const RESOURCE_SERVER: &[Member] = &[
    ("Identifier", Text),
    ("Name", Text),
    ("Scopes", Objects(&[("ScopeName", Text), ("ScopeDescription", Text)])),
];

pub(crate) const IDENTITY_PROVIDER: &[Member] = &[
    ("ProviderName", Text),
    ("ProviderType", Text),
    ("ProviderDetails", TextMap),
    ("AttributeMapping", TextMap),
    ("IdpIdentifiers", Texts),
];

pub(crate) const GROUP: &[Member] =
    &[("GroupName", Text), ("Description", Text), ("RoleArn", Text), ("Precedence", Number)];

/// The dates in a description that is sent back.
const DATES: &[Member] = &[("CreationDate", Any), ("LastModifiedDate", Any)];

/// A user in a configuration file.
pub(crate) const USER_IN_FILE: &[Member] = &[
    ("Username", Text),
    ("Password", Text),
    ("TemporaryPassword", Text),
    ("UserAttributes", Objects(&[("Name", Text), ("Value", Text)])),
    ("Groups", Texts),
    ("UserStatus", Text),
    ("Enabled", Switch),
    ("SecretCode", Text),
    ("SMSMfaSettings", FACTOR),
    ("SoftwareTokenMfaSettings", FACTOR),
    ("EmailMfaSettings", FACTOR),
];

const FACTOR: super::Kind = Object(&[("Enabled", Switch), ("PreferredMfa", Switch)]);

//! The required members of each operation, and the constraints of each member: the part of AWS's service model that the
//! pool needs.

use super::Check::{
    self, Count, Each, EachKey, EachOneOf, EachValue, Length, OneOf, Pattern, Present, Within,
};

/// The required members of an operation's request.
pub(super) fn required(operation: &str) -> &'static [&'static str] {
    match operation {
        "SignUp" | "ResendConfirmationCode" | "ForgotPassword" => &["ClientId", "Username"],
        "ConfirmSignUp" => &["ClientId", "Username", "ConfirmationCode"],
        "ConfirmForgotPassword" => &["ClientId", "Username", "ConfirmationCode", "Password"],
        "InitiateAuth" => &["AuthFlow", "ClientId"],
        "AdminInitiateAuth" => &["UserPoolId", "ClientId", "AuthFlow"],
        "RespondToAuthChallenge" => &["ClientId", "ChallengeName"],
        "AdminRespondToAuthChallenge" => &["UserPoolId", "ClientId", "ChallengeName"],
        "GetTokensFromRefreshToken" => &["RefreshToken", "ClientId"],
        "RevokeToken" => &["Token", "ClientId"],

        "GlobalSignOut"
        | "GetUser"
        | "GetUserAuthFactors"
        | "DeleteUser"
        | "SetUserMFAPreference"
        | "StartWebAuthnRegistration"
        | "ListWebAuthnCredentials"
        | "ListDevices" => &["AccessToken"],
        "UpdateUserAttributes" => &["UserAttributes", "AccessToken"],
        "DeleteUserAttributes" => &["UserAttributeNames", "AccessToken"],
        "GetUserAttributeVerificationCode" => &["AccessToken", "AttributeName"],
        "VerifyUserAttribute" => &["AccessToken", "AttributeName", "Code"],
        "ChangePassword" => &["ProposedPassword", "AccessToken"],
        "VerifySoftwareToken" => &["UserCode"],
        "CompleteWebAuthnRegistration" => &["AccessToken", "Credential"],
        "DeleteWebAuthnCredential" => &["AccessToken", "CredentialId"],
        "ConfirmDevice" | "UpdateDeviceStatus" | "GetDevice" => &["AccessToken", "DeviceKey"],
        "ForgetDevice" => &["DeviceKey"],

        "CreateUserPool" => &["PoolName"],
        "ListUserPools" => &["MaxResults"],
        "DescribeUserPool"
        | "UpdateUserPool"
        | "DeleteUserPool"
        | "SetUserPoolMfaConfig"
        | "GetUserPoolMfaConfig"
        | "ListUserPoolClients"
        | "ListResourceServers"
        | "ListIdentityProviders"
        | "ListUsers"
        | "ListGroups" => &["UserPoolId"],
        "CreateUserPoolClient" => &["UserPoolId", "ClientName"],
        "DescribeUserPoolClient" | "UpdateUserPoolClient" | "DeleteUserPoolClient" => {
            &["UserPoolId", "ClientId"]
        }

        "CreateUserPoolDomain" | "UpdateUserPoolDomain" | "DeleteUserPoolDomain" => &["Domain", "UserPoolId"],
        "DescribeUserPoolDomain" => &["Domain"],
        "CreateResourceServer" | "UpdateResourceServer" => &["UserPoolId", "Identifier", "Name"],
        "DescribeResourceServer" | "DeleteResourceServer" => &["UserPoolId", "Identifier"],

        "CreateIdentityProvider" => &["UserPoolId", "ProviderName", "ProviderType", "ProviderDetails"],
        "DescribeIdentityProvider" | "UpdateIdentityProvider" | "DeleteIdentityProvider" => {
            &["UserPoolId", "ProviderName"]
        }
        "GetIdentityProviderByIdentifier" => &["UserPoolId", "IdpIdentifier"],
        "AdminLinkProviderForUser" => &["UserPoolId", "DestinationUser", "SourceUser"],
        "AdminDisableProviderForUser" => &["UserPoolId", "User"],

        "AdminSetUserPassword" => &["UserPoolId", "Username", "Password"],
        "AdminUpdateUserAttributes" => &["UserPoolId", "Username", "UserAttributes"],
        "AdminDeleteUserAttributes" => &["UserPoolId", "Username", "UserAttributeNames"],
        "AdminGetDevice" | "AdminForgetDevice" | "AdminUpdateDeviceStatus" => {
            &["UserPoolId", "Username", "DeviceKey"]
        }
        "AdminAddUserToGroup" | "AdminRemoveUserFromGroup" => &["UserPoolId", "Username", "GroupName"],
        "CreateGroup" | "GetGroup" | "UpdateGroup" | "DeleteGroup" | "ListUsersInGroup" => {
            &["GroupName", "UserPoolId"]
        }
        "AdminCreateUser"
        | "AdminGetUser"
        | "AdminConfirmSignUp"
        | "AdminDeleteUser"
        | "AdminDisableUser"
        | "AdminEnableUser"
        | "AdminUserGlobalSignOut"
        | "AdminResetUserPassword"
        | "AdminSetUserMFAPreference"
        | "AdminListDevices"
        | "AdminListGroupsForUser" => &["UserPoolId", "Username"],
        _ => &[],
    }
}

/// The range of MaxResults in an operation's request.
pub(super) fn page_size(operation: &str) -> Option<Check> {
    match operation {
        "ListUserPools" | "ListUserPoolClients" => Some(Within(1, 60)),
        "ListResourceServers" => Some(Within(1, 50)),
        "ListWebAuthnCredentials" => Some(Within(0, 20)),
        "ListIdentityProviders" => Some(Within(0, 60)),
        _ => None,
    }
}

/// The constraints of ProviderName in an operation's request. Only the name of a new provider is restricted.
pub(super) fn provider_name(operation: &str) -> &'static [(&'static str, Check)] {
    match operation {
        "CreateIdentityProvider" => &[("ProviderName", PROVIDER_LENGTH), ("ProviderName", NEW_PROVIDER)],
        _ => &[("ProviderName", PROVIDER_LENGTH)],
    }
}

/// The tag that chooses the id of a new pool. With `:`, it begins the name of a new client whose id is chosen.
pub(crate) const CUSTOM_ID: &str = "_custom_id_";

/// An error never quotes the values of these members of a request.
pub(super) const SECRET: &[&str] = &[
    "AccessToken",
    "ClientId",
    "ClientSecret",
    "Code",
    "ConfirmationCode",
    "DeviceKey",
    "Logins",
    "NextToken",
    "PaginationToken",
    "Password",
    "PreviousPassword",
    "ProposedPassword",
    "ProviderDetails",
    "RefreshToken",
    "SecretHash",
    "Session",
    "TemporaryPassword",
    "Token",
    "UserCode",
    "Username",
];

const AUTH_FLOWS: &[&str] = &[
    "USER_SRP_AUTH",
    "REFRESH_TOKEN_AUTH",
    "REFRESH_TOKEN",
    "CUSTOM_AUTH",
    "ADMIN_NO_SRP_AUTH",
    "USER_PASSWORD_AUTH",
    "ADMIN_USER_PASSWORD_AUTH",
    "USER_AUTH",
];
const CHALLENGES: &[&str] = &[
    "SMS_MFA",
    "EMAIL_OTP",
    "SOFTWARE_TOKEN_MFA",
    "SELECT_MFA_TYPE",
    "MFA_SETUP",
    "PASSWORD_VERIFIER",
    "CUSTOM_CHALLENGE",
    "SELECT_CHALLENGE",
    "DEVICE_SRP_AUTH",
    "DEVICE_PASSWORD_VERIFIER",
    "ADMIN_NO_SRP_AUTH",
    "NEW_PASSWORD_REQUIRED",
    "SMS_OTP",
    "PASSWORD",
    "WEB_AUTHN",
    "PASSWORD_SRP",
];
const EXPLICIT_AUTH_FLOWS: &[&str] = &[
    "ADMIN_NO_SRP_AUTH",
    "CUSTOM_AUTH_FLOW_ONLY",
    "USER_PASSWORD_AUTH",
    "ALLOW_ADMIN_USER_PASSWORD_AUTH",
    "ALLOW_CUSTOM_AUTH",
    "ALLOW_USER_PASSWORD_AUTH",
    "ALLOW_USER_SRP_AUTH",
    "ALLOW_REFRESH_TOKEN_AUTH",
    "ALLOW_USER_AUTH",
    "ALLOW_TOKEN_EXCHANGE_DELEGATION",
    "ALLOW_TOKEN_EXCHANGE_IMPERSONATION",
];
const ADDRESSES: &[&str] = &["phone_number", "email"];
const ALIASES: &[&str] = &["phone_number", "email", "preferred_username"];
const SWITCH: &[&str] = &["ENABLED", "DISABLED"];
const TIME_UNITS: &[&str] = &["seconds", "minutes", "hours", "days"];
pub(super) const CODE: Check = Pattern(r"[\S]+", is_solid);
const SCOPE: Check = Pattern(r"[\x21\x23-\x5B\x5D-\x7E]+", is_scope);
pub(super) const VISIBLE: Check = Pattern(r"[\p{L}\p{M}\p{S}\p{N}\p{P}]+", is_solid);
const REDIRECT: &[Check] = &[Length(1, 1024), VISIBLE];
const NAMES: &str = r"[\w\s+=,.@-]+";
pub(super) const NAME: Check = Pattern(NAMES, is_name);
const PROVIDER_TYPES: &[&str] = &["SAML", "Facebook", "Google", "LoginWithAmazon", "SignInWithApple", "OIDC"];
const PROVIDER_LENGTH: Check = Length(1, 32);
const NEW_PROVIDER: Check = Pattern(r"[^_\p{Z}][\p{L}\p{M}\p{S}\p{N}\p{P}][^_\p{Z}]+", is_provider_name);
const IDENTIFIER: Check = Pattern(r"[\w\s+=.@-]+", is_identifier);
/// The longest text of a provider's details.
const LONGEST: usize = 131_072;
/// The longest id of a user pool.
const LONGEST_ID: usize = 55;

/// The constraints of each member. A member's name means the same in every operation.
pub(super) const MEMBERS: &[(&str, Check)] = &[
    ("AuthFlow", OneOf(AUTH_FLOWS)),
    ("ChallengeName", OneOf(CHALLENGES)),
    ("ConfirmationCode", Length(1, 2048)),
    ("ConfirmationCode", CODE),
    ("Code", Length(1, 2048)),
    ("Code", CODE),
    ("UserCode", Length(6, 6)),
    ("UserCode", Pattern("[0-9]+", is_number)),
    ("UserAttributes.*.Name", Present),
    ("Limit", Within(0, 60)),
    ("DeviceRememberedStatus", OneOf(&["remembered", "not_remembered"])),
    ("MessageAction", OneOf(&["RESEND", "SUPPRESS"])),
    ("DesiredDeliveryMediums", EachOneOf(&["SMS", "EMAIL"])),
    ("GroupName", Length(1, 128)),
    ("GroupName", VISIBLE),
    // User pools.
    ("UserPoolId", Length(1, LONGEST_ID)),
    ("UserPoolId", Pattern(r"[\w-]+_[0-9a-zA-Z]+", is_region_and_name)),
    ("VerificationMessageTemplate.DefaultEmailOption", OneOf(&["CONFIRM_WITH_LINK", "CONFIRM_WITH_CODE"])),
    ("EmailConfiguration.EmailSendingAccount", OneOf(&["COGNITO_DEFAULT", "DEVELOPER"])),
    ("UserPoolAddOns.AdvancedSecurityMode", Present),
    ("UserPoolAddOns.AdvancedSecurityMode", OneOf(&["OFF", "AUDIT", "ENFORCED"])),
    ("UserPoolAddOns.AdvancedSecurityAdditionalFlows.CustomAuthMode", OneOf(&["AUDIT", "ENFORCED"])),
    ("UserPoolTags", EachKey(1, 128)),
    ("UserPoolTags", EachValue(0, 256)),
    ("KeyConfiguration.KeyType", OneOf(&["AWS_OWNED_KEY", "CUSTOMER_MANAGED_KEY"])),
    ("IssuerConfiguration.Type", OneOf(&["ORIGINAL", "UPDATED"])),
    ("PoolName", Length(1, 128)),
    ("PoolName", NAME),
    ("MfaConfiguration", OneOf(&["OFF", "ON", "OPTIONAL"])),
    ("AutoVerifiedAttributes", EachOneOf(ADDRESSES)),
    ("AliasAttributes", EachOneOf(ALIASES)),
    ("UsernameAttributes", EachOneOf(ADDRESSES)),
    ("DeletionProtection", OneOf(&["ACTIVE", "INACTIVE"])),
    ("UserPoolTier", OneOf(&["LITE", "ESSENTIALS", "PLUS"])),
    ("Policies.PasswordPolicy.MinimumLength", Within(6, 99)),
    ("Policies.PasswordPolicy.PasswordHistorySize", Within(0, 24)),
    ("Policies.PasswordPolicy.TemporaryPasswordValidityDays", Within(0, 365)),
    ("Policies.SignInPolicy.AllowedFirstAuthFactors", Count(1, 5)),
    (
        "Policies.SignInPolicy.AllowedFirstAuthFactors",
        EachOneOf(&["PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"]),
    ),
    ("LambdaConfig.PreTokenGenerationConfig.LambdaArn", Present),
    ("LambdaConfig.PreTokenGenerationConfig.LambdaVersion", Present),
    ("LambdaConfig.PreTokenGenerationConfig.LambdaVersion", OneOf(&["V1_0", "V2_0", "V3_0"])),
    ("LambdaConfig.CustomEmailSender.LambdaArn", Present),
    ("LambdaConfig.CustomEmailSender.LambdaVersion", Present),
    ("LambdaConfig.CustomEmailSender.LambdaVersion", OneOf(&["V1_0"])),
    ("LambdaConfig.CustomSMSSender.LambdaArn", Present),
    ("LambdaConfig.CustomSMSSender.LambdaVersion", Present),
    ("LambdaConfig.CustomSMSSender.LambdaVersion", OneOf(&["V1_0"])),
    ("UsernameConfiguration.CaseSensitive", Present),
    ("Schema", Count(1, 50)),
    ("Schema.*.Name", Present),
    ("Schema.*.Name", Length(1, 20)),
    ("Schema.*.Name", VISIBLE),
    ("Schema.*.AttributeDataType", OneOf(&["String", "Number", "DateTime", "Boolean"])),
    ("AccountRecoverySetting.RecoveryMechanisms", Count(1, 2)),
    ("AccountRecoverySetting.RecoveryMechanisms.*.Priority", Present),
    ("AccountRecoverySetting.RecoveryMechanisms.*.Priority", Within(1, 2)),
    ("AccountRecoverySetting.RecoveryMechanisms.*.Name", Present),
    (
        "AccountRecoverySetting.RecoveryMechanisms.*.Name",
        OneOf(&["verified_email", "verified_phone_number", "admin_only"]),
    ),
    ("UserAttributeUpdateSettings.AttributesRequireVerificationBeforeUpdate", EachOneOf(ADDRESSES)),
    ("WebAuthnConfiguration.UserVerification", OneOf(&["required", "preferred"])),
    (
        "WebAuthnConfiguration.FactorConfiguration",
        OneOf(&["SINGLE_FACTOR", "MULTI_FACTOR_WITH_USER_VERIFICATION"]),
    ),
    // App clients.
    ("ClientName", Length(1, 128)),
    ("ClientName", Pattern(NAMES, is_client_name)),
    ("ExplicitAuthFlows", EachOneOf(EXPLICIT_AUTH_FLOWS)),
    ("PreventUserExistenceErrors", OneOf(&["LEGACY", "ENABLED"])),
    ("TokenValidityUnits.AccessToken", OneOf(TIME_UNITS)),
    ("TokenValidityUnits.IdToken", OneOf(TIME_UNITS)),
    ("TokenValidityUnits.RefreshToken", OneOf(TIME_UNITS)),
    ("AuthSessionValidity", Within(3, 15)),
    ("AllowedOAuthFlows", EachOneOf(&["code", "implicit", "client_credentials"])),
    ("AllowedOAuthScopes", Count(0, 50)),
    ("AllowedOAuthScopes", Each(&[Length(1, 256), SCOPE])),
    ("CallbackURLs", Count(0, 100)),
    ("CallbackURLs", Each(REDIRECT)),
    ("LogoutURLs", Count(0, 100)),
    ("LogoutURLs", Each(REDIRECT)),
    ("DefaultRedirectURI", Length(1, 1024)),
    ("DefaultRedirectURI", VISIBLE),
    ("SupportedIdentityProviders", Each(&[PROVIDER_LENGTH, NEW_PROVIDER])),
    // Domains and resource servers.
    ("Domain", Length(1, 63)),
    ("ManagedLoginVersion", Within(1, 2)),
    ("CustomDomainConfig.CertificateArn", Present),
    ("SmsConfiguration.EumsSms.CallerArn", Present),
    ("SmsMfaConfiguration.SmsConfiguration.EumsSms.CallerArn", Present),
    ("Identifier", Length(1, 256)),
    ("Identifier", SCOPE),
    ("Name", Length(1, 256)),
    ("Name", NAME),
    ("Scopes", Count(0, 100)),
    ("Scopes.*.ScopeName", Present),
    ("Scopes.*.ScopeName", Length(1, 256)),
    ("Scopes.*.ScopeName", Pattern(r"[\x21\x23-\x2E\x30-\x5B\x5D-\x7E]+", is_scope_name)),
    ("Scopes.*.ScopeDescription", Present),
    ("Scopes.*.ScopeDescription", Length(1, 256)),
    // Identity providers.
    ("ProviderType", OneOf(PROVIDER_TYPES)),
    ("ProviderDetails", EachKey(0, LONGEST)),
    ("ProviderDetails", EachValue(0, LONGEST)),
    ("AttributeMapping", EachKey(1, 32)),
    ("AttributeMapping", EachValue(0, LONGEST)),
    ("IdpIdentifiers", Count(0, 50)),
    ("IdpIdentifiers", Each(&[Length(1, 40), IDENTIFIER])),
    ("IdpIdentifier", Length(1, 40)),
    ("IdpIdentifier", IDENTIFIER),
    ("DestinationUser.ProviderName", PROVIDER_LENGTH),
    ("SourceUser.ProviderName", PROVIDER_LENGTH),
    ("User.ProviderName", PROVIDER_LENGTH),
    ("RefreshTokenRotation.Feature", OneOf(SWITCH)),
    ("RefreshTokenRotation.RetryGracePeriodSeconds", Within(0, 60)),
];

/// Whether a text can be the id of a new user pool. AWS's pattern allows several `_`, but clients expect one.
pub(crate) fn is_user_pool_id(text: &str) -> bool {
    text.len() <= LONGEST_ID && is_region_and_name(text) && text.matches('_').count() == 1
}

fn is_region_and_name(text: &str) -> bool {
    let is_region = |region: &str| region.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c));
    let is_plain = |name: &str| name.chars().all(|c| c.is_ascii_alphanumeric());
    text.rsplit_once('_').is_some_and(|(region, name)| {
        !region.is_empty() && !name.is_empty() && is_region(region) && is_plain(name)
    })
}

/// Whether a text has the form of a client's id. The ids at AWS have no `-`, but those of the default clients have one.
pub(crate) fn is_client_id(text: &str) -> bool {
    (1..=128).contains(&text.len()) && text.chars().all(|c| c.is_ascii_alphanumeric() || "_+-".contains(c))
}

/// A client's name may begin with [`CUSTOM_ID`] and `:`, although AWS's pattern has no `:`.
fn is_client_name(text: &str) -> bool {
    let chosen = text.strip_prefix(CUSTOM_ID).and_then(|rest| rest.strip_prefix(':'));
    is_name(chosen.unwrap_or(text))
}

fn is_solid(text: &str) -> bool {
    !text.is_empty() && !text.contains(char::is_whitespace)
}

/// Whether a text has the characters of a scope (RFC 6749 section 3.3).
fn is_scope(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\')
}

fn is_scope_name(text: &str) -> bool {
    is_scope(text) && !text.contains('/')
}

/// Whether a name fits the pattern of [`NEW_PROVIDER`]: it has at least three characters, and `_` can only be the
/// second one.
fn is_provider_name(text: &str) -> bool {
    let plain = |c: char| c != '_' && !c.is_whitespace();
    let fits =
        |(place, c): (usize, char)| if place == 1 { !c.is_whitespace() && !c.is_control() } else { plain(c) };
    text.chars().count() >= 3 && text.chars().enumerate().all(fits)
}

fn is_identifier(text: &str) -> bool {
    is_name(text) && !text.contains(',')
}

pub(super) fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

pub(super) fn is_name(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || c.is_whitespace() || "_+=,.@-".contains(c);
    !text.is_empty() && text.chars().all(fits)
}

//! The configuration that the library has read from a file.

use cognito_auth_core::{
    AuthConfiguration, AuthFlowType, AuthUserAttributeKey, ClientSecret, IdentityPoolConfiguration,
    MfaConfiguration, OAuthConfiguration, PasswordPolicy, PasswordlessSettings, UserPoolSettings,
    UserVerification, UsernameAttribute, WebAuthnSettings,
};
use serde_json::{Value, json};

use super::{factors, mfa_types, object};

pub(crate) fn configuration(configuration: &AuthConfiguration) -> Value {
    let pool = &configuration.user_pool;
    // Without a user pool, the region and both ids are empty.
    let filled = |text: &str| (!text.is_empty()).then(|| text.into());
    object([
        ("region", filled(&pool.region)),
        ("userPoolId", filled(&pool.pool_id)),
        ("clientId", filled(&pool.client_id)),
        ("clientSecret", pool.client_secret.as_ref().map(ClientSecret::expose).map(Value::from)),
        ("endpoint", pool.endpoint.clone().map(Value::from)),
        ("defaultFlow", Some(flow(&configuration.default_flow).into())),
        ("oauth", configuration.oauth.as_ref().map(oauth)),
        ("identityPool", configuration.identity_pool.as_ref().map(identity_pool)),
        ("poolSettings", Some(settings(&configuration.pool_settings)).filter(|it| *it != json!({}))),
        ("ignoredFields", list(&configuration.ignored_fields)),
    ])
}

/// The list as JSON. `None` if it is empty.
fn list<Item: Clone + Into<Value>>(items: &[Item]) -> Option<Value> {
    (!items.is_empty()).then(|| items.iter().cloned().map(Into::into).collect())
}

fn flow(flow: &AuthFlowType) -> &'static str {
    match flow {
        AuthFlowType::UserSrp => "userSrp",
        AuthFlowType::UserPassword => "userPassword",
        AuthFlowType::CustomWithSrp => "customWithSrp",
        AuthFlowType::CustomWithoutSrp => "customWithoutSrp",
        AuthFlowType::UserAuth { .. } => "userAuth",
    }
}

fn oauth(oauth: &OAuthConfiguration) -> Value {
    json!({
        "domain": oauth.domain,
        "scopes": oauth.scopes,
        "signInRedirectUris": oauth.sign_in_redirect_uris,
        "signOutRedirectUris": oauth.sign_out_redirect_uris,
        "identityProviders": oauth.identity_providers,
    })
}

fn identity_pool(pool: &IdentityPoolConfiguration) -> Value {
    json!({ "poolId": pool.pool_id, "allowsGuests": pool.allows_guests })
}

fn settings(settings: &UserPoolSettings) -> Value {
    let names = |keys: &[AuthUserAttributeKey]| list(&keys.iter().map(|it| it.name()).collect::<Vec<_>>());
    let username_attributes: Vec<_> = settings.username_attributes.iter().map(username_attribute).collect();
    object([
        ("passwordPolicy", settings.password_policy.as_ref().map(password_policy)),
        ("mfaConfiguration", settings.mfa_configuration.map(|it| mfa_configuration(it).into())),
        ("mfaTypes", list(&mfa_types(&settings.mfa_types))),
        ("usernameAttributes", list(&username_attributes)),
        ("requiredSignUpAttributes", names(&settings.required_sign_up_attributes)),
        ("verificationTypes", names(&settings.verification_types)),
        ("passwordless", settings.passwordless.as_ref().map(passwordless)),
        ("groups", list(&settings.groups)),
    ])
}

fn password_policy(policy: &PasswordPolicy) -> Value {
    json!({
        "minLength": policy.min_length,
        "requiresLowercase": policy.requires_lowercase,
        "requiresUppercase": policy.requires_uppercase,
        "requiresNumbers": policy.requires_numbers,
        "requiresSymbols": policy.requires_symbols,
    })
}

fn mfa_configuration(configuration: MfaConfiguration) -> &'static str {
    match configuration {
        MfaConfiguration::Off => "off",
        MfaConfiguration::Optional => "optional",
        MfaConfiguration::Required => "required",
    }
}

fn username_attribute(attribute: &UsernameAttribute) -> &'static str {
    match attribute {
        UsernameAttribute::Username => "username",
        UsernameAttribute::Email => "email",
        UsernameAttribute::PhoneNumber => "phoneNumber",
        UsernameAttribute::PreferredUsername => "preferredUsername",
    }
}

fn passwordless(settings: &PasswordlessSettings) -> Value {
    object([
        ("emailOtpEnabled", Some(settings.email_otp_enabled.into())),
        ("smsOtpEnabled", Some(settings.sms_otp_enabled.into())),
        ("webAuthn", settings.web_authn.as_ref().map(web_authn)),
        ("preferredChallenge", settings.preferred_challenge.map(|it| factors(&[it])[0].into())),
    ])
}

fn web_authn(settings: &WebAuthnSettings) -> Value {
    let verification = settings.user_verification.map(|it| match it {
        UserVerification::Preferred => "preferred",
        UserVerification::Required => "required",
    });
    object([
        ("relyingPartyId", settings.relying_party_id.clone().map(Value::from)),
        ("userVerification", verification.map(Value::from)),
    ])
}

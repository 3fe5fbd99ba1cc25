//! Files of every kind and version.

mod mistakes;

use super::*;
use crate::config::{
    IdentityPoolConfiguration, MfaConfiguration, PasswordPolicy, PasswordlessSettings, UserPoolSettings,
    UserVerification, UsernameAttribute, WebAuthnSettings,
};
use crate::model::{AuthFactorType, AuthFlowType, AuthUserAttributeKey, MfaType};
use crate::secret::ClientSecret;

const IDENTITY_POOL: &str = "eu-central-1:0f2a4c6e-1b3d-4f5a-8c7e-9d0b1a2c3e4f";
const AMPLIFY: &str = include_str!("../samples/amplifyconfiguration.json");
const AWS: &str = include_str!("../samples/awsconfiguration.json");
const AWS_WITH_ENTRIES: &str = include_str!("../samples/awsconfiguration-entries.json");

fn valid(json: &str) -> AuthConfiguration {
    AuthConfiguration::from_json(json).unwrap()
}

fn of(json: &str) -> Result<AuthConfiguration, (AuthErrorCode, Option<String>)> {
    AuthConfiguration::from_json(json).map_err(|error| (error.code, error.field))
}

/// A valid `amplify_outputs.json`, with `members` added to its section `auth`.
fn outputs_with(members: &str) -> String {
    format!(
        r#"{{"version": "1.4", "auth": {{"aws_region": "eu-central-1", "user_pool_id": "eu-central-1_AbCdEf123",
            "user_pool_client_id": "client", {members}}}}}"#
    )
}

/// A valid `awsconfiguration.json`, with `members` added to its entry of `Auth`.
fn aws_with(members: &str) -> String {
    format!(
        r#"{{"CognitoUserPool": {{"Default": {{"PoolId": "eu-central-1_AbCdEf123", "AppClientId": "client",
            "Region": "eu-central-1"}}}}, "Auth": {{"Default": {{{members}}}}}}}"#
    )
}

fn pool() -> AuthConfiguration {
    AuthConfiguration::new("eu-central-1", "eu-central-1_AbCdEf123", "3n4b5urk1ft4fl3mg5e62d9ado")
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().copied().map(str::to_owned).collect()
}

fn policy() -> Option<PasswordPolicy> {
    Some(PasswordPolicy {
        min_length: 10,
        requires_lowercase: true,
        requires_uppercase: true,
        requires_numbers: true,
        requires_symbols: false,
    })
}

fn settings() -> UserPoolSettings {
    UserPoolSettings {
        password_policy: policy(),
        mfa_configuration: Some(MfaConfiguration::Optional),
        mfa_types: vec![MfaType::Sms, MfaType::Totp],
        username_attributes: vec![UsernameAttribute::Email],
        required_sign_up_attributes: vec![AuthUserAttributeKey::Email, AuthUserAttributeKey::GivenName],
        verification_types: vec![AuthUserAttributeKey::Email],
        ..UserPoolSettings::default()
    }
}

fn identity_pool(allows_guests: bool) -> Option<IdentityPoolConfiguration> {
    Some(IdentityPoolConfiguration { pool_id: IDENTITY_POOL.to_owned(), allows_guests })
}

fn oauth() -> OAuthConfiguration {
    OAuthConfiguration {
        domain: "example.auth.eu-central-1.amazoncognito.com".to_owned(),
        scopes: texts(&["phone", "email", "openid", "profile", "aws.cognito.signin.user.admin"]),
        sign_in_redirect_uris: texts(&[
            "https://example.com/signed-in",
            "http://localhost:3000/",
            "myapp://callback/",
        ]),
        sign_out_redirect_uris: texts(&["https://example.com/", "myapp://signout/"]),
        identity_providers: texts(&["Google", "Facebook", "LoginWithAmazon", "SignInWithApple"]),
    }
}

#[test]
fn every_version_of_amplify_outputs_is_read() {
    let version_1 =
        AuthConfiguration { identity_pool: identity_pool(false), pool_settings: settings(), ..pool() };
    assert_eq!(valid(include_str!("../samples/outputs-1.json")), version_1);

    // This file has the response type `token`, which has no effect.
    let version_1_1 = AuthConfiguration {
        oauth: Some(oauth()),
        identity_pool: identity_pool(true),
        ignored_fields: texts(&["auth.oauth.response_type"]),
        ..version_1.clone()
    };
    assert_eq!(valid(include_str!("../samples/outputs-1.1.json")), version_1_1);

    let both = vec![AuthUserAttributeKey::Email, AuthUserAttributeKey::PhoneNumber];
    let version_1_2 = UserPoolSettings {
        mfa_configuration: Some(MfaConfiguration::Off),
        username_attributes: vec![UsernameAttribute::Email, UsernameAttribute::PhoneNumber],
        verification_types: both,
        ..UserPoolSettings::default()
    };
    let version_1_2 = AuthConfiguration { pool_settings: version_1_2, ..pool() };
    assert_eq!(valid(include_str!("../samples/outputs-1.2.json")), version_1_2);

    let version_1_3 = UserPoolSettings {
        mfa_configuration: Some(MfaConfiguration::Required),
        groups: texts(&["ADMINS", "EDITORS", "READERS"]),
        ..settings()
    };
    let version_1_3 =
        AuthConfiguration { identity_pool: identity_pool(true), pool_settings: version_1_3, ..pool() };
    assert_eq!(valid(include_str!("../samples/outputs-1.3.json")), version_1_3);

    let version_1_4 = UserPoolSettings {
        mfa_types: vec![MfaType::Sms, MfaType::Totp, MfaType::Email],
        groups: texts(&["ADMINS"]),
        ..settings()
    };
    let mut version_1_4 = AuthConfiguration {
        oauth: Some(oauth()),
        identity_pool: identity_pool(true),
        pool_settings: version_1_4,
        ..pool()
    };
    version_1_4.user_pool.endpoint = Some("https://cognito.example.com".to_owned());
    assert_eq!(valid(include_str!("../samples/outputs-1.4.json")), version_1_4);
}

#[test]
fn version_1_5_has_the_settings_of_sign_ins_without_a_password() {
    let passwordless = PasswordlessSettings {
        email_otp_enabled: true,
        sms_otp_enabled: false,
        web_authn: Some(WebAuthnSettings {
            relying_party_id: Some("example.com".to_owned()),
            user_verification: Some(UserVerification::Preferred),
        }),
        preferred_challenge: Some(AuthFactorType::WebAuthn),
    };
    let expected = AuthConfiguration {
        oauth: Some(oauth()),
        identity_pool: identity_pool(true),
        pool_settings: UserPoolSettings { passwordless: Some(passwordless), ..settings() },
        ..pool()
    };
    assert_eq!(valid(include_str!("../samples/outputs-1.5.json")), expected);
}

#[test]
fn only_the_members_of_version_1_are_read_from_the_draft_of_version_2() {
    let read = valid(include_str!("../samples/outputs-2.json"));
    let settings =
        UserPoolSettings { required_sign_up_attributes: vec![], verification_types: vec![], ..settings() };
    let ignored = texts(&[
        "_version",
        "auth.identity_providers",
        "auth.oauth_domain",
        "auth.oauth_redirect_sign_in",
        "auth.oauth_redirect_sign_out",
        "auth.oauth_response_type",
        "auth.oauth_scope",
        "auth.password_policy.require_digits",
        "auth.standard_attributes",
        "auth.user_verification_mechanisms",
        "auth.username_attributes[1]",
    ]);
    let expected = AuthConfiguration {
        identity_pool: identity_pool(true),
        pool_settings: settings,
        ignored_fields: ignored,
        ..pool()
    };
    assert_eq!(read, expected);
}

#[test]
fn a_later_version_is_read_and_reported_and_an_unknown_major_version_is_refused() {
    let version = |version: &str| of(&outputs_with("").replace(", }", "}").replace("\"1.4\"", version));
    for known in ["\"1\"", "\"1.0\"", "\"1.5\"", "null"] {
        assert_eq!(version(known).unwrap().ignored_fields, texts(&[]), "{known}");
    }
    for reported in ["\"1.6\"", "\"1.40\"", "\"2\"", "\"2.1\""] {
        assert_eq!(version(reported).unwrap().ignored_fields, texts(&["version"]), "{reported}");
    }
    for refused in ["\"0\"", "\"3\"", "\"10\"", "\"\"", "\"1.\"", "\"1.a\"", "\"one\"", "1", "[]"] {
        let named = Err((AuthErrorCode::InvalidConfiguration, Some("version".to_owned())));
        assert_eq!(version(refused), named, "{refused}");
    }
}

#[test]
fn the_file_of_amplify_gen_1_is_read() {
    let read = valid(AMPLIFY);
    let settings = UserPoolSettings {
        password_policy: Some(PasswordPolicy {
            min_length: 8,
            requires_lowercase: true,
            requires_uppercase: false,
            requires_numbers: true,
            requires_symbols: false,
        }),
        mfa_configuration: Some(MfaConfiguration::Required),
        ..settings()
    };
    let oauth = OAuthConfiguration {
        sign_in_redirect_uris: texts(&["https://example.com/signed-in", "myapp://callback/"]),
        identity_providers: texts(&["Google", "SignInWithApple"]),
        ..oauth()
    };
    assert_eq!(oauth.sign_in_redirect_uri(None), Some("myapp://callback/"));
    let expected = AuthConfiguration {
        oauth: Some(oauth),
        identity_pool: identity_pool(true),
        pool_settings: settings,
        ..pool()
    };
    assert_eq!(read, expected);
}

#[test]
fn the_file_of_the_earlier_sdks_is_read_and_what_has_no_effect_is_reported() {
    let read = valid(AWS);
    let secret = "1a2b3c4d5e6f7g8h9i0jklmnopqrstuvwxyz1a2b3c4d5e6f7g8";
    assert_eq!(read.user_pool.client_secret, Some(ClientSecret::new(secret)));
    assert_eq!(read.default_flow, AuthFlowType::CustomWithoutSrp);
    assert_eq!(read.identity_pool, identity_pool(true));
    assert_eq!(read.oauth.unwrap().sign_in_redirect_uris, ["myapp://callback/"]);
    let ignored = [
        "Auth.Default.OAuth.SignInURIQueryParameters",
        "CognitoUserPool.Default.MigrationEnabled",
        "CognitoUserPool.Default.PinpointAppId",
        "FacebookSignIn",
        "GoogleSignIn",
    ];
    assert_eq!(read.ignored_fields, ignored);
}

#[test]
fn the_named_entry_or_the_default_one_is_taken() {
    let read = valid(AWS_WITH_ENTRIES);
    assert_eq!(read.user_pool.pool_id, "eu-central-1_AbCdEf123");
    assert_eq!(read.default_flow, AuthFlowType::UserSrp);
    // The region of an identity pool comes from its id, so the member `Region` has no effect.
    let ignored = [
        "Auth.Staging",
        "CognitoUserPool.CustomEndpoint",
        "CognitoUserPool.Staging",
        "CredentialsProvider.CognitoIdentity.Default.Region",
    ];
    assert_eq!(read.ignored_fields, ignored);

    let staging = AuthConfiguration::from_json_entry(AWS_WITH_ENTRIES, "Staging").unwrap();
    assert_eq!(staging.user_pool.pool_id, "eu-central-1_Staging12");
    assert_eq!(staging.default_flow, AuthFlowType::UserPassword);
    assert_eq!(staging.identity_pool, identity_pool(true));

    let elsewhere = AuthConfiguration::from_json_entry(AWS_WITH_ENTRIES, "CustomEndpoint").unwrap();
    assert_eq!(elsewhere.user_pool.client_id, "endpointclient");
    assert_eq!(elsewhere.user_pool.endpoint.as_deref(), Some("https://cognito.example.com"));
    assert_eq!(elsewhere.default_flow, AuthFlowType::UserSrp);

    let unknown = AuthConfiguration::from_json_entry(AWS_WITH_ENTRIES, "Production").unwrap_err();
    assert_eq!(unknown.field.as_deref(), Some("CognitoUserPool.Production"));
}

#[test]
fn a_single_entry_may_have_any_name_but_several_entries_need_a_choice() {
    let single = AWS_WITH_ENTRIES.replace(
        "\"Default\": {\n      \"PoolId\": \"eu-central-1_AbC",
        "\"Other\": {\n      \"PoolId\": \"eu-central-1_AbC",
    );
    assert_ne!(single, AWS_WITH_ENTRIES);
    let named = Err((AuthErrorCode::InvalidConfiguration, Some("CognitoUserPool".to_owned())));
    assert_eq!(of(&single), named);
    assert_eq!(
        AuthConfiguration::from_json_entry(single, "Other").unwrap().user_pool.pool_id,
        "eu-central-1_AbCdEf123"
    );
    let one = r#"{"CognitoUserPool": {"MyPool": {"PoolId": "a_b", "AppClientId": "c", "Region": "a"}}}"#;
    assert_eq!(valid(one), AuthConfiguration::new("a", "a_b", "c"));
}

#[test]
fn a_file_may_have_an_identity_pool_and_no_user_pool() {
    let section = format!(
        r#""CredentialsProvider": {{"CognitoIdentity": {{"Default": {{"PoolId": "{IDENTITY_POOL}"}}}}}}"#
    );
    let files = [
        format!(r#"{{"auth": {{"aws_region": "eu-central-1", "identity_pool_id": "{IDENTITY_POOL}"}}}}"#),
        format!("{{{section}}}"),
        format!(r#"{{"auth": {{"plugins": {{"awsCognitoAuthPlugin": {{{section}}}}}}}}}"#),
    ];
    let expected =
        AuthConfiguration::without_user_pool(IdentityPoolConfiguration::new(IDENTITY_POOL).with_guests());
    for file in files {
        assert_eq!(valid(&file), expected, "{file}");
    }
    let with_more = format!(
        r#"{{"auth": {{"identity_pool_id": "{IDENTITY_POOL}", "unauthenticated_identities_enabled": false,
            "mfa_methods": ["SMS"]}}, "custom": {{"cognito_auth": {{"endpoint": "http://127.0.0.1:9229"}}}}}}"#
    );
    let mut expected = AuthConfiguration { identity_pool: identity_pool(false), ..expected };
    expected.user_pool.endpoint = Some("http://127.0.0.1:9229".to_owned());
    expected.ignored_fields = texts(&["auth.mfa_methods"]);
    assert_eq!(valid(&with_more), expected);
}

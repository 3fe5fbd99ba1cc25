//! Mistakes in files, and parts of files that have no effect.

use super::*;

#[test]
fn a_file_without_a_pool_is_refused() {
    for (json, field) in [
        (r#"{"auth": {"aws_region": "a", "identity_pool_id": ""}}"#.to_owned(), "auth.user_pool_id"),
        (r#"{"CredentialsProvider": {"CognitoIdentity": {}}}"#.to_owned(), "CognitoUserPool"),
        (r#"{"CognitoUserPool": {}}"#.to_owned(), "CognitoUserPool"),
        (
            r#"{"auth": {"plugins": {"awsCognitoAuthPlugin": {}}}}"#.to_owned(),
            "auth.plugins.awsCognitoAuthPlugin.CognitoUserPool",
        ),
        (r#"{"auth": {"plugins": {}}}"#.to_owned(), "auth.plugins.awsCognitoAuthPlugin"),
    ] {
        assert_eq!(of(&json), Err((AuthErrorCode::InvalidConfiguration, Some(field.to_owned()))), "{json}");
    }
}

#[test]
fn a_file_that_is_damaged_too_large_too_deep_or_of_another_kind_is_malformed() {
    let too_large = format!("{}{}", outputs_with("\"a\": 1"), " ".repeat(1024 * 1024));
    let deep = outputs_with(&format!("\"a\": {}1{}", "[".repeat(200), "]".repeat(200)));
    for json in [
        "",
        "not JSON",
        "[]",
        "{}",
        r#"{"auth": 3}"#,
        r#"{"auth": {"plugins": {}"#,
        r#"{"Version": "1.0"}"#,
        r#"{"version": "1.4", "data": {}}"#,
        &too_large,
        &deep,
    ] {
        let start = json.get(..60).unwrap_or(json);
        assert_eq!(of(json), Err((AuthErrorCode::MalformedConfiguration, None)), "{start}");
    }
    assert_eq!(
        AuthConfiguration::from_json(b"{\"auth\": {\"a\": \"\xff\"}}").unwrap_err().code,
        AuthErrorCode::MalformedConfiguration
    );
}

#[test]
fn a_file_of_the_largest_size_and_a_byte_order_mark_are_accepted() {
    let json = outputs_with("\"mfa_methods\": []");
    let padded = format!("{json}{}", " ".repeat(1024 * 1024 - json.len()));
    assert_eq!(of(&padded), of(&json));
    assert_eq!(of(&format!("\u{feff}{json}")), of(&json));
    assert!(of(&json).is_ok());
}

#[test]
fn from_amplify_outputs_refuses_a_file_of_another_kind() {
    let outputs = include_str!("../samples/outputs-1.4.json");
    assert_eq!(AuthConfiguration::from_amplify_outputs(outputs), Ok(valid(outputs)));
    for json in [AMPLIFY, AWS, "{}"] {
        let refused = AuthConfiguration::from_amplify_outputs(json).unwrap_err();
        assert_eq!(refused.code, AuthErrorCode::MalformedConfiguration);
    }
}

#[test]
fn the_error_has_the_path_of_a_malformed_value() {
    let outputs = [
        ("\"identity_pool_id\": 7", "auth.identity_pool_id"),
        ("\"identity_pool_id\": \"eu-central-1\"", "identity_pool.pool_id"),
        ("\"unauthenticated_identities_enabled\": \"yes\"", "auth.unauthenticated_identities_enabled"),
        ("\"password_policy\": 8", "auth.password_policy"),
        ("\"password_policy\": {\"min_length\": 8.5}", "auth.password_policy.min_length"),
        ("\"password_policy\": {\"min_length\": -8}", "auth.password_policy.min_length"),
        ("\"password_policy\": {\"min_length\": 100}", "pool_settings.password_policy.min_length"),
        ("\"password_policy\": {\"require_symbols\": 1}", "auth.password_policy.require_symbols"),
        ("\"mfa_configuration\": true", "auth.mfa_configuration"),
        ("\"mfa_methods\": \"SMS\"", "auth.mfa_methods"),
        ("\"mfa_methods\": [\"SMS\", 2]", "auth.mfa_methods[1]"),
        ("\"oauth\": []", "auth.oauth"),
        ("\"oauth\": {\"domain\": \"a/b\", \"redirect_sign_in_uri\": [\"a:b\"]}", "oauth.domain"),
        (
            "\"oauth\": {\"domain\": \"a.b\", \"redirect_sign_in_uri\": [\"b\"]}",
            "oauth.sign_in_redirect_uris",
        ),
        ("\"oauth\": {\"redirect_sign_out_uri\": [{}]}", "auth.oauth.redirect_sign_out_uri[0]"),
        ("\"passwordless\": {\"web_authn\": true}", "auth.passwordless.web_authn"),
        ("\"groups\": [\"ADMINS\"]", "auth.groups[0]"),
        ("\"groups\": [{\"ADMINS\": 1}]", "auth.groups[0].ADMINS"),
        ("\"groups\": [{\"ADMINS\": {\"precedence\": \"first\"}}]", "auth.groups[0].ADMINS.precedence"),
    ];
    for (members, field) in outputs {
        let json = outputs_with(members);
        assert_eq!(of(&json), Err((AuthErrorCode::InvalidConfiguration, Some(field.to_owned()))), "{json}");
    }
    let aws = [
        ("\"authenticationFlowType\": 1", "Auth.Default.authenticationFlowType"),
        ("\"OAuth\": {\"SignInRedirectURI\": 1}", "Auth.Default.OAuth.SignInRedirectURI"),
        ("\"OAuth\": {\"Scopes\": \"openid\"}", "Auth.Default.OAuth.Scopes"),
        (
            "\"passwordProtectionSettings\": {\"passwordPolicyMinLength\": \"many\"}",
            "Auth.Default.passwordProtectionSettings.passwordPolicyMinLength",
        ),
    ];
    for (members, field) in aws {
        let json = aws_with(members);
        assert_eq!(of(&json), Err((AuthErrorCode::InvalidConfiguration, Some(field.to_owned()))), "{json}");
    }
}

#[test]
fn the_error_has_the_path_of_a_missing_or_malformed_part_of_the_user_pool() {
    for (json, field) in [
        (r#"{"auth": {}}"#, "auth.aws_region"),
        (r#"{"auth": {"aws_region": "eu-central-1"}}"#, "auth.user_pool_id"),
        (r#"{"auth": {"aws_region": "eu-central-1", "user_pool_id": 7}}"#, "auth.user_pool_id"),
        (
            r#"{"auth": {"aws_region": "a", "user_pool_id": "a_b", "user_pool_client_id": null}}"#,
            "auth.user_pool_client_id",
        ),
        (r#"{"auth": {"aws_region": "a", "user_pool_id": "ab", "user_pool_client_id": "c"}}"#, "pool_id"),
        (
            r#"{"auth": {"aws_region": "a", "user_pool_id": "a_b", "user_pool_client_id": "c"},
                "custom": {"cognito_auth": {"endpoint": 9229}}}"#,
            "custom.cognito_auth.endpoint",
        ),
        (r#"{"CognitoUserPool": {"Default": {"PoolId": "a_b"}}}"#, "CognitoUserPool.Default.Region"),
        (r#"{"CognitoUserPool": {"Default": 1}}"#, "CognitoUserPool.Default"),
    ] {
        assert_eq!(of(json), Err((AuthErrorCode::InvalidConfiguration, Some(field.to_owned()))), "{json}");
    }
}

#[test]
fn an_unknown_word_or_member_is_reported_and_never_fails_the_file() {
    let read = valid(&outputs_with(
        r#""mfa_methods": ["PIGEON", "TOTP"], "mfa_configuration": "SOMETIMES", "username_attributes": ["FAX"],
           "standard_required_attributes": ["email", "shoe_size", "custom:team"],
           "user_verification_types": ["name", "phone_number"], "new": {"secret": "s3cr3t"},
           "passwordless": {"preferred_challenge": "PIGEON", "web_authn": {"user_verification": "never"}}"#,
    ));
    assert_eq!(read.pool_settings.mfa_types, [MfaType::Totp]);
    assert_eq!(read.pool_settings.mfa_configuration, None);
    let custom = AuthUserAttributeKey::Custom("team".to_owned());
    assert_eq!(read.pool_settings.required_sign_up_attributes, [AuthUserAttributeKey::Email, custom]);
    assert_eq!(read.pool_settings.verification_types, [AuthUserAttributeKey::PhoneNumber]);
    let ignored = [
        "auth.mfa_configuration",
        "auth.mfa_methods[0]",
        "auth.new",
        "auth.passwordless.preferred_challenge",
        "auth.passwordless.web_authn.user_verification",
        "auth.standard_required_attributes[1]",
        "auth.user_verification_types[0]",
        "auth.username_attributes[0]",
    ];
    assert_eq!(read.ignored_fields, ignored);

    let read = valid(&aws_with(
        r#""authenticationFlowType": "LATER_AUTH", "loginMechanisms": ["EMAIL"], "socialProviders": ["GOOGLE"],
           "passwordProtectionSettings": {"passwordPolicyMinLength": "12", "passwordPolicyCharacters": ["EMOJI"]}"#,
    ));
    assert_eq!(read.default_flow, AuthFlowType::UserSrp);
    assert_eq!(read.pool_settings.password_policy.unwrap().min_length, 12);
    let ignored = [
        "Auth.Default.authenticationFlowType",
        "Auth.Default.loginMechanisms",
        "Auth.Default.passwordProtectionSettings.passwordPolicyCharacters[0]",
        "Auth.Default.socialProviders",
    ];
    assert_eq!(read.ignored_fields, ignored);
}

#[test]
fn pages_without_a_domain_or_a_redirect_have_no_effect() {
    for members in [
        r#""oauth": {"domain": "a.b", "redirect_sign_in_uri": []}"#,
        r#""oauth": {"domain": "", "redirect_sign_in_uri": ["myapp://"]}"#,
    ] {
        let read = valid(&outputs_with(members));
        assert_eq!((read.oauth, read.ignored_fields), (None, texts(&["auth.oauth"])), "{members}");
    }
    let read = valid(&aws_with(r#""OAuth": {"WebDomain": "a.b", "SignInRedirectURI": ""}"#));
    assert_eq!((read.oauth, read.ignored_fields), (None, texts(&["Auth.Default.OAuth"])));
    let empty = valid(&aws_with(r#""OAuth": {}, "socialProviders": []"#));
    assert_eq!((empty.oauth, empty.ignored_fields), (None, texts(&[])));
}

#[test]
fn a_domain_is_read_without_its_scheme_and_a_separate_client_for_the_web_has_no_effect() {
    let read = valid(&aws_with(
        r#""OAuth": {"WebDomain": "https://login.example.com/", "AppClientId": "another", "AppClientSecret": "s3cr3t",
                     "SignInRedirectURI": " myapp://in , https://example.com/in,", "SignOutRedirectURI": ""}"#,
    ));
    assert_eq!(read.ignored_fields, ["Auth.Default.OAuth.AppClientId", "Auth.Default.OAuth.AppClientSecret"]);
    let oauth = read.oauth.unwrap();
    assert_eq!(oauth.domain, "login.example.com");
    assert_eq!(oauth.sign_in_redirect_uris, ["myapp://in", "https://example.com/in"]);
    assert_eq!(oauth.sign_out_redirect_uris, [""; 0]);
}

#[test]
fn the_default_flow_of_a_configuration_is_the_files_flow() {
    let user_auth = AuthFlowType::UserAuth { preferred_first_factor: None };
    for (word, flow) in [
        ("USER_SRP_AUTH", AuthFlowType::UserSrp),
        ("USER_PASSWORD_AUTH", AuthFlowType::UserPassword),
        ("CUSTOM_AUTH", AuthFlowType::CustomWithoutSrp),
        ("CUSTOM_AUTH_WITHOUT_SRP", AuthFlowType::CustomWithoutSrp),
        ("CUSTOM_AUTH_WITH_SRP", AuthFlowType::CustomWithSrp),
        ("USER_AUTH", user_auth),
    ] {
        let read = valid(&aws_with(&format!("\"authenticationFlowType\": \"{word}\"")));
        assert_eq!((read.default_flow, read.ignored_fields), (flow, texts(&[])), "{word}");
    }
}

#[test]
fn the_ignored_fields_are_at_most_100_and_each_is_one_short_line() {
    let names: Vec<_> = (0..200).map(|number| format!("\"new{number}\": 1")).collect();
    assert_eq!(valid(&outputs_with(&names.join(","))).ignored_fields.len(), 100);
    let long = "x".repeat(1000);
    let read = valid(&outputs_with(&format!("\"a\\nb\": 1, \"{long}\": 1")));
    assert_eq!(read.ignored_fields, ["auth.a?b".to_owned(), format!("auth.{}", &long[..64])]);
}

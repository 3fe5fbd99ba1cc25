//! `amplify_outputs.json` of Amplify Gen 2.

use super::section::Section;
use super::{domain, usable, words};
use crate::config::pool_settings::DEFAULT_MINIMUM_LENGTH;
use crate::config::{
    AuthConfiguration, IdentityPoolConfiguration, OAuthConfiguration, PasswordPolicy, PasswordlessSettings,
    UserPoolSettings, WebAuthnSettings,
};
use crate::error::AuthError;

/// The newest minor version of version 1 that is known.
const NEWEST_MINOR: u32 = 5;

pub(super) fn read(mut top: Section<'_>) -> Result<AuthConfiguration, AuthError> {
    check_version(&mut top)?;
    let mut configuration = auth(&mut top.required_section("auth")?)?;
    // The section `custom` belongs to the app, so it may contain anything.
    if let Ok(Some(mut custom)) = top.section("custom") {
        if let Some(mut ours) = custom.section("cognito_auth")? {
            configuration.user_pool.endpoint = ours.text("endpoint")?;
        }
        custom.leave_the_rest();
    }
    // The other members belong to other categories of Amplify.
    top.leave_the_rest();
    Ok(configuration)
}

/// Refuses an unknown major version, because the same names may have another meaning there. The draft of version 2 has
/// its version in `_version`.
fn check_version(top: &mut Section<'_>) -> Result<(), AuthError> {
    for name in ["version", "_version"] {
        let Some(version) = top.text(name)? else { continue };
        let (major, minor) = version.split_once('.').unwrap_or((&version, "0"));
        let minor = minor.parse::<u32>().map_err(|_| top.invalid(name))?;
        match major {
            "1" if minor <= NEWEST_MINOR => {}
            "1" | "2" => top.ignore(name),
            _ => return Err(top.invalid(name)),
        }
    }
    Ok(())
}

fn auth(auth: &mut Section<'_>) -> Result<AuthConfiguration, AuthError> {
    let allows_guests = auth.flag("unauthenticated_identities_enabled")?.unwrap_or(true);
    let identity_pool = auth
        .filled_text("identity_pool_id")?
        .map(|pool_id| IdentityPoolConfiguration { pool_id, allows_guests });
    if let Some(pool) = identity_pool.clone().filter(|_| !auth.has("user_pool_id")) {
        // The region is not needed: the pool's id has it.
        auth.text("aws_region")?;
        return Ok(AuthConfiguration::without_user_pool(pool));
    }
    let mut configuration = AuthConfiguration::new(
        auth.required_text("aws_region")?,
        auth.required_text("user_pool_id")?,
        auth.required_text("user_pool_client_id")?,
    );
    configuration.oauth = oauth(auth)?;
    configuration.identity_pool = identity_pool;
    configuration.pool_settings = UserPoolSettings {
        password_policy: password_policy(auth)?,
        mfa_configuration: auth.word("mfa_configuration", words::mfa_configuration)?,
        mfa_types: auth.words("mfa_methods", words::mfa_type)?,
        username_attributes: auth.words("username_attributes", words::username_attribute)?,
        required_sign_up_attributes: auth.words("standard_required_attributes", words::attribute)?,
        verification_types: auth.words("user_verification_types", words::verification_type)?,
        passwordless: passwordless(auth)?,
        groups: groups(auth)?,
    };
    Ok(configuration)
}

fn oauth(auth: &mut Section<'_>) -> Result<Option<OAuthConfiguration>, AuthError> {
    let Some(mut section) = auth.section("oauth")? else { return Ok(None) };
    let providers = section.texts("identity_providers")?;
    let oauth = OAuthConfiguration {
        domain: domain(section.text("domain")?),
        scopes: section.texts("scopes")?,
        sign_in_redirect_uris: section.separated_texts("redirect_sign_in_uri")?,
        sign_out_redirect_uris: section.separated_texts("redirect_sign_out_uri")?,
        identity_providers: providers.into_iter().map(words::provider).collect(),
    };
    // The other response type, `token`, gives tokens without a proof that they are for this app (RFC 9700, section
    // 2.1.2).
    section.word("response_type", |word| word.eq_ignore_ascii_case("code").then_some(()))?;
    Ok(usable(oauth, &section))
}

fn password_policy(auth: &mut Section<'_>) -> Result<Option<PasswordPolicy>, AuthError> {
    let Some(mut policy) = auth.section("password_policy")? else { return Ok(None) };
    let min_length = policy.number("min_length")?.unwrap_or(DEFAULT_MINIMUM_LENGTH.into());
    Ok(Some(PasswordPolicy {
        min_length: min_length.try_into().map_err(|_| policy.invalid("min_length"))?,
        requires_lowercase: policy.flag("require_lowercase")?.unwrap_or(false),
        requires_uppercase: policy.flag("require_uppercase")?.unwrap_or(false),
        requires_numbers: policy.flag("require_numbers")?.unwrap_or(false),
        requires_symbols: policy.flag("require_symbols")?.unwrap_or(false),
    }))
}

fn passwordless(auth: &mut Section<'_>) -> Result<Option<PasswordlessSettings>, AuthError> {
    let Some(mut section) = auth.section("passwordless")? else { return Ok(None) };
    let web_authn = match section.section("web_authn")? {
        None => None,
        Some(mut web_authn) => Some(WebAuthnSettings {
            relying_party_id: web_authn.filled_text("relying_party_id")?,
            user_verification: web_authn.word("user_verification", words::user_verification)?,
        }),
    };
    Ok(Some(PasswordlessSettings {
        email_otp_enabled: section.flag("email_otp_enabled")?.unwrap_or(false),
        sms_otp_enabled: section.flag("sms_otp_enabled")?.unwrap_or(false),
        web_authn,
        preferred_challenge: section.word("preferred_challenge", words::first_factor)?,
    }))
}

/// The names of the groups, in the service's order: the lowest precedence value first, and groups without a value last.
fn groups(auth: &mut Section<'_>) -> Result<Vec<String>, AuthError> {
    let mut groups = Vec::new();
    for mut item in auth.sections("groups")? {
        for (name, mut group) in item.all_sections()? {
            groups.push((group.number("precedence")?.unwrap_or(i64::MAX), name));
        }
    }
    groups.sort_by_key(|(precedence, _)| *precedence);
    Ok(groups.into_iter().map(|(_, name)| name).collect())
}

//! `awsconfiguration.json`, and the same members in the plugin's section of `amplifyconfiguration.json`.

use zeroize::Zeroizing;

use super::section::Section;
use super::{domain, usable, words};
use crate::config::pool_settings::DEFAULT_MINIMUM_LENGTH;
use crate::config::{
    AuthConfiguration, IdentityPoolConfiguration, OAuthConfiguration, PasswordPolicy, UserPoolConfiguration,
    UserPoolSettings,
};
use crate::error::AuthError;
use crate::secret::ClientSecret;

/// Members that configure other services. They are not reported as ignored.
const OF_OTHERS: [&str; 8] = [
    "UserAgent",
    "Version",
    "IdentityManager",
    "AppSync",
    "DynamoDBObjectMapper",
    "PinpointAnalytics",
    "PinpointTargeting",
    "S3TransferUtility",
];

pub(super) fn read(mut section: Section<'_>, entry: Option<&str>) -> Result<AuthConfiguration, AuthError> {
    section.leave(&OF_OTHERS);
    if !section.has("CognitoUserPool")
        && let Some(pool) = identity_pool(&mut section, entry)?
    {
        return Ok(AuthConfiguration::without_user_pool(pool));
    }
    let mut pools = section.required_section("CognitoUserPool")?;
    if let Some(name) = entry.filter(|name| !pools.has(name)) {
        return Err(pools.invalid(name));
    }
    let mut pool = pools.entry(entry)?.ok_or_else(|| section.invalid("CognitoUserPool"))?;
    let mut configuration = user_pool(&mut pool)?;
    configuration.identity_pool = identity_pool(&mut section, entry)?;
    let auth = match section.section("Auth")? {
        Some(mut entries) => entries.entry(entry)?,
        None => None,
    };
    if let Some(mut auth) = auth {
        configuration.default_flow =
            auth.word("authenticationFlowType", words::flow)?.unwrap_or(configuration.default_flow);
        configuration.oauth = oauth(&mut auth, &configuration.user_pool)?;
        configuration.pool_settings = pool_settings(&mut auth)?;
    }
    Ok(configuration)
}

fn user_pool(pool: &mut Section<'_>) -> Result<AuthConfiguration, AuthError> {
    let mut configuration = AuthConfiguration::new(
        pool.required_text("Region")?,
        pool.required_text("PoolId")?,
        pool.required_text("AppClientId")?,
    );
    configuration.user_pool.client_secret = pool.filled_text("AppClientSecret")?.map(ClientSecret::new);
    configuration.user_pool.endpoint = pool
        .filled_text("Endpoint")?
        .map(|endpoint| if endpoint.contains("://") { endpoint } else { format!("https://{endpoint}") });
    Ok(configuration)
}

fn identity_pool(
    section: &mut Section<'_>,
    entry: Option<&str>,
) -> Result<Option<IdentityPoolConfiguration>, AuthError> {
    let Some(mut provider) = section.section("CredentialsProvider")? else { return Ok(None) };
    let Some(mut entries) = provider.section("CognitoIdentity")? else { return Ok(None) };
    let Some(mut pool) = entries.entry(entry)? else { return Ok(None) };
    let Some(pool_id) = pool.filled_text("PoolId")? else { return Ok(None) };
    let configuration = IdentityPoolConfiguration::new(pool_id).with_guests();
    if pool.filled_text("Region")?.is_some_and(|region| region != configuration.region()) {
        pool.ignore("Region");
    }
    Ok(Some(configuration))
}

fn oauth(
    auth: &mut Section<'_>,
    pool: &UserPoolConfiguration,
) -> Result<Option<OAuthConfiguration>, AuthError> {
    let providers = auth.texts("socialProviders")?;
    let Some(mut section) = auth.section("OAuth")?.filter(|section| !section.is_empty()) else {
        if !providers.is_empty() {
            auth.ignore("socialProviders");
        }
        return Ok(None);
    };
    // The pages use the app client of the section `CognitoUserPool`, because that app client refreshes the tokens
    // later. Another id here has no effect.
    if section.filled_text("AppClientId")?.is_some_and(|id| id != pool.client_id) {
        section.ignore("AppClientId");
    }
    let secret = section.filled_text("AppClientSecret")?.map(Zeroizing::new);
    let pools_secret = pool.client_secret.as_ref().map(ClientSecret::expose);
    if secret.is_some_and(|secret| Some(secret.as_str()) != pools_secret) {
        section.ignore("AppClientSecret");
    }
    let oauth = OAuthConfiguration {
        domain: domain(section.text("WebDomain")?),
        scopes: section.texts("Scopes")?,
        sign_in_redirect_uris: section.separated_texts("SignInRedirectURI")?,
        sign_out_redirect_uris: section.separated_texts("SignOutRedirectURI")?,
        identity_providers: providers.into_iter().map(words::provider).collect(),
    };
    Ok(usable(oauth, &section))
}

fn pool_settings(auth: &mut Section<'_>) -> Result<UserPoolSettings, AuthError> {
    Ok(UserPoolSettings {
        password_policy: password_policy(auth)?,
        mfa_configuration: auth.word("mfaConfiguration", words::mfa_configuration)?,
        mfa_types: auth.words("mfaTypes", words::mfa_type)?,
        username_attributes: auth.words("usernameAttributes", words::username_attribute)?,
        required_sign_up_attributes: auth.words("signupAttributes", words::attribute)?,
        verification_types: auth.words("verificationMechanisms", words::verification_type)?,
        passwordless: None,
        groups: Vec::new(),
    })
}

fn password_policy(auth: &mut Section<'_>) -> Result<Option<PasswordPolicy>, AuthError> {
    let section = auth.section("passwordProtectionSettings")?.filter(|section| !section.is_empty());
    let Some(mut section) = section else { return Ok(None) };
    let name = "passwordPolicyMinLength";
    let min_length = section.number(name)?.unwrap_or(DEFAULT_MINIMUM_LENGTH.into());
    let mut policy = PasswordPolicy {
        min_length: min_length.try_into().map_err(|_| section.invalid(name))?,
        requires_lowercase: false,
        requires_uppercase: false,
        requires_numbers: false,
        requires_symbols: false,
    };
    let characters = section.words("passwordPolicyCharacters", required_characters)?;
    for required in characters {
        *required(&mut policy) = true;
    }
    Ok(Some(policy))
}

/// The member of the password policy that a word such as `REQUIRES_LOWERCASE` switches on.
fn required_characters(word: &str) -> Option<fn(&mut PasswordPolicy) -> &mut bool> {
    match word.to_ascii_uppercase().as_str() {
        "REQUIRES_LOWERCASE" => Some(|policy| &mut policy.requires_lowercase),
        "REQUIRES_UPPERCASE" => Some(|policy| &mut policy.requires_uppercase),
        "REQUIRES_NUMBERS" => Some(|policy| &mut policy.requires_numbers),
        "REQUIRES_SYMBOLS" => Some(|policy| &mut policy.requires_symbols),
        _ => None,
    }
}

//! The identity providers that a pool's users may come from, in the form of CreateIdentityProvider.

use super::UserPool;
use super::oauth_settings::POOL_AS_PROVIDER;
use crate::clock::Moment;
use crate::errors::CognitoError;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The key of an attribute mapping for the claim with the user's id. Cognito adds the key to a mapping that lacks it,
/// unless the provider's type is SAML.
const USERNAME: &str = "username";

/// ProviderType.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum ProviderKind {
    #[serde(rename = "SAML")]
    Saml,
    Facebook,
    Google,
    LoginWithAmazon,
    SignInWithApple,
    #[serde(rename = "OIDC")]
    Oidc,
}

/// The names and the values of a provider's details.
type Details = &'static [(&'static str, &'static str)];

impl ProviderKind {
    const SOCIAL: [Self; 4] = [Self::Facebook, Self::Google, Self::LoginWithAmazon, Self::SignInWithApple];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Saml => "SAML",
            Self::Facebook => "Facebook",
            Self::Google => "Google",
            Self::LoginWithAmazon => "LoginWithAmazon",
            Self::SignInWithApple => "SignInWithApple",
            Self::Oidc => "OIDC",
        }
    }

    /// Whether the provider is Facebook, Google, Amazon or Apple. A pool has at most one provider of each of these
    /// types, and its name is the type.
    pub(crate) fn is_social(self) -> bool {
        Self::SOCIAL.contains(&self)
    }

    /// The claim that names the user.
    pub(crate) fn subject_claim(self) -> &'static str {
        match self {
            Self::Facebook => "id",
            Self::LoginWithAmazon => "user_id",
            Self::Saml | Self::Google | Self::SignInWithApple | Self::Oidc => "sub",
        }
    }

    /// The details that a provider must have.
    fn required_details(self) -> &'static [&'static str] {
        match self {
            Self::Saml => &[],
            Self::SignInWithApple => &["client_id", "team_id", "key_id", "authorize_scopes"],
            Self::Oidc => &["client_id", "attributes_request_method", "oidc_issuer", "authorize_scopes"],
            Self::Facebook | Self::Google | Self::LoginWithAmazon => {
                &["client_id", "client_secret", "authorize_scopes"]
            }
        }
    }

    /// The details that Cognito adds if a request leaves them out.
    fn added_details(self) -> Details {
        match self {
            Self::Saml => &[],
            Self::Oidc => &[("attributes_url_add_attributes", "false")],
            Self::Facebook => &[
                ("api_version", "v17.0"),
                ("attributes_url", "https://graph.facebook.com/v17.0/me?fields="),
                ("attributes_url_add_attributes", "true"),
                ("authorize_url", "https://www.facebook.com/v17.0/dialog/oauth"),
                ("token_request_method", "GET"),
                ("token_url", "https://graph.facebook.com/v17.0/oauth/access_token"),
            ],
            Self::Google => &[
                ("attributes_url", "https://people.googleapis.com/v1/people/me?personFields="),
                ("attributes_url_add_attributes", "true"),
                ("authorize_url", "https://accounts.google.com/o/oauth2/v2/auth"),
                ("oidc_issuer", "https://accounts.google.com"),
                ("token_request_method", "POST"),
                ("token_url", "https://www.googleapis.com/oauth2/v4/token"),
            ],
            Self::LoginWithAmazon => &[
                ("attributes_url", "https://api.amazon.com/user/profile"),
                ("attributes_url_add_attributes", "false"),
                ("authorize_url", "https://www.amazon.com/ap/oa"),
                ("token_request_method", "POST"),
                ("token_url", "https://api.amazon.com/auth/o2/token"),
            ],
            Self::SignInWithApple => &[
                ("attributes_url_add_attributes", "false"),
                ("authorize_url", "https://appleid.apple.com/auth/authorize"),
                ("oidc_issuer", "https://appleid.apple.com"),
                ("token_request_method", "POST"),
                ("token_url", "https://appleid.apple.com/auth/token"),
            ],
        }
    }
}

/// The settings of a provider.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ProviderSettings {
    pub provider_name: String,
    pub provider_type: ProviderKind,
    pub provider_details: BTreeMap<String, String>,
    /// Which claim of the provider becomes which attribute of the user.
    #[serde(default)]
    pub attribute_mapping: BTreeMap<String, String>,
    #[serde(default)]
    pub idp_identifiers: Vec<String>,
}

impl ProviderSettings {
    /// Adds the details and the mapping that Cognito adds.
    fn complete(&mut self) {
        for (name, value) in self.provider_type.added_details() {
            self.provider_details.entry((*name).to_owned()).or_insert_with(|| (*value).to_owned());
        }
        if self.provider_type != ProviderKind::Saml {
            let claim = self.provider_type.subject_claim();
            self.attribute_mapping.entry(USERNAME.to_owned()).or_insert_with(|| claim.to_owned());
        }
    }

    fn check(&self, pool: &UserPool) -> Result<(), CognitoError> {
        let (name, kind) = (self.provider_name.as_str(), self.provider_type);
        let reserved = name == POOL_AS_PROVIDER || ProviderKind::SOCIAL.iter().any(|one| one.name() == name);
        if kind.is_social() && name != kind.name() || !kind.is_social() && reserved {
            let text = format!("Provider {name} cannot be of type {}.", kind.name());
            return Err(CognitoError::invalid_parameter(text));
        }
        self.check_details()?;
        if let Some(unknown) = self.attribute_mapping.keys().find(|key| !pool.can_map(key)) {
            let text =
                format!("AttributeMapping: the user pool has no attribute {unknown} that can be mapped.");
            return Err(CognitoError::invalid_parameter(text));
        }
        let taken = |identifier: &&String| {
            let holder = pool.provider_of_identifier(identifier);
            holder.is_some_and(|other| other.settings.provider_name != self.provider_name)
        };
        match self.idp_identifiers.iter().find(taken) {
            None => Ok(()),
            Some(taken) => {
                let text = format!("The identifier {taken} belongs to another provider of the user pool.");
                Err(CognitoError::invalid_parameter(text))
            }
        }
    }

    fn check_details(&self) -> Result<(), CognitoError> {
        let has = |name: &str| self.provider_details.get(name).is_some_and(|value| !value.is_empty());
        let missing = |name: &str| {
            let kind = self.provider_type.name();
            Err(CognitoError::invalid_parameter(format!(
                "ProviderDetails of a provider of type {kind} need {name}."
            )))
        };
        if self.provider_type == ProviderKind::Saml && !has("MetadataURL") && !has("MetadataFile") {
            return missing("MetadataURL or MetadataFile");
        }
        match self.provider_type.required_details().iter().find(|name| !has(name)) {
            None => Ok(()),
            Some(name) => missing(name),
        }
    }

    /// The mapped attributes of the user, and the claims that they come from.
    pub(crate) fn mapped(&self) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self.attribute_mapping.iter().map(|(name, claim)| (name.as_str(), claim.as_str()));
        pairs.filter(|(name, _)| *name != USERNAME)
    }
}

/// A provider of a pool.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct IdentityProvider {
    pub created: Moment,
    pub modified: Moment,
    pub settings: ProviderSettings,
}

impl UserPool {
    /// Adds a provider. No other may have its name.
    pub(crate) fn add_identity_provider(
        &mut self,
        mut settings: ProviderSettings,
        now: Moment,
    ) -> Result<&IdentityProvider, CognitoError> {
        let name = settings.provider_name.clone();
        if self.identity_providers.contains_key(&name) {
            let text = format!("{name} already exists in user pool {}", self.id);
            return Err(CognitoError::new("DuplicateProviderException", text));
        }
        settings.check(self)?;
        settings.complete();
        let provider = IdentityProvider { created: now, modified: now, settings };
        Ok(self.identity_providers.entry(name).or_insert(provider))
    }

    pub(crate) fn change_identity_provider(
        &mut self,
        mut settings: ProviderSettings,
        now: Moment,
    ) -> Result<&IdentityProvider, CognitoError> {
        settings.check(self)?;
        settings.complete();
        let name = settings.provider_name.clone();
        let held = self.identity_providers.get_mut(&name).ok_or_else(|| unknown(&name))?;
        held.settings = settings;
        held.modified = now;
        Ok(held)
    }

    pub(crate) fn identity_provider(&self, name: &str) -> Result<&IdentityProvider, CognitoError> {
        self.identity_providers.get(name).ok_or_else(|| unknown(name))
    }

    /// The provider that has this identifier, such as the domain of an e-mail address.
    pub(crate) fn provider_of_identifier(&self, identifier: &str) -> Option<&IdentityProvider> {
        let mut providers = self.identity_providers.values();
        providers.find(|provider| provider.settings.idp_identifiers.iter().any(|held| held == identifier))
    }

    /// Whether users can come from an identity provider of this name. The pool itself counts as one.
    pub(crate) fn has_identity_provider(&self, name: &str) -> bool {
        name == POOL_AS_PROVIDER || self.identity_providers.contains_key(name)
    }

    /// Whether a mapping can have this attribute.
    fn can_map(&self, attribute: &str) -> bool {
        attribute == USERNAME || attribute != "sub" && self.settings.schema_of(attribute).is_some()
    }
}

fn unknown(name: &str) -> CognitoError {
    CognitoError::new("ResourceNotFoundException", format!("Identity provider {name} does not exist."))
}

//! App clients: their flows, and the lifetimes of their tokens.

use super::client_secrets::ClientSecrets;
use super::oauth_settings::OAuthSettings;
use crate::clock::Moment;
use crate::errors::CognitoError;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Client {
    pub id: String,
    #[serde(flatten)]
    pub secrets: ClientSecrets,
    pub created: Moment,
    pub modified: Moment,
    pub settings: ClientSettings,
}

/// The settings as CreateUserPoolClient or UpdateUserPoolClient asked for them. What nobody asked for is absent.
/// `other` holds the settings of [`DESCRIPTIVE`].
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct ClientSettings {
    pub client_name: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub explicit_auth_flows: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_token_validity: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_token_validity: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token_validity: Option<i64>,
    pub token_validity_units: TokenValidityUnits,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prevent_user_existence_errors: Option<UserExistenceErrors>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enable_token_revocation: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enable_propagate_additional_user_context_data: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_session_validity: Option<i64>,
    /// The attributes that the app may read. If the list is empty, the app may read all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub read_attributes: Vec<String>,
    /// The attributes that the app may write. If the list is empty, the app may write all that a user may write.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub write_attributes: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token_rotation: Option<RefreshTokenRotation>,
    #[serde(flatten)]
    pub oauth: OAuthSettings,
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// The settings that the pool only keeps and describes. Every other setting has an effect, or is refused.
const DESCRIPTIVE: [&str; 1] = ["AnalyticsConfiguration"];

/// Whether errors reveal that a user does not exist: with LEGACY they do, with ENABLED they don't.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum UserExistenceErrors {
    Legacy,
    Enabled,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum TimeUnit {
    Seconds,
    Minutes,
    Hours,
    Days,
}

impl TimeUnit {
    /// `count` times this unit, in seconds.
    fn times(self, count: i64) -> i64 {
        count.saturating_mul(match self {
            Self::Seconds => 1,
            Self::Minutes => Moment::MINUTE,
            Self::Hours => Moment::HOUR,
            Self::Days => Moment::DAY,
        })
    }
}

/// The units of the lifetimes that a request sets. The default is hours for access tokens and id tokens, and days for
/// refresh tokens.
#[derive(Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct TokenValidityUnits {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_token: Option<TimeUnit>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_token: Option<TimeUnit>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<TimeUnit>,
}

impl TokenValidityUnits {
    fn access_token(self) -> TimeUnit {
        self.access_token.unwrap_or(TimeUnit::Hours)
    }

    fn id_token(self) -> TimeUnit {
        self.id_token.unwrap_or(TimeUnit::Hours)
    }

    fn refresh_token(self) -> TimeUnit {
        self.refresh_token.unwrap_or(TimeUnit::Days)
    }

    /// The units as Cognito describes them: all of them if one was asked for, and none otherwise.
    pub(crate) fn described(self) -> Self {
        match self == Self::default() {
            true => self,
            false => Self {
                access_token: Some(self.access_token()),
                id_token: Some(self.id_token()),
                refresh_token: Some(self.refresh_token()),
            },
        }
    }
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct RefreshTokenRotation {
    pub feature: Feature,
    #[serde(default)]
    pub retry_grace_period_seconds: i64,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum Feature {
    Enabled,
    Disabled,
}

impl ClientSettings {
    /// Without the members that only a description has, such as dates.
    pub(crate) fn without_facts(mut self) -> Self {
        self.other.retain(|name, _| DESCRIPTIVE.contains(&name.as_str()));
        self
    }

    /// A setting that the pool does not support, if there is one.
    pub(crate) fn unsupported(&self) -> Option<&'static str> {
        const SECRETS_MANAGER: &str = "PublishSecretsInAWSSecretsManager";
        let published = self.other.get(SECRETS_MANAGER) == Some(&Value::Bool(true));
        published.then_some(SECRETS_MANAGER)
    }

    /// Seconds that an access token lives: 5 minutes to 24 hours, an hour by default.
    pub(crate) fn access_token_seconds(&self) -> i64 {
        let unit = self.token_validity_units.access_token();
        self.access_token_validity.map_or(Moment::HOUR, |count| unit.times(count))
    }

    /// Seconds that an id token lives: 5 minutes to 24 hours, an hour by default.
    pub(crate) fn id_token_seconds(&self) -> i64 {
        let unit = self.token_validity_units.id_token();
        self.id_token_validity.map_or(Moment::HOUR, |count| unit.times(count))
    }

    /// Seconds that a refresh token lives: 60 minutes to 10 years, 30 days by default.
    pub(crate) fn refresh_token_seconds(&self) -> i64 {
        let unit = self.token_validity_units.refresh_token();
        // Cognito reads 0 as the default.
        let validity = self.refresh_token_validity.filter(|count| *count != 0);
        validity.map_or(30 * Moment::DAY, |count| unit.times(count))
    }

    /// How long a refresh token lives, in the client's unit.
    pub(crate) fn refresh_token_count(&self) -> i64 {
        self.refresh_token_seconds() / self.token_validity_units.refresh_token().times(1)
    }

    /// Minutes that a challenge waits for its answer: 3 to 15, 3 by default.
    pub(crate) fn session_minutes(&self) -> i64 {
        self.auth_session_validity.unwrap_or(3)
    }

    pub(crate) fn session_seconds(&self) -> i64 {
        TimeUnit::Minutes.times(self.session_minutes())
    }

    pub(crate) fn revokes_tokens(&self) -> bool {
        self.enable_token_revocation.unwrap_or(true)
    }

    pub(crate) fn hides_existence(&self) -> bool {
        self.prevent_user_existence_errors == Some(UserExistenceErrors::Enabled)
    }

    /// The error for a user who does not exist: `hidden`, if the client hides which users exist.
    pub(crate) fn unknown_user(&self, hidden: CognitoError) -> CognitoError {
        if self.hides_existence() { hidden } else { CognitoError::user_not_found() }
    }

    /// The grace period in seconds, if the client rotates refresh tokens.
    pub(crate) fn rotation_grace(&self) -> Option<i64> {
        let rotation = self.refresh_token_rotation.as_ref()?;
        (rotation.feature == Feature::Enabled).then_some(rotation.retry_grace_period_seconds)
    }

    /// Checks settings that depend on each other.
    pub(crate) fn validate(&self) -> Result<(), CognitoError> {
        let within = |name: &str, seconds: i64, low: i64, high: i64| match (low..=high).contains(&seconds) {
            true => Ok(()),
            false => {
                Err(CognitoError::invalid_parameter(format!("Invalid range for token validity: {name}.")))
            }
        };
        within("AccessTokenValidity", self.access_token_seconds(), 5 * Moment::MINUTE, Moment::DAY)?;
        within("IdTokenValidity", self.id_token_seconds(), 5 * Moment::MINUTE, Moment::DAY)?;
        within("RefreshTokenValidity", self.refresh_token_seconds(), Moment::HOUR, 3650 * Moment::DAY)?;
        let flows = &self.explicit_auth_flows;
        let allow_names = flows.iter().filter(|flow| flow.starts_with("ALLOW_")).count();
        if allow_names != 0 && allow_names != flows.len() {
            let text = "ExplicitAuthFlows must not mix names that begin with ALLOW_ and names that do not.";
            return Err(CognitoError::invalid_parameter(text));
        }
        if self.rotation_grace().is_some() && flows.iter().any(|flow| flow == "ALLOW_REFRESH_TOKEN_AUTH") {
            return Err(CognitoError::invalid_parameter(
                "Refresh token rotation cannot be enabled together with ALLOW_REFRESH_TOKEN_AUTH.",
            ));
        }
        Ok(())
    }
}

impl Client {
    /// Whether the client may use a flow, given by its InitiateAuth name, e.g. `USER_SRP_AUTH`.
    pub(crate) fn allows(&self, flow: &str) -> bool {
        let flows = &self.settings.explicit_auth_flows;
        if flows.is_empty() {
            return ["REFRESH_TOKEN_AUTH", "USER_SRP_AUTH", "CUSTOM_AUTH"].contains(&flow);
        }
        let legacy = match flow {
            "ADMIN_USER_PASSWORD_AUTH" => "ADMIN_NO_SRP_AUTH",
            "CUSTOM_AUTH" => "CUSTOM_AUTH_FLOW_ONLY",
            flow => flow,
        };
        // A client with the older names, which don't begin with ALLOW_, may always sign in by SRP and refresh.
        let has_older_names = flows.iter().all(|name| !name.starts_with("ALLOW_"));
        flows.iter().any(|name| name.strip_prefix("ALLOW_") == Some(flow) || name == legacy)
            || has_older_names && ["REFRESH_TOKEN_AUTH", "USER_SRP_AUTH"].contains(&flow)
    }
}

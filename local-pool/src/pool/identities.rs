//! Who a user is at identity providers: the one that the account came from, and those that an administrator linked.

use super::UserPool;
use super::attributes::Attribute;
use super::identity_providers::{ProviderKind, ProviderSettings};
use super::users::User;
use crate::clock::Moment;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The name of the attribute, and of the claim, that shows a user's identities.
pub(crate) const IDENTITIES: &str = "identities";
/// The attribute name that stands, in a link, for the user's id at the provider.
pub(crate) const SUBJECT: &str = "Cognito_Subject";
/// How many identities an administrator may link to a user.
pub(crate) const MOST_LINKED: usize = 5;

/// An identity of a user.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Identity {
    pub provider_name: String,
    pub provider_type: ProviderKind,
    /// [`SUBJECT`], or the mapped attribute by which the first sign-in recognises the user.
    pub attribute: String,
    pub value: String,
    /// Whether the account came from this provider. Otherwise an administrator linked the identity.
    pub primary: bool,
    pub created: Moment,
}

impl Identity {
    /// The identity of a user at a provider.
    pub(crate) fn of(provider: &ProviderSettings, subject: &str, primary: bool, now: Moment) -> Self {
        Self {
            provider_name: provider.provider_name.clone(),
            provider_type: provider.provider_type,
            attribute: SUBJECT.to_owned(),
            value: subject.to_owned(),
            primary,
            created: now,
        }
    }

    pub(crate) fn is(&self, provider: &str, attribute: &str, value: &str) -> bool {
        self.provider_name == provider && self.attribute == attribute && self.value == value
    }

    /// Whether a user of a provider, with these mapped attributes, has this identity.
    fn matches(&self, provider: &str, subject: &str, attributes: &[Attribute]) -> bool {
        let mapped = attributes.iter().any(|given| self.attribute == given.name && self.value == given.value);
        self.provider_name == provider && (self.is(provider, SUBJECT, subject) || mapped)
    }

    fn described(&self) -> Value {
        json!({
            "userId": self.value,
            "providerName": self.provider_name,
            "providerType": self.provider_type,
            "issuer": null,
            "primary": self.primary,
            "dateCreated": self.created.milliseconds(),
        })
    }
}

impl User {
    /// Whether the account came from an identity provider. Such a user has no alias.
    pub(crate) fn is_federated(&self) -> bool {
        self.identities.iter().any(|identity| identity.primary)
    }

    /// The identities as the attribute shows them, as JSON in a text; none if the user has none.
    pub(crate) fn identities_text(&self) -> Option<String> {
        let all: Vec<Value> = self.identities.iter().map(Identity::described).collect();
        (!all.is_empty()).then(|| Value::Array(all).to_string())
    }

    /// The identities as an ID token shows them: every value is a text, except those that are null.
    pub(crate) fn identities_claim(&self) -> Value {
        let as_text = |value: Value| match value {
            Value::Bool(_) | Value::Number(_) => Value::String(value.to_string()),
            other => other,
        };
        let in_texts = |identity: &Identity| match identity.described() {
            Value::Object(members) => {
                members.into_iter().map(|(name, value)| (name, as_text(value))).collect()
            }
            other => other,
        };
        self.identities.iter().map(in_texts).collect()
    }
}

impl UserPool {
    /// The pool user name of the user who has this identity.
    pub(crate) fn user_of_identity(
        &self,
        provider: &str,
        subject: &str,
        attributes: &[Attribute],
    ) -> Option<String> {
        let has = |user: &&User, by: &[Attribute]| {
            user.identities.iter().any(|identity| identity.matches(provider, subject, by))
        };
        // The id at the provider counts more than an attribute.
        let found = self.users.values().find(|user| has(user, &[]));
        found
            .or_else(|| self.users.values().find(|user| has(user, attributes)))
            .map(|user| user.username.clone())
    }

    /// Replaces the attribute by which a link recognised its user with the user's id at the provider.
    pub(crate) fn settle_identity(
        &mut self,
        username: &str,
        provider: &str,
        subject: &str,
        attributes: &[Attribute],
    ) {
        let Some(user) = self.users.get_mut(username) else { return };
        let mut all = user.identities.iter_mut();
        if let Some(identity) = all.find(|identity| identity.matches(provider, subject, attributes)) {
            identity.attribute = SUBJECT.to_owned();
            identity.value = subject.to_owned();
        }
    }
}

/// The name of a user who comes from a provider.
pub(crate) fn federated_name(provider: &str, subject: &str) -> String {
    format!("{provider}_{subject}")
}

//! A user's identities at identity providers. A sign-in with a provider may have made the user: that gives the primary
//! identity. An administrator adds others with AdminLinkProviderForUser: these are links.

use super::UserPool;
use super::attributes::Attribute;
use super::identity_providers::{ProviderKind, ProviderSettings};
use super::user_terms;
use super::users::User;
use crate::clock::Moment;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The name of the attribute, and of the claim, that shows a user's identities.
pub(crate) const IDENTITIES: &str = "identities";
/// The attribute name that means the user's id at the provider, in AdminLinkProviderForUser and in an [`Identity`].
pub(crate) const SUBJECT: &str = "Cognito_Subject";
/// How many identities an administrator may link to a user.
pub(crate) const MOST_LINKED: usize = 5;

/// An identity of a user.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Identity {
    pub provider_name: String,
    pub provider_type: ProviderKind,
    /// What identifies the user at the provider: [`SUBJECT`], or a mapped attribute that AdminLinkProviderForUser
    /// named. The first sign-in replaces such an attribute: see [`UserPool::settle_identity`].
    pub attribute: String,
    pub value: String,
    /// Whether a sign-in with this provider made the user. Otherwise an administrator linked the identity.
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

    /// Whether a provider's user with this id and these mapped attributes has this identity.
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
    /// Whether a sign-in with an identity provider made the user. Such a user has no alias.
    pub(crate) fn is_federated(&self) -> bool {
        self.identities.iter().any(|identity| identity.primary)
    }

    /// The value of the attribute `identities`: JSON in a text. `None` if the user has no identity.
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
        // The id at the provider takes precedence over an attribute.
        let found = self.holder_of_identity(provider, SUBJECT, subject).or_else(|| {
            let holder =
                |Attribute { name, value }: &Attribute| self.holder_of_identity(provider, name, value);
            attributes.iter().filter_map(holder).min_by_key(|user| &user.username)
        });
        found.map(|user| user.username.clone())
    }

    /// The user who has exactly this identity.
    pub(crate) fn holder_of_identity(&self, provider: &str, attribute: &str, value: &str) -> Option<&User> {
        let has =
            |user: &&User| user.identities.iter().any(|identity| identity.is(provider, attribute, value));
        self.users.with(user_terms::identity(provider, attribute, value)).find(has)
    }

    /// AdminLinkProviderForUser may have linked the identity by a mapped attribute. From the first sign-in on, the
    /// user's id at the provider identifies the user instead, unless this id is linked too.
    pub(crate) fn settle_identity(
        &mut self,
        username: &str,
        provider: &str,
        subject: &str,
        attributes: &[Attribute],
    ) {
        let Some(user) = self.users.get_mut(username) else { return };
        if user.identities.iter().any(|identity| identity.is(provider, SUBJECT, subject)) {
            return;
        }
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

//! AdminLinkProviderForUser and AdminDisableProviderForUser.

use crate::errors::CognitoError;
use crate::pool::UserPool;
use crate::pool::identities::{Identity, MOST_LINKED, SUBJECT, federated_name};
use crate::pool::identity_providers::ProviderSettings;
use crate::service::Call;
use serde::Deserialize;
use serde_json::{Value, json};

/// The provider name that means the pool itself.
const COGNITO: &str = "Cognito";

/// ProviderUserIdentifierType: a user at a provider.
#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct ProviderUser {
    provider_name: String,
    provider_attribute_name: String,
    provider_attribute_value: String,
}

impl ProviderUser {
    /// Refuses a user whose provider or value is missing.
    fn check(&self, member: &str) -> Result<(), CognitoError> {
        match self.provider_name.is_empty() || self.provider_attribute_value.is_empty() {
            true => Err(CognitoError::invalid_parameter(format!(
                "{member} needs ProviderName and ProviderAttributeValue."
            ))),
            false => Ok(()),
        }
    }

    /// The pool user name of this user.
    fn find(&self, pool: &UserPool) -> Result<String, CognitoError> {
        let value = &self.provider_attribute_value;
        let found = match self.provider_name == COGNITO {
            true => pool.resolve(value),
            false => pool.resolve(&federated_name(&self.provider_name, value)),
        };
        found.ok_or_else(CognitoError::user_not_found)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AdminLinkProviderForUser {
    user_pool_id: String,
    destination_user: ProviderUser,
    source_user: ProviderUser,
}

/// Links a provider's user, who has not signed in yet, to a user of the pool. From then on, the provider's user signs
/// in as that user.
pub(crate) fn admin_link_provider_for_user(
    call: &mut Call<'_>,
    request: AdminLinkProviderForUser,
) -> Result<Value, CognitoError> {
    let now = call.now;
    let (source, destination) = (&request.source_user, &request.destination_user);
    source.check("SourceUser")?;
    destination.check("DestinationUser")?;
    let refused = |text: &str| Err(CognitoError::invalid_parameter(text));
    if source.provider_name == COGNITO {
        return refused(
            "Invalid SourceUser: Cognito users with a username/password may not be passed in as a SourceUser, only as \
             a DestinationUser",
        );
    }
    let pool = call.world.pool(&request.user_pool_id)?;
    let provider = pool.identity_provider(&source.provider_name)?.settings.clone();
    check_attribute(&provider, &source.provider_attribute_name)?;
    let username = destination.find(pool)?;
    let (attribute, value) = (&source.provider_attribute_name, &source.provider_attribute_value);
    let name = federated_name(&provider.provider_name, value);
    if attribute == SUBJECT && pool.resolve(&name).is_some() {
        return refused(
            "Merging is not currently supported, provide a SourceUser that has not been signed up in order to link",
        );
    }
    if pool.holder_of_identity(&provider.provider_name, attribute, value).is_some() {
        return refused("SourceUser is already linked to DestinationUser");
    }
    let user = pool.user(&username)?;
    if user.identities.iter().filter(|identity| !identity.primary).count() >= MOST_LINKED {
        let text = format!("A user can have at most {MOST_LINKED} linked identities.");
        return Err(CognitoError::new("LimitExceededException", text));
    }
    let mut identity = Identity::of(&provider, value, false, now);
    identity.attribute.clone_from(attribute);
    user.identities.push(identity);
    user.modified = now;
    Ok(json!({}))
}

/// Checks the attribute that identifies the provider's user in a link: the id at the provider or, for SAML and OpenID
/// Connect, a mapped attribute.
fn check_attribute(provider: &ProviderSettings, attribute: &str) -> Result<(), CognitoError> {
    let mapped = provider.mapped().any(|(name, _)| name == attribute);
    match attribute == SUBJECT || mapped && !provider.provider_type.is_social() {
        true => Ok(()),
        false => Err(CognitoError::invalid_parameter(format!(
            "Invalid SourceUser: ProviderAttributeName must be {SUBJECT}, or for SAML and OIDC a mapped attribute."
        ))),
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AdminDisableProviderForUser {
    user_pool_id: String,
    user: ProviderUser,
}

/// Removes the link between a provider's user and a user of the pool. Two kinds of users have no link. A user of the
/// pool itself loses the password instead. A user who was made at a sign-in with the provider is disabled instead.
pub(crate) fn admin_disable_provider_for_user(
    call: &mut Call<'_>,
    request: AdminDisableProviderForUser,
) -> Result<Value, CognitoError> {
    let (now, named) = (call.now, &request.user);
    named.check("User")?;
    let pool = call.world.pool(&request.user_pool_id)?;
    let (provider, attribute, value) =
        (&named.provider_name, &named.provider_attribute_name, &named.provider_attribute_value);
    if provider == COGNITO {
        let username = named.find(pool)?;
        pool.sessions.close_all_of(&username);
        let user = pool.user(&username)?;
        user.verifier = None;
        user.modified = now;
        return Ok(json!({}));
    }
    pool.identity_provider(provider)?;
    let has = |identity: &Identity| identity.is(provider, attribute, value);
    let holder = pool.holder_of_identity(provider, attribute, value).map(|user| user.username.clone());
    let holder = pool.user(&holder.ok_or_else(CognitoError::user_not_found)?)?;
    if holder.identities.iter().any(|identity| identity.primary && has(identity)) {
        holder.enabled = false;
    } else {
        holder.identities.retain(|identity| !has(identity));
    }
    holder.modified = now;
    Ok(json!({}))
}

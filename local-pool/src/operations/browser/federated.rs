//! The sign-in of a user who comes from another identity provider.

use crate::errors::CognitoError;
use crate::jwt::Claims;
use crate::pool::UserPool;
use crate::pool::attributes::{Attribute, Writer};
use crate::pool::groups::Group;
use crate::pool::identities::{Identity, federated_name};
use crate::pool::identity_providers::ProviderSettings;
use crate::pool::users::{Status, User};
use crate::random;
use crate::service::Call;
use crate::triggers::Trigger;
use serde_json::{Value, json};

/// A user at a provider who signs in, and the attributes that the mapping takes from the provider's claims.
struct Arrival<'a> {
    pool_id: &'a str,
    provider: &'a ProviderSettings,
    subject: String,
    attributes: Vec<Attribute>,
}

/// Signs a user in with the claims of their provider. The first sign-in makes the user. Returns the pool user name.
pub(crate) fn sign_in_with_provider(
    call: &mut Call<'_>,
    pool_id: &str,
    client_id: &str,
    provider: &ProviderSettings,
    claims: &Claims,
) -> Result<String, CognitoError> {
    call.context.client_id = Some(client_id.to_owned());
    let text = |claim: &str| claims.get(claim).and_then(as_text).filter(|text| !text.is_empty());
    let subject =
        text("sub").ok_or_else(|| CognitoError::invalid_parameter("The provider names no user."))?;
    let attribute =
        |(name, claim): (&str, &str)| Some(Attribute { name: name.to_owned(), value: text(claim)? });
    let attributes = provider.mapped().filter_map(attribute).collect();
    let arrival = Arrival { pool_id, provider, subject, attributes };
    match arrival.known(call.world.pool(pool_id)?) {
        Some(username) => arrival.come_back(call, username),
        None => arrival.come_first(call),
    }
}

/// The text of a claim, as the value of an attribute; `None` if the claim is null.
fn as_text(claim: &Value) -> Option<String> {
    match claim {
        Value::String(text) => Some(text.clone()),
        Value::Null => None,
        other => Some(other.to_string()),
    }
}

impl Arrival<'_> {
    fn known(&self, pool: &UserPool) -> Option<String> {
        pool.user_of_identity(&self.provider.provider_name, &self.subject, &self.attributes)
    }

    /// The first sign-in makes a user, unless PreSignUp links the identity to an existing user.
    fn come_first(self, call: &mut Call<'_>) -> Result<String, CognitoError> {
        let (pool_id, now) = (self.pool_id, call.now);
        let username = federated_name(&self.provider.provider_name, &self.subject);
        let decision = call.pre_sign_up(pool_id, "ExternalProvider", &username, &self.attributes)?;
        let pool = call.world.pool(pool_id)?;
        if let Some(linked) = self.known(pool) {
            return self.come_back(call, linked);
        }
        if pool.resolve(&username).is_some() {
            let text = format!("Already found an entry for username {username}");
            return Err(CognitoError::new("UsernameExistsException", text));
        }
        self.check_required(pool)?;
        self.check_values(pool)?;
        let mut user = User::new(username.clone(), random::uuid()?, Status::ExternalProvider, now);
        user.set_attributes(&self.attributes);
        user.identities.push(Identity::of(self.provider, &self.subject, true, now));
        decision.verify(&mut user);
        pool.users.insert(username.clone().into(), user);
        self.join_group(call, &username)?;
        call.post_confirmation(pool_id, "ConfirmSignUp", &username)?;
        Ok(username)
    }

    /// Each later sign-in brings the mapped attributes up to date.
    fn come_back(self, call: &mut Call<'_>, username: String) -> Result<String, CognitoError> {
        let (pool_id, now) = (self.pool_id, call.now);
        let user = call.world.pool(pool_id)?.user(&username)?;
        if !user.enabled {
            return Err(CognitoError::not_authorized("User is disabled."));
        }
        if user.status == Status::Unconfirmed {
            return Err(CognitoError::new("UserNotConfirmedException", "User is not confirmed."));
        }
        let trigger = Trigger::PreAuthentication;
        call.call_trigger_for(pool_id, trigger, "Authentication", &username, json!({}))?;
        let pool = call.world.pool(pool_id)?;
        self.check_values(pool)?;
        // Cognito writes each mapped attribute at every sign-in, even one that stays the same.
        pool.check_mutable(&self.attributes).map_err(|error| invalid_attributes(&error))?;
        if !pool.user(&username)?.is_federated() {
            pool.claim_changed(&username, &self.attributes)?;
        }
        pool.settle_identity(&username, &self.provider.provider_name, &self.subject, &self.attributes);
        let user = pool.user(&username)?;
        user.set_attributes(&self.attributes);
        user.modified = now;
        let (trigger, request) = (Trigger::PostAuthentication, json!({ "newDeviceUsed": false }));
        call.call_trigger_for(pool_id, trigger, "Authentication", &username, request)?;
        Ok(username)
    }

    fn check_required(&self, pool: &UserPool) -> Result<(), CognitoError> {
        let given = |name: &str| self.attributes.iter().any(|attribute| attribute.name == name);
        let missing: Vec<&str> = pool.settings.required_attributes().filter(|name| !given(name)).collect();
        match missing.is_empty() {
            true => Ok(()),
            false => {
                let text = format!("attributes required: [{}]", missing.join(", "));
                Err(CognitoError::invalid_parameter(text))
            }
        }
    }

    fn check_values(&self, pool: &UserPool) -> Result<(), CognitoError> {
        let checked = pool.check_attributes(&self.attributes, Writer::Administrator);
        checked.map_err(|error| invalid_attributes(&error))
    }

    /// Adds the user to the group of the provider's users, which Cognito makes by itself.
    fn join_group(&self, call: &mut Call<'_>, username: &str) -> Result<(), CognitoError> {
        let now = call.now;
        let pool = call.world.pool(self.pool_id)?;
        let provider = &self.provider.provider_name;
        let name = format!("{}_{provider}", pool.id);
        if pool.groups.find(&name).is_err() {
            let description = format!("Autogenerated group for users who sign in using {provider}");
            pool.groups.add(Group {
                name: name.clone(),
                description: Some(description),
                role_arn: None,
                precedence: None,
                created: now,
                modified: now,
            })?;
        }
        pool.groups.add_member(&name, username.to_owned())
    }
}

/// The error for attributes that the pool can't take. The text differs from that of the other operations.
fn invalid_attributes(error: &CognitoError) -> CognitoError {
    let text = error.message.trim_end();
    let fault = text.strip_prefix("Attributes did not conform to the schema: ");
    let fault = fault.or_else(|| text.strip_prefix("user.")).unwrap_or(text);
    CognitoError::invalid_parameter(format!("Invalid user attributes: {fault}"))
}

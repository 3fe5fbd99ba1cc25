//! The triggers outside of CUSTOM_AUTH, except for PreAuthentication and PostAuthentication: when the pool calls each
//! of them, and how the response changes the operation.

use super::Event;
use crate::errors::CognitoError;
use crate::overrides::Overrides;
use crate::pool::UserPool;
use crate::pool::attributes::{Attribute, Writer};
use crate::pool::inbox::{Medium, Message, MessageKind};
use crate::pool::users::{Status, User};
use crate::random;
use crate::service::Call;
use crate::triggers::{EventVersion, Trigger, unrecognizable};
use serde_json::{Value, json};

/// The placeholder for the code in a message that a trigger writes.
const CODE_PARAMETER: &str = "{####}";
const USERNAME_PARAMETER: &str = "{username}";
/// The longest text of a message, in characters: the limit of CustomMessage for an e-mail.
const LONGEST_TEXT: usize = 20_000;

impl Call<'_> {
    /// Calls PreSignUp before a user is made.
    pub(crate) fn pre_sign_up(
        &mut self,
        pool_id: &str,
        source: &str,
        username: &str,
        attributes: &[Attribute],
    ) -> Result<PreSignUp, CognitoError> {
        let attributes: Value = attributes
            .iter()
            .map(|pair| (pair.name.clone(), json!(pair.value)))
            .collect::<serde_json::Map<_, _>>()
            .into();
        let request = json!({ "userAttributes": attributes });
        let event = Event { trigger: Trigger::PreSignUp, source, username, request };
        let response = self.call_trigger(pool_id, event)?.unwrap_or_default();
        let flag = |name: &str| response.get(name).and_then(Value::as_bool).unwrap_or(false);
        Ok(PreSignUp {
            confirm: flag("autoConfirmUser"),
            verify: [("email", flag("autoVerifyEmail")), ("phone_number", flag("autoVerifyPhone"))],
        })
    }

    pub(crate) fn post_confirmation(
        &mut self,
        pool_id: &str,
        source: &str,
        username: &str,
    ) -> Result<(), CognitoError> {
        self.call_trigger_for(pool_id, Trigger::PostConfirmation, source, username, json!({})).map(|_| ())
    }

    /// Calls PreTokenGeneration before tokens are issued to a user. `scopes` are those of the access token.
    pub(crate) fn pre_token_generation(
        &mut self,
        pool_id: &str,
        source: &str,
        username: &str,
        scopes: &[String],
    ) -> Result<Overrides, CognitoError> {
        let pool = self.world.pool(pool_id)?;
        let version = pool.settings.lambda_config.version(Trigger::PreTokenGeneration);
        let mut request = json!({ "groupConfiguration": pool.groups.configuration(username) });
        if version != EventVersion::One {
            request["scopes"] = json!(scopes);
        }
        let trigger = Trigger::PreTokenGeneration;
        match self.call_trigger_for(pool_id, trigger, source, username, request)? {
            Some(response) => Overrides::read(version, response),
            None => Ok(Overrides::default()),
        }
    }

    /// Calls PreTokenGeneration before a client gets a token for itself. Only version three has such events.
    pub(crate) fn pre_token_generation_for_client(
        &mut self,
        pool_id: &str,
        client_id: &str,
        scopes: &[String],
    ) -> Result<Overrides, CognitoError> {
        let trigger = Trigger::PreTokenGeneration;
        let version = self.world.pool(pool_id)?.settings.lambda_config.version(trigger);
        if version != EventVersion::Three {
            return Ok(Overrides::default());
        }
        let groups = json!({ "groupsToOverride": [], "iamRolesToOverride": [], "preferredRole": null });
        let request = json!({ "userAttributes": {}, "groupConfiguration": groups, "scopes": scopes });
        let event = Event { trigger, source: "ClientCredentials", username: client_id, request };
        match self.call_trigger(pool_id, event)? {
            Some(response) => Overrides::read(version, response),
            None => Ok(Overrides::default()),
        }
    }

    /// Delivers the messages of an operation. A custom sender gets the code. Without one, CustomMessage may write the
    /// text. Each delivered message also stays in the inbox.
    pub(crate) fn deliver(&mut self) -> Result<(), CognitoError> {
        let sends = |pool: &&UserPool| !pool.inbox.drafts.is_empty();
        let ids: Vec<String> = self.world.pools.values().filter(sends).map(|pool| pool.id.clone()).collect();
        for pool_id in ids {
            // While CustomMessage writes a message for one pool, another request may delete the next pool.
            let Ok(pool) = self.world.pool(&pool_id) else { continue };
            let drafts = std::mem::take(&mut pool.inbox.drafts);
            for mut message in drafts {
                if !self.send(&pool_id, &message)? {
                    self.write(&pool_id, &mut message)?;
                }
                self.world.pool(&pool_id)?.inbox.keep(message);
            }
        }
        Ok(())
    }

    /// Lets a custom sender send a message, if the pool has one for the message's medium. Returns whether it has. At
    /// Cognito the code is encrypted with the key in KMSKeyID. Here it is readable, and `codeEncryption` says so.
    fn send(&mut self, pool_id: &str, message: &Message) -> Result<bool, CognitoError> {
        let (trigger, kind) = match message.medium {
            Medium::Email => (Trigger::CustomEmailSender, "customEmailSenderRequestV1"),
            Medium::Sms => (Trigger::CustomSmsSender, "customSMSSenderRequestV1"),
        };
        if !self.has_trigger(pool_id, trigger)? {
            return Ok(false);
        }
        let request = json!({
            "type": kind, "code": message.code, "codeEncryption": "none", "clientMetadata": null,
        });
        let request = self.with_attributes(pool_id, &message.username, request)?;
        let (source, username) = (self.message_source(message.kind), message.username.as_str());
        self.notify_trigger(pool_id, Event { trigger, source, username, request })
    }

    /// The second part of the `triggerSource` for a message.
    fn message_source(&self, kind: MessageKind) -> &'static str {
        match kind {
            MessageKind::SignUp => "SignUp",
            MessageKind::Resend => "ResendCode",
            MessageKind::Attribute if self.context.operation.ends_with("UpdateUserAttributes") => {
                "UpdateUserAttribute"
            }
            MessageKind::Attribute => "VerifyUserAttribute",
            MessageKind::ForgotPassword => "ForgotPassword",
            MessageKind::Mfa | MessageKind::Otp => "Authentication",
            MessageKind::Invite => "AdminCreateUser",
        }
    }

    fn write(&mut self, pool_id: &str, message: &mut Message) -> Result<(), CognitoError> {
        let source = self.message_source(message.kind);
        let invites = message.kind == MessageKind::Invite;
        let request = json!({
            "codeParameter": CODE_PARAMETER,
            "usernameParameter": invites.then_some(USERNAME_PARAMETER),
        });
        let (trigger, username) = (Trigger::CustomMessage, message.username.clone());
        let Some(response) = self.call_trigger_for(pool_id, trigger, source, &username, request)? else {
            return Ok(());
        };
        let written = response.get(message.medium.custom_text()).and_then(Value::as_str);
        // A text without the code is useless, and a text over the limit can't be sent. In both cases the pool sends its
        // own text, as Cognito does.
        let can_be_sent = |text: &&str| text.contains(CODE_PARAMETER) && text.chars().count() <= LONGEST_TEXT;
        if let Some(text) = written.filter(can_be_sent) {
            message.body = text.replace(CODE_PARAMETER, &message.code).replace(USERNAME_PARAMETER, &username);
        }
        Ok(())
    }

    /// If the pool has no user with the typed name and UserMigration knows one, makes this user in the pool. Fails if
    /// another user has an alias of this user, unless the response has `forceAliasCreation` and the alias can be taken.
    pub(crate) fn migrate(
        &mut self,
        pool_id: &str,
        source: &str,
        typed: &str,
        password: Option<&str>,
    ) -> Result<(), CognitoError> {
        if self.world.pool(pool_id)?.resolve(typed).is_some() {
            return Ok(());
        }
        let request = password.map_or_else(|| json!({}), |password| json!({ "password": password }));
        let event = Event { trigger: Trigger::UserMigration, source, username: typed, request };
        let Some(response) = self.call_trigger(pool_id, event)? else { return Ok(()) };
        let Some(Value::Object(given)) = response.get("userAttributes") else { return Err(unrecognizable()) };
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let pair = |(name, value): (&String, &Value)| Attribute { name: name.clone(), value: text(value) };
        let mut attributes: Vec<Attribute> =
            given.iter().filter(|(name, _)| *name != "sub" && *name != "username").map(pair).collect();
        let status = match response.get("finalUserStatus").and_then(Value::as_str) {
            Some("CONFIRMED") => Status::Confirmed,
            _ => Status::ResetRequired,
        };
        let now = self.now;
        let pool = self.world.pool(pool_id)?;
        pool.check_attributes(&attributes, Writer::Administrator)?;
        let (username, sub) =
            pool.claim_username(typed, random::uuid()?, &mut attributes, Writer::Administrator)?;
        let mut user = User::new(username.clone(), sub, status, now);
        user.set_attributes(&attributes);
        let force = response.get("forceAliasCreation").and_then(Value::as_bool).unwrap_or(false);
        pool.claim_aliases_of_new(&user, |_| force)?;
        if let Some(password) = password {
            user.verifier = Some(pool.verifier_for(&username, password)?);
        }
        pool.users.insert(username.into(), user);
        Ok(())
    }
}

/// The response of PreSignUp.
pub(crate) struct PreSignUp {
    /// Whether the user is confirmed without a code.
    pub confirm: bool,
    verify: [(&'static str, bool); 2],
}

impl PreSignUp {
    /// Whether this attribute is verified without a code. If the attribute is an alias of another user, and the
    /// new user may take it, that user loses the alias.
    pub(crate) fn verifies(&self, attribute: &str) -> bool {
        self.verify.contains(&(attribute, true))
    }

    /// Marks those addresses of a new user as verified that are verified without a code.
    pub(crate) fn verify(&self, user: &mut User) {
        for (name, _) in self.verify.iter().filter(|(_, verified)| *verified) {
            if user.attribute(name).is_some() {
                user.mark_verified(name);
            }
        }
    }
}

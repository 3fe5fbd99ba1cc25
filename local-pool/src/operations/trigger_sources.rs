//! When the pool asks its triggers, and what their answers change.

use super::flow::Flow;
use crate::errors::CognitoError;
use crate::overrides::Overrides;
use crate::pool::attributes::{Attribute, Writer};
use crate::pool::inbox::{Message, MessageKind};
use crate::pool::users::{Status, User};
use crate::random;
use crate::service::Call;
use crate::srp::Verifier;
use crate::triggers::{Event, Response, Trigger, unrecognizable};
use serde_json::{Value, json};

/// Stands for the code in a message that a trigger writes.
const CODE_PARAMETER: &str = "{####}";
const USERNAME_PARAMETER: &str = "{username}";

impl Call<'_> {
    /// Asks a trigger about a user; for one who does not exist the event says so.
    pub(crate) fn ask_about(
        &mut self,
        pool_id: &str,
        trigger: Trigger,
        occasion: &str,
        username: &str,
        mut request: Value,
    ) -> Result<Option<Response>, CognitoError> {
        if !self.has_trigger(pool_id, trigger)? {
            return Ok(None);
        }
        match self.world.pool(pool_id)?.users.get(username) {
            Some(user) => request["userAttributes"] = Value::Object(user.event_attributes()),
            None => {
                request["userAttributes"] = json!({});
                request["userNotFound"] = json!(true);
            }
        }
        self.ask(pool_id, Event { trigger, occasion, username, request })
    }

    /// What PreSignUp says of a user who is about to be made.
    pub(crate) fn pre_sign_up(
        &mut self,
        pool_id: &str,
        occasion: &str,
        username: &str,
        attributes: &[Attribute],
    ) -> Result<PreSignUp, CognitoError> {
        let attributes: Value = attributes
            .iter()
            .map(|pair| (pair.name.clone(), json!(pair.value)))
            .collect::<serde_json::Map<_, _>>()
            .into();
        let request = json!({ "userAttributes": attributes });
        let event = Event { trigger: Trigger::PreSignUp, occasion, username, request };
        let response = self.ask(pool_id, event)?.unwrap_or_default();
        let says = |name: &str| response.get(name).and_then(Value::as_bool).unwrap_or(false);
        Ok(PreSignUp {
            confirm: says("autoConfirmUser"),
            verify: [("email", says("autoVerifyEmail")), ("phone_number", says("autoVerifyPhone"))],
        })
    }

    pub(crate) fn post_confirmation(
        &mut self,
        pool_id: &str,
        occasion: &str,
        username: &str,
    ) -> Result<(), CognitoError> {
        self.ask_about(pool_id, Trigger::PostConfirmation, occasion, username, json!({})).map(|_| ())
    }

    /// What PreTokenGeneration changes in the tokens of a user.
    pub(crate) fn pre_token_generation(
        &mut self,
        pool_id: &str,
        occasion: &str,
        username: &str,
    ) -> Result<Overrides, CognitoError> {
        let groups = self.world.pool(pool_id)?.groups.names(username);
        let request = json!({ "groupConfiguration": { "groupsToOverride": groups } });
        let trigger = Trigger::PreTokenGeneration;
        match self.ask_about(pool_id, trigger, occasion, username, request)? {
            Some(mut response) => {
                Overrides::read(response.remove("claimsOverrideDetails").unwrap_or_default())
            }
            None => Ok(Overrides::default()),
        }
    }

    /// Lets CustomMessage write the messages of an operation, and hands them over.
    pub(crate) fn deliver(&mut self) -> Result<(), CognitoError> {
        let ids: Vec<String> = self.world.pools.keys().cloned().collect();
        for pool_id in ids {
            let drafts = std::mem::take(&mut self.world.pool(&pool_id)?.inbox.drafts);
            for mut message in drafts {
                self.write(&pool_id, &mut message)?;
                self.world.pool(&pool_id)?.inbox.messages.push(message);
            }
        }
        Ok(())
    }

    fn write(&mut self, pool_id: &str, message: &mut Message) -> Result<(), CognitoError> {
        let occasion = match message.kind {
            MessageKind::SignUp => "SignUp",
            MessageKind::Resend => "ResendCode",
            MessageKind::Attribute => "VerifyUserAttribute",
            MessageKind::ForgotPassword => "ForgotPassword",
            MessageKind::Mfa | MessageKind::Otp => "Authentication",
            MessageKind::Invite => "AdminCreateUser",
        };
        let invites = message.kind == MessageKind::Invite;
        let request = json!({
            "codeParameter": CODE_PARAMETER,
            "usernameParameter": invites.then_some(USERNAME_PARAMETER),
        });
        let (trigger, username) = (Trigger::CustomMessage, message.username.clone());
        let Some(response) = self.ask_about(pool_id, trigger, occasion, &username, request)? else {
            return Ok(());
        };
        let written = response.get(message.medium.custom_text()).and_then(Value::as_str);
        // A text without the code would be no use: the pool's own goes out, as at Cognito.
        if let Some(text) = written.filter(|text| text.contains(CODE_PARAMETER)) {
            message.body = text.replace(CODE_PARAMETER, &message.code).replace(USERNAME_PARAMETER, &username);
        }
        Ok(())
    }

    /// A user whom the pool lacks and UserMigration knows: made here, under the name that was typed.
    pub(crate) fn migrate(
        &mut self,
        pool_id: &str,
        occasion: &str,
        typed: &str,
        password: Option<&str>,
    ) -> Result<(), CognitoError> {
        if self.world.pool(pool_id)?.resolve(typed).is_some() {
            return Ok(());
        }
        let request = password.map_or_else(|| json!({}), |password| json!({ "password": password }));
        let event = Event { trigger: Trigger::UserMigration, occasion, username: typed, request };
        let Some(response) = self.ask(pool_id, event)? else { return Ok(()) };
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
        if let Some(password) = password {
            user.verifier = Some(Verifier::register(pool.short_name(), &username, password)?);
        }
        pool.users.insert(username, user);
        Ok(())
    }
}

/// What PreSignUp settles in place of a code.
pub(crate) struct PreSignUp {
    pub confirm: bool,
    verify: [(&'static str, bool); 2],
}

impl PreSignUp {
    /// The addresses that count as verified.
    pub(crate) fn verified(&self) -> impl Iterator<Item = &'static str> {
        self.verify.into_iter().filter_map(|(name, verified)| verified.then_some(name))
    }
}

impl Flow<'_, '_> {
    /// Lets PreAuthentication refuse a sign-in before anything is proven.
    pub(crate) fn pre_authentication(&mut self) -> Result<(), CognitoError> {
        let trigger = Trigger::PreAuthentication;
        if self.call.has_trigger(&self.pool_id, trigger)? {
            let typed = self.typed_name()?;
            let username = self.known_or_feigned(&typed)?;
            self.call.ask_about(&self.pool_id, trigger, "Authentication", &username, json!({}))?;
        }
        Ok(())
    }

    /// Lets UserMigration bring a user whom the pool lacks.
    pub(crate) fn migrate(&mut self) -> Result<(), CognitoError> {
        let (typed, password) = (self.typed_name()?, self.parameter("PASSWORD")?.to_owned());
        let migrated = self.call.migrate(&self.pool_id, "Authentication", &typed, Some(&password));
        // A trigger that does not know the user, or their password, says so by an error.
        migrated.map_err(|error| match error.kind.as_ref() {
            "UserLambdaValidationException" => {
                self.client.settings.unknown_user(CognitoError::wrong_credentials())
            }
            _ => error,
        })
    }

    pub(crate) fn post_authentication(&mut self, username: &str) -> Result<(), CognitoError> {
        let tracks = self.pool()?.settings.device_configuration.is_some();
        let request = json!({ "newDeviceUsed": tracks && self.progress.device.is_none() });
        let trigger = Trigger::PostAuthentication;
        self.call.ask_about(&self.pool_id, trigger, "Authentication", username, request).map(|_| ())
    }
}

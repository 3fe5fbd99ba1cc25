//! A local pool for one test, and an `Auth` that uses it.

use std::sync::Arc;

use cognito_auth_core::host::{HostTransport, MemoryStore};
use cognito_auth_core::{
    Auth, AuthConfiguration, AuthUserAttribute, AuthUserAttributeKey, Ports, SignUpOptions,
};
use cognito_local_pool::{DEFAULT_CLIENT_ID, DEFAULT_CLIENT_WITH_SECRET_ID, LocalPool, Options};
use serde_json::{Value, json};

pub const PASSWORD: &str = "Password123!";

/// A started pool.
pub struct TestPool {
    pub pool: LocalPool,
}

impl TestPool {
    /// Starts a pool. It is strict: it refuses a challenge response whose user name is an alias.
    pub async fn start() -> Self {
        let options = Options { strict: true, ..Options::default() };
        Self { pool: LocalPool::start(options).await.unwrap() }
    }

    /// A configuration for the pool's app client without a secret.
    pub fn configuration(&self) -> AuthConfiguration {
        let pool_id = self.pool.user_pool_id();
        let mut configuration = AuthConfiguration::new("local", pool_id, DEFAULT_CLIENT_ID);
        configuration.user_pool.endpoint = Some(self.pool.base_url().to_owned());
        configuration
    }

    /// A configuration for the pool's app client with a secret.
    pub fn configuration_with_secret(&self) -> AuthConfiguration {
        let mut configuration = self.configuration();
        configuration.user_pool.client_id = DEFAULT_CLIENT_WITH_SECRET_ID.into();
        configuration.user_pool.client_secret = Some(self.pool.client_secret().into());
        configuration
    }

    /// A new instance with a store of its own.
    pub fn auth(&self) -> Auth {
        auth(self.configuration(), ports())
    }

    /// Performs an administrator's operation on the pool. Panics if the pool refuses it.
    pub fn admin(&self, operation: &str, mut request: Value) -> Value {
        request["UserPoolId"] = json!(self.pool.user_pool_id());
        self.pool.perform(operation, &request).unwrap()
    }

    /// Makes a confirmed user with an e-mail address, a phone number and the password [`PASSWORD`].
    /// [`Self::operations`] does not list the requests for this.
    pub fn confirmed_user(&self, username: &str) {
        let email = format!("{username}@example.com");
        let phone = phone_of(username);
        self.admin(
            "AdminCreateUser",
            json!({
                "Username": username,
                "MessageAction": "SUPPRESS",
                "UserAttributes": [
                    { "Name": "email", "Value": email }, { "Name": "email_verified", "Value": "true" },
                    { "Name": "phone_number", "Value": phone },
                    { "Name": "phone_number_verified", "Value": "true" },
                ],
            }),
        );
        let password = json!({ "Username": username, "Password": PASSWORD, "Permanent": true });
        self.admin("AdminSetUserPassword", password);
    }

    /// Switches second factors of a user on. `factors` are members of AdminSetUserMFAPreference.
    pub fn enable_factors(&self, username: &str, factors: &[&str]) {
        let mut request = json!({ "Username": username });
        for factor in factors {
            request[*factor] = json!({ "Enabled": true, "PreferredMfa": false });
        }
        self.admin("AdminSetUserMFAPreference", request);
    }

    /// Replaces the settings of the pool by UpdateUserPool. As at AWS, most of the settings that are left out get their
    /// default, and some stay, such as the policies. The two settings below have another default here.
    pub fn configure(&self, settings: Value) {
        let mut request =
            json!({ "MfaConfiguration": "OPTIONAL", "AutoVerifiedAttributes": ["email", "phone_number"] });
        for (name, setting) in settings.as_object().unwrap() {
            request[name] = setting.clone();
        }
        self.admin("UpdateUserPool", request);
    }

    /// Lets the pool remember every device, or only those that the user asks for.
    pub fn remember_devices(&self, only_on_user_prompt: bool) {
        self.configure(json!({ "DeviceConfiguration": {
            "ChallengeRequiredOnNewDevice": true, "DeviceOnlyRememberedOnUserPrompt": only_on_user_prompt,
        }}));
    }

    /// Makes a user, and signs the user in. Gives the instance.
    pub async fn signed_in(&self, username: &str) -> Auth {
        self.signed_in_with(username, ports()).await
    }

    /// Makes a user, and signs the user in to an instance with these ports. Gives the instance.
    pub async fn signed_in_with(&self, username: &str, ports: Ports) -> Auth {
        self.confirmed_user(username);
        let auth = auth(self.configuration(), ports);
        let signed_in = auth.sign_in(username, Some(PASSWORD.into()), Default::default()).await.unwrap();
        assert!(signed_in.is_signed_in());
        auth
    }

    /// The code of the newest message to a user.
    pub fn code(&self, username: &str) -> String {
        self.pool.latest_code(username).unwrap()
    }

    /// Moves the pool's clock half a minute on, because each code works only once. Gives the code that the
    /// authenticator app shows then.
    pub fn next_totp_code(&self, app: &totp_rs::Totp) -> String {
        app.generate(u64::try_from(self.pool.advance_clock(30)).unwrap()).to_string()
    }

    /// The operations of the requests that the pool has answered so far, in order.
    pub fn operations(&self) -> Vec<String> {
        self.pool.requests().into_iter().map(|request| request.operation).collect()
    }
}

pub fn auth(configuration: AuthConfiguration, ports: Ports) -> Auth {
    Auth::new(configuration, ports).unwrap()
}

/// Ports with the host's transport and an empty store in memory.
pub fn ports() -> Ports {
    Ports::new(Arc::new(HostTransport::new().unwrap()), Arc::new(MemoryStore::new()))
}

/// The options of the guide's sign-up, with this e-mail address.
pub fn with_email(email: &str) -> SignUpOptions {
    let user_attributes = vec![AuthUserAttribute::new(AuthUserAttributeKey::Email, email)];
    SignUpOptions { user_attributes, ..SignUpOptions::default() }
}

/// An authenticator app with this secret.
pub fn authenticator_app(secret: &str) -> totp_rs::Totp {
    let secret = totp_rs::Secret::try_from_base32(secret).unwrap();
    totp_rs::Builder::new().with_secret(secret).build().unwrap()
}

/// The phone number of a confirmed user. Two users can't have the same alias, so the number depends on each letter and
/// on its place.
pub fn phone_of(username: &str) -> String {
    let add = |number: u32, letter: u8| (number * 31 + u32::from(letter)) % 10_000_000;
    format!("+1555{:07}", username.bytes().fold(0, add))
}

/// A code of six digits that is not this one.
pub fn other_than(code: &str) -> String {
    if code == "000000" { "000001" } else { "000000" }.to_owned()
}

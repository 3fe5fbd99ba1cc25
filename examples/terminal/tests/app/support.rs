//! A person at the terminal, who uses the app with a local pool.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;

use cognito_auth_core::host::{HostTransport, MemoryStore};
use cognito_auth_core::{Auth, AuthConfiguration, Ports, Secret, SecureStore};
use cognito_local_pool::{DEFAULT_CLIENT_ID, DEFAULT_USER_POOL_ID, LocalPool, Options};
use example_terminal::Terminal;
use serde_json::{Value, json};

pub(crate) const PASSWORD: &str = "Password-123";

pub(crate) async fn start_pool() -> LocalPool {
    LocalPool::start(Options::default()).await.unwrap()
}

/// Performs an administrator's operation on the default pool.
pub(crate) fn admin(pool: &LocalPool, operation: &str, mut request: Value) -> Value {
    request["UserPoolId"] = json!(DEFAULT_USER_POOL_ID);
    pool.perform(operation, &request).unwrap()
}

/// Makes the confirmed user `ana` with an e-mail address, a phone number and the password [`PASSWORD`].
pub(crate) fn make_ana(pool: &LocalPool) {
    let attributes = json!([
        { "Name": "email", "Value": "ana@example.com" }, { "Name": "email_verified", "Value": "true" },
        { "Name": "phone_number", "Value": "+15550100" }, { "Name": "phone_number_verified", "Value": "true" },
    ]);
    admin(
        pool,
        "AdminCreateUser",
        json!({ "Username": "ana", "MessageAction": "SUPPRESS", "UserAttributes": attributes }),
    );
    let password = json!({ "Username": "ana", "Password": PASSWORD, "Permanent": true });
    admin(pool, "AdminSetUserPassword", password);
}

/// Lets `ana` sign in with any of these second factors. They are members of AdminSetUserMFAPreference.
pub(crate) fn enable_factors(pool: &LocalPool, factors: &[&str]) {
    let mut request = json!({ "Username": "ana" });
    for factor in factors {
        request[*factor] = json!({ "Enabled": true, "PreferredMfa": false });
    }
    admin(pool, "AdminSetUserMFAPreference", request);
}

/// How often the pool got a request for this operation.
pub(crate) fn count(pool: &LocalPool, operation: &str) -> usize {
    pool.requests().iter().filter(|request| request.operation == operation).count()
}

/// The steps of a sign-in.
pub(crate) fn sign_in() -> [Step; 3] {
    [Chooses("Sign in"), Types("ana"), Hides(PASSWORD)]
}

/// The steps of a sign-in, and then these.
pub(crate) fn sign_in_and(more: impl IntoIterator<Item = Step>) -> Vec<Step> {
    sign_in().into_iter().chain(more).collect()
}

/// An instance for the pool, over a store.
pub(crate) fn auth(pool: &LocalPool, store: Arc<dyn SecureStore>) -> Auth {
    let mut configuration = AuthConfiguration::new("local", DEFAULT_USER_POOL_ID, DEFAULT_CLIENT_ID);
    configuration.user_pool.endpoint = Some(pool.base_url().to_owned());
    Auth::new(configuration, Ports::new(Arc::new(HostTransport::new().unwrap()), store)).unwrap()
}

/// Ends an instance. As after the end of its process, no session stays in memory.
pub(crate) async fn end(auth: Auth) {
    auth.close().await;
}

/// What the person does when the app asks.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Chooses what is offered under this label.
    Chooses(&'static str),
    /// Types a text that the terminal shows.
    Types(&'static str),
    /// Types a text that the terminal hides.
    Hides(&'static str),
    /// Types the code of the newest message.
    ReadsMessage,
    /// Types the code that the authenticator app shows. The app has the key that was on the screen.
    ReadsApp,
    /// Something happens before the person goes on.
    Meanwhile(fn(&LocalPool)),
}

pub(crate) use Step::{Chooses, Hides, Meanwhile, ReadsApp, ReadsMessage, Types};

/// A person at the terminal. After the last step, the person ends the input.
pub(crate) struct Person<'a> {
    pool: &'a LocalPool,
    steps: VecDeque<Step>,
    key: Option<String>,
    /// What is on the screen. A name in brackets stands for a text that differs in each run.
    pub(crate) screen: String,
}

impl<'a> Person<'a> {
    pub(crate) fn new(pool: &'a LocalPool, steps: impl IntoIterator<Item = Step>) -> Self {
        Self { pool, steps: steps.into_iter().collect(), key: None, screen: String::new() }
    }

    fn next(&mut self, prompt: &str) -> io::Result<Step> {
        self.screen += prompt;
        while let Some(step) = self.steps.pop_front() {
            match step {
                Step::Meanwhile(happens) => happens(self.pool),
                step => return Ok(step),
            }
        }
        Err(io::ErrorKind::UnexpectedEof.into())
    }

    /// The number of a choice on the page that was shown last.
    fn number(&self, label: &str) -> String {
        let page = self.screen.rsplit_once("\n== ").map_or("", |(_, page)| page);
        let choices = page.lines().filter_map(|line| line.strip_prefix("  ")?.split_once(' '));
        let number = choices.filter(|(_, offered)| *offered == label).map(|(number, _)| number).next();
        number.unwrap_or_else(|| panic!("{label} is not offered:\n{}", self.screen)).to_owned()
    }

    /// The code of the authenticator app at the pool's time. Each code works once, so the clock moves on.
    fn app_code(&self) -> String {
        let key = self.key.as_ref().unwrap_or_else(|| panic!("no key was shown:\n{}", self.screen));
        let secret = totp_rs::Secret::try_from_base32(key).unwrap();
        let app = totp_rs::Builder::new().with_secret(secret).build().unwrap();
        app.generate(u64::try_from(self.pool.advance_clock(30)).unwrap()).to_string()
    }
}

impl Terminal for Person<'_> {
    fn tell(&mut self, line: &str) -> io::Result<()> {
        let mut line = line.to_owned();
        for (start, name) in [("Key: ", "[key]"), ("  user id: ", "[user id]"), ("  sub: ", "[user id]")] {
            if let Some(value) = line.strip_prefix(start) {
                if name == "[key]" {
                    self.key = Some(value.to_owned());
                }
                line = format!("{start}{name}");
            }
        }
        self.screen += &format!("{line}\n");
        Ok(())
    }

    fn ask(&mut self, prompt: &str) -> io::Result<Secret> {
        let step = self.next(prompt)?;
        let (typed, shown) = match &step {
            Step::Chooses(label) => (self.number(label), None),
            Step::Types(text) => ((*text).to_owned(), None),
            Step::ReadsMessage => (self.pool.latest_code("ana").unwrap(), Some("[code]")),
            Step::ReadsApp => (self.app_code(), Some("[code]")),
            Step::Hides(_) | Step::Meanwhile(_) => {
                panic!("{step:?}, but the terminal shows it:\n{}", self.screen)
            }
        };
        self.screen += &format!("{}\n", shown.unwrap_or(&typed));
        Ok(typed.into())
    }

    fn ask_hidden(&mut self, prompt: &str) -> io::Result<Secret> {
        let Step::Hides(text) = self.next(prompt)? else { panic!("nothing to hide:\n{}", self.screen) };
        self.screen += "\n";
        Ok(text.into())
    }
}

/// Runs the app with a person until the person ends the input, or quits. Gives what is on the screen then.
pub(crate) async fn play_on(auth: &Auth, pool: &LocalPool, steps: impl IntoIterator<Item = Step>) -> String {
    let mut person = Person::new(pool, steps);
    match example_terminal::run(auth, &mut person).await {
        Err(error) => assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof, "{}", person.screen),
        Ok(()) => assert!(person.steps.is_empty(), "the app ended before {:?}", person.steps),
    }
    person.screen
}

/// [`play_on`] with a new instance and an empty store.
pub(crate) async fn play(pool: &LocalPool, steps: impl IntoIterator<Item = Step>) -> String {
    play_on(&auth(pool, Arc::new(MemoryStore::new())), pool, steps).await
}

/// Whether the texts are on the screen, in this order.
#[track_caller]
pub(crate) fn assert_shows(screen: &str, texts: &[&str]) {
    let mut rest = screen;
    for text in texts {
        rest = rest.split_once(text).unwrap_or_else(|| panic!("no {text:?}, or not there:\n{screen}")).1;
    }
}

//! Plays the sign-in guide: registers a user, confirms with the code, signs in, and signs in again with a second
//! factor.
//!
//! ```text
//! cargo run -q -p cognito-auth-core --features host --example quickstart
//! ```
//!
//! Without `--endpoint` it starts the local pool within this process and reads the codes from its inbox. With one it
//! asks for each code, one line of standard input each. It ends with 0 once the user is signed in, with 2 if a line
//! is missing, and with 1 on any other failure.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for a terminal")]

use std::io::Write as _;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Parser, ValueEnum};
use cognito_auth_core::host::{HostTransport, MemoryStore};
use cognito_auth_core::{
    Auth, AuthCodeDeliveryDetails, AuthConfiguration, AuthError, AuthErrorCode, AuthFlowType, AuthSignInStep,
    AuthSignUpStep, AuthUserAttribute, AuthUserAttributeKey, ConfirmSignInOptions, ConfirmSignUpOptions,
    DeliveryMedium, Ports, ResendSignUpCodeOptions, Secret, SignInOptions, SignOutOptions, SignOutResult,
    SignUpOptions,
};
use cognito_local_pool::{DEFAULT_CLIENT_ID, DEFAULT_USER_POOL_ID, LocalPool, Options};
use serde_json::json;

/// Registers a user and signs in, as the guide does.
#[derive(Parser)]
struct Arguments {
    /// Where the service is, such as http://127.0.0.1:9229; a local pool of its own unless given
    #[arg(long)]
    endpoint: Option<String>,
    /// The AWS region; the user pool id's part before `_` unless given
    #[arg(long)]
    region: Option<String>,
    #[arg(long, default_value = DEFAULT_USER_POOL_ID)]
    user_pool_id: String,
    #[arg(long, default_value = DEFAULT_CLIENT_ID)]
    client_id: String,
    /// The app client's secret, if it has one
    #[arg(long)]
    client_secret: Option<String>,
    #[arg(long, default_value = "ann")]
    username: String,
    #[arg(long, default_value = "Password123!")]
    password: String,
    #[arg(long, default_value = "ann@example.com")]
    email: String,
    /// The code that confirms the sign-up; asked for unless given
    #[arg(long)]
    code: Option<String>,
    /// Whether the password is proved or sent
    #[arg(long, value_enum, default_value = "srp")]
    flow: Flow,
}

#[derive(Clone, Copy, ValueEnum)]
enum Flow {
    Srp,
    Password,
}

/// Why the guide could not be played to its end.
enum Failure {
    /// A line of input is missing.
    InputClosed,
    Auth(AuthError),
    /// What to do, in a sentence.
    Other(String),
}

impl From<AuthError> for Failure {
    fn from(error: AuthError) -> Self {
        Self::Auth(error)
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return report(&Failure::Other(format!("The system gives no threads: {error}."))),
    };
    match runtime.block_on(play(arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => report(&failure),
    }
}

fn report(failure: &Failure) -> ExitCode {
    match failure {
        Failure::InputClosed => {
            eprintln!("A line of input is needed here, and the input is closed. Run again and type it.");
            return ExitCode::from(2);
        }
        Failure::Auth(error) => {
            eprintln!("{} ({})", error.description, error.code.name());
            eprintln!("What to do: {}", error.recovery_suggestion);
            if let Some(request_id) = &error.request_id {
                eprintln!("Request id: {request_id}");
            }
        }
        Failure::Other(what_to_do) => eprintln!("{what_to_do}"),
    }
    ExitCode::FAILURE
}

async fn play(arguments: Arguments) -> Result<(), Failure> {
    let pool = match arguments.endpoint {
        Some(_) => None,
        None => Some(start_pool().await?),
    };
    let guide = Guide { auth: auth(&arguments, pool.as_ref())?, arguments, pool };
    guide.register().await?;
    guide.sign_in().await?;
    if let Some(pool) = &guide.pool {
        guide.sign_out().await?;
        guide.require_text_message(pool)?;
        guide.sign_in().await?;
    }
    Ok(())
}

async fn start_pool() -> Result<LocalPool, Failure> {
    let pool = LocalPool::start(Options::default()).await;
    pool.map_err(|error| Failure::Other(format!("The local pool did not start: {error}.")))
}

fn auth(arguments: &Arguments, pool: Option<&LocalPool>) -> Result<Auth, Failure> {
    let region = arguments.region.as_deref().or(arguments.user_pool_id.split('_').next()).unwrap_or_default();
    let mut configuration = AuthConfiguration::new(region, &arguments.user_pool_id, &arguments.client_id);
    configuration.user_pool.client_secret = arguments.client_secret.as_deref().map(Secret::from);
    configuration.user_pool.endpoint =
        arguments.endpoint.clone().or_else(|| pool.map(|pool| pool.base_url().to_owned()));
    configuration.default_flow = match arguments.flow {
        Flow::Srp => AuthFlowType::UserSrp,
        Flow::Password => AuthFlowType::UserPassword,
    };
    let transport = HostTransport::new().map_err(|_| AuthError::from(AuthErrorCode::TlsFailed))?;
    Ok(Auth::new(configuration, Ports::new(Arc::new(transport), Arc::new(MemoryStore::new())))?)
}

struct Guide {
    arguments: Arguments,
    auth: Auth,
    pool: Option<LocalPool>,
}

impl Guide {
    /// "Register a user", then "Confirm". A user who exists is left as they are.
    async fn register(&self) -> Result<(), Failure> {
        let Arguments { username, password, email, .. } = &self.arguments;
        let user_attributes = vec![AuthUserAttribute::new(AuthUserAttributeKey::Email, email.as_str())];
        let options = SignUpOptions { user_attributes, ..SignUpOptions::default() };
        match self.auth.sign_up(username, Some(password.as_str().into()), options).await {
            Ok(signed_up) => match signed_up.next_step {
                AuthSignUpStep::ConfirmUser { delivery_details, .. } => {
                    self.confirm_sign_up(delivery_details).await
                }
                AuthSignUpStep::CompleteAutoSignIn { .. } | AuthSignUpStep::Done => {
                    println!("SignUp Complete");
                    Ok(())
                }
            },
            Err(error) if error.code == AuthErrorCode::UsernameExists => {
                println!("The user exists already: going on to sign in");
                Ok(())
            }
            Err(error) => Err(error.into()),
        }
    }

    async fn confirm_sign_up(&self, delivery: Option<AuthCodeDeliveryDetails>) -> Result<(), Failure> {
        let place = delivery.as_ref().map_or_else(|| "not given".to_owned(), destination);
        println!("Delivery details {place}");
        let code = match &self.arguments.code {
            Some(code) => Secret::from(code.as_str()),
            None => self.code("The code that confirms the sign-up")?,
        };
        let options = ConfirmSignUpOptions::default();
        let confirmed = self.auth.confirm_sign_up(&self.arguments.username, code, options).await?;
        let done = confirmed.is_sign_up_complete();
        println!("{}", if done { "Confirm signUp succeeded" } else { "Confirm sign up not complete" });
        Ok(())
    }

    /// "Sign in", with whatever the service asks on the way.
    async fn sign_in(&self) -> Result<(), Failure> {
        let mut step = self.begin_sign_in().await?;
        if let AuthSignInStep::ConfirmSignUp { .. } = step {
            println!("Sign in not complete: the sign-up has to be confirmed first");
            let options = ResendSignUpCodeOptions::default();
            let delivery = self.auth.resend_sign_up_code(&self.arguments.username, options).await?;
            self.confirm_sign_up(Some(delivery)).await?;
            step = self.begin_sign_in().await?;
        }
        while step != AuthSignInStep::Done {
            let answer = self.answer(&step)?;
            match self.auth.confirm_sign_in(answer, ConfirmSignInOptions::default()).await {
                Ok(next) => step = next.next_step,
                // The question stands; an inbox would only give the same code again.
                Err(error) if error.code == AuthErrorCode::CodeMismatch && self.pool.is_none() => {
                    println!("{} {}", error.description, error.recovery_suggestion);
                }
                Err(error) => return Err(error.into()),
            }
        }
        let user = self.auth.get_current_user().await?;
        println!("Sign in succeeded");
        println!("Signed in as {} ({})", user.username, user.user_id);
        Ok(())
    }

    async fn begin_sign_in(&self) -> Result<AuthSignInStep, Failure> {
        let Arguments { username, password, .. } = &self.arguments;
        let password = Some(Secret::from(password.as_str()));
        Ok(self.auth.sign_in(username, password, SignInOptions::default()).await?.next_step)
    }

    /// The answer to a question of the service's.
    fn answer(&self, step: &AuthSignInStep) -> Result<Secret, Failure> {
        match step {
            AuthSignInStep::ConfirmSignInWithSmsMfaCode { delivery_details, .. }
            | AuthSignInStep::ConfirmSignInWithOtp { delivery_details } => {
                println!("Sign in not complete: a code went by {}", destination(delivery_details));
                self.code("The code")
            }
            AuthSignInStep::ConfirmSignInWithTotpCode => {
                println!("Sign in not complete: the authenticator app shows a code");
                ask("The authenticator app's code")
            }
            AuthSignInStep::ContinueSignInWithMfaSelection { allowed_mfa_types } => {
                println!("Sign in not complete: choose a second factor");
                let words: Vec<_> = allowed_mfa_types.iter().map(|it| it.challenge_response()).collect();
                ask(&format!("One of {}", words.join(", ")))
            }
            AuthSignInStep::ConfirmSignInWithNewPassword { .. } => {
                println!("Sign in not complete: a new password is needed");
                ask("The new password")
            }
            AuthSignInStep::ResetPassword { .. } => Err(Failure::Other(
                "Sign in not complete: the password has to be reset first. Reset it, and run again with the new one."
                    .to_owned(),
            )),
            other => Err(Failure::Other(format!(
                "Sign in not complete: the service asks for something that this guide does not show: {other:?}"
            ))),
        }
    }

    /// A code that was sent: from the inbox of the pool in this process, or from standard input.
    fn code(&self, prompt: &str) -> Result<Secret, Failure> {
        match &self.pool {
            Some(pool) => pool
                .latest_code(&self.arguments.username)
                .map(Secret::from)
                .ok_or_else(|| Failure::Other("The local pool sent no code.".to_owned())),
            None => ask(prompt),
        }
    }

    async fn sign_out(&self) -> Result<(), Failure> {
        match self.auth.sign_out(SignOutOptions::default()).await {
            SignOutResult::Complete | SignOutResult::Partial { .. } => {
                println!("Signed out");
                Ok(())
            }
            SignOutResult::Failed(error) => Err(error.into()),
        }
    }

    /// As an administrator: the user gets a phone number, and a code by text message at each sign-in.
    fn require_text_message(&self, pool: &LocalPool) -> Result<(), Failure> {
        let user = json!({ "UserPoolId": pool.user_pool_id(), "Username": self.arguments.username });
        let attribute = |name: &str, value: &str| json!({ "Name": name, "Value": value });
        let mut phone = user.clone();
        phone["UserAttributes"] =
            json!([attribute("phone_number", "+15550100"), attribute("phone_number_verified", "true")]);
        let mut preference = user;
        preference["SMSMfaSettings"] = json!({ "Enabled": true, "PreferredMfa": true });
        for (operation, request) in
            [("AdminUpdateUserAttributes", phone), ("AdminSetUserMFAPreference", preference)]
        {
            pool.perform(operation, &request).map_err(|refusal| {
                Failure::Other(format!("The local pool refused {operation}: {refusal}"))
            })?;
        }
        println!("MFA by text message is on");
        Ok(())
    }
}

fn destination(details: &AuthCodeDeliveryDetails) -> String {
    let medium = match &details.medium {
        DeliveryMedium::Email => "e-mail",
        DeliveryMedium::Sms => "text message",
        DeliveryMedium::Unknown(name) => name,
    };
    format!("{medium} to {}", details.destination)
}

/// One line of standard input.
fn ask(prompt: &str) -> Result<Secret, Failure> {
    print!("{prompt}: ");
    let mut line = String::new();
    let read = std::io::stdout().flush().and_then(|()| std::io::stdin().read_line(&mut line));
    match read {
        Ok(0) | Err(_) => Err(Failure::InputClosed),
        Ok(_) => Ok(Secret::from(line.trim())),
    }
}

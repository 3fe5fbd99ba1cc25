//! The guide's steps: register, confirm, sign in, sign out.

use cognito_auth_core::{
    Auth, AuthCodeDeliveryDetails, AuthError, AuthErrorCode, AuthSignInStep, AuthSignUpStep,
    AuthUserAttribute, AuthUserAttributeKey, ConfirmSignInOptions, ConfirmSignUpOptions, DeliveryMedium,
    Password, ResendSignUpCodeOptions, SignInOptions, SignOutOptions, SignOutResult, SignUpOptions,
};
use cognito_local_pool::LocalPool;

use crate::arguments::Arguments;
use crate::challenges::Answer;
use crate::failure::Failure;
use crate::pool::require_text_message;
use crate::terminal::{ask, tell};

pub(crate) struct Guide {
    pub(crate) arguments: Arguments,
    pub(crate) auth: Auth,
    /// The pool in this process, if there is one.
    pub(crate) pool: Option<LocalPool>,
}

impl Guide {
    /// Plays the whole guide. With the pool in this process, it also signs in with a second factor.
    pub(crate) async fn play(&self) -> Result<(), Failure> {
        let refusal = self.register().await?;
        self.sign_in(refusal).await?;
        if let Some(pool) = &self.pool {
            self.sign_out().await?;
            require_text_message(pool, &self.arguments.username)?;
            self.sign_in(None).await?;
        }
        Ok(())
    }

    /// "Register a user", then "Confirm". An existing user stays as it is. Returns the error if the sign-up was refused
    /// and the user may exist: the sign-in will show whether the user exists.
    async fn register(&self) -> Result<Option<AuthError>, Failure> {
        let Arguments { username, password, email, .. } = &self.arguments;
        let user_attributes = vec![AuthUserAttribute::new(AuthUserAttributeKey::Email, email.as_str())];
        let options = SignUpOptions { user_attributes, ..SignUpOptions::default() };
        match self.auth.sign_up(username, Some(password.as_str().into()), options).await {
            Ok(signed_up) => match signed_up.next_step {
                AuthSignUpStep::ConfirmUser { delivery_details, .. } => {
                    let place = delivery_details.as_ref().map_or_else(|| "not given".to_owned(), destination);
                    tell(format_args!("Delivery details {place}"));
                    self.confirm_sign_up().await?;
                }
                AuthSignUpStep::CompleteAutoSignIn { .. } | AuthSignUpStep::Done => tell("SignUp Complete"),
            },
            Err(error) if error.code == AuthErrorCode::UsernameExists => {
                tell("The user exists already: going on to sign in");
            }
            Err(error) if may_hide_a_user(&error) => {
                tell(format_args!(
                    "Sign up refused ({}): going on to sign in, because the user may exist",
                    error.code.name()
                ));
                return Ok(Some(error));
            }
            Err(error) => return Err(error.into()),
        }
        Ok(None)
    }

    async fn confirm_sign_up(&self) -> Result<(), Failure> {
        let Arguments { username, code: given, .. } = &self.arguments;
        loop {
            let Answer { response, is_typed, .. } = match given {
                Some(code) => Answer::known(code.as_str()),
                None => self.code("The code that confirms the sign-up")?,
            };
            let options = ConfirmSignUpOptions::default();
            match self.auth.confirm_sign_up(username, response.expose().into(), options).await {
                Ok(confirmed) if confirmed.is_sign_up_complete() => {
                    tell("Confirm signUp succeeded");
                    return Ok(());
                }
                Ok(_) => {
                    tell("Confirm sign up not complete");
                    return Ok(());
                }
                Err(error) if is_typed && error.code == AuthErrorCode::CodeMismatch => tell_mistyped(&error),
                Err(error)
                    if matches!(error.code, AuthErrorCode::CodeMismatch | AuthErrorCode::ExpiredCode) =>
                {
                    return Err(Failure::Code(error));
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// "Sign in", with all challenges. `refusal` is the error of a refused sign-up.
    async fn sign_in(&self, refusal: Option<AuthError>) -> Result<(), Failure> {
        let mut step = match (self.begin_sign_in().await, refusal) {
            (Ok(step), _) => step,
            (Err(error), Some(refusal)) if is_of_a_stranger(&error) => {
                tell(format_args!("Sign in refused as well. {}", error.description));
                return Err(refusal.into());
            }
            (Err(error), _) => return Err(error.into()),
        };
        if let AuthSignInStep::ConfirmSignUp { .. } = step {
            tell("Sign in not complete: the sign-up has to be confirmed first");
            // A new code would make the given one invalid.
            if self.arguments.code.is_none() {
                self.resend_code().await?;
            }
            self.confirm_sign_up().await?;
            step = self.begin_sign_in().await?;
        }
        while step != AuthSignInStep::Done {
            let Answer { response, user_attributes, is_typed } = self.answer(&step)?;
            let options = ConfirmSignInOptions { user_attributes, ..ConfirmSignInOptions::default() };
            match self.auth.confirm_sign_in(response.expose().into(), options).await {
                Ok(next) => step = next.next_step,
                // The challenge stays open.
                Err(error) if is_typed && is_mistyped(&step, &error) => tell_mistyped(&error),
                Err(error) => return Err(error.into()),
            }
        }
        let user = self.auth.get_current_user().await?;
        tell("Sign in succeeded");
        tell(format_args!("Signed in as {} ({})", user.username, user.user_id));
        Ok(())
    }

    async fn begin_sign_in(&self) -> Result<AuthSignInStep, AuthError> {
        let Arguments { username, password, .. } = &self.arguments;
        let password = Some(Password::from(password.as_str()));
        Ok(self.auth.sign_in(username, password, SignInOptions::default()).await?.next_step)
    }

    async fn resend_code(&self) -> Result<(), Failure> {
        let options = ResendSignUpCodeOptions::default();
        let delivery = self.auth.resend_sign_up_code(&self.arguments.username, options).await?;
        tell(format_args!("Delivery details {}", destination(&delivery)));
        Ok(())
    }

    /// The code that the service has sent: from the inbox of the pool in this process, or typed by the user.
    pub(crate) fn code(&self, prompt: &str) -> Result<Answer, Failure> {
        match &self.pool {
            Some(pool) => pool
                .latest_code(&self.arguments.username)
                .map(Answer::known)
                .ok_or_else(|| Failure::Other("The local pool sent no code.".to_owned())),
            None => ask(prompt).map(Answer::typed),
        }
    }

    async fn sign_out(&self) -> Result<(), Failure> {
        match self.auth.sign_out(SignOutOptions::default()).await {
            SignOutResult::Complete | SignOutResult::Partial { .. } => {
                tell("Signed out");
                Ok(())
            }
            SignOutResult::Failed(error) => Err(error.into()),
        }
    }
}

/// Whether the user may exist although the sign-up was refused with this error. For an existing user, the service gives
/// such an error in three cases: the name is an alias of another user, only administrators may create users, or the
/// user's old password does not meet the present policy.
fn may_hide_a_user(error: &AuthError) -> bool {
    matches!(
        error.code,
        AuthErrorCode::InvalidParameter | AuthErrorCode::NotAuthorized | AuthErrorCode::InvalidPassword
    )
}

fn is_of_a_stranger(error: &AuthError) -> bool {
    matches!(error.code, AuthErrorCode::NotAuthorized | AuthErrorCode::UserNotFound)
}

/// Whether the program can ask for another answer after this error. If the code was used before, another answer needs a
/// new code, and only an authenticator app shows one by itself.
fn is_mistyped(step: &AuthSignInStep, error: &AuthError) -> bool {
    let was_used = error.code == AuthErrorCode::ExpiredCode;
    let is_mistyped = matches!(
        error.code,
        AuthErrorCode::CodeMismatch
            | AuthErrorCode::EnableSoftwareTokenMfa
            | AuthErrorCode::InvalidPassword
            | AuthErrorCode::PasswordHistoryPolicyViolation
    );
    is_mistyped || was_used && *step == AuthSignInStep::ConfirmSignInWithTotpCode
}

fn tell_mistyped(error: &AuthError) {
    tell(format_args!("{} Try again.", error.description));
}

pub(crate) fn destination(details: &AuthCodeDeliveryDetails) -> String {
    let medium = match &details.medium {
        DeliveryMedium::Email => "e-mail",
        DeliveryMedium::Sms => "text message",
        DeliveryMedium::Unknown(name) if name.is_empty() => "a way that the service does not name",
        DeliveryMedium::Unknown(name) => name,
    };
    match details.destination.as_str() {
        "" => format!("{medium}, the service does not say where to"),
        destination => format!("{medium} to {destination}"),
    }
}

//! The calls of the library: one for each action, and the event that it leads to.

use cognito_auth_core::{
    Auth, AuthError, AuthFlowType, AuthResetPasswordStep, AuthSignUpStep, AuthUserAttribute,
    AuthUserAttributeKey, ConfirmSignInOptions, FetchAuthSessionOptions, MfaPreference, MfaType,
    SignInAnswer, SignInOptions, SignOutOptions, SignOutResult, SignUpOptions, TokenClaims,
    UserMfaPreference,
};

use crate::action::{Action, Answer, Field, Typed};
use crate::model::Event;
use crate::screen::Home;

/// Makes the call of an action.
pub(crate) async fn perform(auth: &Auth, action: &Action, typed: &Typed) -> Event {
    call(auth, action, typed).await.unwrap_or_else(Event::Failed)
}

async fn call(auth: &Auth, action: &Action, typed: &Typed) -> Result<Event, AuthError> {
    Ok(match action {
        Action::Show(form) => Event::Show(form.clone()),
        Action::ShowHome(home) => Event::ShowHome(home.clone()),
        Action::SignIn => {
            let (username, password) = (typed.text(&Field::Username), typed.text(&Field::Password));
            let result = auth.sign_in(username, Some(password.into()), SignInOptions::default()).await?;
            Event::SignIn { username: username.to_owned(), step: result.next_step }
        }
        Action::SignInWithoutPassword => {
            let username = typed.text(&Field::Username);
            let flow = Some(AuthFlowType::UserAuth { preferred_first_factor: None });
            let result = auth.sign_in(username, None, SignInOptions { flow, ..Default::default() }).await?;
            Event::SignIn { username: username.to_owned(), step: result.next_step }
        }
        Action::SignUp => sign_up(auth, typed).await?,
        Action::ConfirmSignUp { username } => {
            let code = typed.text(&Field::Code).into();
            let result = auth.confirm_sign_up(username, code, Default::default()).await?;
            signed_up(auth, username, result.next_step).await
        }
        Action::ResendSignUpCode { username } => {
            Event::CodeSent(auth.resend_sign_up_code(username, Default::default()).await?)
        }
        Action::ForgotPassword => send_reset_code(auth, typed.text(&Field::Username)).await?,
        Action::ResendResetCode { username } => send_reset_code(auth, username).await?,
        Action::ResetPassword { username } => {
            let (password, code) = (typed.text(&Field::NewPassword).into(), typed.text(&Field::Code).into());
            auth.confirm_reset_password(username, password, code, Default::default()).await?;
            Event::PasswordReset { username: username.clone() }
        }
        Action::Answer { username, answer } => {
            let (response, options) = response(answer, typed);
            let result = auth.confirm_sign_in(response, options).await?;
            Event::SignIn { username: username.clone(), step: result.next_step }
        }
        Action::GiveUp => {
            sign_out(auth).await?;
            Event::Told(Vec::new())
        }
        Action::ShowAccount => Event::Told(account(auth).await?),
        Action::SetUpApp => Event::ShowHome(Home::SetUpApp(auth.set_up_totp().await?)),
        Action::VerifyApp => {
            auth.verify_totp_setup(typed.text(&Field::Code).into(), Default::default()).await?;
            auth.update_mfa_preference(None, Some(MfaPreference::Preferred), None).await?;
            Event::Told(vec!["From now on, a sign-in asks for a code of the authenticator app.".to_owned()])
        }
        Action::SignOut => {
            sign_out(auth).await?;
            Event::Left("You are signed out.")
        }
        Action::Delete { username } if typed.text(&Field::UsernameAgain) != username => {
            Event::Told(vec!["This is not your user name. Nothing was deleted.".to_owned()])
        }
        Action::Delete { .. } => {
            auth.delete_user().await?;
            Event::Left("Your account is deleted.")
        }
        Action::TryAgain => Event::State(auth.session_state().await?),
        Action::Quit => Event::Told(Vec::new()),
    })
}

async fn sign_up(auth: &Auth, typed: &Typed) -> Result<Event, AuthError> {
    let (username, password) = (typed.text(&Field::Username), typed.text(&Field::NewPassword));
    let email = AuthUserAttribute::new(AuthUserAttributeKey::Email, typed.text(&Field::Email));
    let options = SignUpOptions { user_attributes: vec![email], ..SignUpOptions::default() };
    let result = auth.sign_up(username, Some(password.into()), options).await?;
    Ok(signed_up(auth, username, result.next_step).await)
}

/// Goes on after a sign-up. If the service allows that, the user is signed in without typing the password again. If the
/// sign-in fails, the sign-up is still complete, and the user signs in by hand.
async fn signed_up(auth: &Auth, username: &str, step: AuthSignUpStep) -> Event {
    let username = username.to_owned();
    match step {
        AuthSignUpStep::CompleteAutoSignIn { .. } => match auth.auto_sign_in().await {
            Ok(result) => Event::SignIn { username, step: result.next_step },
            Err(_) => Event::SignUp { username, step: AuthSignUpStep::Done },
        },
        step => Event::SignUp { username, step },
    }
}

async fn send_reset_code(auth: &Auth, username: &str) -> Result<Event, AuthError> {
    let result = auth.reset_password(username, Default::default()).await?;
    let details = match result.next_step {
        AuthResetPasswordStep::ConfirmResetPasswordWithCode { delivery_details, .. } => {
            Some(delivery_details)
        }
        _ => None,
    };
    Ok(Event::ResetCodeSent { username: username.to_owned(), details })
}

/// The response to a challenge, and the options that go with it.
fn response(answer: &Answer, typed: &Typed) -> (SignInAnswer, ConfirmSignInOptions) {
    let (response, required) = match answer {
        Answer::Typed(field) => (typed.text(field), &[][..]),
        Answer::Chosen(response) => (*response, &[][..]),
        Answer::NewPassword(required) => (typed.text(&Field::NewPassword), required.as_slice()),
    };
    let attribute = |key: &AuthUserAttributeKey| {
        AuthUserAttribute::new(key.clone(), typed.text(&Field::Attribute(key.clone())))
    };
    let user_attributes = required.iter().map(attribute).collect();
    (response.into(), ConfirmSignInOptions { user_attributes, ..ConfirmSignInOptions::default() })
}

/// Signs the user out, or gives up the sign-in. A partial sign-out is a success: it has signed the user out here.
async fn sign_out(auth: &Auth) -> Result<(), AuthError> {
    match auth.sign_out(SignOutOptions::default()).await {
        SignOutResult::Complete | SignOutResult::Partial { .. } => Ok(()),
        SignOutResult::Failed(error) => Err(error),
    }
}

/// What is known about the signed-in user: what the ID token says, the attributes, and the second factors.
async fn account(auth: &Auth) -> Result<Vec<String>, AuthError> {
    let options = FetchAuthSessionOptions { without_credentials: true, ..Default::default() };
    let session = auth.fetch_auth_session(options).await?;
    let attributes = auth.fetch_user_attributes().await?;
    let factors = auth.fetch_mfa_preference().await?;

    let mut lines = vec!["The ID token:".to_owned()];
    let claims = session.tokens.map(|tokens| tokens.claims().id_token).unwrap_or_default();
    lines.extend(claim_lines(&claims));
    lines.push("The attributes:".to_owned());
    lines.extend(attributes.iter().map(|it| format!("  {}: {}", it.key.name(), it.value.expose())));
    lines.push(factor_line(&factors));
    Ok(lines)
}

fn claim_lines(claims: &TokenClaims) -> impl Iterator<Item = String> {
    let minutes = claims.expires_at_milliseconds.zip(claims.issued_at_milliseconds);
    let minutes = minutes.map(|(end, start)| format!("{} minutes", end.saturating_sub(start) / 60_000));
    let groups = Some(claims.groups.join(", ")).filter(|groups| !groups.is_empty());
    [
        ("user name", claims.username.clone()),
        ("user id", claims.user_id.clone()),
        ("groups", Some(groups.unwrap_or_else(|| "none".to_owned()))),
        ("valid for", minutes),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some(format!("  {name}: {}", value?)))
}

fn factor_line(factors: &UserMfaPreference) -> String {
    let name = |factor: &MfaType| {
        let preferred = if factors.preferred == Some(*factor) { " (preferred)" } else { "" };
        format!("{}{preferred}", factor.challenge_response())
    };
    match factors.enabled.iter().map(name).collect::<Vec<_>>().join(", ").as_str() {
        "" => "Second factors: none".to_owned(),
        names => format!("Second factors: {names}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_password_goes_with_the_attributes_that_were_typed_for_it() {
        let keys = [AuthUserAttributeKey::FamilyName, AuthUserAttributeKey::Email];
        let mut typed = Typed::default();
        typed.add(Field::NewPassword, "New-password-1".into());
        typed.add(Field::Attribute(AuthUserAttributeKey::FamilyName), "Anders".into());
        typed.add(Field::Attribute(AuthUserAttributeKey::Email), "ana@example.com".into());
        let (answer, options) = response(&Answer::NewPassword(keys.to_vec()), &typed);
        assert_eq!(answer, "New-password-1".into());
        let [family_name, email] = keys;
        let expected =
            [AuthUserAttribute::new(family_name, "Anders"), AuthUserAttribute::new(email, "ana@example.com")];
        assert_eq!(options.user_attributes, expected);
        assert!(response(&Answer::Chosen("SMS"), &typed).1.user_attributes.is_empty());
    }

    #[test]
    fn the_second_factors_are_named_and_the_preferred_one_is_marked() {
        let mut factors = UserMfaPreference::default();
        assert_eq!(factor_line(&factors), "Second factors: none");
        factors =
            UserMfaPreference { enabled: vec![MfaType::Sms, MfaType::Totp], preferred: Some(MfaType::Totp) };
        assert_eq!(factor_line(&factors), "Second factors: SMS, TOTP (preferred)");
    }
}

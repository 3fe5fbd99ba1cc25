use cognito_auth_core::{
    AuthCodeDeliveryDetails, AuthErrorCode, AuthUser, DeliveryMedium, SessionEnd, SessionEndReason,
};

use super::*;

const SIGNED_OUT: SessionState = SessionState::SignedOut { ended: None };

fn user() -> AuthUser {
    AuthUser { username: "ana".to_owned(), user_id: "1".to_owned() }
}

fn awaiting(next_step: AuthSignInStep) -> SessionState {
    SessionState::AwaitingChallenge(PendingSignIn { username: "ana".to_owned(), next_step })
}

fn set_up(secret: &str) -> AuthSignInStep {
    let details = TotpSetupDetails { shared_secret: secret.into(), username: "ana".to_owned() };
    AuthSignInStep::ContinueSignInWithTotpSetup { details }
}

fn details() -> AuthCodeDeliveryDetails {
    let (medium, destination) = (DeliveryMedium::Email, "a***@e***".to_owned());
    AuthCodeDeliveryDetails { medium, destination, attribute_key: None }
}

fn ana<T>(screen: impl FnOnce(String) -> T) -> T {
    screen("ana".to_owned())
}

fn signed_out() -> Model {
    Model::new(SIGNED_OUT)
}

/// The screen of a signed-out user after an event, and what the user is told.
fn after(event: Event) -> (Screen, Vec<String>) {
    let mut model = signed_out();
    model.follow(event);
    (model.screen(), model.take_told())
}

fn sign_in_step(step: AuthSignInStep) -> Event {
    ana(|username| Event::SignIn { username, step })
}

#[test]
fn the_state_of_the_session_decides_which_screen_is_shown() {
    let challenge = AuthSignInStep::ConfirmSignInWithTotpCode;
    let pending = PendingSignIn { username: "ana".to_owned(), next_step: challenge.clone() };
    for (state, screen) in [
        (SessionState::Loading, Screen::Loading),
        (SIGNED_OUT, Screen::Form(Form::default())),
        (awaiting(challenge), Screen::Challenge(pending)),
        (SessionState::SignedIn(user()), Screen::Home(user(), Home::Start)),
        (SessionState::Unavailable { code: AuthErrorCode::StoreLocked }, Screen::TryAgain),
        (SessionState::Guest { identity_id: "guest".to_owned() }, Screen::Form(Form::default())),
    ] {
        assert_eq!(Model::new(state.clone()).screen(), screen);
        let mut model = Model::new(SessionState::Loading);
        model.follow(Event::State(state));
        assert_eq!(model.screen(), screen);
        assert!(model.take_told().is_empty());
    }
}

#[test]
fn each_step_of_a_sign_up_has_its_form() {
    let confirm = |delivery_details| AuthSignUpStep::ConfirmUser {
        delivery_details,
        additional_info: Default::default(),
        user_id: None,
    };
    for (step, form, told) in [
        (
            confirm(Some(details())),
            ana(|username| Form::ConfirmSignUp { username }),
            "We sent a code by e-mail to a***@e***.",
        ),
        (
            confirm(None),
            ana(|username| Form::ConfirmSignUp { username }),
            "An administrator has to confirm your sign-up.",
        ),
        (AuthSignUpStep::Done, ana(|username| Form::SignIn { username }), "Your sign-up is complete."),
    ] {
        let signed_up = after(ana(|username| Event::SignUp { username, step }));
        assert_eq!(signed_up, (Screen::Form(form), vec![told.to_owned()]));
    }
}

#[test]
fn a_sign_in_may_lead_to_another_form_and_suggests_the_user_name_once_it_is_given_up() {
    let additional_info = Default::default;
    for (step, form, told) in [
        (
            AuthSignInStep::ConfirmSignUp { additional_info: additional_info() },
            ana(|username| Form::ConfirmSignUp { username }),
            Some("Your sign-up is not confirmed yet."),
        ),
        (
            AuthSignInStep::ResetPassword { additional_info: additional_info() },
            ana(|username| Form::ResetPassword { username }),
            Some("You have to replace your password."),
        ),
        (AuthSignInStep::ConfirmSignInWithTotpCode, ana(|username| Form::SignIn { username }), None),
    ] {
        let told: Vec<_> = told.into_iter().map(str::to_owned).collect();
        assert_eq!(after(sign_in_step(step)), (Screen::Form(form), told));
    }
}

#[test]
fn a_forgotten_password_is_replaced_and_then_used() {
    let form = ana(|username| Form::ResetPassword { username });
    let asked = after(Event::ResetCodeSent { username: "ana".to_owned(), details: Some(details()) });
    assert_eq!(asked, (Screen::Form(form), vec!["We sent a code by e-mail to a***@e***.".to_owned()]));
    let (screen, told) = after(ana(|username| Event::PasswordReset { username }));
    assert_eq!(screen, Screen::Form(ana(|username| Form::SignIn { username })));
    assert_eq!(told, ["Your password is changed. Sign in with it."]);
}

#[test]
fn the_secret_of_a_set_up_comes_from_the_step_because_the_state_has_none() {
    let secret_shown = |model: &Model| match model.screen() {
        Screen::Challenge(PendingSignIn {
            next_step: AuthSignInStep::ContinueSignInWithTotpSetup { details },
            ..
        }) => details.shared_secret.expose().to_owned(),
        other => panic!("{other:?}"),
    };
    let mut model = signed_out();
    model.follow(sign_in_step(set_up("SECRET")));
    model.follow(Event::State(awaiting(set_up(""))));
    assert_eq!(secret_shown(&model), "SECRET");
    // A wrong code changes nothing.
    model.follow(Event::Failed(AuthErrorCode::EnableSoftwareTokenMfa.into()));
    model.follow(Event::State(awaiting(set_up(""))));
    assert_eq!(secret_shown(&model), "SECRET");
    assert_eq!(model.take_told(), ["The code is wrong. Try again."]);
    // The secret belongs to one sign-in.
    model.follow(Event::State(SIGNED_OUT));
    model.follow(Event::State(awaiting(set_up(""))));
    assert_eq!(secret_shown(&model), "");
}

#[test]
fn the_end_of_a_session_leads_to_the_sign_in_and_its_reason_replaces_the_failure() {
    for (reason, told) in [
        (SessionEndReason::Expired, "Your session has expired. Sign in again."),
        (SessionEndReason::UserDisabled, "This account can't be used any more."),
        (SessionEndReason::UserDeleted, "This account can't be used any more."),
        (SessionEndReason::Revoked, "You were signed out. Sign in again."),
    ] {
        let mut model = Model::new(SessionState::SignedIn(user()));
        model.follow(Event::Failed(AuthErrorCode::SessionExpired.into()));
        let end = SessionEnd { reason, username: "ana".to_owned() };
        model.follow(Event::State(SessionState::SignedOut { ended: Some(end) }));
        assert_eq!(model.screen(), Screen::Form(ana(|username| Form::SignIn { username })));
        assert_eq!(model.take_told(), [told]);
    }
}

#[test]
fn a_signed_in_user_sees_the_start_after_a_set_up_and_after_the_next_sign_in() {
    let details = TotpSetupDetails { shared_secret: "SECRET".into(), username: "ana".to_owned() };
    let page = Home::SetUpApp(details);
    let mut model = Model::new(SessionState::SignedIn(user()));
    model.follow(Event::ShowHome(page.clone()));
    assert_eq!(model.screen(), Screen::Home(user(), page.clone()));
    model.follow(Event::State(SessionState::SignedIn(user())));
    assert_eq!(model.screen(), Screen::Home(user(), page.clone()));
    model.follow(Event::Told(vec!["done".to_owned()]));
    assert_eq!(model.screen(), Screen::Home(user(), Home::Start));

    model.follow(Event::ShowHome(page));
    model.follow(Event::Left("You are signed out."));
    model.follow(Event::State(SIGNED_OUT));
    assert_eq!(model.screen(), Screen::Form(Form::default()));
    model.follow(Event::State(SessionState::SignedIn(user())));
    assert_eq!(model.screen(), Screen::Home(user(), Home::Start));
    assert_eq!(model.take_told(), ["done", "You are signed out."]);
    assert!(model.take_told().is_empty());
}

#[test]
fn a_failure_and_another_code_leave_the_screen_as_it_is() {
    for event in [Event::Failed(AuthErrorCode::CodeMismatch.into()), Event::CodeSent(details())] {
        let mut model = signed_out();
        model.follow(Event::Show(ana(|username| Form::ConfirmSignUp { username })));
        model.follow(event);
        model.follow(Event::State(SIGNED_OUT));
        assert_eq!(model.screen(), Screen::Form(ana(|username| Form::ConfirmSignUp { username })));
        assert_eq!(model.take_told().len(), 1);
    }
}

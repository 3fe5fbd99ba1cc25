use cognito_auth_core::{
    AuthCodeDeliveryDetails, AuthFactorType, AuthSignInStep, AuthUserAttributeKey, DeliveryMedium, MfaType,
    PendingSignIn,
};

use super::*;
use crate::action::Answer;

fn challenge(next_step: AuthSignInStep) -> Page {
    Page::of(&Screen::Challenge(PendingSignIn { username: "ana".to_owned(), next_step }))
}

fn details() -> AuthCodeDeliveryDetails {
    let (medium, destination) = (DeliveryMedium::Sms, "+*1".to_owned());
    AuthCodeDeliveryDetails { medium, destination, attribute_key: None }
}

fn set_up(secret: &str) -> TotpSetupDetails {
    TotpSetupDetails { shared_secret: secret.into(), username: "ana".to_owned() }
}

fn labels(page: &Page) -> Vec<&str> {
    page.choices.iter().map(|choice| choice.label.as_str()).collect()
}

/// The fields and the answer of the first choice of a challenge.
fn first(page: &Page) -> (Vec<Field>, Answer) {
    let Choice { asks, action, .. } = page.choices[0].clone();
    let Action::Answer { username, answer } = action else { panic!("{action:?}") };
    assert_eq!(username, "ana");
    (asks.into_iter().map(|ask| ask.field).collect(), answer)
}

#[test]
fn every_screen_has_a_way_to_quit_and_every_challenge_a_way_back() {
    let user = || AuthUser { username: "ana".to_owned(), user_id: "1".to_owned() };
    let username = || "ana".to_owned();
    for screen in [
        Screen::Loading,
        Screen::Form(Form::default()),
        Screen::Form(Form::SignUp),
        Screen::Form(Form::ConfirmSignUp { username: username() }),
        Screen::Form(Form::ResetPassword { username: username() }),
        Screen::Home(user(), Home::Start),
        Screen::Home(user(), Home::SetUpApp(set_up("SECRET"))),
        Screen::TryAgain,
    ] {
        let page = Page::of(&screen);
        assert_eq!(page.choices.last().map(|choice| &choice.action), Some(&Action::Quit), "{screen:?}");
        assert!(!page.title.is_empty());
    }
    // This step is no challenge, so there is nothing to answer. The page still has a way back.
    let page = challenge(AuthSignInStep::Done);
    assert_eq!(labels(&page), ["Back to the sign-in", "Quit"]);
    assert_eq!(page.choices[0].action, Action::GiveUp);
}

#[test]
fn a_challenge_asks_for_what_its_answer_needs() {
    let additional_info = || [("riddle".to_owned(), "What walks?".to_owned())].into();
    let required = vec![AuthUserAttributeKey::FamilyName, AuthUserAttributeKey::Custom("team".to_owned())];
    let with_required = || {
        let attributes = required.iter().cloned().map(Field::Attribute);
        std::iter::once(Field::NewPassword).chain(attributes).collect::<Vec<_>>()
    };
    let code = || (vec![Field::Code], Answer::Typed(Field::Code));
    for (step, line, asked) in [
        (
            AuthSignInStep::ConfirmSignInWithSmsMfaCode {
                delivery_details: details(),
                additional_info: Default::default(),
            },
            "We sent a code by text message to +*1.",
            code(),
        ),
        (
            AuthSignInStep::ConfirmSignInWithOtp { delivery_details: details() },
            "We sent a code by text message to +*1.",
            code(),
        ),
        (AuthSignInStep::ConfirmSignInWithTotpCode, "Your authenticator app shows a code.", code()),
        (
            AuthSignInStep::ConfirmSignInWithPassword,
            "You sign in with your password.",
            (vec![Field::Password], Answer::Typed(Field::Password)),
        ),
        (
            AuthSignInStep::ConfirmSignInWithCustomChallenge { additional_info: additional_info() },
            "riddle: What walks?",
            (vec![Field::Answer], Answer::Typed(Field::Answer)),
        ),
        (
            AuthSignInStep::ConfirmSignInWithNewPassword {
                additional_info: Default::default(),
                required_attributes: required.clone(),
            },
            "You need a new password.",
            (with_required(), Answer::NewPassword(required.clone())),
        ),
        (
            AuthSignInStep::ContinueSignInWithEmailMfaSetup,
            "You need a second factor: codes by e-mail.",
            (vec![Field::Email], Answer::Typed(Field::Email)),
        ),
        (
            AuthSignInStep::ContinueSignInWithTotpSetup { details: set_up("SECRET") },
            "Type this key into your authenticator app. It is shown once.",
            code(),
        ),
    ] {
        let page = challenge(step.clone());
        assert_eq!(page.title, "Sign in as ana");
        assert!(page.lines.iter().any(|it| it == line), "{step:?}: {:?}", page.lines);
        assert_eq!(first(&page), asked, "{step:?}");
        assert_eq!(labels(&page)[1..], ["Back to the sign-in", "Quit"], "{step:?}");
    }
}

#[test]
fn a_second_factor_is_a_choice_of_its_own() {
    let allowed_mfa_types = vec![MfaType::Sms, MfaType::Totp, MfaType::Email];
    for step in [
        AuthSignInStep::ContinueSignInWithMfaSelection { allowed_mfa_types: allowed_mfa_types.clone() },
        AuthSignInStep::ContinueSignInWithMfaSetupSelection { allowed_mfa_types },
    ] {
        let page = challenge(step);
        let factors = ["A code by text message", "A code of an authenticator app", "A code by e-mail"];
        assert_eq!(labels(&page)[..3], factors);
        assert_eq!(first(&page), (vec![], Answer::Chosen("SMS")));
    }
}

#[test]
fn a_first_factor_is_offered_once_and_a_passkey_never() {
    let page = |available_factors: &[AuthFactorType]| {
        let available_factors = available_factors.to_vec();
        challenge(AuthSignInStep::ContinueSignInWithFirstFactorSelection { available_factors })
    };
    let offered = page(&[
        AuthFactorType::Password,
        AuthFactorType::PasswordSrp,
        AuthFactorType::WebAuthn,
        AuthFactorType::EmailOtp,
        AuthFactorType::SmsOtp,
    ]);
    assert_eq!(labels(&offered)[..3], ["My password", "A code by e-mail", "A code by text message"]);
    assert_eq!(first(&offered), (vec![], Answer::Chosen("PASSWORD_SRP")));
    assert_eq!(first(&page(&[AuthFactorType::Password])), (vec![], Answer::Chosen("PASSWORD")));
}

#[test]
fn the_key_of_an_authenticator_app_is_a_part_of_the_page_only_while_it_is_known() {
    let page = |secret| challenge(AuthSignInStep::ContinueSignInWithTotpSetup { details: set_up(secret) });
    assert_eq!(page("SECRET").key, Some("SECRET".into()));
    assert!(!page("SECRET").lines.iter().any(|line| line.contains("SECRET")));
    let later = page("");
    assert_eq!(later.key, None);
    assert!(later.lines[1].starts_with("The key was shown before."), "{:?}", later.lines);
}

#[test]
fn passwords_are_hidden_and_nothing_else_is() {
    for field in [Field::Password, Field::NewPassword] {
        assert!(field.is_hidden(), "{field:?}");
    }
    for field in [Field::Username, Field::Email, Field::Code, Field::Answer, Field::UsernameAgain] {
        assert!(!field.is_hidden(), "{field:?}");
    }
}

#[test]
fn the_sign_in_suggests_the_user_name_that_was_typed_before() {
    let page = Page::of(&Screen::Form(Form::SignIn { username: "ana".to_owned() }));
    let suggestions =
        page.choices.iter().flat_map(|choice| &choice.asks).filter(|ask| !ask.suggestion.is_empty());
    assert_eq!(suggestions.map(|ask| &ask.field).collect::<Vec<_>>(), [&Field::Username; 3]);
}

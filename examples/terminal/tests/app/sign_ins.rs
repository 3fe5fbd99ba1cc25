//! The challenges of a sign-in.

use std::sync::Arc;

use cognito_auth_core::host::MemoryStore;
use cognito_local_pool::LocalPool;
use serde_json::json;

use crate::support::{
    Chooses, Hides, Meanwhile, PASSWORD, ReadsApp, ReadsMessage, Types, admin, assert_shows, auth, count,
    enable_factors, end, make_ana, play, play_on, sign_in, sign_in_and, start_pool,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_code_by_text_message_is_asked_for_and_after_a_wrong_one_again() {
    let pool = start_pool().await;
    make_ana(&pool);
    enable_factors(&pool, &["SMSMfaSettings"]);
    let steps = [Chooses("Type the code"), Types("not-the-code"), Chooses("Type the code"), ReadsMessage];
    let screen = play(&pool, sign_in_and(steps)).await;
    assert_shows(
        &screen,
        &[
            "== Sign in as ana ==",
            "by text message to +",
            "The code is wrong. Try again.",
            "== Hello, ana ==",
        ],
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_with_several_second_factors_chooses_one() {
    let pool = start_pool().await;
    make_ana(&pool);
    enable_factors(&pool, &["SMSMfaSettings", "EmailMfaSettings"]);
    let steps = [Chooses("A code by e-mail"), Chooses("Type the code"), ReadsMessage];
    let screen = play(&pool, sign_in_and(steps)).await;
    assert_shows(
        &screen,
        &["Choose your second factor.", "We sent a code by e-mail to a", "== Hello, ana =="],
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_comes_too_late_leads_back_to_the_sign_in() {
    let pool = start_pool().await;
    make_ana(&pool);
    enable_factors(&pool, &["SMSMfaSettings"]);
    let later = Meanwhile(|pool| {
        pool.advance_clock(3600);
    });
    let steps = [later, Chooses("Type the code"), ReadsMessage, Chooses("Sign in"), Types("")];
    let screen = play(&pool, sign_in_and(steps)).await;
    let shown =
        ["== Sign in as ana ==", "That took too long. Sign in again.", "== Sign in ==", "User name [ana]: "];
    assert_shows(&screen, &shown);
}

/// A pool that requires an authenticator app, with the user `ana`, who has none.
async fn strict_pool() -> LocalPool {
    let pool = start_pool().await;
    make_ana(&pool);
    let app = json!({ "MfaConfiguration": "ON", "SoftwareTokenMfaConfiguration": { "Enabled": true } });
    admin(&pool, "SetUserPoolMfaConfig", app);
    pool
}

const SHOWN_CODE: &str = "Type the code that it shows";

#[tokio::test(flavor = "multi_thread")]
async fn a_user_without_a_required_second_factor_sets_up_an_authenticator_app_and_sees_its_key_once() {
    let pool = strict_pool().await;
    let steps = [Chooses(SHOWN_CODE), Types("000000"), Types(""), Chooses(SHOWN_CODE), ReadsApp];
    let screen = play(&pool, sign_in_and(steps)).await;
    assert_shows(
        &screen,
        &[
            "It is shown once.\nKey: [key]\n",
            "The code is wrong. Try again.",
            "== Sign in as ana ==",
            "== Hello, ana ==",
        ],
    );
    assert_eq!(screen.matches("Key: ").count(), 1, "{screen}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_without_a_required_second_factor_chooses_codes_by_e_mail() {
    let pool = start_pool().await;
    admin(&pool, "AdminCreateUser", json!({ "Username": "ana", "MessageAction": "SUPPRESS" }));
    let password = json!({ "Username": "ana", "Password": PASSWORD, "Permanent": true });
    admin(&pool, "AdminSetUserPassword", password);
    let factors = json!({
        "MfaConfiguration": "ON", "SoftwareTokenMfaConfiguration": { "Enabled": true },
        "EmailMfaConfiguration": {},
    });
    admin(&pool, "SetUserPoolMfaConfig", factors);
    let steps = [
        Chooses("A code by e-mail"),
        Chooses("Type your e-mail address"),
        Types("ana@example.com"),
        Chooses("Type the code"),
        ReadsMessage,
    ];
    let screen = play(&pool, sign_in_and(steps)).await;
    assert_shows(
        &screen,
        &[
            "You need a second factor. Choose one.",
            "You need a second factor: codes by e-mail.",
            "We sent a code by e-mail to a",
            "== Hello, ana ==",
        ],
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_who_comes_back_to_a_set_up_gets_another_key_because_no_store_has_the_first() {
    let pool = strict_pool().await;
    let store = Arc::new(MemoryStore::new());
    let earlier = auth(&pool, store.clone());
    play_on(&earlier, &pool, sign_in()).await;
    end(earlier).await;
    let later = [vec![Chooses("Back to the sign-in")], sign_in_and([Chooses(SHOWN_CODE), ReadsApp])].concat();
    let screen = play_on(&auth(&pool, store), &pool, later).await;
    assert_shows(&screen, &["The key was shown before.", "== Sign in ==", "Key: [key]", "== Hello, ana =="]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_signs_in_without_a_password_or_types_it_as_the_chosen_factor() {
    let pool = start_pool().await;
    make_ana(&pool);
    let begin = || [Chooses("Sign in without a password"), Types("ana")];
    let by_mail = [Chooses("A code by e-mail"), Chooses("Type the code"), ReadsMessage];
    let screen = play(&pool, begin().into_iter().chain(by_mail)).await;
    assert_shows(&screen, &["Choose how to sign in.", "We sent a code by e-mail to a", "== Hello, ana =="]);
    assert!(!screen.to_lowercase().contains("passkey") && !screen.contains("WEB_AUTHN"), "{screen}");

    let by_password = [Chooses("My password"), Chooses("Type the password"), Hides(PASSWORD)];
    let screen = play(&pool, begin().into_iter().chain(by_password)).await;
    assert_shows(&screen, &["You sign in with your password.", "== Hello, ana =="]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_may_give_up_leave_a_field_empty_or_type_a_wrong_number() {
    let pool = start_pool().await;
    make_ana(&pool);
    enable_factors(&pool, &["SMSMfaSettings"]);
    let steps = [
        Chooses("Type the code"),
        Types(""),
        Types("0"),
        Types("9"),
        Types("four"),
        Types(""),
        Chooses("Back to the sign-in"),
        Chooses("Quit"),
    ];
    let screen = play(&pool, sign_in_and(steps)).await;
    assert_eq!(screen.matches("Type a number from 1 to 3.").count(), 3, "{screen}");
    assert_eq!(screen.matches("== Sign in as ana ==").count(), 2, "{screen}");
    assert!(screen.ends_with("  5 Quit\nChoice: 5\n"), "{screen}");
    // SRP's proof of the password was the only response.
    assert_eq!(count(&pool, "RespondToAuthChallenge"), 1);
}

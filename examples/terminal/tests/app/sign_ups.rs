//! A sign-up and its confirmation.

use cognito_local_pool::{Fault, FaultRule};

use crate::support::{
    Chooses, Hides, PASSWORD, ReadsMessage, Step, Types, assert_shows, count, play, sign_in, sign_in_and,
    start_pool,
};

fn sign_up(again: &'static str) -> [Step; 6] {
    let names = [Chooses("Sign up"), Chooses("Sign up"), Types("ana"), Types("ana@example.com")];
    let [first, second, username, email] = names;
    [first, second, username, email, Hides(PASSWORD), Hides(again)]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_who_left_before_typing_the_code_confirms_the_sign_up_later() {
    let pool = start_pool().await;
    play(&pool, sign_up(PASSWORD)).await;
    let steps = [Chooses("Send another code"), Chooses("Type the code"), ReadsMessage];
    let screen = play(&pool, sign_in_and(steps)).await;
    assert_shows(
        &screen,
        &[
            "Your sign-up is not confirmed yet.",
            "== Confirm the sign-up of ana ==",
            "We sent a code by e-mail to a",
            "== Hello, ana ==",
        ],
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_confirmed_user_types_the_password_if_the_sign_in_without_it_fails() {
    let pool = start_pool().await;
    let (error_type, message) = ("NotAuthorizedException".to_owned(), String::new());
    let fault = Fault::Error { status: 400, error_type, message };
    pool.inject_fault(FaultRule { operation: "InitiateAuth".to_owned(), times: 1, fault });
    let confirm = [Chooses("Type the code"), ReadsMessage];
    let screen = play(&pool, sign_up(PASSWORD).into_iter().chain(confirm).chain(sign_in())).await;
    let shown = ["Your sign-up is complete.", "== Sign in ==", "User name [ana]: ana", "== Hello, ana =="];
    assert_shows(&screen, &shown);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_is_typed_twice() {
    let pool = start_pool().await;
    let screen = play(&pool, sign_up("Password-124")).await;
    assert_shows(&screen, &["These were two different passwords.\nChoice: "]);
    assert_eq!(count(&pool, "SignUp"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_taken_user_name_is_told() {
    let pool = start_pool().await;
    play(&pool, sign_up(PASSWORD)).await;
    let screen = play(&pool, sign_up(PASSWORD)).await;
    assert_shows(&screen, &["There is an account with this user name already.\nChoice: "]);
}

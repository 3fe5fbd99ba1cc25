//! Passwords that have to be replaced.

use serde_json::json;

use crate::support::{
    Chooses, Hides, PASSWORD, ReadsMessage, Types, admin, assert_shows, make_ana, play, sign_in_and,
    start_pool,
};

const NEW_PASSWORD: &str = "New-password-1";

#[tokio::test(flavor = "multi_thread")]
async fn an_invited_user_gives_a_new_password_that_the_pool_accepts() {
    let pool = start_pool().await;
    let invited = json!({
        "Username": "ana", "TemporaryPassword": PASSWORD, "MessageAction": "SUPPRESS",
        "UserAttributes": [{ "Name": "email", "Value": "ana@example.com" }],
    });
    admin(&pool, "AdminCreateUser", invited);
    let new = |password| [Chooses("Type a new password"), Hides(password), Hides(password)];
    let screen = play(&pool, sign_in_and(new("weak").into_iter().chain(new(NEW_PASSWORD)))).await;
    assert_shows(&screen, &["You need a new password.", "The password is too short.", "== Hello, ana =="]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_password_is_replaced() {
    let pool = start_pool().await;
    make_ana(&pool);
    let replace = [
        Chooses("I forgot my password"),
        Types("ana"),
        Chooses("Type the code and a new password"),
        Types("not-the-code"),
        Hides(NEW_PASSWORD),
        Hides(NEW_PASSWORD),
        Chooses("Send another code"),
        Chooses("Type the code and a new password"),
        ReadsMessage,
        Hides(NEW_PASSWORD),
        Hides(NEW_PASSWORD),
        // An empty line stands for the suggested user name.
        Chooses("Sign in"),
        Types(""),
        Hides(NEW_PASSWORD),
    ];
    let screen = play(&pool, replace).await;
    assert_shows(
        &screen,
        &[
            "== Replace the password of ana ==",
            "The code is wrong. Try again.",
            "We sent a code by e-mail to a***@e***.",
            "Your password is changed.",
            "User name [ana]: \n",
            "== Hello, ana ==",
        ],
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_whose_password_was_reset_replaces_it() {
    let pool = start_pool().await;
    make_ana(&pool);
    admin(&pool, "AdminResetUserPassword", json!({ "Username": "ana" }));
    let replace =
        [Chooses("Type the code and a new password"), ReadsMessage, Hides(NEW_PASSWORD), Hides(NEW_PASSWORD)];
    let screen = play(&pool, sign_in_and(replace)).await;
    assert_shows(&screen, &["You have to replace your password.", "Your password is changed."]);
}

//! GET `/logout`: ends the browser's session at the pool. The tokens of the apps stay valid.

use super::browser::Browser;
use super::pages::texts::Texts;
use super::parameters::Parameters;
use super::sign_in_request::{client, redirect_uri, required};
use super::{pages, redirect};
use crate::errors::CognitoError;
use crate::reply::Reply;
use crate::service::Call;

/// With `logout_uri` the browser goes to the app; with `redirect_uri` it goes to a new sign-in.
pub(crate) fn answer(call: &mut Call<'_>, browser: &Browser, query: &str) -> Reply {
    match signed_out(call, browser, query) {
        Ok(reply) => reply,
        Err(error) => pages::failure(Texts::of(browser.language), &error),
    }
}

fn signed_out(call: &mut Call<'_>, browser: &Browser, query: &str) -> Result<Reply, CognitoError> {
    let parameters = Parameters::parse(query);
    let (pool_id, client) = client(call, &parameters)?;
    let target = match parameters.get("logout_uri") {
        Some(given) => {
            let registered = &client.settings.oauth.logout_urls;
            if parameters.repeats("logout_uri") || !registered.iter().any(|held| held == given) {
                let text = "The logout_uri must equal one of the client's LogoutURLs to the letter.";
                return Err(CognitoError::new("redirect_mismatch", text));
            }
            given.to_owned()
        }
        None => {
            redirect_uri(&client, &parameters)?;
            required(&parameters, "response_type")?;
            format!("/oauth2/authorize?{query}")
        }
    };
    let reply = redirect::to(&target);
    let Some(secret) = &browser.session else { return Ok(reply) };
    call.world.pool(&pool_id)?.browser_sessions.end(secret);
    // All pools use the same cookie, so it stays if the browser has a session at another pool.
    let others = call.world.pools.values().any(|pool| pool.browser_sessions.find(secret, call.now).is_some());
    Ok(if others { reply } else { browser.forget_session(reply) })
}

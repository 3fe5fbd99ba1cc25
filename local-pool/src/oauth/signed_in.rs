//! What follows a sign-in in a browser: the browser's session, and the code for the app.

use super::browser::Browser;
use super::sign_in_request::SignInRequest;
use crate::clock::Moment;
use crate::errors::CognitoError;
use crate::pool::auth_events::{EventResponse, EventType};
use crate::pool::authorization_codes::Authorization;
use crate::pool::browser_sessions::BrowserSession;
use crate::pool::users::Status;
use crate::pool::{UserPool, World};
use crate::random;
use crate::reply::Reply;
use crate::service::Call;

/// Begins the browser's session of a user who has just signed in, and sends the browser back with a code. `provider` is
/// the identity provider, or the pool itself.
pub(crate) fn begin(
    call: &mut Call<'_>,
    browser: &Browser,
    request: &SignInRequest,
    username: &str,
    provider: &str,
) -> Result<Reply, CognitoError> {
    let now = call.now;
    let pool = call.world.pool(&request.pool_id)?;
    let (id, seconds) = (pool.new_sso_session()?, pool.longest_sso_seconds());
    let (name, sub) = pool.user(username).map(|user| (user.username.clone(), user.sub.clone()))?;
    pool.note_auth_event(&name, EventType::SignIn, EventResponse::Pass, None, false, now)?;
    let session = BrowserSession::new(name, sub, provider.to_owned(), id, seconds, now);
    // The secret is new. Whoever knew the browser's former secret can't use this session.
    let secret = random::opaque::<32>()?;
    if let Some(former) = &browser.session {
        move_sessions(&mut call.world, former, &secret, call.now);
    }
    let reply = with_code(call, request, &session)?;
    let seconds = session.seconds_left(now);
    call.world.pool(&request.pool_id)?.browser_sessions.begin(secret.clone(), session, now);
    Ok(browser.keep_session(reply, &secret, seconds))
}

/// Moves the browser's sessions at all pools to the new secret, because one cookie has the secret for all pools.
fn move_sessions(world: &mut World, former: &str, secret: &str, now: Moment) {
    let holds = |pool: &&UserPool| pool.browser_sessions.by_cookie.contains_key(former);
    let ids: Vec<String> = world.pools.values().filter(holds).map(|pool| pool.id.clone()).collect();
    for pool in ids {
        let Some(pool) = world.pools.get_mut(&pool) else { continue };
        if let Some(session) = pool.browser_sessions.end(former) {
            pool.browser_sessions.begin(secret.to_owned(), session, now);
        }
    }
}

/// If the browser has a session that the request accepts, renews the session and sends the browser back with a code.
pub(crate) fn renewed(
    call: &mut Call<'_>,
    browser: &Browser,
    request: &SignInRequest,
    provider: Option<&str>,
) -> Result<Option<Reply>, CognitoError> {
    let now = call.now;
    let Some(secret) = browser.session.as_deref().filter(|_| !request.prompts("login")) else {
        return Ok(None);
    };
    let pool = call.world.pool(&request.pool_id)?;
    let Some(session) = pool.browser_sessions.find(secret, now).cloned() else { return Ok(None) };
    let user = pool.users.get(session.username.as_str()).filter(|user| user.sub == session.sub);
    let states = [Status::Confirmed, Status::ExternalProvider];
    let can_sign_in = user.is_some_and(|user| user.enabled && states.contains(&user.status));
    let accepted = provider.is_none_or(|provider| provider == session.provider)
        && request.client.settings.oauth.allows_provider(&session.provider)
        && pool.reuses_browser_session(&request.client.id, session.auth_time, now);
    if !can_sign_in || !accepted {
        return Ok(None);
    }
    let seconds = pool.browser_sessions.renew(secret, now).map_or(0, |renewed| renewed.seconds_left(now));
    let reply = with_code(call, request, &session)?;
    Ok(Some(browser.keep_session(reply, secret, seconds)))
}

/// Sends the browser back with a new code.
fn with_code(
    call: &mut Call<'_>,
    request: &SignInRequest,
    session: &BrowserSession,
) -> Result<Reply, CognitoError> {
    let authorization = Authorization {
        client_id: request.client.id.clone(),
        redirect_uri: request.back.redirect_uri.clone(),
        code_challenge: request.code_challenge.clone(),
        nonce: request.nonce.clone(),
        scopes: request.scopes.clone(),
        resource: request.resource.clone(),
        username: session.username.clone(),
        sub: session.sub.clone(),
        auth_time: session.auth_time,
        sso_session: session.id.clone(),
    };
    let now = call.now;
    let code = call.world.pool(&request.pool_id)?.authorization_codes.issue(authorization, now)?;
    Ok(request.back.reply(&[("code", &code)]))
}

//! The state of the pools for the console. It holds no tokens, Sessions or keys, and no passwords except the temporary
//! ones in invitations.

use crate::clock::Moment;
use crate::pool::UserPool;
use crate::pool::inbox::Message;
use crate::pool::sessions::Challenge;
use crate::pool::users::User;
use crate::state::State;
use serde_json::{Value, json};

/// The console shows at most this many entries of each kind.
const SHOWN: usize = 200;

pub(super) fn of(state: &State, revision: u64) -> Value {
    let now = state.service.clock.now();
    let (request_count, requests) = state.newest_requests(SHOWN);
    json!({
        "revision": revision,
        "now": now.milliseconds(),
        "advancedSeconds": state.service.clock.advanced_seconds(),
        "requestCount": request_count,
        "requests": requests,
        "pools": state.describe_pools(|pool| describe(pool, now)),
    })
}

fn describe(pool: &UserPool, now: Moment) -> Value {
    let mut users: Vec<&User> = pool.users.values().collect();
    users.sort_by_key(|user| std::cmp::Reverse(user.created));
    let users: Vec<Value> = users.into_iter().take(SHOWN).map(|user| describe_user(pool, user)).collect();
    json!({
        "id": pool.id,
        "name": pool.name,
        "userCount": pool.users.len(),
        "users": users,
        "messageCount": pool.inbox.messages.len(),
        "messages": messages(pool),
        "activeSignIns": active_sign_ins(pool, now),
        "grants": grants(pool, now),
    })
}

fn messages(pool: &UserPool) -> Vec<Message> {
    let newest = pool.inbox.messages.values().rev().take(SHOWN);
    newest.map(|message| message.of_pool(&pool.id)).collect()
}

fn describe_user(pool: &UserPool, user: &User) -> Value {
    let groups: Vec<&str> = pool.groups.of(&user.username).map(|group| group.name.as_str()).collect();
    let factors: Vec<&str> = user.mfa.enabled.iter().map(|factor| factor.name()).collect();
    json!({
        "username": user.username,
        "sub": user.sub,
        "status": user.status.name(),
        "enabled": user.enabled,
        "email": user.attribute("email"),
        "emailVerified": user.is_verified("email"),
        "phoneNumber": user.attribute("phone_number"),
        "phoneNumberVerified": user.is_verified("phone_number"),
        "secondFactors": factors,
        "passkeys": user.passkeys.all.len(),
        "devices": user.devices.len(),
        "groups": groups,
        "created": user.created.milliseconds(),
    })
}

/// The challenges that wait for an answer. The first is the one that expires last. The Sessions between SignUp and the
/// first sign-in are not challenges.
fn active_sign_ins(pool: &UserPool, now: Moment) -> Vec<Value> {
    let mut open: Vec<_> = pool.sessions.iter().filter(|session| now < session.expires).collect();
    open.retain(|session| !matches!(session.challenge, Challenge::SignedUp | Challenge::Confirmed));
    open.sort_by_key(|session| std::cmp::Reverse(session.expires));
    let described = open.into_iter().take(SHOWN).map(|session| {
        json!({
            "username": session.username,
            "clientId": session.client_id,
            "challenge": session.challenge.name(),
            "expires": session.expires.milliseconds(),
        })
    });
    described.collect()
}

/// The sign-ins whose refresh tokens have not expired, the newest first.
fn grants(pool: &UserPool, now: Moment) -> Vec<Value> {
    let unexpired = pool.grants.values().rev().filter(|grant| now < grant.expires);
    let described = unexpired.take(SHOWN).map(|grant| {
        json!({
            "id": grant.origin_jti,
            "username": grant.username,
            "clientId": grant.client_id,
            "since": grant.auth_time.milliseconds(),
            "expires": grant.expires.milliseconds(),
            "revoked": grant.revoked,
        })
    });
    described.collect()
}

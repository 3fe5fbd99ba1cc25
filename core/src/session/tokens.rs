//! The claims of the tokens, and how long the tokens are valid.

use serde::Deserialize;

use crate::jwt;
pub(crate) use crate::jwt::MalformedToken;
use crate::secret::{self, Secret};

/// A token counts as expired this long before it expires, so that it does not expire on its way to a server. The
/// shortest lifetime that an app client can give a token is five minutes.
const MARGIN_MILLISECONDS: i64 = 60_000;

/// If the device's clock was set back by more than this, a token counts as expired, because its real age is unknown.
const CLOCK_TOLERANCE_MILLISECONDS: i64 = 60_000;

/// The claims of an access or ID token that the session needs (RFC 7519, section 4, and Cognito's own claims).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Claims {
    pub(crate) sub: String,
    /// The user name in the pool. Only access tokens have this claim.
    #[serde(default)]
    pub(crate) username: Option<String>,
    /// The id of the sign-in that the token comes from. Only tokens that can be revoked have this claim.
    #[serde(default)]
    pub(crate) origin_jti: Option<String>,
    /// The key of the device that the session is bound to, if the pool remembers devices.
    #[serde(default)]
    pub(crate) device_key: Option<String>,
    /// When the token was issued, in seconds since 1970 by the service's clock.
    #[serde(default)]
    pub(crate) iat: Option<i64>,
    /// When the token expires, in seconds since 1970 by the service's clock.
    #[serde(default)]
    pub(crate) exp: Option<i64>,
}

impl Claims {
    /// Reads the claims of a JWT in compact form (RFC 7515, section 3.1) without verifying its signature.
    pub(crate) fn of(token: &Secret) -> Result<Self, MalformedToken> {
        jwt::claims(token)
    }

    /// The lifetime of the token, in seconds. Both times are by the service's clock, so the lifetime is right even if
    /// the device's clock is wrong.
    pub(crate) fn lifetime_seconds(&self) -> Option<i64> {
        self.exp?.checked_sub(self.iat?)
    }
}

/// What an access token allows (RFC 9068, section 2.2.3).
#[derive(Deserialize)]
struct ScopeClaim {
    /// The scopes, separated by spaces.
    #[serde(default, with = "secret::json::optional")]
    scope: Option<Secret>,
}

/// Whether an access token lacks a scope. A token without the claim counts as having every scope.
pub(crate) fn lacks_scope(access_token: &Secret, scope: &str) -> bool {
    let claim = jwt::claims::<ScopeClaim>(access_token).ok().and_then(|claim| claim.scope);
    claim.is_some_and(|allowed| allowed.expose().split(' ').all(|allowed| allowed != scope))
}

/// When the tokens were received, and when the first of them expires, in milliseconds since 1970 by the device's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Validity {
    pub(crate) received_at_milliseconds: i64,
    pub(crate) expires_at_milliseconds: i64,
}

impl Validity {
    /// The validity of tokens that are received now. They are valid for the shortest of `lifetimes_seconds`.
    pub(crate) fn from_now(now_milliseconds: i64, lifetimes_seconds: impl IntoIterator<Item = i64>) -> Self {
        let shortest = lifetimes_seconds.into_iter().min().unwrap_or(0).max(0);
        Self {
            received_at_milliseconds: now_milliseconds,
            expires_at_milliseconds: now_milliseconds.saturating_add(shortest.saturating_mul(1000)),
        }
    }

    /// How long the tokens stay valid, by the device's clock. If the clock was set back by more than
    /// [`CLOCK_TOLERANCE_MILLISECONDS`] since the tokens were received, the result is 0, so that a refresh gets new
    /// tokens.
    pub(crate) fn left_milliseconds(&self, now_milliseconds: i64) -> i64 {
        let clock_was_set_back =
            now_milliseconds.saturating_add(CLOCK_TOLERANCE_MILLISECONDS) < self.received_at_milliseconds;
        if clock_was_set_back { 0 } else { self.expires_at_milliseconds.saturating_sub(now_milliseconds) }
    }

    /// How long the tokens were valid when they were received.
    pub(crate) fn lifetime_milliseconds(&self) -> i64 {
        self.expires_at_milliseconds.saturating_sub(self.received_at_milliseconds)
    }
}

/// How long tokens must stay valid for a caller: at least [`MARGIN_MILLISECONDS`], and as long as the caller wishes.
///
/// A wish that even new tokens can't meet must not cause a refresh in each call. So once the lifetime of new tokens is
/// known, a wish above `lifetime - MARGIN_MILLISECONDS` becomes `lifetime / 2`.
#[derive(Clone, Copy)]
pub(crate) struct MinimumValidity {
    pub(crate) wished_milliseconds: i64,
    pub(crate) refreshed_lifetime_milliseconds: Option<i64>,
}

impl MinimumValidity {
    /// Whether tokens with this much time left can be used.
    pub(crate) fn is_met_by(self, left_milliseconds: i64) -> bool {
        let Self { wished_milliseconds: wished, refreshed_lifetime_milliseconds: lifetime } = self;
        let can_be_met = |lifetime: i64| wished.saturating_add(MARGIN_MILLISECONDS) <= lifetime;
        let needed = match lifetime {
            Some(lifetime) if !can_be_met(lifetime) => lifetime / 2,
            Some(_) | None => wished,
        };
        left_milliseconds > MARGIN_MILLISECONDS && left_milliseconds >= needed
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::*;

    fn token(payload: &str) -> Secret {
        Secret::new(format!("e30.{}.c2lnbmF0dXJl", URL_SAFE_NO_PAD.encode(payload)))
    }

    #[test]
    fn the_claims_of_an_access_token_are_read() {
        let payload =
            r#"{"sub":"1-2","username":"ann","origin_jti":"j","iat":1000,"exp":4600,"scope":"a b"}"#;
        let claims = Claims::of(&token(payload)).unwrap();
        assert_eq!(claims.sub, "1-2");
        assert_eq!(claims.username.as_deref(), Some("ann"));
        assert_eq!(claims.origin_jti.as_deref(), Some("j"));
        assert_eq!(claims.lifetime_seconds(), Some(3600));
    }

    #[test]
    fn an_id_token_needs_no_user_name_and_a_token_without_times_has_no_lifetime() {
        let claims = Claims::of(&token(r#"{"sub":"1-2"}"#)).unwrap();
        assert_eq!((claims.username.clone(), claims.origin_jti.clone()), (None, None));
        assert_eq!(claims.lifetime_seconds(), None);
    }

    #[test]
    fn a_text_that_is_not_a_token_is_malformed() {
        let without_sub = token(r#"{"username":"ann"}"#);
        let with_numeric_sub = token(r#"{"sub":7}"#);
        let with_text_as_time = token(r#"{"sub":"a","exp":"soon"}"#);
        let malformed = ["", "a", "a.b", "a.b.c", "..", "e30.e30", "e30.!.e30", "e30.e30.e30.e30"];
        for text in
            malformed.map(Secret::new).iter().chain([&without_sub, &with_numeric_sub, &with_text_as_time])
        {
            assert_eq!(Claims::of(text), Err(MalformedToken), "{}", text.expose());
        }
    }

    const ANY: MinimumValidity =
        MinimumValidity { wished_milliseconds: 0, refreshed_lifetime_milliseconds: None };

    fn holds_at(validity: Validity, now_milliseconds: i64) -> bool {
        ANY.is_met_by(validity.left_milliseconds(now_milliseconds))
    }

    #[test]
    fn tokens_stop_being_valid_a_minute_before_their_end() {
        let validity = Validity::from_now(1_000_000, [3600, 300]);
        assert_eq!(validity.expires_at_milliseconds, 1_300_000);
        assert_eq!(validity.lifetime_milliseconds(), 300_000);
        assert!(holds_at(validity, 1_000_000));
        assert!(holds_at(validity, 1_239_999));
        assert!(!holds_at(validity, 1_240_000));
        assert!(!holds_at(validity, i64::MAX));
    }

    #[test]
    fn no_token_is_valid_if_the_clock_was_set_back_by_more_than_a_minute() {
        let validity = Validity::from_now(1_000_000, [3600]);
        assert!(holds_at(validity, 940_000));
        assert!(!holds_at(validity, 939_999));
        assert!(!holds_at(validity, i64::MIN));
    }

    #[test]
    fn a_wish_is_met_by_tokens_that_stay_valid_as_long() {
        let wish = MinimumValidity { wished_milliseconds: 600_000, ..ANY };
        assert!(wish.is_met_by(600_000));
        assert!(!wish.is_met_by(599_999));
        // Within the margin, tokens are refreshed even if the wish is shorter.
        let short = MinimumValidity { wished_milliseconds: 1_000, ..ANY };
        assert!(short.is_met_by(60_001));
        assert!(!short.is_met_by(60_000));
        assert!(!MinimumValidity { wished_milliseconds: i64::MAX, ..ANY }.is_met_by(i64::MAX - 1));
    }

    #[test]
    fn a_wish_too_long_for_new_tokens_becomes_half_of_their_lifetime() {
        let wish = |wished_milliseconds| MinimumValidity {
            wished_milliseconds,
            refreshed_lifetime_milliseconds: Some(3_600_000),
        };
        for wished in [3_540_001, 3_600_000, 7_200_000, i64::MAX] {
            assert!(wish(wished).is_met_by(1_800_000), "{wished}");
            assert!(!wish(wished).is_met_by(1_799_999), "{wished}");
        }
        assert!(wish(3_540_000).is_met_by(3_540_000));
        assert!(!wish(3_540_000).is_met_by(3_539_999));
    }

    #[test]
    fn lifetimes_never_overflow_and_a_negative_or_missing_one_is_not_valid() {
        assert!(!holds_at(Validity::from_now(0, [-5]), 0));
        assert!(!holds_at(Validity::from_now(0, []), 0));
        assert_eq!(Validity::from_now(5, [i64::MAX]).expires_at_milliseconds, i64::MAX);
        let claims = Claims {
            sub: String::new(),
            username: None,
            origin_jti: None,
            device_key: None,
            iat: Some(i64::MIN),
            exp: Some(5),
        };
        assert_eq!(claims.lifetime_seconds(), None);
    }
}

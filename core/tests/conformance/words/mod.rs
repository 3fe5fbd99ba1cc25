//! The results of calls, in the form of the corpus.

mod account;
mod claims;
mod configuration;
mod identity;

use std::collections::BTreeMap;

use cognito_auth_core::{
    AuthCodeDeliveryDetails, AuthError, AuthErrorKind, AuthFactorType, AuthSession, AuthSignInResult,
    AuthSignInStep, AuthSignUpResult, AuthSignUpStep, AuthUser, AuthUserAttributeKey, DeliveryMedium,
    MfaType, PendingSignIn, RedirectResult, RefreshFailure, SignOutResult,
};
use serde_json::{Map, Value, json};

pub(crate) use account::{
    attribute_update, attribute_updates, attributes, auth_factors, credentials, devices, mfa_preference,
    reset_password, totp_setup,
};
pub(crate) use configuration::configuration;
pub(crate) use identity::{federation, session_state, stored_accounts};

/// An object without its absent members.
fn object<const COUNT: usize>(members: [(&str, Option<Value>); COUNT]) -> Value {
    let present = members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Value::Object(present.collect::<Map<_, _>>())
}

fn info(additional_info: &BTreeMap<String, String>) -> Option<Value> {
    (!additional_info.is_empty()).then(|| json!(additional_info))
}

pub(crate) fn sign_up(result: &AuthSignUpResult) -> Value {
    let complete = Some(result.is_sign_up_complete().into());
    match &result.next_step {
        AuthSignUpStep::ConfirmUser { delivery_details, additional_info, user_id } => object([
            ("isSignUpComplete", complete),
            ("nextStep", Some("confirmUser".into())),
            ("deliveryDetails", delivery_details.as_ref().map(delivery)),
            ("additionalInfo", info(additional_info)),
            ("userId", user_id.clone().map(Value::from)),
        ]),
        AuthSignUpStep::CompleteAutoSignIn { session } => object([
            ("isSignUpComplete", complete),
            ("nextStep", Some("completeAutoSignIn".into())),
            ("session", Some(session.expose().into())),
            ("userId", result.user_id.clone().map(Value::from)),
        ]),
        AuthSignUpStep::Done => object([
            ("isSignUpComplete", complete),
            ("nextStep", Some("done".into())),
            ("userId", result.user_id.clone().map(Value::from)),
        ]),
    }
}

pub(crate) fn code_sent(details: &AuthCodeDeliveryDetails) -> Value {
    json!({ "deliveryDetails": delivery(details) })
}

pub(crate) fn sign_in(result: &AuthSignInResult) -> Value {
    let mut members = members_of_step(&result.next_step);
    members["isSignedIn"] = result.is_signed_in().into();
    members["nextStep"] = name_of_step(&result.next_step).into();
    members
}

pub(crate) fn pending_sign_in(pending: Option<&PendingSignIn>) -> Value {
    let Some(PendingSignIn { username, next_step }) = pending else { return json!({}) };
    let mut members = members_of_step(next_step);
    members["username"] = username.clone().into();
    members["nextStep"] = name_of_step(next_step).into();
    members
}

pub(crate) fn redirect(result: &RedirectResult) -> Value {
    match result {
        RedirectResult::NotARedirect => json!({ "outcome": "notARedirect" }),
        RedirectResult::Ignored => json!({ "outcome": "ignored" }),
        RedirectResult::Delivered => json!({ "outcome": "delivered" }),
        RedirectResult::SignedIn(result) => {
            let mut members = sign_in(result);
            members["outcome"] = "signedIn".into();
            members
        }
    }
}

/// The name of a next step, written as in the corpus: `confirmSignInWithTOTPCode`.
fn name_of_step(step: &AuthSignInStep) -> String {
    let printed = format!("{step:?}");
    let name = printed.split([' ', '(']).next().unwrap_or_default();
    let name = [("Sms", "SMS"), ("Mfa", "MFA"), ("Totp", "TOTP"), ("Otp", "OTP")]
        .into_iter()
        .fold(name.to_owned(), |name, (rust, corpus)| name.replace(rust, corpus));
    name[..1].to_lowercase() + &name[1..]
}

/// The members of a next step.
fn members_of_step(step: &AuthSignInStep) -> Value {
    match step {
        AuthSignInStep::ConfirmSignInWithSmsMfaCode { delivery_details, additional_info } => object([
            ("deliveryDetails", Some(delivery(delivery_details))),
            ("additionalInfo", info(additional_info)),
        ]),
        AuthSignInStep::ConfirmSignInWithNewPassword { additional_info, required_attributes } => {
            let names: Vec<_> = required_attributes.iter().map(AuthUserAttributeKey::name).collect();
            object([("requiredAttributes", Some(json!(names))), ("additionalInfo", info(additional_info))])
        }
        AuthSignInStep::ConfirmSignInWithOtp { delivery_details } => {
            json!({ "deliveryDetails": delivery(delivery_details) })
        }
        AuthSignInStep::ContinueSignInWithTotpSetup { details } => totp_setup(details),
        AuthSignInStep::ContinueSignInWithMfaSelection { allowed_mfa_types }
        | AuthSignInStep::ContinueSignInWithMfaSetupSelection { allowed_mfa_types } => {
            json!({ "allowedMFATypes": mfa_types(allowed_mfa_types) })
        }
        AuthSignInStep::ContinueSignInWithFirstFactorSelection { available_factors } => {
            json!({ "availableFactors": factors(available_factors) })
        }
        AuthSignInStep::ConfirmSignInWithCustomChallenge { additional_info }
        | AuthSignInStep::ResetPassword { additional_info }
        | AuthSignInStep::ConfirmSignUp { additional_info } => {
            object([("additionalInfo", info(additional_info))])
        }
        _ => json!({}),
    }
}

fn mfa_types(types: &[MfaType]) -> Vec<&'static str> {
    let name = |mfa_type: &MfaType| match mfa_type {
        MfaType::Sms => "sms",
        MfaType::Totp => "totp",
        MfaType::Email => "email",
    };
    types.iter().map(name).collect()
}

fn factors(factors: &[AuthFactorType]) -> Vec<&'static str> {
    let name = |factor: &AuthFactorType| match factor {
        AuthFactorType::Password => "password",
        AuthFactorType::PasswordSrp => "passwordSRP",
        AuthFactorType::EmailOtp => "emailOTP",
        AuthFactorType::SmsOtp => "smsOTP",
        AuthFactorType::WebAuthn => "webAuthn",
    };
    factors.iter().map(name).collect()
}

fn delivery(details: &AuthCodeDeliveryDetails) -> Value {
    let medium = match &details.medium {
        DeliveryMedium::Email => "email",
        DeliveryMedium::Sms => "sms",
        DeliveryMedium::Unknown(word) => word,
    };
    object([
        ("medium", Some(medium.into())),
        ("destination", Some(details.destination.as_str().into())),
        ("attributeKey", details.attribute_key.as_ref().map(|key| key.name().into())),
    ])
}

pub(crate) fn session(session: &AuthSession) -> Value {
    let tokens = session.tokens.as_ref().map(|tokens| {
        json!({
            "idToken": tokens.id_token.expose(),
            "accessToken": tokens.access_token.expose(),
            "refreshToken": tokens.refresh_token.expose(),
            "expiresAtMilliseconds": tokens.expires_at_milliseconds,
            "claims": claims::both(&tokens.claims()),
        })
    });
    object([
        ("isSignedIn", Some(session.is_signed_in.into())),
        ("userSub", session.user_sub.clone().map(Value::from)),
        ("tokens", tokens),
        ("userPoolError", session.user_pool_error.as_ref().map(error)),
        ("identity", session.identity.as_ref().map(identity::identity)),
    ])
}

pub(crate) fn user(user: &AuthUser) -> Value {
    json!({ "username": user.username, "userId": user.user_id })
}

pub(crate) fn sign_out(result: &SignOutResult) -> Value {
    match result {
        SignOutResult::Complete => json!({ "signOut": "complete" }),
        SignOutResult::Partial { revoke_token_error, global_sign_out_error, hosted_ui_error } => object([
            ("signOut", Some("partial".into())),
            ("revokeTokenError", revoke_token_error.as_ref().map(error)),
            ("globalSignOutError", global_sign_out_error.as_ref().map(error)),
            ("hostedUIError", hosted_ui_error.as_ref().map(error)),
        ]),
        SignOutResult::Failed(failure) => json!({ "signOut": "failed", "error": error(failure) }),
    }
}

pub(crate) fn error(error: &AuthError) -> Value {
    object([
        ("kind", Some(kind(error.kind).into())),
        ("code", Some(error.code.name().into())),
        ("field", error.field.clone().map(Value::from)),
        ("requestId", error.request_id.clone().map(Value::from)),
        ("reason", error.reason.map(|reason| reason.name().into())),
        ("serviceMessage", error.service_message.as_ref().map(|message| message.expose().into())),
        ("refreshFailure", error.refresh_failure().map(refresh_failure)),
    ])
}

fn refresh_failure(failure: RefreshFailure) -> Value {
    match failure {
        RefreshFailure::Configuration => "configuration".into(),
        RefreshFailure::Trigger => "trigger".into(),
        RefreshFailure::Transient { retry_after_seconds } => {
            let wait = retry_after_seconds.map(|seconds| Value::from(u64::from(seconds) * 1000));
            json!({ "transient": object([("retryAfterMilliseconds", wait)]) })
        }
    }
}

/// What a call has returned. The members `reason`, `serviceMessage`, `refreshFailure`, `ended` and `claims` stay only
/// where the case expects them.
pub(crate) fn as_far_as_asked(mut found: Value, expected: Option<&Value>) -> Value {
    const OPTIONAL: [&str; 5] = ["reason", "serviceMessage", "refreshFailure", "ended", "claims"];
    if let (Some(members), Some(expected)) = (found.as_object_mut(), expected.and_then(Value::as_object)) {
        members.retain(|name, _| expected.contains_key(name) || !OPTIONAL.contains(&name.as_str()));
        for (name, member) in members {
            *member = as_far_as_asked(member.take(), expected.get(name));
        }
    }
    found
}

fn kind(kind: AuthErrorKind) -> &'static str {
    match kind {
        AuthErrorKind::Configuration => "configuration",
        AuthErrorKind::Validation => "validation",
        AuthErrorKind::NotAuthorized => "notAuthorized",
        AuthErrorKind::Service => "service",
        AuthErrorKind::InvalidState => "invalidState",
        AuthErrorKind::SignedOut => "signedOut",
        AuthErrorKind::SessionExpired => "sessionExpired",
        AuthErrorKind::Network => "network",
        AuthErrorKind::Storage => "storage",
        AuthErrorKind::Cancelled => "cancelled",
        AuthErrorKind::TimedOut => "timedOut",
        AuthErrorKind::Internal => "internal",
    }
}

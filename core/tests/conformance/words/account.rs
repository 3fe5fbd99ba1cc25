//! The results of the calls about a user: password, attributes, factors, devices, passkeys.

use cognito_auth_core::{
    AuthDevice, AuthResetPasswordResult, AuthResetPasswordStep, AuthUpdateAttributeResult,
    AuthUpdateAttributeStep, AuthUserAttribute, AuthWebAuthnCredential, ListWebAuthnCredentialsResult,
    TotpSetupDetails, UserAuthFactors, UserMfaPreference,
};
use serde_json::{Value, json};

use super::{delivery, factors, info, mfa_types, object};

pub(crate) fn reset_password(result: &AuthResetPasswordResult) -> Value {
    let complete = Some(result.is_password_reset().into());
    match &result.next_step {
        AuthResetPasswordStep::ConfirmResetPasswordWithCode { delivery_details, additional_info } => {
            object([
                ("isPasswordReset", complete),
                ("nextStep", Some("confirmResetPasswordWithCode".into())),
                ("deliveryDetails", Some(delivery(delivery_details))),
                ("additionalInfo", info(additional_info)),
            ])
        }
        AuthResetPasswordStep::Done => {
            object([("isPasswordReset", complete), ("nextStep", Some("done".into()))])
        }
    }
}

pub(crate) fn attributes(attributes: &[AuthUserAttribute]) -> Value {
    let attribute = |it: &AuthUserAttribute| json!({ "name": it.key.name(), "value": it.value.expose() });
    json!({ "attributes": attributes.iter().map(attribute).collect::<Vec<_>>() })
}

pub(crate) fn attribute_updates(results: &[AuthUpdateAttributeResult]) -> Value {
    json!({ "results": results.iter().map(attribute_update).collect::<Vec<_>>() })
}

pub(crate) fn attribute_update(result: &AuthUpdateAttributeResult) -> Value {
    let key = Some(result.attribute_key.name().into());
    let is_updated = Some(result.is_updated().into());
    match &result.next_step {
        AuthUpdateAttributeStep::ConfirmAttributeWithCode { delivery_details, additional_info } => object([
            ("attributeKey", key),
            ("isUpdated", is_updated),
            ("nextStep", Some("confirmAttributeWithCode".into())),
            ("deliveryDetails", Some(delivery(delivery_details))),
            ("additionalInfo", info(additional_info)),
        ]),
        AuthUpdateAttributeStep::Done => {
            object([("attributeKey", key), ("isUpdated", is_updated), ("nextStep", Some("done".into()))])
        }
    }
}

pub(crate) fn mfa_preference(preference: &UserMfaPreference) -> Value {
    object([
        ("enabled", Some(json!(mfa_types(&preference.enabled)))),
        ("preferred", preference.preferred.map(|it| mfa_types(&[it])[0].into())),
    ])
}

pub(crate) fn totp_setup(details: &TotpSetupDetails) -> Value {
    json!({ "sharedSecret": details.shared_secret.expose(), "username": details.username })
}

pub(crate) fn auth_factors(user: &UserAuthFactors) -> Value {
    object([
        ("username", Some(user.username.as_str().into())),
        ("firstFactors", Some(json!(factors(&user.first_factors)))),
        ("enabledMFATypes", Some(json!(mfa_types(&user.enabled_mfa_types)))),
        ("preferredMFAType", user.preferred_mfa_type.map(|it| mfa_types(&[it])[0].into())),
    ])
}

pub(crate) fn devices(devices: &[AuthDevice]) -> Value {
    json!({ "devices": devices.iter().map(device).collect::<Vec<_>>() })
}

fn device(device: &AuthDevice) -> Value {
    object([
        ("id", Some(device.id.as_str().into())),
        ("name", device.name.clone().map(Value::from)),
        ("attributes", info(&device.attributes)),
        ("createdAtMilliseconds", device.created_at_milliseconds.map(Value::from)),
        ("lastAuthenticatedAtMilliseconds", device.last_authenticated_at_milliseconds.map(Value::from)),
        ("lastModifiedAtMilliseconds", device.last_modified_at_milliseconds.map(Value::from)),
    ])
}

pub(crate) fn credentials(page: &ListWebAuthnCredentialsResult) -> Value {
    object([
        ("credentials", Some(page.credentials.iter().map(credential).collect())),
        ("nextToken", page.next_token.clone().map(Value::from)),
    ])
}

fn credential(credential: &AuthWebAuthnCredential) -> Value {
    object([
        ("credentialId", Some(credential.credential_id.as_str().into())),
        ("friendlyName", Some(credential.friendly_name.as_str().into())),
        ("relyingPartyId", Some(credential.relying_party_id.as_str().into())),
        ("authenticatorAttachment", credential.authenticator_attachment.clone().map(Value::from)),
        ("authenticatorTransports", Some(json!(credential.authenticator_transports))),
        ("createdAtMilliseconds", Some(credential.created_at_milliseconds.into())),
    ])
}

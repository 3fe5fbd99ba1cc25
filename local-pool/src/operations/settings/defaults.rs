//! The defaults that Cognito's descriptions show for settings that no request has set.

use crate::pool::client::ClientSettings;
use crate::pool::settings::PoolSettings;
use serde_json::{Value, json};

/// The settings of a user pool, as DescribeUserPool shows them.
pub(super) fn of_user_pool(settings: &PoolSettings) -> Value {
    let policy = settings.password_policy();
    let mut described = json!({
        "DeletionProtection": "INACTIVE",
        "LambdaConfig": {},
        "VerificationMessageTemplate": { "DefaultEmailOption": "CONFIRM_WITH_CODE" },
        "EmailConfiguration": { "EmailSendingAccount": "COGNITO_DEFAULT" },
        "AdminCreateUserConfig": {
            "AllowAdminCreateUserOnly": false,
            "UnusedAccountValidityDays": policy.temporary_password_validity_days,
        },
        "UserPoolTier": "ESSENTIALS",
    });
    add(&mut described, json!(settings));
    described["Policies"] = json!({ "PasswordPolicy": policy, "SignInPolicy": settings.sign_in_policy() });
    described["AccountRecoverySetting"] = json!(settings.account_recovery_setting());
    mirror_verification_messages(&mut described);
    described
}

/// The texts of the messages that verify an address are settings of the pool and of its template. Each is described in
/// both places, whichever of them was asked for.
fn mirror_verification_messages(described: &mut Value) {
    const TEMPLATE: &str = "VerificationMessageTemplate";
    for (of_pool, of_template) in [
        ("EmailVerificationMessage", "EmailMessage"),
        ("EmailVerificationSubject", "EmailSubject"),
        ("SmsVerificationMessage", "SmsMessage"),
    ] {
        let asked = described[TEMPLATE].get(of_template).or_else(|| described.get(of_pool)).cloned();
        if let Some(text) = asked {
            described[of_pool] = text.clone();
            described[TEMPLATE][of_template] = text;
        }
    }
}

/// The settings of a client, as DescribeUserPoolClient shows them.
pub(super) fn of_client(settings: &ClientSettings) -> Value {
    let mut described = json!({
        "AllowedOAuthFlowsUserPoolClient": false,
        "EnableTokenRevocation": true,
        "EnablePropagateAdditionalUserContextData": false,
        "AuthSessionValidity": settings.session_minutes(),
    });
    add(&mut described, json!(settings));
    described["RefreshTokenValidity"] = json!(settings.refresh_token_count());
    described["TokenValidityUnits"] = json!(settings.token_validity_units.described());
    if let Some(analytics) = described.get_mut("AnalyticsConfiguration") {
        add_role(analytics);
    }
    described
}

/// If an ARN names the project of Amazon Pinpoint, Cognito sends the data with its own role, and describes this role.
fn add_role(analytics: &mut Value) {
    const ROLE: &str = "arn:aws:iam::000000000000:role/aws-service-role/cognito-idp.amazonaws.com/\
                        AWSServiceRoleForAmazonCognitoIdp";
    if analytics.get("ApplicationArn").is_some() && analytics.get("RoleArn").is_none() {
        analytics["RoleArn"] = json!(ROLE);
    }
}

/// Puts the asked settings over the defaults, member by member.
fn add(defaults: &mut Value, asked: Value) {
    match (defaults, asked) {
        (Value::Object(defaults), Value::Object(asked)) => {
            for (name, value) in asked {
                add(defaults.entry(name).or_insert(Value::Null), value);
            }
        }
        (default, asked) => *default = asked,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pool(asked: Value) -> Value {
        of_user_pool(&serde_json::from_value(asked).unwrap())
    }

    #[test]
    fn what_was_asked_for_replaces_a_default_member_by_member() {
        let described = pool(json!({
            "EmailConfiguration": { "From": "a@example.com" },
            "AdminCreateUserConfig": { "AllowAdminCreateUserOnly": true },
        }));
        assert_eq!(
            described["EmailConfiguration"],
            json!({ "EmailSendingAccount": "COGNITO_DEFAULT", "From": "a@example.com" })
        );
        assert_eq!(
            described["AdminCreateUserConfig"],
            json!({ "AllowAdminCreateUserOnly": true, "UnusedAccountValidityDays": 7 })
        );
    }

    #[test]
    fn the_text_of_a_verification_message_is_described_in_both_places() {
        let template = json!({ "EmailMessage": "a {####}", "DefaultEmailOption": "CONFIRM_WITH_CODE" });
        for asked in [
            json!({ "EmailVerificationMessage": "a {####}" }),
            json!({ "VerificationMessageTemplate": { "EmailMessage": "a {####}" } }),
        ] {
            let described = pool(asked);
            assert_eq!(described["EmailVerificationMessage"], "a {####}");
            assert_eq!(described["VerificationMessageTemplate"], template);
        }
    }
}

//! Cognito's operations, by the name in X-Amz-Target.

mod account;
mod admin_create_user;
mod admin_users;
mod app_user;
mod challenges;
mod clients;
pub(crate) mod constraints;
mod custom_auth;
mod delivery;
mod device_sign_in;
mod devices;
mod first_factor;
mod groups;
mod list_users;
mod mfa;
mod mfa_setup;
mod next_step;
mod paging;
mod passkey_sign_in;
mod passkeys;
mod passwords;
mod sign_in;
mod sign_in_step;
mod sign_up;
mod srp_exchange;
mod token_use;
mod trigger_sources;
mod triggers;
mod unsupported;
pub(crate) mod user_pools;

use crate::errors::CognitoError;
use crate::service::Call;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Performs one operation, as Cognito would. Its messages are sent at the end.
pub(crate) fn perform(operation: &str, body: &[u8], call: &mut Call<'_>) -> Result<Value, CognitoError> {
    call.context = parse(body).unwrap_or_default();
    if let Ok(request) = serde_json::from_slice(body) {
        constraints::check(operation, &request)?;
    }
    let answer = answer(operation, body, call);
    call.deliver()?;
    answer
}

fn answer(operation: &str, body: &[u8], call: &mut Call<'_>) -> Result<Value, CognitoError> {
    match operation {
        "SignUp" => sign_up::sign_up(call, parse(body)?),
        "ConfirmSignUp" => sign_up::confirm_sign_up(call, parse(body)?),
        "ResendConfirmationCode" => sign_up::resend_confirmation_code(call, parse(body)?),

        "InitiateAuth" => sign_in::initiate_auth(call, parse(body)?),
        "AdminInitiateAuth" => sign_in::admin_initiate_auth(call, parse(body)?),
        "RespondToAuthChallenge" => challenges::respond_to_auth_challenge(call, parse(body)?),
        "AdminRespondToAuthChallenge" => challenges::admin_respond_to_auth_challenge(call, parse(body)?),

        "GetTokensFromRefreshToken" => token_use::get_tokens_from_refresh_token(call, parse(body)?),
        "RevokeToken" => token_use::revoke_token(call, parse(body)?),
        "GlobalSignOut" => token_use::global_sign_out(call, parse(body)?),

        "GetUser" => account::get_user(call, parse(body)?),
        "GetUserAuthFactors" => account::get_user_auth_factors(call, parse(body)?),
        "DeleteUser" => account::delete_user(call, parse(body)?),
        "UpdateUserAttributes" => account::update_user_attributes(call, parse(body)?),
        "DeleteUserAttributes" => account::delete_user_attributes(call, parse(body)?),
        "GetUserAttributeVerificationCode" => account::get_attribute_verification_code(call, parse(body)?),
        "VerifyUserAttribute" => account::verify_user_attribute(call, parse(body)?),

        "ChangePassword" => passwords::change_password(call, parse(body)?),
        "ForgotPassword" => passwords::forgot_password(call, parse(body)?),
        "ConfirmForgotPassword" => passwords::confirm_forgot_password(call, parse(body)?),

        "AssociateSoftwareToken" => mfa::associate_software_token(call, parse(body)?),
        "VerifySoftwareToken" => mfa::verify_software_token(call, parse(body)?),
        "SetUserMFAPreference" => mfa::set_user_mfa_preference(call, parse(body)?),
        "AdminSetUserMFAPreference" => mfa::admin_set_user_mfa_preference(call, parse(body)?),

        "StartWebAuthnRegistration" => passkeys::start_web_authn_registration(call, parse(body)?),
        "CompleteWebAuthnRegistration" => passkeys::complete_web_authn_registration(call, parse(body)?),
        "ListWebAuthnCredentials" => passkeys::list_web_authn_credentials(call, parse(body)?),
        "DeleteWebAuthnCredential" => passkeys::delete_web_authn_credential(call, parse(body)?),

        "ConfirmDevice" => devices::confirm_device(call, parse(body)?),
        "GetDevice" => devices::get_device(call, parse(body)?),
        "ListDevices" => devices::list_devices(call, parse(body)?),
        "ForgetDevice" => devices::forget_device(call, parse(body)?),
        "UpdateDeviceStatus" => devices::update_device_status(call, parse(body)?),

        _ => administer(operation, body, call),
    }
}

/// The operations of administrators. The pool accepts any credentials: it checks no signature.
fn administer(operation: &str, body: &[u8], call: &mut Call<'_>) -> Result<Value, CognitoError> {
    match operation {
        "CreateUserPool" => user_pools::create_user_pool(call, parse(body)?),
        "DescribeUserPool" => user_pools::describe_user_pool(call, parse(body)?),
        "UpdateUserPool" => user_pools::update_user_pool(call, parse(body)?),
        "DeleteUserPool" => user_pools::delete_user_pool(call, parse(body)?),
        "ListUserPools" => user_pools::list_user_pools(call, parse(body)?),
        "SetUserPoolMfaConfig" => user_pools::set_user_pool_mfa_config(call, parse(body)?),
        "GetUserPoolMfaConfig" => user_pools::get_user_pool_mfa_config(call, parse(body)?),

        "CreateUserPoolClient" => clients::create_user_pool_client(call, parse(body)?),
        "DescribeUserPoolClient" => clients::describe_user_pool_client(call, parse(body)?),
        "UpdateUserPoolClient" => clients::update_user_pool_client(call, parse(body)?),
        "DeleteUserPoolClient" => clients::delete_user_pool_client(call, parse(body)?),
        "ListUserPoolClients" => clients::list_user_pool_clients(call, parse(body)?),

        "AdminCreateUser" => admin_create_user::admin_create_user(call, parse(body)?),
        "AdminGetUser" => admin_users::admin_get_user(call, parse(body)?),
        "AdminSetUserPassword" => admin_users::admin_set_user_password(call, parse(body)?),
        "AdminResetUserPassword" => admin_users::admin_reset_user_password(call, parse(body)?),
        "AdminConfirmSignUp" => admin_users::admin_confirm_sign_up(call, parse(body)?),
        "AdminUpdateUserAttributes" => admin_users::admin_update_user_attributes(call, parse(body)?),
        "AdminDeleteUserAttributes" => admin_users::admin_delete_user_attributes(call, parse(body)?),
        "AdminDeleteUser" => admin_users::admin_delete_user(call, parse(body)?),
        "AdminDisableUser" => admin_users::admin_disable_user(call, parse(body)?),
        "AdminEnableUser" => admin_users::admin_enable_user(call, parse(body)?),
        "AdminUserGlobalSignOut" => admin_users::admin_user_global_sign_out(call, parse(body)?),
        "AdminGetDevice" => devices::admin_get_device(call, parse(body)?),
        "AdminListDevices" => devices::admin_list_devices(call, parse(body)?),
        "AdminForgetDevice" => devices::admin_forget_device(call, parse(body)?),
        "AdminUpdateDeviceStatus" => devices::admin_update_device_status(call, parse(body)?),
        "ListUsers" => list_users::list_users(call, parse(body)?),

        "CreateGroup" => groups::create_group(call, parse(body)?),
        "GetGroup" => groups::get_group(call, parse(body)?),
        "UpdateGroup" => groups::update_group(call, parse(body)?),
        "DeleteGroup" => groups::delete_group(call, parse(body)?),
        "ListGroups" => groups::list_groups(call, parse(body)?),
        "ListUsersInGroup" => groups::list_users_in_group(call, parse(body)?),
        "AdminListGroupsForUser" => groups::admin_list_groups_for_user(call, parse(body)?),
        "AdminAddUserToGroup" => groups::admin_add_user_to_group(call, parse(body)?),
        "AdminRemoveUserFromGroup" => groups::admin_remove_user_from_group(call, parse(body)?),

        _ => Err(unsupported::refusal(operation)),
    }
}

/// Reads a request, after [`constraints::check`] has checked its values. An error quotes no value of the request.
fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, CognitoError> {
    let read =
        serde_json::from_slice(body).and_then(|request| serde_json::from_value(without_nulls(request)));
    read.map_err(|error| {
        let text = error.to_string();
        let missing = text.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
        match missing {
            Some(member) => CognitoError::constraint(&lower_camel(member), "Member must not be null"),
            None => CognitoError::new(
                "SerializationException",
                "The request is not a JSON object with members of the right types.",
            ),
        }
    })
}

/// Removes members that are null, at any depth: AWS takes them for absent.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let present = members.into_iter().filter(|(_, member)| !member.is_null());
            present.map(|(name, member)| (name, without_nulls(member))).collect()
        }
        Value::Array(members) => members.into_iter().map(without_nulls).collect(),
        plain => plain,
    }
}

/// `ClientId` as AWS's validation messages write it: `clientId`.
fn lower_camel(member: &str) -> String {
    let mut characters = member.chars();
    characters.next().map(|first| first.to_lowercase().chain(characters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;
    use serde_json::json;

    #[derive(Deserialize, Debug)]
    #[serde(rename_all = "PascalCase")]
    struct Sample {
        client_id: String,
    }

    #[test]
    fn a_missing_member_is_named_as_aws_names_it() {
        let error = parse::<Sample>(b"{}").unwrap_err();
        assert_eq!(error.kind, "InvalidParameterException");
        assert_eq!(
            error.message,
            "1 validation error detected: Value at 'clientId' failed to satisfy constraint: Member must not be null"
        );
    }

    #[test]
    fn the_error_for_a_malformed_request_quotes_nothing_of_it() {
        for body in [&b""[..], b"[]", b"hunter2", b"{\"ClientId\": 5}", b"{\"ClientId\": \"x\"", b"\xff"] {
            let error = parse::<Sample>(body).unwrap_err();
            assert_eq!(error.kind, "SerializationException");
            assert!(!error.message.contains("hunter2"));
        }
        assert_eq!(parse::<Sample>(b"{\"ClientId\":\"c\"}").unwrap().client_id, "c");
    }

    #[test]
    fn null_is_absent_at_any_depth() {
        let request =
            json!({ "ClientId": null, "AuthParameters": { "DEVICE_KEY": null, "USERNAME": "ada" } });
        assert_eq!(without_nulls(request), json!({ "AuthParameters": { "USERNAME": "ada" } }));
        assert!(parse::<Sample>(b"{\"ClientId\":null}").unwrap_err().message.contains("'clientId'"));
    }
}

//! Cognito's operations, by the name in X-Amz-Target.

mod account;
mod admin_create_user;
mod admin_users;
mod challenges;
mod clients;
mod custom_auth;
mod device_sign_in;
mod devices;
mod first_factor;
mod groups;
mod list_users;
mod mfa;
mod mfa_setup;
mod next_step;
mod passkey_sign_in;
mod passkeys;
mod passwords;
pub(crate) mod shared;
mod sign_in;
mod sign_in_step;
mod sign_in_triggers;
mod sign_up;
mod srp_exchange;
mod token_use;
mod unsupported;
pub(crate) mod user_pools;

use crate::errors::CognitoError;
use crate::service::Call;
use serde_json::Value;
use shared::constraints;
use shared::request::{Operation, parse};

/// Performs one operation, as Cognito would. At the end, the operation's messages go out.
pub(crate) fn perform(name: &str, body: &[u8], call: &mut Call<'_>) -> Result<Value, CognitoError> {
    let operation = match of_apps(name) {
        Some(operation) => operation,
        None => {
            call.administration?;
            of_administrators(name).ok_or_else(|| unsupported::refusal(name))?
        }
    };
    call.context = parse(body).unwrap_or_default();
    if let Ok(request) = serde_json::from_slice(body) {
        constraints::check(name, &request)?;
    }
    let answer = operation(call, body);
    call.deliver()?;
    answer
}

/// The operations that an app calls, with a user's own credentials or none.
fn of_apps(name: &str) -> Option<Operation> {
    let operation: Operation = match name {
        "SignUp" => |call, body| sign_up::sign_up(call, parse(body)?),
        "ConfirmSignUp" => |call, body| sign_up::confirm_sign_up(call, parse(body)?),
        "ResendConfirmationCode" => |call, body| sign_up::resend_confirmation_code(call, parse(body)?),

        "InitiateAuth" => |call, body| sign_in::initiate_auth(call, parse(body)?),
        "RespondToAuthChallenge" => |call, body| challenges::respond_to_auth_challenge(call, parse(body)?),

        "GetTokensFromRefreshToken" => {
            |call, body| token_use::get_tokens_from_refresh_token(call, parse(body)?)
        }
        "RevokeToken" => |call, body| token_use::revoke_token(call, parse(body)?),
        "GlobalSignOut" => |call, body| token_use::global_sign_out(call, parse(body)?),

        "GetUser" => |call, body| account::get_user(call, parse(body)?),
        "GetUserAuthFactors" => |call, body| account::get_user_auth_factors(call, parse(body)?),
        "DeleteUser" => |call, body| account::delete_user(call, parse(body)?),
        "UpdateUserAttributes" => |call, body| account::update_user_attributes(call, parse(body)?),
        "DeleteUserAttributes" => |call, body| account::delete_user_attributes(call, parse(body)?),
        "GetUserAttributeVerificationCode" => {
            |call, body| account::get_attribute_verification_code(call, parse(body)?)
        }
        "VerifyUserAttribute" => |call, body| account::verify_user_attribute(call, parse(body)?),

        "ChangePassword" => |call, body| passwords::change_password(call, parse(body)?),
        "ForgotPassword" => |call, body| passwords::forgot_password(call, parse(body)?),
        "ConfirmForgotPassword" => |call, body| passwords::confirm_forgot_password(call, parse(body)?),

        "AssociateSoftwareToken" => |call, body| mfa::associate_software_token(call, parse(body)?),
        "VerifySoftwareToken" => |call, body| mfa::verify_software_token(call, parse(body)?),
        "SetUserMFAPreference" => |call, body| mfa::set_user_mfa_preference(call, parse(body)?),

        "StartWebAuthnRegistration" => {
            |call, body| passkeys::start_web_authn_registration(call, parse(body)?)
        }
        "CompleteWebAuthnRegistration" => {
            |call, body| passkeys::complete_web_authn_registration(call, parse(body)?)
        }
        "ListWebAuthnCredentials" => |call, body| passkeys::list_web_authn_credentials(call, parse(body)?),
        "DeleteWebAuthnCredential" => |call, body| passkeys::delete_web_authn_credential(call, parse(body)?),

        "ConfirmDevice" => |call, body| devices::confirm_device(call, parse(body)?),
        "GetDevice" => |call, body| devices::get_device(call, parse(body)?),
        "ListDevices" => |call, body| devices::list_devices(call, parse(body)?),
        "ForgetDevice" => |call, body| devices::forget_device(call, parse(body)?),
        "UpdateDeviceStatus" => |call, body| devices::update_device_status(call, parse(body)?),

        _ => return None,
    };
    Some(operation)
}

/// The operations of administrators. The pool checks no signature, so any credentials will do. Pages of other sites may
/// not call these operations.
fn of_administrators(name: &str) -> Option<Operation> {
    let operation: Operation = match name {
        "CreateUserPool" => |call, body| user_pools::create_user_pool(call, parse(body)?),
        "DescribeUserPool" => |call, body| user_pools::describe_user_pool(call, parse(body)?),
        "UpdateUserPool" => |call, body| user_pools::update_user_pool(call, parse(body)?),
        "DeleteUserPool" => |call, body| user_pools::delete_user_pool(call, parse(body)?),
        "ListUserPools" => |call, body| user_pools::list_user_pools(call, parse(body)?),
        "SetUserPoolMfaConfig" => |call, body| user_pools::set_user_pool_mfa_config(call, parse(body)?),
        "GetUserPoolMfaConfig" => |call, body| user_pools::get_user_pool_mfa_config(call, parse(body)?),

        "CreateUserPoolClient" => |call, body| clients::create_user_pool_client(call, parse(body)?),
        "DescribeUserPoolClient" => |call, body| clients::describe_user_pool_client(call, parse(body)?),
        "UpdateUserPoolClient" => |call, body| clients::update_user_pool_client(call, parse(body)?),
        "DeleteUserPoolClient" => |call, body| clients::delete_user_pool_client(call, parse(body)?),
        "ListUserPoolClients" => |call, body| clients::list_user_pool_clients(call, parse(body)?),

        "AdminInitiateAuth" => |call, body| sign_in::admin_initiate_auth(call, parse(body)?),
        "AdminRespondToAuthChallenge" => {
            |call, body| challenges::admin_respond_to_auth_challenge(call, parse(body)?)
        }
        "AdminSetUserMFAPreference" => |call, body| mfa::admin_set_user_mfa_preference(call, parse(body)?),

        "AdminCreateUser" => |call, body| admin_create_user::admin_create_user(call, parse(body)?),
        "AdminGetUser" => |call, body| admin_users::admin_get_user(call, parse(body)?),
        "AdminSetUserPassword" => |call, body| admin_users::admin_set_user_password(call, parse(body)?),
        "AdminResetUserPassword" => |call, body| admin_users::admin_reset_user_password(call, parse(body)?),
        "AdminConfirmSignUp" => |call, body| admin_users::admin_confirm_sign_up(call, parse(body)?),
        "AdminUpdateUserAttributes" => {
            |call, body| admin_users::admin_update_user_attributes(call, parse(body)?)
        }
        "AdminDeleteUserAttributes" => {
            |call, body| admin_users::admin_delete_user_attributes(call, parse(body)?)
        }
        "AdminDeleteUser" => |call, body| admin_users::admin_delete_user(call, parse(body)?),
        "AdminDisableUser" => |call, body| admin_users::admin_disable_user(call, parse(body)?),
        "AdminEnableUser" => |call, body| admin_users::admin_enable_user(call, parse(body)?),
        "AdminUserGlobalSignOut" => |call, body| admin_users::admin_user_global_sign_out(call, parse(body)?),
        "AdminGetDevice" => |call, body| devices::admin_get_device(call, parse(body)?),
        "AdminListDevices" => |call, body| devices::admin_list_devices(call, parse(body)?),
        "AdminForgetDevice" => |call, body| devices::admin_forget_device(call, parse(body)?),
        "AdminUpdateDeviceStatus" => |call, body| devices::admin_update_device_status(call, parse(body)?),
        "ListUsers" => |call, body| list_users::list_users(call, parse(body)?),

        "CreateGroup" => |call, body| groups::create_group(call, parse(body)?),
        "GetGroup" => |call, body| groups::get_group(call, parse(body)?),
        "UpdateGroup" => |call, body| groups::update_group(call, parse(body)?),
        "DeleteGroup" => |call, body| groups::delete_group(call, parse(body)?),
        "ListGroups" => |call, body| groups::list_groups(call, parse(body)?),
        "ListUsersInGroup" => |call, body| groups::list_users_in_group(call, parse(body)?),
        "AdminListGroupsForUser" => |call, body| groups::admin_list_groups_for_user(call, parse(body)?),
        "AdminAddUserToGroup" => |call, body| groups::admin_add_user_to_group(call, parse(body)?),
        "AdminRemoveUserFromGroup" => |call, body| groups::admin_remove_user_from_group(call, parse(body)?),

        _ => return None,
    };
    Some(operation)
}

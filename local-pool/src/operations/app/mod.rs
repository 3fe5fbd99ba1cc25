//! The operations that an app calls, with a user's own credentials or none.

mod account;
mod derived_token;
mod devices;
pub(crate) mod mfa;
mod passkeys;
mod passwords;
mod sessions;
mod sign_in;
mod sign_up;
pub(crate) mod token_use;

use crate::operations::shared::request::{Operation, parse};

/// The operation of this name.
pub(crate) fn operation(name: &str) -> Option<Operation> {
    let operation: Operation = match name {
        "SignUp" => |call, body| sign_up::sign_up(call, parse(body)?),
        "ConfirmSignUp" => |call, body| sign_up::confirm_sign_up(call, parse(body)?),
        "ResendConfirmationCode" => |call, body| sign_up::resend_confirmation_code(call, parse(body)?),

        "InitiateAuth" => |call, body| sign_in::initiate_auth(call, parse(body)?),
        "RespondToAuthChallenge" => |call, body| sign_in::respond_to_auth_challenge(call, parse(body)?),

        "GetTokensFromRefreshToken" => {
            |call, body| token_use::get_tokens_from_refresh_token(call, parse(body)?)
        }
        "RevokeToken" => |call, body| token_use::revoke_token(call, parse(body)?),
        "GlobalSignOut" => |call, body| token_use::global_sign_out(call, parse(body)?),

        "GetDerivedToken" => |call, body| derived_token::get_derived_token(call, parse(body)?),
        "ListUserSessions" => |call, body| sessions::list_user_sessions(call, parse(body)?),
        "RevokeUserSession" => |call, body| sessions::revoke_user_session(call, parse(body)?),

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

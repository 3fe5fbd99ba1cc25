//! The operations of administrators on a pool's users and groups.

mod auth_events;
mod auth_factors;
mod create_user;
mod devices;
mod groups;
mod list_users;
mod mfa;
mod providers;
mod sessions;
mod sign_in;
mod users;

use crate::operations::shared::request::{Operation, parse};

/// The operation of this name.
pub(crate) fn operation(name: &str) -> Option<Operation> {
    let operation: Operation = match name {
        "AdminInitiateAuth" => |call, body| sign_in::admin_initiate_auth(call, parse(body)?),
        "AdminRespondToAuthChallenge" => {
            |call, body| sign_in::admin_respond_to_auth_challenge(call, parse(body)?)
        }
        "AdminSetUserMFAPreference" => |call, body| mfa::admin_set_user_mfa_preference(call, parse(body)?),

        "AdminCreateUser" => |call, body| create_user::admin_create_user(call, parse(body)?),
        "AdminGetUser" => |call, body| users::admin_get_user(call, parse(body)?),
        "AdminSetUserPassword" => |call, body| users::admin_set_user_password(call, parse(body)?),
        "AdminResetUserPassword" => |call, body| users::admin_reset_user_password(call, parse(body)?),
        "AdminConfirmSignUp" => |call, body| users::admin_confirm_sign_up(call, parse(body)?),
        "AdminUpdateUserAttributes" => |call, body| users::admin_update_user_attributes(call, parse(body)?),
        "AdminDeleteUserAttributes" => |call, body| users::admin_delete_user_attributes(call, parse(body)?),
        "AdminDeleteUser" => |call, body| users::admin_delete_user(call, parse(body)?),
        "AdminDisableUser" => |call, body| users::admin_disable_user(call, parse(body)?),
        "AdminEnableUser" => |call, body| users::admin_enable_user(call, parse(body)?),
        "AdminUserGlobalSignOut" => |call, body| users::admin_user_global_sign_out(call, parse(body)?),
        "AdminGetUserAuthFactors" => {
            |call, body| auth_factors::admin_get_user_auth_factors(call, parse(body)?)
        }
        "AdminDeleteSoftwareToken" => {
            |call, body| auth_factors::admin_delete_software_token(call, parse(body)?)
        }
        "AdminListUserAuthEvents" => {
            |call, body| auth_events::admin_list_user_auth_events(call, parse(body)?)
        }
        "AdminUpdateAuthEventFeedback" => {
            |call, body| auth_events::admin_update_auth_event_feedback(call, parse(body)?)
        }
        "AdminGetDevice" => |call, body| devices::admin_get_device(call, parse(body)?),
        "AdminListDevices" => |call, body| devices::admin_list_devices(call, parse(body)?),
        "AdminForgetDevice" => |call, body| devices::admin_forget_device(call, parse(body)?),
        "AdminUpdateDeviceStatus" => |call, body| devices::admin_update_device_status(call, parse(body)?),
        "AdminListUserSessions" => |call, body| sessions::admin_list_user_sessions(call, parse(body)?),
        "AdminRevokeUserSession" => |call, body| sessions::admin_revoke_user_session(call, parse(body)?),
        "AdminLinkProviderForUser" => {
            |call, body| providers::admin_link_provider_for_user(call, parse(body)?)
        }
        "AdminDisableProviderForUser" => {
            |call, body| providers::admin_disable_provider_for_user(call, parse(body)?)
        }
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

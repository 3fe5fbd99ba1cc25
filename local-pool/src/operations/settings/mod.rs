//! The operations on user pools and their clients. Set-up scripts use them.

mod clients;
pub(crate) mod user_pools;

use crate::operations::shared::request::{Operation, parse};

/// The operation of this name.
pub(crate) fn operation(name: &str) -> Option<Operation> {
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

        _ => return None,
    };
    Some(operation)
}

//! The operations on user pools, and on their clients, domains, resource servers and identity providers. Set-up scripts
//! use them.

mod certificates;
mod client_secrets;
pub(crate) mod clients;
mod custom_attributes;
mod defaults;
mod domains;
mod identity_providers;
mod import_jobs;
pub(crate) mod mfa;
mod records;
mod resource_servers;
mod session_configuration;
mod tags;
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
        "SetUserPoolMfaConfig" => |call, body| mfa::set_user_pool_mfa_config(call, parse(body)?),
        "GetUserPoolMfaConfig" => |call, body| mfa::get_user_pool_mfa_config(call, parse(body)?),

        "AddCustomAttributes" => |call, body| custom_attributes::add_custom_attributes(call, parse(body)?),
        "TagResource" => |call, body| tags::tag_resource(call, parse(body)?),
        "UntagResource" => |call, body| tags::untag_resource(call, parse(body)?),
        "ListTagsForResource" => |call, body| tags::list_tags_for_resource(call, parse(body)?),

        "CreateUserPoolClient" => |call, body| clients::create_user_pool_client(call, parse(body)?),
        "DescribeUserPoolClient" => |call, body| clients::describe_user_pool_client(call, parse(body)?),
        "UpdateUserPoolClient" => |call, body| clients::update_user_pool_client(call, parse(body)?),
        "DeleteUserPoolClient" => |call, body| clients::delete_user_pool_client(call, parse(body)?),
        "ListUserPoolClients" => |call, body| clients::list_user_pool_clients(call, parse(body)?),

        "AddUserPoolClientSecret" => {
            |call, body| client_secrets::add_user_pool_client_secret(call, parse(body)?)
        }
        "ListUserPoolClientSecrets" => {
            |call, body| client_secrets::list_user_pool_client_secrets(call, parse(body)?)
        }
        "DeleteUserPoolClientSecret" => {
            |call, body| client_secrets::delete_user_pool_client_secret(call, parse(body)?)
        }

        "CreateUserPoolDomain" => |call, body| domains::create_user_pool_domain(call, parse(body)?),
        "DescribeUserPoolDomain" => |call, body| domains::describe_user_pool_domain(call, parse(body)?),
        "UpdateUserPoolDomain" => |call, body| domains::update_user_pool_domain(call, parse(body)?),
        "DeleteUserPoolDomain" => |call, body| domains::delete_user_pool_domain(call, parse(body)?),

        "CreateResourceServer" => |call, body| resource_servers::create_resource_server(call, parse(body)?),
        "DescribeResourceServer" => {
            |call, body| resource_servers::describe_resource_server(call, parse(body)?)
        }
        "UpdateResourceServer" => |call, body| resource_servers::update_resource_server(call, parse(body)?),
        "DeleteResourceServer" => |call, body| resource_servers::delete_resource_server(call, parse(body)?),
        "ListResourceServers" => |call, body| resource_servers::list_resource_servers(call, parse(body)?),

        "CreateIdentityProvider" => {
            |call, body| identity_providers::create_identity_provider(call, parse(body)?)
        }
        "DescribeIdentityProvider" => {
            |call, body| identity_providers::describe_identity_provider(call, parse(body)?)
        }
        "UpdateIdentityProvider" => {
            |call, body| identity_providers::update_identity_provider(call, parse(body)?)
        }
        "DeleteIdentityProvider" => {
            |call, body| identity_providers::delete_identity_provider(call, parse(body)?)
        }
        "ListIdentityProviders" => {
            |call, body| identity_providers::list_identity_providers(call, parse(body)?)
        }
        "GetIdentityProviderByIdentifier" => {
            |call, body| identity_providers::get_identity_provider_by_identifier(call, parse(body)?)
        }

        "GetSigningCertificate" => |call, body| certificates::get_signing_certificate(call, parse(body)?),

        "GetCSVHeader" => |call, body| import_jobs::get_csv_header(call, parse(body)?),
        "CreateUserImportJob" => |call, body| import_jobs::create_user_import_job(call, parse(body)?),
        "DescribeUserImportJob" => |call, body| import_jobs::describe_user_import_job(call, parse(body)?),
        "ListUserImportJobs" => |call, body| import_jobs::list_user_import_jobs(call, parse(body)?),
        "StartUserImportJob" => |call, body| import_jobs::start_user_import_job(call, parse(body)?),
        "StopUserImportJob" => |call, body| import_jobs::stop_user_import_job(call, parse(body)?),

        "SetUserPoolSessionConfiguration" => {
            |call, body| session_configuration::set_user_pool_session_configuration(call, parse(body)?)
        }
        "GetUserPoolSessionConfiguration" => {
            |call, body| session_configuration::get_user_pool_session_configuration(call, parse(body)?)
        }
        "SetUserPoolClientSessionConfiguration" => {
            |call, body| session_configuration::set_user_pool_client_session_configuration(call, parse(body)?)
        }
        "GetUserPoolClientSessionConfiguration" => {
            |call, body| session_configuration::get_user_pool_client_session_configuration(call, parse(body)?)
        }

        _ => return records::operation(name),
    };
    Some(operation)
}

/// Whether an operation is about what a pool only keeps.
#[cfg(test)]
pub(super) fn is_of_records(name: &str) -> bool {
    records::operation(name).is_some()
}

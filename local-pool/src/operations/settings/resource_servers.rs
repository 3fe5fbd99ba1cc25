//! Resource servers, and the scopes that they define.

use crate::errors::CognitoError;
use crate::operations::shared::paging::page;
use crate::pool::UserPool;
use crate::pool::resource_servers::ResourceServer;
use crate::service::Call;
use serde::Deserialize;
use serde_json::{Value, json};

/// The largest page of ListResourceServers.
const LARGEST_PAGE: usize = 50;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ResourceServerSettings {
    user_pool_id: String,
    #[serde(flatten)]
    server: ResourceServer,
}

pub(crate) fn create_resource_server(
    call: &mut Call<'_>,
    request: ResourceServerSettings,
) -> Result<Value, CognitoError> {
    let pool = call.world.pool(&request.user_pool_id)?;
    let identifier = request.server.identifier.clone();
    if pool.resource_servers.contains_key(&identifier) {
        let text = format!("{identifier} already exists in user pool {}.", pool.id);
        return Err(CognitoError::invalid_parameter(text));
    }
    let answer = answer(&pool.id, &request.server);
    pool.resource_servers.insert(identifier, request.server);
    Ok(answer)
}

fn describe(pool_id: &str, server: &ResourceServer) -> Value {
    let mut described = json!(server);
    described["UserPoolId"] = json!(pool_id);
    described
}

fn answer(pool_id: &str, server: &ResourceServer) -> Value {
    json!({ "ResourceServer": describe(pool_id, server) })
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct OneServer {
    user_pool_id: String,
    identifier: String,
}

pub(crate) fn describe_resource_server(
    call: &mut Call<'_>,
    request: OneServer,
) -> Result<Value, CognitoError> {
    let pool = call.world.pool(&request.user_pool_id)?;
    let id = pool.id.clone();
    Ok(answer(&id, held(pool, &request.identifier)?))
}

fn held<'p>(pool: &'p mut UserPool, identifier: &str) -> Result<&'p mut ResourceServer, CognitoError> {
    let unknown = || {
        CognitoError::new(
            "ResourceNotFoundException",
            format!("Resource server {identifier} does not exist."),
        )
    };
    pool.resource_servers.get_mut(identifier).ok_or_else(unknown)
}

/// Replaces the name and the scopes. As at AWS, scopes that are left out are removed.
pub(crate) fn update_resource_server(
    call: &mut Call<'_>,
    request: ResourceServerSettings,
) -> Result<Value, CognitoError> {
    let pool = call.world.pool(&request.user_pool_id)?;
    let answer = answer(&pool.id, &request.server);
    let held = held(pool, &request.server.identifier)?;
    *held = request.server;
    Ok(answer)
}

pub(crate) fn delete_resource_server(call: &mut Call<'_>, request: OneServer) -> Result<Value, CognitoError> {
    let pool = call.world.pool(&request.user_pool_id)?;
    held(pool, &request.identifier)?;
    pool.resource_servers.remove(&request.identifier);
    Ok(json!({}))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListResourceServers {
    user_pool_id: String,
    max_results: Option<usize>,
    next_token: Option<String>,
}

pub(crate) fn list_resource_servers(
    call: &mut Call<'_>,
    request: ListResourceServers,
) -> Result<Value, CognitoError> {
    let pool = call.world.pool(&request.user_pool_id)?;
    let limit = request.max_results.unwrap_or(LARGEST_PAGE);
    let (all, token) = (pool.resource_servers.values(), request.next_token.as_deref());
    let (page, last) = page(all, |server: &ResourceServer| &server.identifier, limit, token)?;
    let servers: Vec<Value> = page.into_iter().map(|server| describe(&pool.id, server)).collect();
    let mut answer = json!({ "ResourceServers": servers });
    if let Some(last) = last {
        answer["NextToken"] = json!(last);
    }
    Ok(answer)
}

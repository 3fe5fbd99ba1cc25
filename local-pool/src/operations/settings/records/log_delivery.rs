//! Where a pool's logs go. The local pool writes none.

use crate::errors::CognitoError;
use crate::pool::UserPool;
use crate::pool::records::log_delivery::LogConfiguration;
use crate::service::Call;
use serde::Deserialize;
use serde_json::{Value, json};

fn answer(pool: &UserPool) -> Value {
    let configurations = &pool.records.log_configurations;
    json!({ "LogDeliveryConfiguration": { "UserPoolId": pool.id, "LogConfigurations": configurations } })
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct SetLogDeliveryConfiguration {
    user_pool_id: String,
    log_configurations: Vec<LogConfiguration>,
}

pub(super) fn set(call: &mut Call<'_>, request: SetLogDeliveryConfiguration) -> Result<Value, CognitoError> {
    let pool = call.world.pool(&request.user_pool_id)?;
    pool.records.log_configurations = request.log_configurations;
    Ok(answer(pool))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct GetLogDeliveryConfiguration {
    user_pool_id: String,
}

pub(super) fn get(call: &mut Call<'_>, request: GetLogDeliveryConfiguration) -> Result<Value, CognitoError> {
    Ok(answer(call.world.pool(&request.user_pool_id)?))
}

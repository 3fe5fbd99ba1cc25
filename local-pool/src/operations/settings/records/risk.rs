//! The risk configuration of a pool, or of one of its clients.

use crate::errors::CognitoError;
use crate::pool::records::risk::{RiskConfiguration, RiskRecord};
use crate::service::Call;
use serde::Deserialize;
use serde_json::{Value, json};

/// A pool, or one of its clients.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Scope {
    user_pool_id: String,
    client_id: Option<String>,
}

impl Scope {
    fn check(&self, call: &mut Call<'_>) -> Result<(), CognitoError> {
        match &self.client_id {
            Some(client_id) => call.world.client_of(&self.user_pool_id, client_id).map(drop),
            None => call.world.pool(&self.user_pool_id).map(drop),
        }
    }

    /// The key among the pool's records.
    fn key(&self) -> String {
        self.client_id.clone().unwrap_or_default()
    }

    fn answer(&self, record: Option<&RiskRecord>) -> Value {
        let mut described = record.map_or_else(|| json!({}), |record| json!(record.configuration));
        described["UserPoolId"] = json!(self.user_pool_id);
        if let Some(client_id) = &self.client_id {
            described["ClientId"] = json!(client_id);
        }
        if let Some(record) = record {
            described["LastModifiedDate"] = json!(record.modified.date());
        }
        json!({ "RiskConfiguration": described })
    }
}

#[derive(Deserialize)]
pub(super) struct SetRiskConfiguration {
    #[serde(flatten)]
    scope: Scope,
    #[serde(flatten)]
    configuration: RiskConfiguration,
}

/// Replaces a configuration. A request that sets nothing removes it.
pub(super) fn set(call: &mut Call<'_>, request: SetRiskConfiguration) -> Result<Value, CognitoError> {
    let now = call.now;
    let SetRiskConfiguration { scope, configuration } = request;
    scope.check(call)?;
    let records = &mut call.world.pool(&scope.user_pool_id)?.records.risk_configurations;
    if configuration.is_empty() {
        records.remove(&scope.key());
        return Ok(scope.answer(None));
    }
    records.insert(scope.key(), RiskRecord { configuration, modified: now });
    Ok(scope.answer(records.get(&scope.key())))
}

pub(super) fn describe(call: &mut Call<'_>, scope: Scope) -> Result<Value, CognitoError> {
    scope.check(call)?;
    let records = &call.world.pool(&scope.user_pool_id)?.records.risk_configurations;
    Ok(scope.answer(records.get(&scope.key())))
}

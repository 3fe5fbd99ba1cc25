//! The move from the former library, which the app used before.

use std::sync::Arc;

use cognito_auth_core::MoveReport;

use super::AuthBridge;
use crate::error::AuthError;
use crate::runtime::{CallHandle, run};

#[uniffi::export]
impl AuthBridge {
    #[uniffi::method(default(call = None))]
    pub async fn move_report(&self, call: Option<Arc<CallHandle>>) -> Result<Option<MoveReport>, AuthError> {
        let auth = self.auth.clone();
        run(call, async move { auth.move_report().await }).await
    }

    #[uniffi::method(default(call = None))]
    pub async fn finish_move(&self, call: Option<Arc<CallHandle>>) -> Result<(), AuthError> {
        let auth = self.auth.clone();
        run(call, async move { auth.finish_move().await }).await
    }
}

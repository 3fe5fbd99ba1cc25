//! A listener that records its events.

use std::sync::Mutex;
use std::time::Duration;

use cognito_auth_core::{AuthEvent, AuthEventListener};

/// A listener that keeps all events, in their order.
#[derive(Default)]
pub struct EventLog(Mutex<Vec<AuthEvent>>);

impl AuthEventListener for EventLog {
    fn on_event(&self, event: AuthEvent) {
        self.0.lock().unwrap().push(event);
    }
}

impl EventLog {
    pub fn heard(&self) -> Vec<AuthEvent> {
        self.0.lock().unwrap().clone()
    }

    /// Waits until there are `count` events, for ten seconds at most. Removes all events and gives them.
    pub async fn take(&self, count: usize) -> Vec<AuthEvent> {
        for _ in 0..1000 {
            if self.0.lock().unwrap().len() >= count {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

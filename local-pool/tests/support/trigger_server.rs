//! A server for triggers: a closure gets Cognito's event, and returns the response.

use super::Fixture;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::{Json, Router};
use cognito_local_pool::DEFAULT_USER_POOL_ID;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;

type Handler = dyn Fn(&Value) -> (u16, Value) + Send + Sync;

#[derive(Clone)]
pub struct TriggerServer {
    handler: Arc<Handler>,
    events: Arc<Mutex<Vec<Value>>>,
    paths: Arc<Mutex<Vec<String>>>,
    pub address: Arc<str>,
}

impl TriggerServer {
    /// Serves triggers. `fill_in` makes the `response` of an event.
    pub async fn start(fill_in: impl Fn(&Value) -> Value + Send + Sync + 'static) -> Self {
        Self::answering(move |event| {
            let mut event = event.clone();
            event["response"] = fill_in(&event);
            (200, event)
        })
        .await
    }

    /// Serves triggers. `handler` makes the status and the body of a response from the event.
    pub async fn answering(handler: impl Fn(&Value) -> (u16, Value) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/", listener.local_addr().unwrap());
        let (handler, address) = (Arc::new(handler), Arc::from(address));
        let server = Self { handler, events: Arc::default(), paths: Arc::default(), address };
        let router = Router::new().fallback(serve).with_state(server.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        server
    }

    /// The events so far, oldest first.
    pub fn events(&self) -> Vec<Value> {
        self.events.lock().unwrap().clone()
    }

    /// The paths that the pool posted to, oldest first.
    pub fn paths(&self) -> Vec<String> {
        self.paths.lock().unwrap().clone()
    }

    /// The events with one trigger source.
    pub fn events_of(&self, source: &str) -> Vec<Value> {
        self.events().into_iter().filter(|event| event["triggerSource"] == source).collect()
    }

    /// The trigger sources of the events, oldest first.
    pub fn sources(&self) -> Vec<String> {
        self.events().iter().map(|event| event["triggerSource"].as_str().unwrap().to_owned()).collect()
    }

    /// Makes the default pool call this server for the triggers that have these names.
    pub async fn serve_pool(&self, pool: &Fixture, triggers: &[&str]) {
        let addresses: serde_json::Map<String, Value> =
            triggers.iter().map(|name| ((*name).to_owned(), json!(&*self.address))).collect();
        configure(pool, Value::Object(addresses)).await;
    }
}

/// Sets LambdaConfig of the default pool.
pub async fn configure(pool: &Fixture, lambda_config: Value) {
    let settings = json!({
        "UserPoolId": DEFAULT_USER_POOL_ID, "MfaConfiguration": "OPTIONAL", "LambdaConfig": lambda_config,
        "AutoVerifiedAttributes": ["email", "phone_number"],
    });
    pool.ok("UpdateUserPool", settings).await;
}

async fn serve(
    State(server): State<TriggerServer>,
    uri: Uri,
    Json(event): Json<Value>,
) -> (StatusCode, Json<Value>) {
    server.paths.lock().unwrap().push(uri.path().to_owned());
    server.events.lock().unwrap().push(event.clone());
    let (status, answer) = tokio::task::spawn_blocking(move || (server.handler)(&event)).await.unwrap();
    (StatusCode::from_u16(status).unwrap(), Json(answer))
}

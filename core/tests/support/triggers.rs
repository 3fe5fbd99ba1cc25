//! A server that plays the Lambda functions of the pool's triggers.

use std::sync::Arc;

use axum::extract::State;
use axum::routing::post;
use axum::{Json, Router};
use serde_json::Value;

type FillIn = Arc<dyn Fn(&Value) -> Value + Send + Sync>;

pub struct TriggerServer {
    /// The address to put into a pool's LambdaConfig.
    pub address: String,
}

impl TriggerServer {
    /// Starts a server. `fill_in` takes a trigger's event, and gives the event's `response`.
    pub async fn start(fill_in: impl Fn(&Value) -> Value + Send + Sync + 'static) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/", listener.local_addr().unwrap());
        let fill_in: FillIn = Arc::new(fill_in);
        let router = Router::new().route("/", post(serve)).with_state(fill_in);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { address }
    }
}

async fn serve(State(fill_in): State<FillIn>, Json(mut event): Json<Value>) -> Json<Value> {
    event["response"] = fill_in(&event);
    Json(event)
}

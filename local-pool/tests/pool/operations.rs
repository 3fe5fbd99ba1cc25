//! Every operation of Cognito's user pool API is known to the pool. `operations.txt` lists them; a test of
//! `clients/test_set_up.py` compares the list with botocore's.

#![allow(clippy::unwrap_used, reason = "a test helper panics on purpose")]

use crate::support::{Fixture, refusal};
use serde_json::json;

#[tokio::test]
async fn every_operation_is_either_served_or_refused_by_its_name() {
    let fixture = Fixture::start().await;
    let names: Vec<&str> = include_str!("../operations.txt").lines().collect();
    assert!(names.len() > 100 && names.is_sorted());
    let mut unsupported = Vec::new();
    for name in names {
        let answer = fixture.operation(name, &json!({})).await.unwrap();
        match answer.error_type.as_deref() {
            Some("UnsupportedOperationException") => {
                let text = format!("The operation {name} is not supported by the local pool.");
                assert_eq!(answer.json()["message"], text);
                unsupported.push(name);
            }
            // A request without members lacks one that the operation needs, or succeeds.
            Some(kind) => assert!(kind == "InvalidParameterException", "{name}: {}", answer.text),
            None => assert_eq!(answer.status, 200, "{name}: {}", answer.text),
        }
    }
    assert!(unsupported.contains(&"CreateUserPoolReplica") && unsupported.len() < 30, "{unsupported:?}");
    let unknown = fixture.refused("CreateUserPoolWithLove", json!({})).await;
    let text = "Cognito has no operation of this name.";
    assert_eq!(unknown, refusal("UnknownOperationException", text));
}

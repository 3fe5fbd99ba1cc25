//! Compares the requests of both implementations.

use crate::pair::{Pair, configuration};
use crate::requests::requests;

#[tokio::test]
async fn both_clients_send_the_same_requests() {
    let pair = Pair::of(&configuration());
    let mut differences = Vec::new();
    for request in requests() {
        differences.extend(pair.difference_of_request(request).await);
    }
    println!("{} requests compared", requests().len());
    let few: Vec<_> = differences.iter().take(20).map(String::as_str).collect();
    assert!(few.is_empty(), "{} differ, among them:\n{}", differences.len(), few.join("\n"));
}

//! The addresses that requests go to.

use cognito_auth_core::AuthConfiguration;
use cognito_auth_core::service::Request;

use crate::model::model;
use crate::pair::{Observed, Pair, configuration};
use crate::requests::one_of_each;

/// Describes each region, real or made up, in which one of the two clients calls an unexpected address.
pub(crate) async fn wrong_addresses(pair: fn(&AuthConfiguration) -> Pair) -> Vec<String> {
    let request = one_of_each()[0];
    let mut wrong = Vec::new();
    for partition in model().partitions.values() {
        for region in partition.regions.iter().chain(&partition.made_up) {
            let configuration = AuthConfiguration::new(region, format!("{region}_Example"), "client");
            let expected = format!("https://{}.{region}.{}/", model().host, partition.domain);
            wrong.extend(wrong_address(&pair(&configuration), request, &expected).await);
        }
    }
    wrong
}

async fn wrong_address(pair: &Pair, request: &Request, expected: &str) -> Option<String> {
    let url = |observed: Observed| observed.sent.map_or_else(|| "nothing".to_owned(), |sent| sent.url);
    let (ours, aws) = (url(pair.ours.ask(request, None).await), url(pair.aws.ask(request, None).await));
    (ours != expected || aws != expected).then(|| format!("{expected}: ours {ours}, aws {aws}"))
}

#[tokio::test]
async fn both_clients_call_the_same_address_in_every_region() {
    let wrong = wrong_addresses(Pair::of).await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let regions = model().partitions.values().map(|it| it.regions.len() + it.made_up.len());
    println!("{} regions in {} partitions", regions.sum::<usize>(), model().partitions.len());
}

#[tokio::test]
async fn both_clients_call_the_address_of_the_configuration() {
    for (endpoint, expected) in [
        ("http://127.0.0.1:9229", "http://127.0.0.1:9229/"),
        ("http://127.0.0.1:9229/", "http://127.0.0.1:9229/"),
        ("http://[::1]:9229", "http://[::1]:9229/"),
        ("https://cognito.example.com", "https://cognito.example.com/"),
        ("https://cognito.example.com/base", "https://cognito.example.com/base/"),
        ("https://cognito.example.com/base/", "https://cognito.example.com/base/"),
        ("https://cognito.example.com:8443/a/b%20c", "https://cognito.example.com:8443/a/b%20c/"),
    ] {
        let mut configuration = configuration();
        configuration.user_pool.endpoint = Some(endpoint.to_owned());
        let wrong = wrong_address(&Pair::of(&configuration), one_of_each()[0], expected).await;
        assert_eq!(wrong, None, "{endpoint}");
    }
}

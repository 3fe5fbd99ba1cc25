//! The sign-out of the browser: the address that removes the cookie of the pool's domain.

use url::form_urlencoded::Serializer;

use super::authorize::percent_encoded_spaces;

/// The address of Cognito's `/logout`. The browser comes back to `logout_uri`.
pub(crate) fn logout_url(domain: &str, client_id: &str, logout_uri: &str) -> String {
    let query = Serializer::new(String::new())
        .append_pair("client_id", client_id)
        .append_pair("logout_uri", logout_uri)
        .finish();
    format!("{domain}/logout?{}", percent_encoded_spaces(&query))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_names_the_client_and_the_way_back() {
        assert_eq!(
            logout_url("https://auth.example.com", "the-client", "myapp://signed out/"),
            "https://auth.example.com/logout?client_id=the-client&logout_uri=myapp%3A%2F%2Fsigned%20out%2F"
        );
    }
}

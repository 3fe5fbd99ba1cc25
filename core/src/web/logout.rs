//! The sign-out of the browser: the address that removes the cookie of the pool's domain.

use super::form::Form;
use crate::secret::Secret;

/// The address of Cognito's `/logout`. The browser comes back to `logout_uri`.
pub(crate) fn logout_url(domain: &str, client_id: &str, logout_uri: &str) -> Secret {
    let mut form = Form::after(&format!("{domain}/logout?"));
    form.add("client_id", client_id);
    form.add("logout_uri", logout_uri);
    form.into_secret()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_logout_address_has_the_client_id_and_the_logout_uri() {
        assert_eq!(
            logout_url("https://auth.example.com", "the-client", "myapp://signed out/").expose(),
            "https://auth.example.com/logout?client_id=the-client&logout_uri=myapp%3A%2F%2Fsigned%20out%2F"
        );
    }
}

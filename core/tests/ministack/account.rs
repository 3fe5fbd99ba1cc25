//! The signed-in user: attributes and deletion.

use cognito_auth_core::{AuthErrorCode, AuthUserAttribute, AuthUserAttributeKey};

use crate::server::{Client, PASSWORD_FLOWS, Person};
use crate::support::options::error_code;

with_and_without_secret! {
    attributes_are_fetched_and_changed,
    a_deleted_user_is_deleted_on_the_device_and_at_the_service,
}

impl Person {
    /// The values of attributes at the service.
    async fn attributes<const N: usize>(&self, keys: [AuthUserAttributeKey; N]) -> [Option<String>; N] {
        let attributes = self.auth.fetch_user_attributes().await.unwrap();
        keys.map(|key| {
            attributes.iter().find(|it| it.key == key).map(|found| found.value.expose().to_owned())
        })
    }
}

async fn attributes_are_fetched_and_changed(client: Client) {
    let ann = Person::new("attributes", client).signed_in().await;
    let user_id = ann.auth.get_current_user().await.unwrap().user_id;
    let department = || AuthUserAttributeKey::Custom("department".into());
    let keys =
        || [AuthUserAttributeKey::Sub, AuthUserAttributeKey::Email, AuthUserAttributeKey::Name, department()];
    let before = [Some(user_id.clone()), Some(format!("{}@example.com", ann.username)), None, None];
    assert_eq!(ann.attributes(keys()).await, before);

    let changes = vec![
        AuthUserAttribute::new(AuthUserAttributeKey::Name, "Ann"),
        AuthUserAttribute::new(AuthUserAttributeKey::Email, "new@example.com"),
    ];
    let results = ann.auth.update_user_attributes(changes, Default::default()).await.unwrap();
    let changed: Vec<_> = results.iter().map(|result| (&result.attribute_key, result.is_updated())).collect();
    assert_eq!(changed, [(&AuthUserAttributeKey::Name, true), (&AuthUserAttributeKey::Email, true)]);
    let one = AuthUserAttribute::new(department(), "sales");
    assert!(ann.auth.update_user_attribute(one, Default::default()).await.unwrap().is_updated());

    let after = [Some(user_id), Some("new@example.com".into()), Some("Ann".into()), Some("sales".into())];
    assert_eq!(ann.attributes(keys()).await, after);
}

async fn a_deleted_user_is_deleted_on_the_device_and_at_the_service(client: Client) {
    let ann = Person::new("deleted", client).signed_in().await;
    let thief = ann.thief();
    thief.refresh().await.unwrap();
    ann.auth.delete_user().await.unwrap();
    assert_eq!(error_code(ann.auth.get_current_user().await), AuthErrorCode::NotSignedIn);
    assert_eq!(error_code(thief.refresh().await), AuthErrorCode::SessionExpired);
    for flow in PASSWORD_FLOWS {
        assert_eq!(error_code(ann.sign_in(flow).await), AuthErrorCode::UserNotFound);
    }
}

//! `Debug` of types that hold personal data. It shows the keys of maps, and no value that a user wrote.

use std::collections::BTreeMap;
use std::fmt;

/// Shows the keys of a map, without the values.
pub(crate) struct Names<'a, Value>(pub(crate) &'a BTreeMap<String, Value>);

impl<Value> fmt::Debug for Names<'_, Value> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.0.keys()).finish()
    }
}

/// Implements `Debug` for structs. It shows the members in the first braces. A member in the braces after `names` is a
/// map: `Debug` shows its keys only. It shows no other member.
macro_rules! redacted_debug {
    ($($type:ident { $($shown:ident),* } $(names { $($named:ident),+ })?;)+) => {$(
        impl std::fmt::Debug for $type {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter
                    .debug_struct(stringify!($type))
                    $(.field(stringify!($shown), &self.$shown))*
                    $($(.field(stringify!($named), &$crate::redacted::Names(&self.$named)))+)?
                    .finish_non_exhaustive()
            }
        }
    )+};
}
pub(crate) use redacted_debug;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::challenge::ChallengeKind;
    use crate::config::AuthConfiguration;
    use crate::model::{
        AuthCodeDeliveryDetails, AuthDevice, AuthSignInResult, AuthSignInStep, AuthUserAttribute,
        AuthUserAttributeKey, ConfirmResetPasswordOptions, ConfirmSignInOptions, ConfirmSignUpOptions,
        DeliveryMedium, FetchAuthSessionOptions, ResendSignUpCodeOptions, ResetPasswordOptions,
        SendUserAttributeVerificationCodeOptions, SignInOptions, SignUpOptions, TotpSetupDetails,
        UpdateUserAttributesOptions, UserContextData, VerifyTotpSetupOptions,
    };

    const PERSONAL: &str = "ann@example.com";

    fn data() -> BTreeMap<String, String> {
        [("the_name".to_owned(), PERSONAL.to_owned())].into()
    }

    fn context_data() -> Option<UserContextData> {
        Some(UserContextData { encoded_data: PERSONAL.into(), ip_address: Some(PERSONAL.to_owned()) })
    }

    fn assert_shows_the_name_alone(value: &dyn fmt::Debug) {
        for shown in [format!("{value:?}"), format!("{value:#?}")] {
            assert!(shown.contains("the_name") && !shown.contains(PERSONAL), "{shown}");
        }
    }

    #[test]
    fn a_step_shows_the_names_of_the_additional_information() {
        let (additional_info, required_attributes) = (data(), vec![AuthUserAttributeKey::GivenName]);
        let delivery_details = AuthCodeDeliveryDetails {
            medium: DeliveryMedium::Sms,
            destination: "+*******1234".to_owned(),
            attribute_key: None,
        };
        for next_step in [
            AuthSignInStep::ConfirmSignInWithSmsMfaCode { delivery_details, additional_info: data() },
            AuthSignInStep::ConfirmSignInWithCustomChallenge { additional_info: data() },
            AuthSignInStep::ConfirmSignInWithNewPassword { additional_info, required_attributes },
            AuthSignInStep::ResetPassword { additional_info: data() },
            AuthSignInStep::ConfirmSignUp { additional_info: data() },
        ] {
            assert_shows_the_name_alone(&next_step);
            assert_shows_the_name_alone(&AuthSignInResult { next_step });
        }
        let step = AuthSignInStep::ConfirmSignInWithCustomChallenge { additional_info: data() };
        let expected = r#"ConfirmSignInWithCustomChallenge { additional_info: {"the_name"} }"#;
        assert_eq!(format!("{step:?}"), expected);
        assert_eq!(format!("{:?}", AuthSignInStep::Done), "Done");
    }

    #[test]
    fn a_step_shows_its_name_and_what_is_not_personal() {
        let details = TotpSetupDetails { shared_secret: PERSONAL.into(), username: PERSONAL.to_owned() };
        let shown = format!("{:?}", AuthSignInStep::ContinueSignInWithTotpSetup { details });
        let expected = "TotpSetupDetails { shared_secret: [redacted], .. }";
        assert_eq!(shown, format!("ContinueSignInWithTotpSetup {{ details: {expected} }}"));
    }

    #[test]
    fn an_open_challenge_shows_the_names_of_its_parameters() {
        let required_attributes = Vec::new();
        assert_shows_the_name_alone(&ChallengeKind::NewPassword { required_attributes, parameters: data() });
        assert_shows_the_name_alone(&ChallengeKind::Custom { parameters: data() });
    }

    #[test]
    #[allow(clippy::needless_update, reason = "some options have no other members")]
    fn options_show_the_names_and_no_values_of_personal_members() {
        let (client_metadata, user_context_data) = (data(), context_data());
        let user_attributes = vec![AuthUserAttribute::new(AuthUserAttributeKey::Email, PERSONAL)];
        let friendly_device_name = Some(PERSONAL.to_owned());
        macro_rules! options {
            ($($type:ident { $($member:ident),* },)+) => {[$(
                format!("{:?}", $type { $($member: $member.clone(),)* ..Default::default() }),
            )+]};
        }
        let validation_data = data();
        let all = options! {
            SignUpOptions { user_attributes, validation_data, client_metadata, user_context_data },
            ConfirmSignUpOptions { client_metadata, user_context_data },
            ResendSignUpCodeOptions { client_metadata, user_context_data },
            SignInOptions { client_metadata, user_context_data },
            ConfirmSignInOptions { user_attributes, friendly_device_name, client_metadata, user_context_data },
            ResetPasswordOptions { client_metadata, user_context_data },
            ConfirmResetPasswordOptions { client_metadata, user_context_data },
        };
        let more = [
            format!("{:?}", FetchAuthSessionOptions { client_metadata: data(), ..Default::default() }),
            format!("{:?}", UpdateUserAttributesOptions { client_metadata: data() }),
            format!("{:?}", SendUserAttributeVerificationCodeOptions { client_metadata: data() }),
        ];
        for shown in all.iter().chain(&more) {
            assert!(shown.contains("the_name") && !shown.contains(PERSONAL), "{shown}");
        }
        let options = VerifyTotpSetupOptions { friendly_device_name };
        assert_eq!(format!("{options:?}"), "VerifyTotpSetupOptions { .. }");
    }

    #[test]
    fn a_device_shows_the_names_of_its_attributes() {
        assert_shows_the_name_alone(&AuthDevice {
            id: "id".to_owned(),
            name: Some(PERSONAL.to_owned()),
            attributes: data(),
            created_at_milliseconds: None,
            last_authenticated_at_milliseconds: None,
            last_modified_at_milliseconds: None,
        });
        let mut configuration = AuthConfiguration::new("r", "r_p", "c");
        configuration.device_name = Some(PERSONAL.to_owned());
        assert!(!format!("{configuration:?}").contains(PERSONAL));
    }
}

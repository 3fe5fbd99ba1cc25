//! An authenticator app as second factor: set-up, sign-in, preference, switching off.

use cognito_auth_core::{AuthErrorCode, AuthSignInStep, MfaPreference, MfaType, UserMfaPreference};
use totp_rs::Totp;

use crate::server::{Client, PASSWORD_FLOWS, Person, WRONG_CODE};
use crate::support::options::error_code;
use crate::support::pool::{authenticator_app, other_than};

with_and_without_secret! {
    an_authenticator_app_is_set_up_and_asked_for_by_both_flows,
    an_authenticator_app_that_is_switched_off_is_not_asked_for,
    switching_one_second_factor_on_or_off_leaves_the_other_as_it_is,
    the_set_up_of_an_authenticator_app_cant_be_completed_before_it_is_started,
}

impl Person {
    /// Sets up an authenticator app, with a wrong code on the way.
    async fn set_up_app(&self) -> Totp {
        let details = self.auth.set_up_totp().await.unwrap();
        assert_eq!(details.username, self.username);
        let app = authenticator_app(details.shared_secret.expose());
        let right = app.generate_current().to_string();
        let wrong = self.auth.verify_totp_setup(other_than(&right).into(), Default::default()).await;
        assert_eq!(error_code(wrong), AuthErrorCode::EnableSoftwareTokenMfa);
        self.auth.verify_totp_setup(right.into(), Default::default()).await.unwrap();
        app
    }

    async fn prefer(&self, sms: Option<MfaPreference>, totp: Option<MfaPreference>) -> UserMfaPreference {
        self.auth.update_mfa_preference(sms, totp, None).await.unwrap();
        self.auth.fetch_mfa_preference().await.unwrap()
    }
}

async fn an_authenticator_app_is_set_up_and_asked_for_by_both_flows(client: Client) {
    let ann = Person::new("totp", client).signed_in().await;
    let app = ann.set_up_app().await;
    let preference = ann.prefer(None, Some(MfaPreference::Preferred)).await;
    assert_eq!((preference.enabled, preference.preferred), (vec![MfaType::Totp], Some(MfaType::Totp)));
    ann.sign_out().await;

    for flow in PASSWORD_FLOWS {
        assert_eq!(error_code(ann.sign_in_with("Wrong-pass-1", flow).await), AuthErrorCode::NotAuthorized);
        assert_eq!(ann.sign_in(flow).await, Ok(AuthSignInStep::ConfirmSignInWithTotpCode));
        let right = app.generate_current().to_string();
        assert_eq!(error_code(ann.answer(&other_than(&right)).await), AuthErrorCode::CodeMismatch);
        assert_eq!(ann.answer(&right).await, Ok(AuthSignInStep::Done));
        ann.refresh().await.unwrap();
        ann.sign_out().await;
    }
}

async fn an_authenticator_app_that_is_switched_off_is_not_asked_for(client: Client) {
    let ann = Person::new("totp-off", client).signed_in().await;
    ann.set_up_app().await;
    let preference = ann.prefer(None, Some(MfaPreference::Disabled)).await;
    assert_eq!(preference, UserMfaPreference::default());
    ann.sign_out().await;
    for flow in PASSWORD_FLOWS {
        assert_eq!(ann.sign_in(flow).await, Ok(AuthSignInStep::Done));
        ann.sign_out().await;
    }
}

async fn switching_one_second_factor_on_or_off_leaves_the_other_as_it_is(client: Client) {
    let ann = Person::new("preferring", client).signed_in().await;
    ann.set_up_app().await;
    let both = ann.prefer(Some(MfaPreference::Preferred), Some(MfaPreference::Enabled)).await;
    assert_eq!((both.enabled, both.preferred), (vec![MfaType::Totp, MfaType::Sms], Some(MfaType::Sms)));
    let turned = ann.prefer(None, Some(MfaPreference::Preferred)).await;
    assert_eq!(turned.preferred, Some(MfaType::Totp));
    let one = ann.prefer(Some(MfaPreference::Disabled), None).await;
    assert_eq!((one.enabled, one.preferred), (vec![MfaType::Totp], Some(MfaType::Totp)));
}

async fn the_set_up_of_an_authenticator_app_cant_be_completed_before_it_is_started(client: Client) {
    let ann = Person::new("totp-never", client).signed_in().await;
    let verified = ann.auth.verify_totp_setup(WRONG_CODE.into(), Default::default()).await;
    assert_eq!(error_code(verified), AuthErrorCode::EnableSoftwareTokenMfa);
}

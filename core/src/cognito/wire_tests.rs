//! A sign-in on the wire: its flows, what every challenge response carries, and the event for the service's response.

use super::*;
use crate::model::AuthFactorType;

const NOW: i64 = 1_795_373_100_000;

fn challenged(name: &str, parameters: &[(&str, &str)]) -> Event {
    let parameters = parameters.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
    let session = Some(Secret::new("session"));
    event(
        AuthenticationResponse::Challenge { name: name.into(), session, parameters, available: vec![] },
        NOW,
    )
}

#[test]
fn each_flow_begins_with_its_own_parameters() {
    let user_auth = |preferred_first_factor| AuthFlowType::UserAuth { preferred_first_factor };
    let srp_a = || Some(Credential::SrpA("abc".into()));
    let password = || Some(Credential::Password("Password123!".into()));
    let (srp, proved) = (("SRP_A", "abc"), ("PREFERRED_CHALLENGE", "PASSWORD_SRP"));
    type Values<'a> = &'a [(&'a str, &'a str)];
    let cases: [(AuthFlowType, Option<Credential>, &str, Values<'_>); 8] = [
        (AuthFlowType::UserSrp, srp_a(), "USER_SRP_AUTH", &[srp]),
        (AuthFlowType::UserPassword, password(), "USER_PASSWORD_AUTH", &[("PASSWORD", "Password123!")]),
        (AuthFlowType::CustomWithSrp, srp_a(), "CUSTOM_AUTH", &[srp, ("CHALLENGE_NAME", "SRP_A")]),
        (AuthFlowType::CustomWithoutSrp, None, "CUSTOM_AUTH", &[]),
        (user_auth(None), None, "USER_AUTH", &[]),
        (user_auth(Some(AuthFactorType::PasswordSrp)), srp_a(), "USER_AUTH", &[srp, proved]),
        (
            user_auth(Some(AuthFactorType::EmailOtp)),
            None,
            "USER_AUTH",
            &[("PREFERRED_CHALLENGE", "EMAIL_OTP")],
        ),
        (
            user_auth(Some(AuthFactorType::WebAuthn)),
            None,
            "USER_AUTH",
            &[("PREFERRED_CHALLENGE", "WEB_AUTHN")],
        ),
    ];
    for (flow, credential, name, values) in cases {
        let (username, context) = ("ann".to_owned(), RequestContext::default());
        let initiation = Initiation { username, flow, credential, session: None, context };
        let request = initiate_auth(initiation, Some("device"));
        assert_eq!((request.flow.as_str(), request.username.as_str()), (name, "ann"));
        let always = [("USERNAME", "ann"), ("DEVICE_KEY", "device")];
        let expected =
            always.iter().chain(values).map(|(name, value)| ((*name).into(), Secret::from(*value)));
        assert_eq!(request.parameters, expected.collect(), "{name}");
    }
}

#[test]
fn every_response_carries_the_pool_username_the_session_and_the_device_key() {
    let outgoing = OutgoingResponse {
        username: Username { typed: "ann@example.com".into(), pool_username: Some("ann".into()) },
        session: Some("session".into()),
        response: ChallengeResponse::totp_setup(),
        context: RequestContext::default(),
    };
    let request = respond_to_auth_challenge(outgoing, Some("device"));
    assert_eq!((request.challenge_name.as_str(), request.username.as_str()), ("MFA_SETUP", "ann"));
    assert_eq!(request.session.unwrap().expose(), "session");
    let expected = [("USERNAME", "ann"), ("DEVICE_KEY", "device")];
    assert_eq!(
        request.responses,
        expected.map(|(name, value)| (name.to_owned(), Secret::from(value))).into()
    );
}

#[test]
fn the_event_for_a_user_challenge_has_the_session_and_the_time_of_the_challenge() {
    let Event::Service(FromService::ChallengeReceived(received)) =
        challenged("SOFTWARE_TOKEN_MFA", &[("USER_ID_FOR_SRP", "ann")])
    else {
        panic!("expected a challenge")
    };
    assert_eq!(received.kind, ChallengeKind::TotpMfa);
    assert_eq!(received.session.unwrap().expose(), "session");
    assert_eq!((received.at_milliseconds, received.pool_username.as_deref()), (NOW, Some("ann")));
}

#[test]
fn an_unknown_challenge_fails_the_sign_in() {
    let Event::WorkFailed(error) = challenged("RIDDLE", &[]) else { panic!("expected a failure") };
    assert_eq!(error.code, AuthErrorCode::UnsupportedChallenge);
}

#[test]
fn a_device_challenge_and_a_passkey_challenge_have_events_of_their_own() {
    let event = challenged("DEVICE_SRP_AUTH", &[("USER_ID_FOR_SRP", "ann")]);
    let Event::Service(FromService::DeviceProofRequested { session, pool_username }) = event else {
        panic!("expected a device")
    };
    assert_eq!((session.unwrap().expose(), pool_username.as_deref()), ("session", Some("ann")));
    let options = [("CREDENTIAL_REQUEST_OPTIONS", "{}")];
    let Event::Service(FromService::PasskeyRequested(passkey)) = challenged("WEB_AUTHN", &options) else {
        panic!("expected a passkey")
    };
    assert_eq!(passkey.options_json, "{}");
}

#[test]
fn a_device_proves_itself_under_its_own_key() {
    let username = Username { typed: "ann@example.com".into(), pool_username: Some("ann".into()) };
    let proof = DeviceProof { username, session: Some("first".into()), context: RequestContext::default() };
    let begin = begin_device_proof(&proof, "device", "abc".into());
    assert_eq!((begin.challenge_name.as_str(), begin.username.as_str()), ("DEVICE_SRP_AUTH", "ann"));
    let values = [("USERNAME", "ann"), ("DEVICE_KEY", "device"), ("SRP_A", "abc")];
    let expected = values.map(|(name, value)| (name.to_owned(), Secret::from(value)));
    assert_eq!(begin.responses, expected.into());

    let answer = |name: &str| AuthenticationResponse::Challenge {
        name: name.into(),
        session: Some("second".into()),
        parameters: [("SALT", "1"), ("SRP_B", "2"), ("SECRET_BLOCK", "3")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into(),
        available: Vec::new(),
    };
    let verifier = device_challenge(answer("DEVICE_PASSWORD_VERIFIER")).unwrap();
    assert_eq!((verifier.salt.expose(), verifier.srp_b.expose()), ("1", "2"));
    let printed = format!("{verifier:?} {:?}", Credential::SrpA("a value of SRP".into()));
    assert!(!printed.contains("a value of SRP") && printed.contains("salt: [redacted], srp_b: [redacted]"));
    assert_eq!(device_challenge(answer("SMS_MFA")).unwrap_err(), AuthErrorCode::UnsupportedChallenge);

    let claim = PasswordClaim {
        secret_block: verifier.secret_block,
        signature: "signature".into(),
        timestamp: "now".into(),
        session: verifier.session,
    };
    let prove = prove_device(&proof, "device", claim);
    assert_eq!(prove.challenge_name, "DEVICE_PASSWORD_VERIFIER");
    assert_eq!(prove.session.unwrap().expose(), "second");
    assert_eq!(prove.responses["DEVICE_KEY"].expose(), "device");
    assert_eq!(prove.responses["PASSWORD_CLAIM_SIGNATURE"].expose(), "signature");
}

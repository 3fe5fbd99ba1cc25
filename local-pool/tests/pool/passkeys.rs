//! Passkeys: a signed-in user registers, lists and deletes them, and signs in with them.

#![allow(clippy::unwrap_used, reason = "a test helper panics on purpose")]

use crate::support::authenticator::{Authenticator, base64url};
use crate::support::{Fixture, response_to};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cognito_local_pool::{DEFAULT_CLIENT_ID, DEFAULT_CLIENT_WITH_SECRET_ID, DEFAULT_USER_POOL_ID};
use serde_json::{Value, json};

async fn start(pool: &Fixture, token: &Value) -> Value {
    let request = json!({ "AccessToken": token });
    pool.ok("StartWebAuthnRegistration", request).await["CredentialCreationOptions"].take()
}

fn complete(token: &Value, credential: Value) -> Value {
    json!({ "AccessToken": token, "Credential": credential })
}

async fn register(pool: &Fixture, token: &Value, device: &Authenticator) {
    let options = start(pool, token).await;
    pool.ok("CompleteWebAuthnRegistration", complete(token, device.register(&options))).await;
}

async fn list(pool: &Fixture, token: &Value) -> Vec<Value> {
    let listed = pool.ok("ListWebAuthnCredentials", json!({ "AccessToken": token })).await;
    listed["Credentials"].as_array().unwrap().clone()
}

/// Registers a passkey of this device. The registration must fail. Returns the exception.
async fn refused(pool: &Fixture, token: &Value, device: &Authenticator) -> String {
    let options = start(pool, token).await;
    pool.refused("CompleteWebAuthnRegistration", complete(token, device.register(&options))).await.0
}

async fn configure(pool: &Fixture, web_authn: Value) {
    let request = json!({
        "UserPoolId": DEFAULT_USER_POOL_ID, "MfaConfiguration": "OFF", "WebAuthnConfiguration": web_authn,
    });
    pool.ok("SetUserPoolMfaConfig", request).await;
}

#[tokio::test]
async fn a_passkey_is_registered_listed_and_deleted() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    let token = pool.access_token("alice").await;
    let options = start(&pool, &token).await;
    assert_eq!(options["rp"]["id"], "localhost");
    assert_eq!(options["user"]["name"], "alice");
    // -7 is the COSE algorithm ES256, and -257 is RS256.
    assert_eq!(options["pubKeyCredParams"][0], json!({ "type": "public-key", "alg": -7 }));
    assert_eq!(options["pubKeyCredParams"][1]["alg"], -257);
    assert_eq!(options["authenticatorSelection"]["residentKey"], "required");
    assert_eq!(options["authenticatorSelection"]["userVerification"], "preferred");
    let device = Authenticator::new();
    let answer = complete(&token, device.register(&options));
    assert_eq!(pool.ok("CompleteWebAuthnRegistration", answer).await, json!({}));

    let [passkey] = list(&pool, &token).await.try_into().unwrap();
    assert_eq!(passkey["CredentialId"], base64url(&device.id));
    assert_eq!(passkey["RelyingPartyId"], "localhost");
    assert_eq!(passkey["AuthenticatorAttachment"], "platform");
    assert_eq!(passkey["AuthenticatorTransports"], json!(["internal", "hybrid"]));
    assert!(passkey["CreatedAt"].is_f64() && passkey["FriendlyCredentialName"].is_string());
    // The same device can't be registered twice.
    let known = start(&pool, &token).await["excludeCredentials"].take();
    assert_eq!(known[0]["id"], base64url(&device.id));
    assert_eq!(refused(&pool, &token, &device).await, "InvalidParameterException");

    let delete = json!({ "AccessToken": token, "CredentialId": passkey["CredentialId"] });
    pool.ok("DeleteWebAuthnCredential", delete.clone()).await;
    assert!(list(&pool, &token).await.is_empty());
    assert_eq!(pool.refused("DeleteWebAuthnCredential", delete).await.0, "ResourceNotFoundException");
}

#[tokio::test]
async fn the_attestation_of_a_device_is_checked() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    let token = pool.access_token("alice").await;
    let device = Authenticator { format: "packed", ..Authenticator::new() };
    register(&pool, &token, &device).await;

    // This credential has the client data of another page. The attestation's signature does not fit it.
    let options = start(&pool, &token).await;
    let device = Authenticator { format: "packed", ..Authenticator::new() };
    let mut credential = device.register(&options);
    let other_page =
        Authenticator { origin: "http://localhost:3001".to_owned(), ..device }.register(&options);
    credential["response"]["clientDataJSON"] = other_page["response"]["clientDataJSON"].clone();
    let forged = pool.refused("CompleteWebAuthnRegistration", complete(&token, credential)).await;
    assert_eq!(forged.0, "InvalidParameterException");
    assert!(forged.1.contains("signature"), "{}", forged.1);
    let unknown = Authenticator { format: "fido-u2f", ..Authenticator::new() };
    assert_eq!(refused(&pool, &token, &unknown).await, "WebAuthnCredentialNotSupportedException");
}

#[tokio::test]
async fn a_registration_for_another_site_is_refused() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    let token = pool.access_token("alice").await;
    let elsewhere = Authenticator { origin: "https://elsewhere.example".to_owned(), ..Authenticator::new() };
    assert_eq!(refused(&pool, &token, &elsewhere).await, "WebAuthnOriginNotAllowedException");
    let other =
        Authenticator { relying_party_id: Some("elsewhere.example".to_owned()), ..Authenticator::new() };
    assert_eq!(refused(&pool, &token, &other).await, "WebAuthnRelyingPartyMismatchException");
    let app = Authenticator {
        origin: format!("android:apk-key-hash:{}", base64url(&[7; 32])),
        ..Authenticator::new()
    };
    register(&pool, &token, &app).await;
}

#[tokio::test]
async fn a_challenge_takes_one_answer_of_its_user_and_client_before_it_expires() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    pool.confirmed_user("bob").await;
    let token = pool.access_token("alice").await;
    let refusal = async |token: &Value, options: &Value| {
        let answer = complete(token, Authenticator::new().register(options));
        pool.refused("CompleteWebAuthnRegistration", answer).await.0
    };
    let options = start(&pool, &token).await;
    let bobs = pool.access_token("bob").await;
    assert_eq!(refusal(&bobs, &options).await, "WebAuthnChallengeNotFoundException");
    pool.ok("CompleteWebAuthnRegistration", complete(&token, Authenticator::new().register(&options))).await;
    assert_eq!(refusal(&token, &options).await, "WebAuthnChallengeNotFoundException");

    let options = start(&pool, &token).await;
    pool.pool.advance_clock(300);
    assert_eq!(refusal(&token, &options).await, "WebAuthnChallengeNotFoundException");

    let options = start(&pool, &token).await;
    let other_client = json!({
        "UserPoolId": DEFAULT_USER_POOL_ID, "ClientName": "other",
        "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"],
    });
    let other_client =
        pool.ok("CreateUserPoolClient", other_client).await["UserPoolClient"]["ClientId"].take();
    assert!(other_client != DEFAULT_CLIENT_ID && other_client != DEFAULT_CLIENT_WITH_SECRET_ID);
    let mut sign_in = crate::support::password_auth("alice", crate::support::PASSWORD);
    sign_in["ClientId"] = other_client;
    let others = pool.ok("InitiateAuth", sign_in).await["AuthenticationResult"]["AccessToken"].take();
    assert_eq!(refusal(&others, &options).await, "WebAuthnClientMismatchException");
}

#[tokio::test]
async fn a_pool_configures_the_requirements_for_passkeys() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    let token = pool.access_token("alice").await;
    // These flags say that a user is present, and that the device did not verify the user.
    let unverified = Authenticator { flags: 1, ..Authenticator::new() };
    register(&pool, &token, &unverified).await;
    configure(&pool, json!({ "RelyingPartyId": "example.com", "UserVerification": "required" })).await;
    let configured = pool.ok("GetUserPoolMfaConfig", json!({ "UserPoolId": DEFAULT_USER_POOL_ID })).await;
    let expected = json!({
        "RelyingPartyId": "example.com", "UserVerification": "required", "FactorConfiguration": "SINGLE_FACTOR",
    });
    assert_eq!(configured["WebAuthnConfiguration"], expected);
    let options = start(&pool, &token).await;
    assert_eq!(options["rp"]["id"], "example.com");
    assert_eq!(options["authenticatorSelection"]["userVerification"], "required");
    let origin = "https://auth.example.com".to_owned();
    let unverified = Authenticator { flags: 1, origin: origin.clone(), ..Authenticator::new() };
    assert_eq!(refused(&pool, &token, &unverified).await, "WebAuthnCredentialNotSupportedException");
    register(&pool, &token, &Authenticator { origin, ..Authenticator::new() }).await;

    configure(&pool, json!({ "UserVerification": "preferred" })).await;
    let missing = pool.refused("StartWebAuthnRegistration", json!({ "AccessToken": token })).await;
    assert_eq!(missing.0, "WebAuthnConfigurationMissingException");
    let passwords = json!({ "SignInPolicy": { "AllowedFirstAuthFactors": ["PASSWORD"] } });
    pool.ok("UpdateUserPool", json!({ "UserPoolId": DEFAULT_USER_POOL_ID, "Policies": passwords })).await;
    let off = pool.refused("StartWebAuthnRegistration", json!({ "AccessToken": token })).await;
    assert_eq!(off.0, "WebAuthnNotEnabledException");
    for wrong in [json!({ "RelyingPartyId": "https://example.com" }), json!({ "RelyingPartyId": "" })] {
        let request = json!({ "UserPoolId": DEFAULT_USER_POOL_ID, "WebAuthnConfiguration": wrong });
        assert_eq!(pool.refused("SetUserPoolMfaConfig", request).await.0, "InvalidParameterException");
    }
}

#[tokio::test]
async fn passkeys_are_listed_page_by_page_and_there_are_at_most_twenty() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    let token = pool.access_token("alice").await;
    // Started while there is room for it, and completed too late.
    let early = start(&pool, &token).await;
    let mut ids = Vec::new();
    for _ in 0..20 {
        let device = Authenticator::new();
        register(&pool, &token, &device).await;
        ids.push(base64url(&device.id));
    }
    let more = pool.refused("StartWebAuthnRegistration", json!({ "AccessToken": token })).await;
    assert_eq!(more.0, "LimitExceededException");
    let late = complete(&token, Authenticator::new().register(&early));
    assert_eq!(pool.refused("CompleteWebAuthnRegistration", late).await.0, "LimitExceededException");
    let mut found = Vec::new();
    let mut request = json!({ "AccessToken": token, "MaxResults": 8 });
    for size in [8, 8, 4] {
        let mut page = pool.ok("ListWebAuthnCredentials", request.clone()).await;
        let credentials = page["Credentials"].as_array().unwrap();
        assert_eq!(credentials.len(), size);
        found.extend(credentials.iter().map(|passkey| passkey["CredentialId"].as_str().unwrap().to_owned()));
        request["NextToken"] = page["NextToken"].take();
    }
    assert_eq!(found, ids);
    assert!(request["NextToken"].is_null());
    for wrong in [json!({ "MaxResults": 21 }), json!({ "NextToken": "nowhere" })] {
        let mut request = wrong;
        request["AccessToken"] = token.clone();
        assert_eq!(pool.refused("ListWebAuthnCredentials", request).await.0, "InvalidParameterException");
    }
}

#[tokio::test]
async fn a_malformed_credential_is_refused() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    let token = pool.access_token("alice").await;
    // In base64url, e30 is an empty JSON object, and oA is an empty CBOR map.
    for (pointer, value) in [
        ("/id", json!("%%")),
        ("/rawId", json!("AAAA")),
        ("/type", json!("password")),
        ("/response/clientDataJSON", json!("e30")),
        ("/response/attestationObject", json!("oA")),
        ("/response/attestationObject", json!("")),
        ("/response", json!({})),
    ] {
        let mut credential = Authenticator::new().register(&start(&pool, &token).await);
        *credential.pointer_mut(pointer).unwrap() = value;
        let refused = pool.refused("CompleteWebAuthnRegistration", complete(&token, credential)).await;
        assert_eq!(refused.0, "InvalidParameterException", "{pointer}");
    }
    // The flags of this device say that no user is present.
    assert_eq!(
        refused(&pool, &token, &Authenticator { flags: 0, ..Authenticator::new() }).await,
        "WebAuthnCredentialNotSupportedException"
    );
    // This passkey claims to be backed up, but not to be eligible for a backup.
    assert_eq!(
        refused(&pool, &token, &Authenticator { flags: 1 | 1 << 4, ..Authenticator::new() }).await,
        "InvalidParameterException"
    );
}

/// Begins a sign-in with a passkey. Returns the challenge, and the options in it.
async fn begin(pool: &Fixture, username: &str) -> (Value, Value) {
    let challenge = pool.ok("InitiateAuth", user_auth(username)).await;
    assert_eq!(challenge["ChallengeName"], "WEB_AUTHN", "{challenge}");
    let options = challenge["ChallengeParameters"]["CREDENTIAL_REQUEST_OPTIONS"].as_str().unwrap();
    let options = serde_json::from_str(options).unwrap();
    (challenge, options)
}

fn user_auth(username: &str) -> Value {
    json!({
        "ClientId": DEFAULT_CLIENT_ID, "AuthFlow": "USER_AUTH",
        "AuthParameters": { "USERNAME": username, "PREFERRED_CHALLENGE": "WEB_AUTHN" },
    })
}

fn credential(challenge: &Value, username: &str, credential: &Value) -> Value {
    response_to(challenge, username, "CREDENTIAL", &credential.to_string())
}

/// Makes a user with a passkey on this device.
async fn user_with_passkey(pool: &Fixture, username: &str, device: &Authenticator) {
    pool.confirmed_user(username).await;
    let token = pool.access_token(username).await;
    register(pool, &token, device).await;
}

/// Signs in with the device's passkey. The sign-in must fail. Returns the text of the error.
async fn refused_sign_in(pool: &Fixture, device: &mut Authenticator) -> String {
    let (challenge, options) = begin(pool, "alice").await;
    let wrong = credential(&challenge, "alice", &device.sign_in(&options));
    let (kind, text) = pool.refused_response(wrong).await;
    assert_eq!(kind, "NotAuthorizedException");
    text
}

#[tokio::test]
async fn a_passkey_signs_in_without_another_factor() {
    let pool = Fixture::start().await;
    let mut device = Authenticator { counter: 1, ..Authenticator::new() };
    user_with_passkey(&pool, "alice", &device).await;
    let (challenge, options) = begin(&pool, "alice").await;
    assert!(challenge["AvailableChallenges"].as_array().unwrap().contains(&json!("WEB_AUTHN")));
    assert_eq!(options["rpId"], "localhost");
    assert_eq!(options["allowCredentials"][0]["id"], base64url(&device.id));
    assert_eq!(options["userVerification"], "preferred");
    let right = credential(&challenge, "alice", &device.sign_in(&options));
    let signed_in = pool.respond(right.clone()).await;
    assert!(signed_in["AuthenticationResult"]["RefreshToken"].is_string());
    // The same response does not work again, because the challenge has been answered.
    let replayed = pool.refused_response(right).await;
    assert_eq!(replayed, crate::support::spent_session());

    // The user can also choose the passkey among several factors.
    let mut choice = user_auth("alice");
    choice["AuthParameters"] = json!({ "USERNAME": "alice" });
    let choice = pool.ok("InitiateAuth", choice).await;
    assert_eq!(choice["ChallengeName"], "SELECT_CHALLENGE");
    let chosen = response_to(&choice, "alice", "ANSWER", "WEB_AUTHN");
    assert_eq!(pool.respond(chosen).await["ChallengeName"], "WEB_AUTHN");
}

#[tokio::test]
async fn a_passkey_with_false_data_is_refused() {
    let pool = Fixture::start().await;
    let mut device = Authenticator { counter: 5, ..Authenticator::new() };
    user_with_passkey(&pool, "alice", &device).await;
    // The forger knows the passkey's id, and has another key.
    let mut forger = Authenticator { id: device.id.clone(), counter: 9, ..Authenticator::new() };
    assert!(refused_sign_in(&pool, &mut forger).await.contains("signature"));

    let page = std::mem::replace(&mut device.origin, "https://elsewhere.example".to_owned());
    assert!(refused_sign_in(&pool, &mut device).await.contains("origin"));
    device.origin = page;
    device.relying_party_id = Some("elsewhere.example".to_owned());
    assert!(refused_sign_in(&pool, &mut device).await.contains("relying party"));
    device.relying_party_id = None;
    let flags = std::mem::replace(&mut device.flags, 0);
    assert!(refused_sign_in(&pool, &mut device).await.contains("verify the user"));
    device.flags = flags;
    device.counter = 3;
    assert!(refused_sign_in(&pool, &mut device).await.contains("counter"));

    // Here the passkey signs an earlier challenge than the one that it answers.
    device.counter = 20;
    let (_, earlier) = begin(&pool, "alice").await;
    let (challenge, _) = begin(&pool, "alice").await;
    let replayed = credential(&challenge, "alice", &device.sign_in(&earlier));
    assert!(pool.refused_response(replayed).await.1.contains("challenge"));
    // A malformed answer ends the challenge too.
    let (challenge, options) = begin(&pool, "alice").await;
    let junk = response_to(&challenge, "alice", "CREDENTIAL", "{}");
    assert_eq!(pool.refused_response(junk).await.0, "InvalidParameterException");
    let right = credential(&challenge, "alice", &device.sign_in(&options));
    assert_eq!(
        pool.refused_response(right).await.1,
        "Invalid session for the user, session can only be used once."
    );

    let (challenge, options) = begin(&pool, "alice").await;
    let right = credential(&challenge, "alice", &device.sign_in(&options));
    pool.respond(right).await;
}

#[tokio::test]
async fn a_passkey_signs_in_its_own_user_only() {
    let pool = Fixture::start().await;
    let (alices, mut bobs) = (Authenticator::new(), Authenticator::new());
    user_with_passkey(&pool, "alice", &alices).await;
    user_with_passkey(&pool, "bob", &bobs).await;
    assert!(refused_sign_in(&pool, &mut bobs).await.contains("the user has no such passkey"));
    // A deleted passkey is not offered.
    let token = pool.access_token("bob").await;
    let delete = json!({ "AccessToken": token, "CredentialId": base64url(&bobs.id) });
    pool.ok("DeleteWebAuthnCredential", delete).await;
    let choice = pool.ok("InitiateAuth", user_auth("bob")).await;
    assert_eq!(choice["ChallengeName"], "SELECT_CHALLENGE");
    assert!(!choice["AvailableChallenges"].as_array().unwrap().contains(&json!("WEB_AUTHN")));
}

#[tokio::test]
async fn a_passkey_counts_for_two_factors_if_the_pool_says_so_and_the_device_verifies_the_user() {
    let pool = Fixture::start().await;
    let mut device = Authenticator::new();
    user_with_passkey(&pool, "alice", &device).await;
    let email = json!({ "EmailMfaSettings": { "Enabled": true } });
    pool.administer("AdminSetUserMFAPreference", "alice", email).await;
    let choice = pool.ok("InitiateAuth", user_auth("alice")).await;
    assert_eq!(choice["AvailableChallenges"], json!(["PASSWORD", "PASSWORD_SRP"]));
    let both = json!({
        "UserPoolId": DEFAULT_USER_POOL_ID, "MfaConfiguration": "ON", "EmailMfaConfiguration": {},
        "WebAuthnConfiguration": {
            "RelyingPartyId": "localhost", "FactorConfiguration": "MULTI_FACTOR_WITH_USER_VERIFICATION",
        },
    });
    pool.ok("SetUserPoolMfaConfig", both).await;
    let (_, options) = begin(&pool, "alice").await;
    assert_eq!(options["userVerification"], "required");
    let flags = device.flags;
    // Without this flag, the device has not verified the user.
    device.flags &= !(1 << 2);
    assert!(refused_sign_in(&pool, &mut device).await.contains("verify the user"));
    device.flags = flags;
    let (challenge, options) = begin(&pool, "alice").await;
    let right = credential(&challenge, "alice", &device.sign_in(&options));
    assert!(pool.respond(right).await["AuthenticationResult"].is_object());
}

/// Copies of a credential, one for each byte of a member. In each copy, one bit of that byte is flipped.
fn with_a_bit_flipped(credential: &Value, member: &str) -> Vec<Value> {
    let bytes = URL_SAFE_NO_PAD.decode(credential["response"][member].as_str().unwrap()).unwrap();
    let flipped = (0..bytes.len()).map(|place| {
        let mut bytes = bytes.clone();
        bytes[place] ^= 1;
        let mut credential = credential.clone();
        credential["response"][member] = json!(base64url(&bytes));
        credential
    });
    flipped.collect()
}

#[tokio::test]
async fn an_attested_registration_with_a_flipped_bit_in_any_byte_is_refused() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    let token = pool.access_token("alice").await;
    let device = Authenticator { format: "packed", ..Authenticator::new() };
    let length = with_a_bit_flipped(&device.register(&start(&pool, &token).await), "attestationObject").len();
    assert!(length > 200);
    for place in 0..length {
        let credential = device.register(&start(&pool, &token).await);
        let Some(flipped) = with_a_bit_flipped(&credential, "attestationObject").into_iter().nth(place)
        else {
            continue; // sometimes a signature is a byte shorter
        };
        pool.refused("CompleteWebAuthnRegistration", complete(&token, flipped)).await;
    }
    register(&pool, &token, &device).await;
}

#[tokio::test]
async fn a_passkey_sign_in_with_a_flipped_bit_in_any_byte_is_refused() {
    let pool = Fixture::start().await;
    let mut device = Authenticator::new();
    user_with_passkey(&pool, "alice", &device).await;
    for member in ["clientDataJSON", "authenticatorData", "signature"] {
        let (_, options) = begin(&pool, "alice").await;
        for place in 0..with_a_bit_flipped(&device.sign_in(&options), member).len() {
            let (challenge, options) = begin(&pool, "alice").await;
            let flipped = with_a_bit_flipped(&device.sign_in(&options), member);
            let Some(flipped) = flipped.get(place) else { continue };
            pool.refused_response(credential(&challenge, "alice", flipped)).await;
        }
    }
}

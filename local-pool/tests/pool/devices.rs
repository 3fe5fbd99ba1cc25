//! Devices: a sign-in issues them. They are confirmed, sign in by SRP, and are remembered and forgotten.

#![allow(clippy::unwrap_used, reason = "a test helper panics on purpose")]

use crate::support::srp_client::{SrpClient, TIMESTAMP, device_secrets, proof};
use crate::support::{
    Fixture, PASSWORD, invalid_session, password_auth, refusal, response_to, wrong_credentials,
};
use cognito_local_pool::{DEFAULT_CLIENT_ID, DEFAULT_USER_POOL_ID};
use serde_json::{Value, json};

const DEVICE_PASSWORD: &str = "Dvi9fb8w+axfgorlpfePPK3wtIc3mbZRypdp+h+ar4fhP/8TJgpAxA==";

fn no_such_device() -> (String, String) {
    refusal("ResourceNotFoundException", "Device does not exist.")
}

/// Starts a pool that tracks devices, with a user.
async fn tracking(configuration: Value) -> Fixture {
    let pool = Fixture::start().await;
    let settings = json!({
        "UserPoolId": DEFAULT_USER_POOL_ID, "MfaConfiguration": "OPTIONAL", "DeviceConfiguration": configuration,
        "AutoVerifiedAttributes": ["email", "phone_number"],
    });
    pool.ok("UpdateUserPool", settings).await;
    pool.confirmed_user("alice").await;
    pool
}

/// A device, as the client stores it.
struct Device {
    key: String,
    group: String,
    tokens: Value,
}

impl Device {
    /// Signs in without a device. Returns the device that the pool issues, which is not confirmed.
    async fn new(pool: &Fixture) -> Self {
        let tokens = pool.tokens("alice").await;
        let metadata = &tokens["NewDeviceMetadata"];
        let text = |name: &str| metadata[name].as_str().unwrap().to_owned();
        Self { key: text("DeviceKey"), group: text("DeviceGroupKey"), tokens }
    }

    fn confirmation(&self) -> Value {
        json!({
            "AccessToken": self.tokens["AccessToken"], "DeviceKey": self.key, "DeviceName": "Alice's phone",
            "DeviceSecretVerifierConfig": device_secrets(&self.group, &self.key, DEVICE_PASSWORD),
        })
    }

    async fn confirmed(pool: &Fixture) -> Self {
        let device = Self::new(pool).await;
        pool.ok("ConfirmDevice", device.confirmation()).await;
        device
    }

    /// A request for a sign-in with the password and the device's key.
    fn sign_in(&self) -> Value {
        let mut request = password_auth("alice", PASSWORD);
        request["AuthParameters"]["DEVICE_KEY"] = json!(self.key);
        request
    }

    /// Answers a DEVICE_SRP_AUTH challenge. Returns the request that answers the next one, DEVICE_PASSWORD_VERIFIER.
    async fn claim(&self, pool: &Fixture, challenge: &Value, password: &str) -> Value {
        assert_eq!(challenge["ChallengeName"], "DEVICE_SRP_AUTH");
        let client = SrpClient::new();
        let mut begin = response_to(challenge, "alice", "SRP_A", &client.public_hex());
        begin["ChallengeResponses"]["DEVICE_KEY"] = json!(self.key);
        let verifier = pool.respond(begin).await;
        assert_eq!(verifier["ChallengeName"], "DEVICE_PASSWORD_VERIFIER");
        let parameters = &verifier["ChallengeParameters"];
        let mut proof = response_to(&verifier, "alice", "TIMESTAMP", TIMESTAMP);
        let responses = &mut proof["ChallengeResponses"];
        responses["DEVICE_KEY"] = json!(self.key);
        responses["PASSWORD_CLAIM_SECRET_BLOCK"] = parameters["SECRET_BLOCK"].clone();
        responses["PASSWORD_CLAIM_SIGNATURE"] =
            json!(client.sign_as(&self.group, &self.key, password, parameters));
        proof
    }

    fn named(&self) -> Value {
        json!({ "AccessToken": self.tokens["AccessToken"], "DeviceKey": self.key })
    }

    async fn described(&self, pool: &Fixture) -> Value {
        pool.ok("GetDevice", self.named()).await["Device"].take()
    }
}

fn remembered_status(device: &Value) -> &Value {
    let attributes = device["DeviceAttributes"].as_array().unwrap();
    let status = attributes.iter().find(|pair| pair["Name"] == "dev:device_remembered_status").unwrap();
    &status["Value"]
}

#[tokio::test]
async fn a_confirmed_device_signs_in_by_srp_and_is_not_issued_again() {
    let pool = tracking(json!({})).await;
    let device = Device::new(&pool).await;
    assert!(device.key.starts_with("local_"), "{}", device.key);
    // The pool does not know an unconfirmed device.
    assert_eq!(pool.refused("InitiateAuth", device.sign_in()).await, no_such_device());
    let confirmed = pool.ok("ConfirmDevice", device.confirmation()).await;
    assert_eq!(confirmed["UserConfirmationNecessary"], false);
    assert_eq!(pool.refused("ConfirmDevice", device.confirmation()).await.0, "DeviceKeyExistsException");

    let challenge = pool.ok("InitiateAuth", device.sign_in()).await;
    let proof = device.claim(&pool, &challenge, DEVICE_PASSWORD).await;
    let signed_in = pool.respond(proof.clone()).await;
    let result = &signed_in["AuthenticationResult"];
    assert!(result["AccessToken"].is_string());
    assert!(result.get("NewDeviceMetadata").is_none());
    let spent = invalid_session();
    assert_eq!(pool.refused_response(proof).await, spent);
}

#[tokio::test]
async fn a_client_that_does_not_send_the_session_back_can_use_its_device() {
    let pool = tracking(json!({})).await;
    let device = Device::confirmed(&pool).await;
    let begin = |challenge: &Value| {
        let mut begin = response_to(challenge, "alice", "SRP_A", &SrpClient::new().public_hex());
        begin["ChallengeName"] = json!("DEVICE_SRP_AUTH");
        begin["ChallengeResponses"]["DEVICE_KEY"] = json!(device.key);
        begin["Session"].take();
        begin
    };
    let without_password = pool.refused_response(begin(&json!({}))).await;
    assert_eq!(without_password.0, "InvalidParameterException");
    let mut challenge = pool.ok("InitiateAuth", device.sign_in()).await;
    challenge["Session"].take();
    let mut proof = device.claim(&pool, &challenge, DEVICE_PASSWORD).await;
    proof["Session"].take();
    assert!(pool.respond(proof).await["AuthenticationResult"].is_object());
}

#[tokio::test]
async fn a_wrong_device_password_is_refused_and_so_is_somebody_elses_device() {
    let pool = tracking(json!({})).await;
    let device = Device::confirmed(&pool).await;
    let challenge = pool.ok("InitiateAuth", device.sign_in()).await;
    let proof = device.claim(&pool, &challenge, "another password").await;
    let refused = pool.refused_response(proof).await;
    assert_eq!(refused, wrong_credentials());

    let challenge = pool.ok("InitiateAuth", device.sign_in()).await;
    let mut elses = response_to(&challenge, "alice", "SRP_A", &SrpClient::new().public_hex());
    elses["ChallengeResponses"]["DEVICE_KEY"] = json!("local_another");
    assert_eq!(pool.refused_response(elses).await, no_such_device());

    pool.confirmed_user("bob").await;
    let mut of_bob = device.sign_in();
    of_bob["AuthParameters"]["USERNAME"] = json!("bob");
    assert_eq!(pool.refused("InitiateAuth", of_bob).await, no_such_device());
}

#[tokio::test]
async fn a_claim_refused_with_an_unknown_device_works_without_the_device() {
    let pool = tracking(json!({})).await;
    let client = SrpClient::new();
    let begin = json!({
        "ClientId": DEFAULT_CLIENT_ID, "AuthFlow": "USER_SRP_AUTH",
        "AuthParameters": { "USERNAME": "alice", "SRP_A": client.public_hex(), "DEVICE_KEY": "local_gone" },
    });
    let challenge = pool.ok("InitiateAuth", begin).await;
    let without = proof(&client, &challenge, "alice", PASSWORD);
    let mut with_device = without.clone();
    with_device["ChallengeResponses"]["DEVICE_KEY"] = json!("local_gone");
    assert_eq!(pool.refused_response(with_device.clone()).await, no_such_device());
    let signed_in = pool.respond(without).await;
    assert!(signed_in["AuthenticationResult"]["NewDeviceMetadata"]["DeviceKey"].is_string());
}

#[tokio::test]
async fn a_remembered_device_replaces_the_second_factor_if_the_pool_says_so() {
    for (replaces, first) in [(true, "DEVICE_SRP_AUTH"), (false, "EMAIL_OTP")] {
        let pool = tracking(json!({ "ChallengeRequiredOnNewDevice": replaces })).await;
        let device = Device::confirmed(&pool).await;
        let mfa = json!({ "EmailMfaSettings": { "Enabled": true, "PreferredMfa": true } });
        pool.administer("AdminSetUserMFAPreference", "alice", mfa).await;
        let mut challenge = pool.ok("InitiateAuth", device.sign_in()).await;
        assert_eq!(challenge["ChallengeName"], first);
        if !replaces {
            let code = pool.latest_code("alice");
            let right = response_to(&challenge, "alice", "EMAIL_OTP_CODE", &code);
            challenge = pool.respond(right).await;
        }
        let proof = device.claim(&pool, &challenge, DEVICE_PASSWORD).await;
        let signed_in = pool.respond(proof).await;
        assert!(signed_in["AuthenticationResult"].is_object());

        // A device that is not remembered never replaces the second factor.
        let mut forget = device.named();
        forget["DeviceRememberedStatus"] = json!("not_remembered");
        pool.ok("UpdateDeviceStatus", forget).await;
        assert_eq!(pool.ok("InitiateAuth", device.sign_in()).await["ChallengeName"], "EMAIL_OTP");
    }
}

#[tokio::test]
async fn a_device_is_remembered_at_the_users_request_if_the_pool_asks_the_user() {
    let pool = tracking(json!({ "DeviceOnlyRememberedOnUserPrompt": true })).await;
    let device = Device::new(&pool).await;
    let confirmed = pool.ok("ConfirmDevice", device.confirmation()).await;
    assert_eq!(confirmed["UserConfirmationNecessary"], true);
    assert_eq!(remembered_status(&device.described(&pool).await), "not_remembered");
    let mut remember = device.named();
    remember["DeviceRememberedStatus"] = json!("remembered");
    pool.ok("UpdateDeviceStatus", remember).await;
    assert_eq!(remembered_status(&device.described(&pool).await), "remembered");
    let administered = json!({ "DeviceKey": device.key, "DeviceRememberedStatus": "not_remembered" });
    pool.administer("AdminUpdateDeviceStatus", "alice", administered).await;
    assert_eq!(remembered_status(&device.described(&pool).await), "not_remembered");
}

#[tokio::test]
async fn devices_are_listed_in_pages_and_forgotten_one_by_one() {
    let pool = tracking(json!({})).await;
    let (first, second) = (Device::confirmed(&pool).await, Device::confirmed(&pool).await);
    Device::new(&pool).await;
    let token = &first.tokens["AccessToken"];
    let page = pool.ok("ListDevices", json!({ "AccessToken": token, "Limit": 1 })).await;
    let next = json!({ "AccessToken": token, "Limit": 1, "PaginationToken": page["PaginationToken"] });
    let rest = pool.ok("ListDevices", next).await;
    assert!(rest.get("PaginationToken").is_none(), "the device that is not confirmed is not listed");
    let key = |page: &Value| page["Devices"][0]["DeviceKey"].as_str().unwrap().to_owned();
    let (mut listed, mut made) = ([key(&page), key(&rest)], [first.key.clone(), second.key.clone()]);
    listed.sort();
    made.sort();
    assert_eq!(listed, made);
    let listed = pool.administer("AdminListDevices", "alice", json!({})).await;
    assert_eq!(listed["Devices"].as_array().unwrap().len(), 2);

    pool.ok("ForgetDevice", first.named()).await;
    assert_eq!(pool.refused("GetDevice", first.named()).await, no_such_device());
    assert_eq!(pool.refused("InitiateAuth", first.sign_in()).await, no_such_device());
    let one = json!({ "DeviceKey": second.key });
    let described = pool.administer("AdminGetDevice", "alice", one.clone()).await;
    let name = json!({ "Name": "device_name", "Value": "Alice's phone" });
    assert!(described["Device"]["DeviceAttributes"].as_array().unwrap().contains(&name));
    pool.administer("AdminForgetDevice", "alice", one).await;
    assert_eq!(pool.refused("ForgetDevice", second.named()).await, no_such_device());
}

#[tokio::test]
async fn a_refresh_token_works_only_with_its_devices_key_and_until_the_device_is_forgotten() {
    let pool = tracking(json!({})).await;
    let device = Device::confirmed(&pool).await;
    let invalid = refusal("NotAuthorizedException", "Invalid Refresh Token");
    let token = &device.tokens["RefreshToken"];
    let refresh = json!({ "ClientId": DEFAULT_CLIENT_ID, "RefreshToken": token });
    assert_eq!(pool.refused("GetTokensFromRefreshToken", refresh.clone()).await, invalid);
    let mut bound = refresh.clone();
    bound["DeviceKey"] = json!(device.key);
    pool.ok("GetTokensFromRefreshToken", bound.clone()).await;
    let older = json!({
        "ClientId": DEFAULT_CLIENT_ID, "AuthFlow": "REFRESH_TOKEN_AUTH",
        "AuthParameters": { "REFRESH_TOKEN": token, "DEVICE_KEY": device.key },
    });
    assert!(pool.ok("InitiateAuth", older).await["AuthenticationResult"]["AccessToken"].is_string());
    let other = Device::confirmed(&pool).await;
    bound["DeviceKey"] = json!(other.key);
    assert_eq!(pool.refused("GetTokensFromRefreshToken", bound.clone()).await, invalid);
    bound["DeviceKey"] = json!(device.key);
    pool.ok("ForgetDevice", device.named()).await;
    assert_eq!(pool.refused("GetTokensFromRefreshToken", bound).await, invalid);
}

#[tokio::test]
async fn a_pool_that_does_not_track_devices_issues_none_and_ignores_them() {
    let pool = Fixture::start().await;
    pool.confirmed_user("alice").await;
    let mut request = password_auth("alice", PASSWORD);
    request["AuthParameters"]["DEVICE_KEY"] = json!("local_any");
    let result = pool.ok("InitiateAuth", request).await["AuthenticationResult"].take();
    assert!(result.get("NewDeviceMetadata").is_none());
    let list = json!({ "AccessToken": result["AccessToken"] });
    assert_eq!(pool.refused("ListDevices", list).await.0, "InvalidUserPoolConfigurationException");
}

#[tokio::test]
async fn a_malformed_verifier_does_not_confirm_a_device() {
    let pool = tracking(json!({})).await;
    let device = Device::new(&pool).await;
    // In base64, AA== is 0 and AQ== is 1. No password has such a verifier.
    for (member, bad) in [
        ("PasswordVerifier", "not base64!"),
        ("PasswordVerifier", "AA=="),
        ("PasswordVerifier", "AQ=="),
        ("Salt", "?"),
    ] {
        let mut request = device.confirmation();
        request["DeviceSecretVerifierConfig"][member] = json!(bad);
        assert_eq!(
            pool.refused("ConfirmDevice", request).await.0,
            "InvalidParameterException",
            "{member} {bad}"
        );
    }
    let mut unknown = device.confirmation();
    unknown["DeviceKey"] = json!("local_0");
    let invalid = refusal("InvalidParameterException", "Invalid device key given.");
    assert_eq!(pool.refused("ConfirmDevice", unknown).await, invalid);
}

#[tokio::test]
async fn a_verifier_without_base64s_padding_confirms_a_device() {
    let pool = tracking(json!({})).await;
    let device = Device::new(&pool).await;
    let mut request = device.confirmation();
    // The values are those of AWS's example for `aws cognito-idp confirm-device`.
    request["DeviceSecretVerifierConfig"] =
        json!({ "PasswordVerifier": "TXlWZXJpZmllclN0cmluZw", "Salt": "TXlTUlBTYWx0" });
    pool.ok("ConfirmDevice", request).await;
}

#[tokio::test]
async fn an_answer_refused_for_a_forgotten_device_works_without_the_device() {
    let pool = tracking(json!({})).await;
    let device = Device::confirmed(&pool).await;
    pool.administer("AdminForgetDevice", "alice", json!({ "DeviceKey": device.key })).await;
    let settings = json!({
        "UserPoolId": DEFAULT_USER_POOL_ID, "MfaConfiguration": "OPTIONAL", "DeviceConfiguration": {},
        "AutoVerifiedAttributes": ["email", "phone_number"],
        "Policies": { "SignInPolicy": { "AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"] } },
    });
    pool.ok("UpdateUserPool", settings).await;
    let by_choice = |parameters: Value| {
        let mut request =
            json!({ "ClientId": DEFAULT_CLIENT_ID, "AuthFlow": "USER_AUTH", "AuthParameters": parameters });
        request["AuthParameters"]["USERNAME"] = json!("alice");
        request
    };
    let otp = json!({ "PREFERRED_CHALLENGE": "EMAIL_OTP" });
    let mfa = json!({ "EmailMfaSettings": { "Enabled": true } });
    for (begin, name, value, second) in [
        (by_choice(otp), "EMAIL_OTP_CODE", None, false),
        (by_choice(json!({ "PREFERRED_CHALLENGE": "PASSWORD" })), "PASSWORD", Some(PASSWORD), false),
        (password_auth("alice", PASSWORD), "EMAIL_OTP_CODE", None, true),
    ] {
        if second {
            pool.administer("AdminSetUserMFAPreference", "alice", mfa.clone()).await;
        }
        let mut with_device = begin.clone();
        with_device["AuthParameters"]["DEVICE_KEY"] = json!(device.key);
        assert_eq!(pool.refused("InitiateAuth", with_device).await, no_such_device());

        let challenge = pool.ok("InitiateAuth", begin).await;
        let value = value.map_or_else(|| pool.latest_code("alice"), str::to_owned);
        let without = response_to(&challenge, "alice", name, &value);
        let mut with_device = without.clone();
        with_device["ChallengeResponses"]["DEVICE_KEY"] = json!(device.key);
        assert_eq!(pool.refused_response(with_device).await, no_such_device(), "{challenge}");
        assert!(pool.respond(without).await["AuthenticationResult"]["NewDeviceMetadata"].is_object());
    }
}

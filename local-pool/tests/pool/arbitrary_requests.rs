//! Arbitrary requests. Each gets a status below 500, and the pool goes on serving.
//!
//! Some are valid requests that contain values from earlier responses, with changes at random places. Others are bytes
//! that are hardly HTTP. `FUZZ_SECONDS` says how many seconds a test runs; without it, a test sends a fixed number of
//! requests. `FUZZ_SEED` is the seed of the random numbers. A failure prints the seed and the request.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test panics and reports")]

use crate::support::identities::USER_POOL;
use crate::support::{Fixture, PASSWORD, set_up_requests};
use cognito_local_pool::{
    DEFAULT_CLIENT_ID, DEFAULT_IDENTITY_POOL_ID, DEFAULT_USER_POOL_ID, Options, SigningKey,
};
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// How many requests a run without `FUZZ_SECONDS` sends.
const REQUESTS: usize = 400;
/// A request that takes longer than this counts as hanging.
const HANGS: Duration = Duration::from_secs(100);

/// A run, which ends at a time or after a number of inputs.
struct Run {
    until: Option<Instant>,
    inputs: usize,
    seed: u64,
}

impl Run {
    fn begin() -> Self {
        let number = |name: &str| std::env::var(name).ok().map(|text| text.parse::<u64>().unwrap());
        let until = number("FUZZ_SECONDS").map(|seconds| Instant::now() + Duration::from_secs(seconds));
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        let seed = number("FUZZ_SEED").unwrap_or_else(|| u64::from(now.subsec_nanos()) + now.as_secs());
        println!("FUZZ_SEED={seed}");
        Self { until, inputs: 0, seed }
    }

    fn goes_on(&mut self, inputs: usize) -> bool {
        let goes_on = self.until.map_or(self.inputs < inputs, |until| Instant::now() < until);
        self.inputs += usize::from(goes_on);
        goes_on
    }
}

/// A small random generator (xorshift64*). The same seed gives the same numbers on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() >> 33) as usize % bound
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    fn bytes(&mut self, most: usize) -> Vec<u8> {
        (0..self.below(most + 1)).map(|_| self.next() as u8).collect()
    }

    fn text(&mut self) -> String {
        const TEXTS: &[&str] = &[
            "",
            " ",
            "alice",
            "bob",
            "alice@example.com",
            "+15555551234",
            "true",
            "0",
            "-1",
            "123456",
            "00",
            "SRP_A",
            "PASSWORD",
            "EMAIL_OTP",
            "$",
            "{}",
            "[]",
            "null",
            "{####}",
            "a\u{0}b",
            "\u{1F600}",
            "e\u{301}",
            "email",
            "sub",
            "custom:x",
            "name ^= \"a\"",
            "status = \"\\\"",
            "AA==",
            "/",
            "_",
            "local_",
            "http://127.0.0.1:9/",
            "9223372036854775807",
            "1e999",
            "eyJhbGciOiJub25lIn0.e30.",
        ];
        match self.below(8) {
            0 => String::from_utf8_lossy(&self.bytes(40)).into_owned(),
            1 => "f".repeat(self.below(20_000)),
            2 => format!("{:x}", self.next()),
            _ => (*self.pick(TEXTS)).to_owned(),
        }
    }

    fn value(&mut self, depth: usize) -> Value {
        match self.below(if depth == 0 { 6 } else { 8 }) {
            0 => Value::Null,
            1 => json!(self.below(2) == 0),
            2 => json!(*self.pick(&[0, 1, -1, 60, 61, i64::MAX, i64::MIN])),
            3 => json!(*self.pick(&[0.5, -1e308, 1e308])),
            6 => (0..self.below(4)).map(|_| self.value(depth - 1)).collect(),
            7 => (0..self.below(4)).map(|_| (self.text(), self.value(depth - 1))).collect(),
            _ => json!(self.text()),
        }
    }

    /// Changes the value at a random place.
    fn change(&mut self, value: &mut Value) {
        let goes_deeper = self.below(3) != 0;
        match value {
            Value::Object(members) if goes_deeper && !members.is_empty() => {
                let name = members.keys().nth(self.below(members.len())).unwrap().clone();
                match self.below(8) {
                    0 => drop(members.remove(&name)),
                    _ => self.change(&mut members[&name]),
                }
            }
            Value::Array(elements) if goes_deeper && !elements.is_empty() => {
                let index = self.below(elements.len());
                self.change(&mut elements[index]);
            }
            _ => *value = self.value(3),
        }
    }
}

/// Valid requests. `$` and a name mean the newest value that a response had for the member with this name. `$code` is
/// the newest code in alice's inbox.
fn templates() -> Vec<(&'static str, Value)> {
    let client = |mut request: Value| {
        request["ClientId"] = json!(DEFAULT_CLIENT_ID);
        request
    };
    let pool = |mut request: Value| {
        request["UserPoolId"] = json!(DEFAULT_USER_POOL_ID);
        request
    };
    let user = |request: Value| {
        let mut request = pool(request);
        request["Username"] = json!("alice");
        request
    };
    let own = |mut request: Value| {
        request["AccessToken"] = json!("$AccessToken");
        request
    };
    let attributes =
        json!([{ "Name": "email", "Value": "alice@example.com" }, { "Name": "name", "Value": "A" }]);
    let named = json!({ "Username": "alice", "Password": PASSWORD, "ConfirmationCode": "$code" });
    let mut all = vec![
        (
            "SignUp",
            client(
                json!({ "Username": "bob", "Password": PASSWORD, "UserAttributes": attributes, "ValidationData": attributes }),
            ),
        ),
        ("ConfirmSignUp", client(named.clone())),
        ("ResendConfirmationCode", client(named.clone())),
        ("ForgotPassword", client(named.clone())),
        ("ConfirmForgotPassword", client(named)),
        (
            "GetTokensFromRefreshToken",
            client(json!({ "RefreshToken": "$RefreshToken", "DeviceKey": "$DeviceKey" })),
        ),
        ("RevokeToken", client(json!({ "Token": "$RefreshToken" }))),
        ("GetUser", own(json!({}))),
        ("GetUserAuthFactors", own(json!({}))),
        ("GlobalSignOut", own(json!({}))),
        ("ChangePassword", own(json!({ "PreviousPassword": PASSWORD, "ProposedPassword": PASSWORD }))),
        ("UpdateUserAttributes", own(json!({ "UserAttributes": attributes }))),
        ("DeleteUserAttributes", own(json!({ "UserAttributeNames": ["name"] }))),
        ("GetUserAttributeVerificationCode", own(json!({ "AttributeName": "email" }))),
        ("VerifyUserAttribute", own(json!({ "AttributeName": "email", "Code": "$code" }))),
        ("AssociateSoftwareToken", json!({ "Session": "$Session" })),
        ("AssociateSoftwareToken", own(json!({}))),
        ("VerifySoftwareToken", own(json!({ "UserCode": "123456" }))),
        (
            "SetUserMFAPreference",
            own(json!({ "EmailMfaSettings": { "Enabled": true, "PreferredMfa": true } })),
        ),
        ("StartWebAuthnRegistration", own(json!({}))),
        (
            "CompleteWebAuthnRegistration",
            own(
                json!({ "Credential": { "id": "AA", "rawId": "AA", "type": "public-key", "response": { "clientDataJSON": "e30", "attestationObject": "o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YUA" } } }),
            ),
        ),
        ("ListWebAuthnCredentials", own(json!({ "MaxResults": 1 }))),
        ("DeleteWebAuthnCredential", own(json!({ "CredentialId": "AA" }))),
        (
            "ConfirmDevice",
            own(
                json!({ "DeviceKey": "$DeviceKey", "DeviceSecretVerifierConfig": { "PasswordVerifier": "Ag==", "Salt": "AQ==" } }),
            ),
        ),
        ("GetDevice", own(json!({ "DeviceKey": "$DeviceKey" }))),
        ("ListDevices", own(json!({ "Limit": 1, "PaginationToken": "$PaginationToken" }))),
        (
            "UpdateDeviceStatus",
            own(json!({ "DeviceKey": "$DeviceKey", "DeviceRememberedStatus": "remembered" })),
        ),
        ("ForgetDevice", own(json!({ "DeviceKey": "$DeviceKey" }))),
        (
            "AdminCreateUser",
            user(
                json!({ "TemporaryPassword": PASSWORD, "UserAttributes": attributes, "MessageAction": "SUPPRESS" }),
            ),
        ),
        ("AdminSetUserPassword", user(json!({ "Password": PASSWORD, "Permanent": true }))),
        ("AdminConfirmSignUp", user(json!({}))),
        ("AdminResetUserPassword", user(json!({}))),
        (
            "AdminUpdateUserAttributes",
            user(json!({ "UserAttributes": [{ "Name": "email_verified", "Value": "true" }] })),
        ),
        (
            "AdminSetUserMFAPreference",
            user(json!({ "SMSMfaSettings": { "Enabled": true, "PreferredMfa": true } })),
        ),
        ("AdminListDevices", user(json!({ "Limit": 1 }))),
        ("AdminGetUser", user(json!({}))),
        (
            "ListUsers",
            pool(json!({ "Filter": "email ^= \"a\"", "Limit": 1, "PaginationToken": "$PaginationToken" })),
        ),
        ("CreateGroup", pool(json!({ "GroupName": "staff", "Precedence": 1 }))),
        ("AdminAddUserToGroup", user(json!({ "GroupName": "staff" }))),
        ("ListUsersInGroup", pool(json!({ "GroupName": "staff", "Limit": 1, "NextToken": "$NextToken" }))),
        (
            "CreateUserPool",
            json!({ "PoolName": "own", "Schema": [{ "Name": "x", "AttributeDataType": "Number", "NumberAttributeConstraints": { "MinValue": "1", "MaxValue": "2" } }], "UsernameAttributes": ["email"], "LambdaConfig": {} }),
        ),
        (
            "UpdateUserPool",
            pool(
                json!({ "MfaConfiguration": "OPTIONAL", "DeviceConfiguration": { "ChallengeRequiredOnNewDevice": true }, "Policies": { "PasswordPolicy": { "MinimumLength": 8 }, "SignInPolicy": { "AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP", "WEB_AUTHN"] } }, "AccountRecoverySetting": { "RecoveryMechanisms": [{ "Name": "verified_email", "Priority": 1 }] } }),
            ),
        ),
        (
            "SetUserPoolMfaConfig",
            pool(
                json!({ "MfaConfiguration": "ON", "SoftwareTokenMfaConfiguration": { "Enabled": true }, "WebAuthnConfiguration": { "RelyingPartyId": "localhost" } }),
            ),
        ),
        ("DescribeUserPool", pool(json!({}))),
        (
            "CreateUserPoolClient",
            pool(
                json!({ "ClientName": "app", "GenerateSecret": true, "ExplicitAuthFlows": ["ALLOW_USER_AUTH"], "AccessTokenValidity": 5, "TokenValidityUnits": { "AccessToken": "minutes" }, "RefreshTokenRotation": { "Feature": "ENABLED", "RetryGracePeriodSeconds": 60 } }),
            ),
        ),
        ("ListUserPoolClients", pool(json!({ "MaxResults": 1, "NextToken": "$NextToken" }))),
        (
            "CreateIdentityProvider",
            pool(
                json!({ "ProviderName": "Google", "ProviderType": "Google", "ProviderDetails": { "client_id": "app", "client_secret": "x", "authorize_scopes": "email" }, "AttributeMapping": { "email": "email" }, "IdpIdentifiers": ["example.com"] }),
            ),
        ),
        ("ListIdentityProviders", pool(json!({ "MaxResults": 1, "NextToken": "$NextToken" }))),
        (
            "AdminLinkProviderForUser",
            pool(
                json!({ "DestinationUser": { "ProviderName": "Cognito", "ProviderAttributeValue": "alice" }, "SourceUser": { "ProviderName": "Google", "ProviderAttributeName": "Cognito_Subject", "ProviderAttributeValue": "1" } }),
            ),
        ),
    ];
    for (flow, parameters) in [
        ("USER_PASSWORD_AUTH", json!({ "PASSWORD": PASSWORD, "DEVICE_KEY": "$DeviceKey" })),
        ("USER_SRP_AUTH", json!({ "SRP_A": "abcdef", "DEVICE_KEY": "$DeviceKey" })),
        ("CUSTOM_AUTH", json!({ "CHALLENGE_NAME": "SRP_A", "SRP_A": "abcdef" })),
        ("USER_AUTH", json!({ "PREFERRED_CHALLENGE": "EMAIL_OTP" })),
        ("USER_AUTH", json!({ "PREFERRED_CHALLENGE": "PASSWORD_SRP", "SRP_A": "2" })),
        ("REFRESH_TOKEN_AUTH", json!({ "REFRESH_TOKEN": "$RefreshToken" })),
    ] {
        let mut request = client(json!({ "AuthFlow": flow, "AuthParameters": parameters }));
        request["AuthParameters"]["USERNAME"] = json!("alice");
        // Each of these requests is in the list twice, so that it is sent more often: without a sign-in, there is no
        // challenge to answer.
        all.extend([("InitiateAuth", request.clone()), ("InitiateAuth", request)]);
    }
    let mut of_any_challenge = client(json!({ "ChallengeName": "$ChallengeName", "Session": "$Session" }));
    for (name, responses) in [
        (
            "PASSWORD_VERIFIER",
            json!({ "PASSWORD_CLAIM_SECRET_BLOCK": "$SECRET_BLOCK", "PASSWORD_CLAIM_SIGNATURE": "AA==", "TIMESTAMP": "Sun Nov 2 08:05:00 UTC 2026" }),
        ),
        ("SELECT_CHALLENGE", json!({ "ANSWER": "PASSWORD", "PASSWORD": PASSWORD })),
        ("PASSWORD", json!({ "PASSWORD": PASSWORD })),
        ("EMAIL_OTP", json!({ "EMAIL_OTP_CODE": "$code" })),
        ("SMS_MFA", json!({ "SMS_MFA_CODE": "$code" })),
        ("SOFTWARE_TOKEN_MFA", json!({ "SOFTWARE_TOKEN_MFA_CODE": "123456" })),
        ("NEW_PASSWORD_REQUIRED", json!({ "NEW_PASSWORD": PASSWORD, "userAttributes.name": "A" })),
        ("MFA_SETUP", json!({ "EMAIL": "alice@example.com" })),
        ("SELECT_MFA_TYPE", json!({ "ANSWER": "EMAIL_OTP" })),
        ("DEVICE_SRP_AUTH", json!({ "DEVICE_KEY": "$DeviceKey", "SRP_A": "abcdef" })),
        ("CUSTOM_CHALLENGE", json!({ "ANSWER": "x" })),
        (
            "WEB_AUTHN",
            json!({ "CREDENTIAL": "{\"id\":\"AA\",\"rawId\":\"AA\",\"type\":\"public-key\",\"response\":{\"clientDataJSON\":\"e30\",\"authenticatorData\":\"AA\",\"signature\":\"AA\"}}" }),
        ),
    ] {
        let mut request =
            client(json!({ "ChallengeName": name, "Session": "$Session", "ChallengeResponses": responses }));
        request["ChallengeResponses"]["USERNAME"] = json!("alice");
        for (name, response) in request["ChallengeResponses"].as_object().unwrap() {
            of_any_challenge["ChallengeResponses"][name] = response.clone();
        }
        all.push(("RespondToAuthChallenge", request));
    }
    all.extend(vec![("RespondToAuthChallenge", of_any_challenge); 10]);
    all.extend(set_up_requests::all());
    all.extend(of_identity_pools());
    all
}

/// Requests of the operations on identity pools. In place of a name, each has the whole `X-Amz-Target`, because these
/// operations belong to another service.
fn of_identity_pools() -> Vec<(&'static str, Value)> {
    let pool = |mut request: Value| {
        request["IdentityPoolId"] = json!(DEFAULT_IDENTITY_POOL_ID);
        request
    };
    let providers =
        json!([{ "ProviderName": USER_POOL, "ClientId": DEFAULT_CLIENT_ID, "ServerSideTokenCheck": true }]);
    let role = "arn:aws:iam::000000000000:role/user";
    let rule = json!({ "Claim": "email", "MatchType": "Contains", "Value": "a", "RoleARN": role });
    let mapping = json!({
        "Type": "Rules", "AmbiguousRoleResolution": "AuthenticatedRole", "RulesConfiguration": { "Rules": [rule] },
    });
    let identity = |logins: Value| json!({ "IdentityId": "$IdentityId", "Logins": logins });
    let login = || json!({ USER_POOL: "$IdToken" });
    vec![
        ("AWSCognitoIdentityService.GetId", pool(json!({}))),
        ("AWSCognitoIdentityService.GetId", pool(json!({ "Logins": login() }))),
        ("AWSCognitoIdentityService.GetCredentialsForIdentity", identity(json!({}))),
        ("AWSCognitoIdentityService.GetCredentialsForIdentity", identity(login())),
        (
            "AWSCognitoIdentityService.GetCredentialsForIdentity",
            identity(json!({ "accounts.google.com": "$IdToken", USER_POOL: "$IdToken" })),
        ),
        ("AWSCognitoIdentityService.GetOpenIdToken", identity(login())),
        (
            "AWSCognitoIdentityService.UpdateIdentityPool",
            pool(json!({
                "IdentityPoolName": "own", "AllowUnauthenticatedIdentities": true,
                "SupportedLoginProviders": { "accounts.google.com": "app" }, "CognitoIdentityProviders": providers,
            })),
        ),
        (
            "AWSCognitoIdentityService.SetIdentityPoolRoles",
            pool(json!({
                "Roles": { "authenticated": role },
                "RoleMappings": { format!("{USER_POOL}:{DEFAULT_CLIENT_ID}"): mapping },
            })),
        ),
        (
            "AWSCognitoIdentityService.ListIdentities",
            pool(json!({ "MaxResults": 1, "NextToken": "$NextToken", "HideDisabled": true })),
        ),
        (
            "AWSCognitoIdentityService.UnlinkIdentity",
            json!({ "IdentityId": "$IdentityId", "Logins": login(), "LoginsToRemove": [USER_POOL] }),
        ),
        ("AWSCognitoIdentityService.DeleteIdentities", json!({ "IdentityIdsToDelete": ["$IdentityId"] })),
    ]
}

/// Replaces each text that is `$` and a name with the newest value of that name.
fn filled(template: &Value, newest: &HashMap<String, String>) -> Value {
    match template {
        Value::String(text) => match text.strip_prefix('$') {
            Some(name) => newest.get(name).map_or(Value::Null, |value| json!(value)),
            None => template.clone(),
        },
        Value::Array(elements) => elements.iter().map(|element| filled(element, newest)).collect(),
        Value::Object(members) => {
            let filled = members.iter().map(|(name, member)| (name.clone(), filled(member, newest)));
            Value::Object(filled.collect::<Map<_, _>>())
        }
        plain => plain.clone(),
    }
}

/// Adds the texts of a response to the newest values, by the names of their members.
fn remember(response: &Value, newest: &mut HashMap<String, String>) {
    match response {
        Value::Object(members) => {
            for (name, member) in members {
                match member {
                    Value::String(text) => drop(newest.insert(name.clone(), text.clone())),
                    deeper => remember(deeper, newest),
                }
            }
        }
        Value::Array(elements) => elements.iter().for_each(|element| remember(element, newest)),
        _ => {}
    }
}

async fn started() -> Fixture {
    Fixture::with(Options { signing_key: SigningKey::Cached, ..Options::default() }).await
}

/// Sends a request. Its response must come within [`HANGS`], with a status below 500. Returns the response's text.
async fn answered(pool: &Fixture, seed: u64, path: (&str, &str), target: &str, body: String) -> String {
    let sent = pool.send(path.0, path.1, target, body.clone());
    let answer = tokio::time::timeout(HANGS, sent).await;
    let what = format!("FUZZ_SEED={seed} {} {} {target}: {body}", path.0, path.1);
    let answer = answer.unwrap_or_else(|_| panic!("no answer: {what}"));
    let answer = answer.unwrap_or_else(|error| panic!("{error}: {what}"));
    assert!(answer.status < 500, "{} {}: {what}", answer.status, answer.text);
    answer.text
}

#[tokio::test]
async fn every_operation_responds_to_a_request_with_any_content() {
    let mut run = Run::begin();
    let mut random = Random(run.seed | 1);
    let pool = started().await;
    let (templates, mut newest, mut accepted) = (templates(), HashMap::new(), 0);
    while run.goes_on(REQUESTS) {
        if run.inputs % 50 == 1 {
            // The random settings so far may have made every sign-in impossible, so the pool starts again.
            pool.pool.reset().unwrap();
            pool.user_with_phone("alice").await;
            let (_, tracking) = templates.iter().find(|(name, _)| *name == "UpdateUserPool").unwrap();
            pool.ok("UpdateUserPool", tracking.clone()).await;
            remember(&pool.sign_in("alice").await, &mut newest);
        }
        let (operation, template) = random.pick(&templates);
        let mut request = filled(template, &newest);
        let changes = *random.pick(&[0, 0, 1, 1, 2, 5]);
        (0..changes).for_each(|_| random.change(&mut request));
        let body = match random.below(30) {
            0 => String::from_utf8_lossy(&random.bytes(200)).into_owned(),
            1 => random.value(4).to_string(),
            2 => format!("{}{}{}", "[".repeat(300), request, "]".repeat(300)),
            _ => request.to_string(),
        };
        let target = match operation.contains('.') {
            true => (*operation).to_owned(),
            false => format!("AWSCognitoIdentityProviderService.{operation}"),
        };
        let text = answered(&pool, run.seed, ("POST", "/"), &target, body).await;
        let response: Value = serde_json::from_str(&text).unwrap();
        accepted += usize::from(response.get("__type").is_none());
        remember(&response, &mut newest);
        newest.extend(pool.pool.latest_code("alice").map(|code| ("code".to_owned(), code)));
    }
    println!("{} requests of operations, {accepted} accepted", run.inputs);
}

#[tokio::test]
async fn the_control_api_responds_to_a_request_with_any_content() {
    let mut run = Run::begin();
    let mut random = Random(run.seed | 1);
    let pool = started().await;
    while run.goes_on(REQUESTS) {
        let seconds = *random.pick(&[0, 1, -1, 86_400, i64::MAX, i64::MIN]);
        let mut body = match random.below(3) {
            0 => json!({ "advanceSeconds": seconds }),
            _ => random.value(3),
        };
        if random.below(3) == 0 {
            random.change(&mut body);
        }
        let path = *random.pick(&[
            ("GET", "/_pool/messages?username=alice"),
            ("GET", "/_pool/messages?username=%ff&userPoolId="),
            ("GET", "/_pool/overview"),
            ("GET", "/_pool/overview?after=x"),
            ("POST", "/_pool/clock"),
            ("POST", "/_pool/faults"),
            ("DELETE", "/_pool/faults"),
            ("POST", "/_pool/reset"),
            ("OPTIONS", "/_pool/reset"),
            ("PATCH", "/_pool/clock"),
            ("GET", "/local_LocalPool/.well-known/jwks.json"),
            ("GET", "/%00/.well-known/openid-configuration"),
            ("GET", "/oauth2/authorize"),
        ]);
        answered(&pool, run.seed, path, "", body.to_string()).await;
        // The clock can be at an absurd time. The pool must answer a sign-up then too.
        if random.below(10) == 0 {
            let ada = json!({ "ClientId": DEFAULT_CLIENT_ID, "Username": "ada", "Password": PASSWORD });
            let target = "AWSCognitoIdentityProviderService.SignUp";
            answered(&pool, run.seed, ("POST", "/"), target, ada.to_string()).await;
        }
    }
    println!("{} requests of the control API", run.inputs);
}

#[tokio::test]
async fn bytes_that_are_hardly_http_end_only_their_own_connection() {
    let mut run = Run::begin();
    let mut random = Random(run.seed | 1);
    let pool = started().await;
    let body =
        json!({ "ClientId": DEFAULT_CLIENT_ID, "Username": "alice", "Password": PASSWORD }).to_string();
    let whole = format!(
        "POST / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: {}\r\norigin: null\r\n\
         x-amz-target: AWSCognitoIdentityProviderService.SignUp\r\n\r\n{body}",
        body.len()
    );
    while run.goes_on(REQUESTS) {
        let mut bytes = whole.clone().into_bytes();
        for _ in 0..random.below(6) {
            let place = random.below(bytes.len());
            match random.below(4) {
                0 => bytes[place] = random.next() as u8,
                1 => bytes.truncate(place + 1),
                2 => drop(bytes.splice(place..place, random.bytes(30))),
                _ => bytes.extend(vec![b'x'; random.below(100_000)]),
            }
        }
        if random.below(5) == 0 {
            bytes = random.bytes(2000);
        }
        let mut connection = TcpStream::connect(pool.pool.address()).unwrap();
        connection.set_read_timeout(Some(HANGS)).unwrap();
        connection.set_write_timeout(Some(HANGS)).unwrap();
        // The pool can close the connection before it has read everything.
        let _ = connection.write_all(&bytes).and_then(|()| connection.shutdown(Shutdown::Write));
        let mut answer = Vec::new();
        let ended = connection.read_to_end(&mut answer);
        let hangs = ended.is_err_and(|error| error.kind() == std::io::ErrorKind::WouldBlock);
        let seen = String::from_utf8_lossy(&answer[..answer.len().min(12)]).into_owned();
        assert!(!hangs && !seen.starts_with("HTTP/1.1 5"), "FUZZ_SEED={} {seen}: {bytes:?}", run.seed);
    }
    pool.sign_up("bob").await;
    println!("{} connections", run.inputs);
}

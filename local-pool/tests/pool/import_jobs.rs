//! User import jobs, from the header of the CSV file to the first sign-in of an imported user.

#![allow(clippy::unwrap_used, reason = "a test helper panics on purpose")]

use crate::support::{Fixture, PASSWORD, PoolResponse, by_client, password_auth, refusal};
use serde_json::{Value, json};
use std::collections::HashMap;

const ROLE: &str = "arn:aws:iam::000000000000:role/service-role/import-logs";

struct Import {
    fixture: Fixture,
    pool: String,
    client: String,
}

impl Import {
    async fn start(settings: Value) -> Self {
        let fixture = Fixture::start().await;
        let (pool, client) = fixture.pool_with(settings).await;
        Self { fixture, pool, client }
    }

    async fn of_emails() -> Self {
        Self::start(json!({ "AliasAttributes": ["email"], "AutoVerifiedAttributes": ["email"] })).await
    }

    async fn create(&self) -> Value {
        let request =
            json!({ "JobName": "old users", "UserPoolId": self.pool, "CloudWatchLogsRoleArn": ROLE });
        self.fixture.ok("CreateUserImportJob", request).await["UserImportJob"].take()
    }

    fn of_job(&self, job: &Value) -> Value {
        json!({ "UserPoolId": self.pool, "JobId": job["JobId"] })
    }

    async fn job(&self, operation: &str, job: &Value) -> Value {
        self.fixture.ok(operation, self.of_job(job)).await["UserImportJob"].take()
    }

    async fn upload(&self, job: &Value, file: &str) -> PoolResponse {
        let address = job["PreSignedUrl"].as_str().unwrap();
        let path = address.strip_prefix(self.fixture.pool.base_url()).unwrap();
        let headers = [("x-amz-server-side-encryption", "aws:kms")];
        self.fixture.send_with("PUT", path, &headers, file.to_owned()).await.unwrap()
    }

    /// The file with these users. Each has values for some columns.
    async fn file(&self, users: &[&[(&str, &str)]]) -> String {
        let answer = self.fixture.ok("GetCSVHeader", json!({ "UserPoolId": self.pool })).await;
        let columns: Vec<&str> =
            answer["CSVHeader"].as_array().unwrap().iter().map(|column| column.as_str().unwrap()).collect();
        let line = |user: &&[(&str, &str)]| {
            let given: HashMap<&str, &str> = user.iter().copied().collect();
            assert!(given.keys().all(|name| columns.contains(name)), "{columns:?}");
            let values = columns.iter().map(|column| given.get(column).copied().unwrap_or_default());
            values.collect::<Vec<_>>().join(",")
        };
        let lines: Vec<String> = users.iter().map(line).collect();
        format!("{}\r\n{}\r\n", columns.join(","), lines.join("\r\n"))
    }

    /// Imports users. Returns the finished job.
    async fn import(&self, file: &str) -> Value {
        let job = self.create().await;
        assert_eq!(self.upload(&job, file).await.status, 200);
        self.job("StartUserImportJob", &job).await;
        self.fixture.pool.advance_clock(1);
        self.job("DescribeUserImportJob", &job).await
    }

    async fn log(&self, job: &Value) -> Value {
        let path = format!("/_pool/import-log?jobId={}", job["JobId"].as_str().unwrap());
        self.fixture.control("GET", &path, json!({})).await
    }

    async fn user(&self, name: &str) -> Value {
        let one = json!({ "UserPoolId": self.pool, "Username": name });
        self.fixture.ok("AdminGetUser", one).await
    }

    fn sign_in(&self, name: &str) -> Value {
        by_client(&self.client, password_auth(name, PASSWORD))
    }
}

fn ada() -> Vec<(&'static str, &'static str)> {
    vec![("cognito:username", "ada"), ("email", "ada@pool.example"), ("email_verified", "TRUE")]
}

#[tokio::test]
async fn an_imported_user_sets_a_password_and_signs_in() {
    let import = Import::of_emails().await;
    let mut user = ada();
    user.extend([("address", r" 1 Main St\, Town "), ("birthdate", "02/01/1985"), ("name", "\"Ada\"")]);
    let file = import.file(&[&user]).await;
    let job = import.create().await;
    assert_eq!((&job["Status"], &job["ImportedUsers"]), (&json!("Created"), &json!(0)));
    assert_eq!(import.upload(&job, &file).await.status, 200);
    let started = import.job("StartUserImportJob", &job).await;
    assert_eq!((&started["Status"], started.get("CompletionDate")), (&json!("Pending"), None));
    let busy = format!("A user import job is in progress for user pool {}.", import.pool);
    let text = json!({ "Name": "tier", "AttributeDataType": "String" });
    let add = json!({ "UserPoolId": import.pool, "CustomAttributes": [text] });
    let refused = import.fixture.refused("AddCustomAttributes", add).await;
    assert_eq!(refused, refusal("UserImportInProgressException", &busy));
    import.fixture.pool.advance_clock(1);
    let done = import.job("DescribeUserImportJob", &job).await;
    let counts = ["ImportedUsers", "SkippedUsers", "FailedUsers"].map(|name| done[name].as_u64().unwrap());
    assert_eq!((&done["Status"], counts), (&json!("Succeeded"), [1, 0, 0]));
    assert_eq!(done["CompletionMessage"], "Import Job Completed Successfully.");
    assert!(done["CompletionDate"].as_f64() > done["StartDate"].as_f64());
    assert_eq!(import.log(&job).await, json!(["[SUCCEEDED] Line Number 2 - The import succeeded."]));

    let user = import.user("ada@pool.example").await;
    assert_eq!((&user["Username"], &user["UserStatus"]), (&json!("ada"), &json!("RESET_REQUIRED")));
    let attributes = user["UserAttributes"].to_string();
    for value in [r#""1 Main St, Town""#, r#""02/01/1985""#, r#""\"Ada\"""#] {
        assert!(attributes.contains(value), "{attributes}");
    }
    let refused = import.fixture.refused("InitiateAuth", import.sign_in("ada")).await;
    assert_eq!(refused, refusal("PasswordResetRequiredException", "Password reset required for the user"));
    let forgot = json!({ "ClientId": import.client, "Username": "ada" });
    import.fixture.ok("ForgotPassword", forgot).await;
    let code = import.fixture.latest_code("ada");
    let confirm = json!({ "ClientId": import.client, "Username": "ada", "ConfirmationCode": code, "Password": PASSWORD });
    import.fixture.ok("ConfirmForgotPassword", confirm).await;
    let answer = import.fixture.ok("InitiateAuth", import.sign_in("ada")).await;
    assert!(answer["AuthenticationResult"]["AccessToken"].is_string());
}

#[tokio::test]
async fn a_client_that_hides_who_exists_also_hides_who_has_no_password() {
    let import = Import::of_emails().await;
    import.import(&import.file(&[&ada()]).await).await;
    let hide = json!({
        "UserPoolId": import.pool, "ClientId": import.client, "PreventUserExistenceErrors": "ENABLED",
        "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"],
    });
    import.fixture.ok("UpdateUserPoolClient", hide).await;
    let refused = import.fixture.refused("InitiateAuth", import.sign_in("ada")).await;
    assert_eq!(refused, crate::support::wrong_credentials());
}

#[tokio::test]
async fn a_user_who_can_sign_in_with_a_code_needs_no_password() {
    let import = Import::start(json!({
        "AutoVerifiedAttributes": ["email"], "UsernameAttributes": ["email"],
        "Policies": { "SignInPolicy": { "AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"] } },
    }))
    .await;
    let user =
        [("cognito:username", "ada@pool.example"), ("email", "ada@pool.example"), ("email_verified", "true")];
    import.import(&import.file(&[&user]).await).await;
    let user = import.user("ada@pool.example").await;
    assert_eq!(user["UserStatus"], "CONFIRMED");
    assert_ne!(user["Username"], "ada@pool.example", "the name of such a user is the sub");
}

#[tokio::test]
async fn lines_that_can_not_be_imported_are_skipped_or_fail() {
    let import = Import::start(json!({
        "AliasAttributes": ["email"], "AutoVerifiedAttributes": ["email"], "MfaConfiguration": "OFF",
        "Schema": [{ "Name": "tier", "AttributeDataType": "Number", "Mutable": true }],
    }))
    .await;
    let with = |name: &'static str, more: &[(&'static str, &'static str)]| {
        let mut user: HashMap<&str, &str> = ada().into_iter().collect();
        user.insert("cognito:username", name);
        user.insert("email", "other@pool.example");
        user.extend(more.iter().copied());
        user.into_iter().collect::<Vec<_>>()
    };
    let users = [
        ada(),
        with("ada", &[]),
        with("two words", &[]),
        with("bob", &[("email_verified", "FALSE")]),
        with("bob", &[("email_verified", "perhaps")]),
        with("bob", &[("email", "")]),
        with("bob", &[("email", "ada@pool.example")]),
        with("bob", &[("custom:tier", "gold")]),
        with("bob", &[("birthdate", "1985-02-01")]),
        with("bob", &[("cognito:mfa_enabled", "true")]),
        with("bob", &[("custom:tier", "2"), ("cognito:mfa_enabled", "FALSE")]),
    ];
    let users: Vec<&[(&str, &str)]> = users.iter().map(Vec::as_slice).collect();
    let mut file = import.file(&users).await;
    file.push_str("too,few,values\n");
    let job = import.import(&file).await;
    let expected = [
        "[SUCCEEDED] Line Number 2 - The import succeeded.",
        "[SKIPPED] Line Number 3 - The user already exists.",
        "[FAILED] Line Number 4 - The cognito:username is missing, too long, or has white space.",
        "[FAILED] Line Number 5 - The User Record does not set any of the auto verified attributes to true. \
         (Example: email_verified to true).",
        "[FAILED] Line Number 6 - email_verified must be true or false.",
        "[FAILED] Line Number 7 - The email is missing although email_verified is true.",
        "[FAILED] Line Number 8 - An account with the given email already exists.",
        "[FAILED] Line Number 9 - Attributes did not conform to the schema: custom:tier: Value must be a number",
        "[FAILED] Line Number 10 - The birthdate must have the form mm/dd/yyyy.",
        "[FAILED] Line Number 11 - cognito:mfa_enabled contradicts the user pool's MFA configuration.",
        "[SUCCEEDED] Line Number 12 - The import succeeded.",
        "[FAILED] Line Number 13 - The line does not have as many values as the header.",
    ];
    assert_eq!(import.log(&job).await, json!(expected));
    let counts = ["ImportedUsers", "SkippedUsers", "FailedUsers"].map(|name| job[name].as_u64().unwrap());
    assert_eq!((&job["Status"], counts), (&json!("Succeeded"), [2, 1, 9]));

    let nobody = import.import(&import.file(&[&ada()]).await).await;
    let text = "Too many users have failed or been skipped during the import.";
    assert_eq!((&nobody["Status"], &nobody["CompletionMessage"]), (&json!("Failed"), &json!(text)));
    let unreadable = import.import("name,email\nAda,ada@pool.example\n").await;
    let text = "The header of the CSV file does not match the user pool's attributes.";
    assert_eq!((&unreadable["Status"], &unreadable["CompletionMessage"]), (&json!("Failed"), &json!(text)));
}

#[tokio::test]
async fn a_job_is_started_once_with_a_file_and_can_be_stopped_while_it_runs() {
    let import = Import::of_emails().await;
    let refused = async |operation: &str, job: &Value| {
        let (kind, text) = import.fixture.refused(operation, import.of_job(job)).await;
        assert_eq!(kind, "PreconditionNotMetException");
        text
    };
    let (job, other) = (import.create().await, import.create().await);
    let id = job["JobId"].as_str().unwrap();
    assert_eq!(refused("StartUserImportJob", &job).await, format!("No csv file was uploaded for {id}"));
    assert_eq!(
        refused("StopUserImportJob", &job).await,
        format!("The user import job {id} is not in progress.")
    );
    let file = import.file(&[&ada()]).await;
    for job in [&job, &other] {
        import.upload(job, &file).await;
    }
    import.job("StartUserImportJob", &job).await;
    assert_eq!(refused("StartUserImportJob", &other).await, "Another user import job is in progress.");
    let stopped = import.job("StopUserImportJob", &job).await;
    let text = "The Import Job was stopped by the developer.";
    assert_eq!((&stopped["Status"], &stopped["CompletionMessage"]), (&json!("Stopped"), &json!(text)));
    import.fixture.pool.advance_clock(60);
    assert_eq!(
        refused("StartUserImportJob", &job).await,
        format!("The user import job {id} cannot be started again.")
    );
    let one = json!({ "UserPoolId": import.pool, "Username": "ada" });
    assert_eq!(import.fixture.refused("AdminGetUser", one).await.0, "UserNotFoundException");

    let list = |more: Value| {
        let mut request = json!({ "UserPoolId": import.pool, "MaxResults": 1 });
        request["PaginationToken"] = more;
        request
    };
    let newest = import.fixture.ok("ListUserImportJobs", list(Value::Null)).await;
    assert_eq!(newest["UserImportJobs"][0]["JobId"], other["JobId"], "the newest job comes first");
    let rest = import.fixture.ok("ListUserImportJobs", list(newest["PaginationToken"].clone())).await;
    assert_eq!((&rest["UserImportJobs"][0], rest.get("PaginationToken")), (&stopped, None));
    let (kind, _) = import.fixture.refused("ListUserImportJobs", list(json!("unknown"))).await;
    assert_eq!(kind, "InvalidParameterException");

    import.fixture.pool.advance_clock(24 * 3600);
    let expired = import.job("DescribeUserImportJob", &other).await;
    let text = "The user import job has expired.";
    assert_eq!((&expired["Status"], &expired["CompletionMessage"]), (&json!("Expired"), &json!(text)));
}

#[tokio::test]
async fn the_address_takes_a_file_only_with_its_signature_and_for_fifteen_minutes() {
    let import = Import::of_emails().await;
    let job = import.create().await;
    let (address, other) = (job["PreSignedUrl"].as_str().unwrap(), import.create().await);
    let (path, signature) = address.rsplit_once('=').unwrap();
    let foreign = other["PreSignedUrl"].as_str().unwrap().rsplit_once('=').unwrap().1;
    assert_ne!(signature, foreign);
    for wrong in [path.to_owned(), format!("{path}={foreign}")] {
        let answer = import.upload(&json!({ "PreSignedUrl": wrong }), "x").await;
        assert_eq!((answer.status, answer.content_type.as_str()), (403, "application/xml"));
        assert!(answer.text.contains("<Error><Code>SignatureDoesNotMatch</Code>"), "{}", answer.text);
    }
    import.fixture.pool.advance_clock(15 * 60);
    let late = import.upload(&job, "x").await;
    assert!(late.status == 403 && late.text.contains("Request has expired"), "{}", late.text);
}

#[tokio::test]
async fn a_pool_that_verifies_nothing_or_is_unknown_imports_nobody() {
    let import = Import::start(json!({})).await;
    let request =
        |pool: &str| json!({ "JobName": "old users", "UserPoolId": pool, "CloudWatchLogsRoleArn": ROLE });
    let refused = import.fixture.refused("CreateUserImportJob", request(&import.pool)).await;
    assert_eq!(refused.0, "PreconditionNotMetException");
    let refused = import.fixture.refused("CreateUserImportJob", request("local_Gone")).await;
    assert_eq!(refused.0, "ResourceNotFoundException");
    let mut hashes = request(&import.pool);
    hashes["PasswordHashingAlgorithm"] = json!("BCRYPT");
    let refused = import.fixture.refused("CreateUserImportJob", hashes).await;
    let text = "PasswordHashingAlgorithm is not supported by the local pool.";
    assert_eq!(refused, refusal("InvalidParameterException", text));
    let unknown = json!({ "UserPoolId": import.pool, "JobId": "import-gone" });
    let refused = import.fixture.refused("DescribeUserImportJob", unknown).await;
    assert_eq!(refused.0, "ResourceNotFoundException");
}

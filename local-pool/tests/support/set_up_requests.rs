//! Valid requests of the operations that set-up tools call, for the test with arbitrary requests. `$` and a name mean the
//! newest value that a response had for the member with this name.

use cognito_local_pool::{DEFAULT_CLIENT_ID, DEFAULT_USER_POOL_ID};
use serde_json::{Value, json};

pub fn all() -> Vec<(&'static str, Value)> {
    let pool = |mut request: Value| {
        request["UserPoolId"] = json!(DEFAULT_USER_POOL_ID);
        request
    };
    let client = |request: Value| {
        let mut request = pool(request);
        request["ClientId"] = json!(DEFAULT_CLIENT_ID);
        request
    };
    let role = "arn:aws:iam::000000000000:role/logs";
    let arn = json!("arn:aws:cognito-idp:local:000000000000:userpool/local_LocalPool");
    let action = json!({ "Notify": true, "EventAction": "BLOCK" });
    let job = || pool(json!({ "JobId": "$JobId" }));
    vec![
        (
            "AddCustomAttributes",
            pool(
                json!({ "CustomAttributes": [{ "Name": "x", "AttributeDataType": "String", "Mutable": true }] }),
            ),
        ),
        ("TagResource", json!({ "ResourceArn": arn, "Tags": { "stage": "test" } })),
        ("UntagResource", json!({ "ResourceArn": arn, "TagKeys": ["stage"] })),
        ("AddUserPoolClientSecret", client(json!({ "ClientSecret": "a_secret_of_24_characters" }))),
        ("DeleteUserPoolClientSecret", client(json!({ "ClientSecretId": "$ClientSecretId" }))),
        ("SetUICustomization", client(json!({ "CSS": ".a {}", "ImageFile": "iVBORw0KGgo=" }))),
        (
            "SetRiskConfiguration",
            client(json!({
                "AccountTakeoverRiskConfiguration": { "Actions": { "LowAction": action } },
                "RiskExceptionConfiguration": { "BlockedIPRangeList": ["10.0.0.0/8"] },
            })),
        ),
        (
            "SetLogDeliveryConfiguration",
            pool(json!({ "LogConfigurations": [{ "LogLevel": "INFO", "EventSource": "userAuthEvents" }] })),
        ),
        (
            "CreateManagedLoginBranding",
            client(json!({
                "Settings": { "a": [1, { "b": null }] },
                "Assets": [{ "Category": "FORM_LOGO", "ColorMode": "DARK", "Extension": "PNG", "Bytes": "AA==" }],
            })),
        ),
        (
            "UpdateManagedLoginBranding",
            pool(
                json!({ "ManagedLoginBrandingId": "$ManagedLoginBrandingId", "Settings": { "a": { "b": 1 } } }),
            ),
        ),
        (
            "CreateTerms",
            client(json!({
                "TermsName": "terms-of-use", "TermsSource": "LINK", "Enforcement": "NONE",
                "Links": { "cognito:default": "https://shop.example/" },
            })),
        ),
        ("UpdateTerms", pool(json!({ "TermsId": "$TermsId", "TermsName": "privacy-policy" }))),
        ("ListTerms", pool(json!({ "MaxResults": 1, "NextToken": "$NextToken" }))),
        ("CreateUserImportJob", pool(json!({ "JobName": "job", "CloudWatchLogsRoleArn": role }))),
        ("StartUserImportJob", job()),
        ("StopUserImportJob", job()),
        ("ListUserImportJobs", pool(json!({ "MaxResults": 1, "PaginationToken": "$PaginationToken" }))),
        (
            "SetUserPoolSessionConfiguration",
            pool(json!({ "UserSessionTracking": "ENABLED", "TokenSession": { "MaxPerUser": 2 } })),
        ),
        (
            "SetUserPoolClientSessionConfiguration",
            client(json!({ "SSOSession": { "MaxValidityMinutes": 5 } })),
        ),
        ("ListUserSessions", json!({ "AccessToken": "$AccessToken" })),
        (
            "RevokeUserSession",
            json!({
                "AccessToken": "$AccessToken", "SessionId": "$SessionId", "RevokeAssociatedSessions": "LINKED",
            }),
        ),
        (
            "GetDerivedToken",
            json!({
                "ClientId": DEFAULT_CLIENT_ID, "SubjectToken": "$AccessToken", "SubjectTokenType": "ACCESS_TOKEN",
                "ActorToken": "$IdToken", "ActorTokenType": "ID_TOKEN", "Audiences": ["a"], "Scopes": ["openid"],
            }),
        ),
        ("AdminListUserAuthEvents", pool(json!({ "Username": "alice", "MaxResults": 1 }))),
        (
            "AdminUpdateAuthEventFeedback",
            pool(json!({ "Username": "alice", "EventId": "$EventId", "FeedbackValue": "Valid" })),
        ),
    ]
}

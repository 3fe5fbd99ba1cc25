//! ListUsers, with its filters and pages.

use super::admin_users::describe;
use crate::errors::CognitoError;
use crate::pool::UserPool;
use crate::pool::users::User;
use crate::service::Call;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::{Value, json};

const LARGEST_PAGE: usize = 60;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListUsers {
    user_pool_id: String,
    attributes_to_get: Option<Vec<String>>,
    limit: Option<usize>,
    pagination_token: Option<String>,
    #[serde(default)]
    filter: String,
}

pub(crate) fn list_users(call: &mut Call<'_>, request: ListUsers) -> Result<Value, CognitoError> {
    let pool = &*call.world.pool(&request.user_pool_id)?;
    let filter = Filter::parse(&request.filter)?;
    // 0 asks for as many as there are to a page.
    let limit = request.limit.filter(|limit| *limit > 0).unwrap_or(LARGEST_PAGE);
    // A page begins after the username that ended the one before.
    let last = request.pagination_token.as_deref().map(read_token).transpose()?;
    let after = |user: &&User| last.as_ref().is_none_or(|last| user.username > *last);
    let matching = |user: &&User| filter.as_ref().is_none_or(|filter| filter.matches(pool, user));
    let mut found = pool.users.values().filter(after).filter(matching).peekable();
    let page: Vec<&User> = found.by_ref().take(limit).collect();
    let wanted = request.attributes_to_get.as_deref();
    let users: Vec<Value> = page.iter().map(|user| with_attributes(describe(user), wanted)).collect();
    let mut answer = json!({ "Users": users });
    if let (Some(last), true) = (page.last(), found.peek().is_some()) {
        answer["PaginationToken"] = json!(token(&last.username));
    }
    Ok(answer)
}

/// What a token says before the username, so that one from elsewhere is told.
const TOKEN: &str = "after:";

fn token(last: &str) -> String {
    URL_SAFE_NO_PAD.encode(format!("{TOKEN}{last}"))
}

fn read_token(token: &str) -> Result<String, CognitoError> {
    let text = URL_SAFE_NO_PAD.decode(token).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let last = text.as_deref().and_then(|text| text.strip_prefix(TOKEN)).map(str::to_owned);
    last.ok_or_else(|| CognitoError::invalid_parameter("Invalid pagination token."))
}

fn with_attributes(mut user: Value, wanted: Option<&[String]>) -> Value {
    if let (Some(wanted), Some(attributes)) = (wanted, user["Attributes"].as_array_mut()) {
        attributes.retain(|attribute| wanted.iter().any(|name| attribute["Name"] == name.as_str()));
    }
    user
}

/// `attribute = "value"`, or `attribute ^= "beginning"`.
struct Filter {
    attribute: String,
    value: String,
    prefix: bool,
}

impl Filter {
    fn parse(text: &str) -> Result<Option<Self>, CognitoError> {
        if text.trim().is_empty() {
            return Ok(None);
        }
        let malformed = || CognitoError::invalid_parameter("Error while parsing filter.");
        let (left, right) = text.split_once('=').ok_or_else(malformed)?;
        let (left, prefix) = match left.trim().strip_suffix('^') {
            Some(left) => (left, true),
            None => (left, false),
        };
        let attribute = left.trim().trim_matches('"').to_owned();
        let quoted = right.trim().strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        let value = quoted.ok_or_else(malformed)?.replace("\\\"", "\"");
        const SEARCHABLE: [&str; 11] = [
            "username",
            "email",
            "phone_number",
            "name",
            "given_name",
            "family_name",
            "preferred_username",
            "cognito:user_status",
            "status",
            "sub",
            "email_verified",
        ];
        if !SEARCHABLE.contains(&attribute.as_str()) {
            return Err(malformed());
        }
        Ok(Some(Self { attribute, value, prefix }))
    }

    fn matches(&self, pool: &UserPool, user: &User) -> bool {
        let held = match self.attribute.as_str() {
            "username" => {
                // Names that are the same to the pool are found alike.
                let (held, value) = (pool.folded(&user.username), pool.folded(&self.value));
                return if self.prefix { held.starts_with(&*value) } else { held == value };
            }
            "cognito:user_status" => user.status.name(),
            "status" if user.enabled => "Enabled",
            "status" => "Disabled",
            name => user.attribute(name).unwrap_or_default(),
        };
        if self.prefix { held.starts_with(&self.value) } else { held == self.value }
    }
}

//! ListUsers, with its filters and pages.

use super::users::describe;
use crate::errors::CognitoError;
use crate::operations::shared::paging::{page, page_size};
use crate::pool::UserPool;
use crate::pool::users::User;
use crate::service::Call;
use serde::Deserialize;
use serde_json::{Value, json};

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
    check_attributes(pool, request.attributes_to_get.as_deref().unwrap_or_default())?;
    let token = request.pagination_token.as_deref();
    let matching = |user: &&User| filter.as_ref().is_none_or(|filter| filter.matches(pool, user));
    let (matches, limit) = (pool.users.values().filter(matching), page_size(request.limit));
    let (page, last) = page(matches, |user: &User| &user.username, limit, token)?;
    let attributes = request.attributes_to_get.as_deref();
    let users: Vec<Value> =
        page.into_iter().map(|user| with_attributes(describe(user), attributes)).collect();
    let mut answer = json!({ "Users": users });
    if let Some(last) = last {
        answer["PaginationToken"] = json!(last);
    }
    Ok(answer)
}

fn check_attributes(pool: &UserPool, names: &[String]) -> Result<(), CognitoError> {
    let schema = pool.schema();
    match names.iter().all(|name| schema.iter().any(|attribute| attribute.name == *name)) {
        true => Ok(()),
        false => Err(CognitoError::invalid_parameter("One or more requested attributes do not exist.")),
    }
}

/// If the request names attributes, removes all others from the description of a user.
fn with_attributes(mut user: Value, names: Option<&[String]>) -> Value {
    if let (Some(names), Some(attributes)) = (names, user["Attributes"].as_array_mut()) {
        attributes.retain(|attribute| names.iter().any(|name| attribute["Name"] == name.as_str()));
    }
    user
}

/// A filter: `attribute = "value"`, or `attribute ^= "beginning"`.
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
        const SEARCHABLE: [&str; 10] = [
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
        ];
        if !SEARCHABLE.contains(&attribute.as_str()) {
            return Err(CognitoError::invalid_parameter(format!("Invalid search attribute: {attribute}")));
        }
        Ok(Some(Self { attribute, value, prefix }))
    }

    fn matches(&self, pool: &UserPool, user: &User) -> bool {
        let held = match self.attribute.as_str() {
            "username" => {
                // The pool's settings decide whether case matters.
                let (held, value) = (pool.folded(&user.username), pool.folded(&self.value));
                return if self.prefix { held.starts_with(&*value) } else { held == value };
            }
            "cognito:user_status" => {
                let value = self.value.to_ascii_uppercase();
                let status = user.status.name();
                return if self.prefix { status.starts_with(&value) } else { status == value };
            }
            "status" if user.enabled => "Enabled",
            "status" => "Disabled",
            name => user.attribute(name).unwrap_or_default(),
        };
        if self.prefix { held.starts_with(&self.value) } else { held == self.value }
    }
}

//! Links to terms of use and to a privacy policy. A client has at most one record of each.

use crate::errors::CognitoError;
use crate::operations::shared::paging::{LARGEST_PAGE, page};
use crate::pool::UserPool;
use crate::pool::records::terms::Terms;
use crate::random;
use crate::service::Call;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The languages of managed login, by their names in `Links`.
const LANGUAGES: [&str; 13] = [
    "default",
    "dutch",
    "english",
    "french",
    "spanish",
    "german",
    "bahasa-indonesia",
    "italian",
    "japanese",
    "korean",
    "portuguese-brazil",
    "chinese-simplified",
    "chinese-traditional",
];

fn summary(terms: &Terms) -> Value {
    json!({
        "TermsId": terms.id,
        "TermsName": terms.name,
        "Enforcement": terms.enforcement,
        "CreationDate": terms.created.date(),
        "LastModifiedDate": terms.modified.date(),
    })
}

fn answer(pool_id: &str, terms: &Terms) -> Value {
    let mut described = summary(terms);
    described["UserPoolId"] = json!(pool_id);
    described["ClientId"] = json!(terms.client_id);
    described["TermsSource"] = json!(terms.source);
    described["Links"] = json!(terms.links);
    json!({ "Terms": described })
}

fn check_links(links: &BTreeMap<String, String>) -> Result<(), CognitoError> {
    let is_language =
        |name: &String| name.strip_prefix("cognito:").is_some_and(|name| LANGUAGES.contains(&name));
    match links.keys().all(is_language) {
        true => Ok(()),
        false => Err(CognitoError::constraint(
            "links",
            "Map keys must satisfy constraint: [Member must satisfy regular expression pattern: \
             ^cognito:(default|dutch|english|french|spanish|german|bahasa-indonesia|italian|japanese|korean|\
             portuguese-brazil|chinese-(simplified|traditional))$]",
        )),
    }
}

/// Fails if other terms of the client have this name.
fn check_name(
    pool: &UserPool,
    client_id: &str,
    name: &str,
    except: Option<&str>,
) -> Result<(), CognitoError> {
    let mut others = pool.records.terms.values().filter(|held| Some(held.id.as_str()) != except);
    match others.any(|held| held.client_id == client_id && held.name == name) {
        false => Ok(()),
        true => {
            let text = format!("Terms {name} already exist for client {client_id}.");
            Err(CognitoError::new("TermsExistsException", text))
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct CreateTerms {
    user_pool_id: String,
    client_id: String,
    terms_name: String,
    terms_source: String,
    enforcement: String,
    #[serde(default)]
    links: BTreeMap<String, String>,
}

pub(super) fn create(call: &mut Call<'_>, request: CreateTerms) -> Result<Value, CognitoError> {
    let now = call.now;
    check_links(&request.links)?;
    call.world.client_of(&request.user_pool_id, &request.client_id)?;
    let pool = call.world.pool(&request.user_pool_id)?;
    check_name(pool, &request.client_id, &request.terms_name, None)?;
    let terms = Terms {
        id: random::uuid()?,
        client_id: request.client_id,
        name: request.terms_name,
        source: request.terms_source,
        enforcement: request.enforcement,
        links: request.links,
        created: now,
        modified: now,
    };
    let answer = answer(&pool.id, &terms);
    pool.records.terms.insert(terms.id.clone(), terms);
    Ok(answer)
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct OneTerms {
    user_pool_id: String,
    terms_id: String,
}

fn not_found(id: &str) -> CognitoError {
    CognitoError::new("ResourceNotFoundException", format!("Terms {id} do not exist."))
}

pub(super) fn describe(call: &mut Call<'_>, request: OneTerms) -> Result<Value, CognitoError> {
    let pool = call.world.pool(&request.user_pool_id)?;
    let terms = pool.records.terms.get(&request.terms_id).ok_or_else(|| not_found(&request.terms_id))?;
    Ok(answer(&pool.id, terms))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct TermsOfClient {
    user_pool_id: String,
    client_id: String,
    terms_name: String,
}

pub(super) fn describe_by_client(call: &mut Call<'_>, request: TermsOfClient) -> Result<Value, CognitoError> {
    call.world.client_of(&request.user_pool_id, &request.client_id)?;
    let pool = call.world.pool(&request.user_pool_id)?;
    let mut all = pool.records.terms.values();
    let found = all.find(|held| held.client_id == request.client_id && held.name == request.terms_name);
    let terms = found.ok_or_else(|| not_found(&request.terms_name))?;
    Ok(answer(&pool.id, terms))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ListTerms {
    user_pool_id: String,
    max_results: Option<usize>,
    next_token: Option<String>,
}

pub(super) fn list(call: &mut Call<'_>, request: ListTerms) -> Result<Value, CognitoError> {
    let pool = call.world.pool(&request.user_pool_id)?;
    let limit = request.max_results.unwrap_or(LARGEST_PAGE);
    let (all, token) = (pool.records.terms.values(), request.next_token.as_deref());
    let (page, last) = page(all, |terms: &Terms| &terms.id, limit, token)?;
    let mut answer = json!({ "Terms": page.into_iter().map(summary).collect::<Vec<_>>() });
    if let Some(last) = last {
        answer["NextToken"] = json!(last);
    }
    Ok(answer)
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct UpdateTerms {
    #[serde(flatten)]
    terms: OneTerms,
    terms_name: Option<String>,
    terms_source: Option<String>,
    enforcement: Option<String>,
    links: Option<BTreeMap<String, String>>,
}

/// Changes the members that the request has. The others stay.
pub(super) fn update(call: &mut Call<'_>, request: UpdateTerms) -> Result<Value, CognitoError> {
    let (now, id) = (call.now, request.terms.terms_id);
    request.links.as_ref().map_or(Ok(()), check_links)?;
    let pool = call.world.pool(&request.terms.user_pool_id)?;
    let client_id = pool.records.terms.get(&id).ok_or_else(|| not_found(&id))?.client_id.clone();
    if let Some(name) = &request.terms_name {
        check_name(pool, &client_id, name, Some(&id))?;
    }
    let terms = pool.records.terms.get_mut(&id).ok_or_else(|| not_found(&id))?;
    let replace = |held: &mut String, asked: Option<String>| *held = asked.unwrap_or(std::mem::take(held));
    replace(&mut terms.name, request.terms_name);
    replace(&mut terms.source, request.terms_source);
    replace(&mut terms.enforcement, request.enforcement);
    terms.links = request.links.unwrap_or(std::mem::take(&mut terms.links));
    terms.modified = now;
    Ok(answer(&request.terms.user_pool_id, terms))
}

pub(super) fn delete(call: &mut Call<'_>, request: OneTerms) -> Result<Value, CognitoError> {
    let pool = call.world.pool(&request.user_pool_id)?;
    pool.records.terms.remove(&request.terms_id).ok_or_else(|| not_found(&request.terms_id))?;
    Ok(json!({}))
}

//! Groups and their members.

use super::users::{OneUser, describe as describe_user};
use crate::errors::CognitoError;
use crate::operations::shared::paging::LimitedPage;
use crate::pool::groups::Group;
use crate::pool::users::User;
use crate::service::Call;
use serde::Deserialize;
use serde_json::{Value, json};

fn describe(group: &Group, pool_id: &str) -> Value {
    let mut described = json!({
        "GroupName": group.name,
        "UserPoolId": pool_id,
        "CreationDate": group.created.date(),
        "LastModifiedDate": group.modified.date(),
    });
    let (description, role, precedence) = (&group.description, &group.role_arn, group.precedence);
    let settings =
        [("Description", json!(description)), ("RoleArn", json!(role)), ("Precedence", json!(precedence))];
    for (name, value) in settings.into_iter().filter(|(_, value)| !value.is_null()) {
        described[name] = value;
    }
    described
}

/// A pool and a group in it.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct OneGroup {
    user_pool_id: String,
    group_name: String,
}

/// The request of CreateGroup and of UpdateGroup.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GroupSettings {
    #[serde(flatten)]
    group: OneGroup,
    description: Option<String>,
    role_arn: Option<String>,
    precedence: Option<u32>,
}

pub(crate) fn create_group(call: &mut Call<'_>, request: GroupSettings) -> Result<Value, CognitoError> {
    let now = call.now;
    let pool = call.world.pool(&request.group.user_pool_id)?;
    let name = request.group.group_name;
    let group = pool.groups.add(Group {
        name,
        description: request.description,
        role_arn: request.role_arn,
        precedence: request.precedence,
        created: now,
        modified: now,
    })?;
    Ok(json!({ "Group": describe(group, &pool.id) }))
}

pub(crate) fn get_group(call: &mut Call<'_>, request: OneGroup) -> Result<Value, CognitoError> {
    let pool = call.world.pool(&request.user_pool_id)?;
    Ok(json!({ "Group": describe(pool.groups.find(&request.group_name)?, &pool.id) }))
}

/// Changes the settings that the request has. The other settings stay.
pub(crate) fn update_group(call: &mut Call<'_>, request: GroupSettings) -> Result<Value, CognitoError> {
    let now = call.now;
    let pool = call.world.pool(&request.group.user_pool_id)?;
    let group = pool.groups.find(&request.group.group_name)?;
    group.description = request.description.or(group.description.take());
    group.role_arn = request.role_arn.or(group.role_arn.take());
    group.precedence = request.precedence.or(group.precedence);
    group.modified = now;
    Ok(json!({ "Group": describe(group, &pool.id) }))
}

pub(crate) fn delete_group(call: &mut Call<'_>, request: OneGroup) -> Result<Value, CognitoError> {
    call.world.pool(&request.user_pool_id)?.groups.remove(&request.group_name)?;
    Ok(json!({}))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListGroups {
    user_pool_id: String,
    #[serde(flatten)]
    page: LimitedPage,
}

pub(crate) fn list_groups(call: &mut Call<'_>, request: ListGroups) -> Result<Value, CognitoError> {
    let pool = call.world.pool(&request.user_pool_id)?;
    let describe = |group: &Group| describe(group, &pool.id);
    request.page.answer("Groups", pool.groups.iter(), |group| &group.name, describe)
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListUsersInGroup {
    #[serde(flatten)]
    group: OneGroup,
    #[serde(flatten)]
    page: LimitedPage,
}

pub(crate) fn list_users_in_group(
    call: &mut Call<'_>,
    request: ListUsersInGroup,
) -> Result<Value, CognitoError> {
    let pool = call.world.pool(&request.group.user_pool_id)?;
    let name = &request.group.group_name;
    pool.groups.find(name)?;
    let users = pool.groups.members_of(name).filter_map(|username| pool.users.get(username));
    request.page.answer("Users", users, |user: &User| &user.username, describe_user)
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AdminListGroupsForUser {
    #[serde(flatten)]
    user: OneUser,
    #[serde(flatten)]
    page: LimitedPage,
}

pub(crate) fn admin_list_groups_for_user(
    call: &mut Call<'_>,
    request: AdminListGroupsForUser,
) -> Result<Value, CognitoError> {
    let (pool, username) = request.user.find(call)?;
    let describe = |group: &Group| describe(group, &pool.id);
    request.page.answer("Groups", pool.groups.of(&username), |group| &group.name, describe)
}

/// The request of AdminAddUserToGroup and of AdminRemoveUserFromGroup.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Membership {
    #[serde(flatten)]
    user: OneUser,
    group_name: String,
}

pub(crate) fn admin_add_user_to_group(
    call: &mut Call<'_>,
    request: Membership,
) -> Result<Value, CognitoError> {
    let (pool, username) = request.user.find(call)?;
    pool.groups.add_member(&request.group_name, username)?;
    Ok(json!({}))
}

pub(crate) fn admin_remove_user_from_group(
    call: &mut Call<'_>,
    request: Membership,
) -> Result<Value, CognitoError> {
    let (pool, username) = request.user.find(call)?;
    pool.groups.remove_member(&request.group_name, &username)?;
    Ok(json!({}))
}

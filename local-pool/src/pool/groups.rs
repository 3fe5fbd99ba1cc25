//! Groups of users, and their claims in tokens.

use crate::clock::Moment;
use crate::collections::Tracked;
use crate::errors::CognitoError;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Group {
    pub name: String,
    pub description: Option<String>,
    pub role_arn: Option<String>,
    /// The lower the number, the higher the rank. A group without a number has the lowest rank.
    pub precedence: Option<u32>,
    pub created: Moment,
    pub modified: Moment,
}

impl Group {
    fn rank(&self) -> u32 {
        self.precedence.unwrap_or(u32::MAX)
    }
}

/// A pool's groups, and who belongs to them.
#[derive(Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Groups {
    by_name: BTreeMap<String, Group>,
    /// The members: a group's name with a pool user name.
    #[serde(skip)]
    pub members: Tracked<(String, String), ()>,
}

impl Groups {
    pub(crate) fn add(&mut self, group: Group) -> Result<&Group, CognitoError> {
        let name = group.name.clone();
        if self.by_name.contains_key(&name) {
            let text = "A group with the name already exists.";
            return Err(CognitoError::new("GroupExistsException", text));
        }
        Ok(self.by_name.entry(name).or_insert(group))
    }

    pub(crate) fn find(&mut self, name: &str) -> Result<&mut Group, CognitoError> {
        self.by_name.get_mut(name).ok_or_else(not_found)
    }

    /// Removes a group. Its members stay as users.
    pub(crate) fn remove(&mut self, name: &str) -> Result<(), CognitoError> {
        self.by_name.remove(name).ok_or_else(not_found)?;
        let members: Vec<String> = self.members_of(name).map(str::to_owned).collect();
        for member in members {
            self.members.remove(&(name.to_owned(), member));
        }
        Ok(())
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Group> {
        self.by_name.values()
    }

    pub(crate) fn of<'a>(&'a self, username: &'a str) -> impl Iterator<Item = &'a Group> {
        let has = move |group: &&Group| self.members.contains_key(&(group.name.clone(), username.to_owned()));
        self.iter().filter(has)
    }

    /// The pool user names of a group's members, sorted.
    pub(crate) fn members_of<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let members = self.members.from((name.to_owned(), String::new()));
        members.take_while(move |((group, _), ())| group == name).map(|((_, member), ())| member.as_str())
    }

    /// Adds a user to a group.
    pub(crate) fn add_member(&mut self, name: &str, username: String) -> Result<(), CognitoError> {
        self.find(name)?;
        self.members.insert((name.to_owned(), username), ());
        Ok(())
    }

    /// Removes a user from a group.
    pub(crate) fn remove_member(&mut self, name: &str, username: &str) -> Result<(), CognitoError> {
        self.find(name)?;
        self.members.remove(&(name.to_owned(), username.to_owned()));
        Ok(())
    }

    /// Removes a user from every group.
    pub(crate) fn remove_user(&mut self, username: &str) {
        for name in self.by_name.keys() {
            self.members.remove(&(name.clone(), username.to_owned()));
        }
    }

    /// The names of the user's groups, by rank.
    pub(crate) fn names<'a>(&'a self, username: &'a str) -> Vec<&'a str> {
        self.ranked(username).into_iter().map(|group| group.name.as_str()).collect()
    }

    /// The claim of both tokens: the user's groups, by rank.
    pub(crate) fn claims(&self, username: &str) -> Vec<(String, Value)> {
        let names = self.names(username);
        Vec::from_iter((!names.is_empty()).then(|| ("cognito:groups".to_owned(), json!(names))))
    }

    /// More claims of the id token: the groups' roles, and the preferred role. The preferred role is that of the
    /// highest-ranking group with a role. If several such groups have the same rank but different roles, no role is
    /// preferred.
    pub(crate) fn role_claims(&self, username: &str) -> Vec<(String, Value)> {
        let ranked = self.ranked(username);
        let roles: Vec<(u32, &str)> =
            ranked.iter().filter_map(|group| Some((group.rank(), group.role_arn.as_deref()?))).collect();
        let Some((first_rank, first)) = roles.first() else { return Vec::new() };
        let all: Vec<&str> = roles.iter().map(|(_, role)| *role).collect();
        let mut claims = vec![("cognito:roles".to_owned(), json!(all))];
        if roles.iter().all(|(rank, role)| rank != first_rank || role == first) {
            claims.push(("cognito:preferred_role".to_owned(), json!(first)));
        }
        claims
    }

    /// What PreTokenGeneration's event says of the user's groups and roles.
    pub(crate) fn configuration(&self, username: &str) -> Value {
        let names = self.names(username);
        let mut configuration =
            json!({ "groupsToOverride": names, "iamRolesToOverride": [], "preferredRole": null });
        for (claim, value) in self.role_claims(username) {
            let member = if claim == "cognito:roles" { "iamRolesToOverride" } else { "preferredRole" };
            configuration[member] = value;
        }
        configuration
    }

    fn ranked<'a>(&'a self, username: &'a str) -> Vec<&'a Group> {
        let mut groups: Vec<&Group> = self.of(username).collect();
        groups.sort_by_key(|group| group.rank());
        groups
    }
}

fn not_found() -> CognitoError {
    CognitoError::new("ResourceNotFoundException", "Group not found.")
}

//! Reads a configuration. Each part is read by itself, so that an error says which pool, client or user it is about.

use super::file::{File, FoundUser};
use super::users::ConfiguredUser;
use super::{Configuration, ConfiguredClient, ConfiguredGroup, ConfiguredPool, Parts};
use crate::operations::shared::constraints;
use crate::operations::shared::known_members::{
    self, CLIENT, CLIENT_IN_FILE, GROUP, IDENTITY_PROVIDER, Kind, MFA, Member, Misfit, NEW_USER_POOL,
    RESOURCE_SERVER, USER_IN_FILE, USER_POOL, USER_POOL_IN_FILE,
};
use crate::operations::shared::request::without_nulls;
use crate::pool::identity_providers::ProviderSettings;
use crate::pool::resource_servers::ResourceServer;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::BTreeMap;

/// Why a configuration can't be read. A configuration holds secrets, and the error's text quotes none of them. The text
/// can have the names of members, pools, clients, users and the like, and the value of a setting that breaks a
/// constraint.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ConfigurationError(String);

type Read<T> = Result<T, ConfigurationError>;

/// The members of the file itself. An editor finds the schema by `$schema`.
pub(super) const FILE: &[Member] =
    &[("$schema", Kind::Text), ("UserPools", Kind::Any), ("Triggers", Kind::Any)];

pub(super) fn configuration(text: &str) -> Read<Configuration> {
    let File { json: file, users } = File::parse(text).map_err(|error| {
        ConfigurationError(format!("line {}, column {}: this is not JSON", error.line(), error.column()))
    })?;
    check(&file, "", &[FILE])?;
    let pools = match file.get("UserPools") {
        None => &[],
        Some(pools) => pools.as_array().ok_or_else(|| wrong_kind("", "UserPools"))?.as_slice(),
    };
    let users = users.into_iter().chain(std::iter::repeat_with(Vec::new));
    let pools = pools.iter().zip(users).enumerate().map(|(index, (one, users))| {
        let owner = name_of("user pool", one, "Id", index);
        let mut pool = pool(one, &owner)?;
        let of_pool = users.into_iter().enumerate().map(|(index, user)| match user {
            FoundUser::Read(user) => Ok(user),
            FoundUser::Wrong(user) => {
                read_user(&user, &format!("{owner}: {}", name_of("user", &user, "Username", index)))
            }
        });
        pool.parts.users.append(&mut of_pool.collect::<Read<Vec<_>>>()?);
        Ok(pool)
    });
    Ok(Configuration { user_pools: pools.collect::<Read<_>>()?, triggers: triggers(&file)? })
}

/// The addresses of functions, by name or ARN.
fn triggers(file: &Value) -> Read<BTreeMap<String, String>> {
    let given = file.get("Triggers").cloned().unwrap_or_default();
    serde_json::from_value::<Option<_>>(given)
        .map(Option::unwrap_or_default)
        .map_err(|_| wrong_kind("", "Triggers"))
}

/// The members of a pool that are read one by one.
const PARTS: [&str; 6] = ["Mfa", "ResourceServers", "IdentityProviders", "Groups", "Clients", "Users"];

/// Reads a pool. `owner` names it in errors.
fn pool(file: &Value, owner: &str) -> Read<ConfiguredPool> {
    check(file, owner, &[USER_POOL, NEW_USER_POOL, USER_POOL_IN_FILE])?;
    let members = file.as_object().into_iter().flatten();
    let own = members.filter(|(name, _)| !PARTS.contains(&name.as_str()));
    let own = own.map(|(name, value)| (name.clone(), value.clone())).collect();
    let mut pool: ConfiguredPool = parse(Value::Object(own), owner)?;
    pool.mfa = match file.get("Mfa") {
        None | Some(Value::Null) => None,
        Some(mfa) => Some(read(mfa, &format!("{owner}: Mfa"), &[MFA])?),
    };
    let list = |name: &str| List { owner, name: name.to_owned(), file: file.get(name) };
    pool.parts = Parts {
        resource_servers: list("ResourceServers").read::<ResourceServer>(
            "resource server",
            "Identifier",
            &[RESOURCE_SERVER],
        )?,
        identity_providers: list("IdentityProviders").read::<ProviderSettings>(
            "identity provider",
            "ProviderName",
            &[IDENTITY_PROVIDER],
        )?,
        groups: list("Groups").read::<ConfiguredGroup>("group", "GroupName", &[GROUP])?,
        clients: list("Clients").read::<ConfiguredClient>("client", "ClientId", &[CLIENT, CLIENT_IN_FILE])?,
        users: list("Users").read::<ConfiguredUser>("user", "Username", &[USER_IN_FILE])?,
    };
    Ok(pool)
}

/// A list of a pool's parts.
struct List<'f> {
    owner: &'f str,
    name: String,
    file: Option<&'f Value>,
}

impl List<'_> {
    /// Reads the parts. `named_by` is the member with a part's name.
    fn read<T: DeserializeOwned>(&self, kind: &str, named_by: &str, tables: &[&[Member]]) -> Read<Vec<T>> {
        let parts = match self.file {
            None | Some(Value::Null) => return Ok(Vec::new()),
            Some(Value::Array(parts)) => parts,
            Some(_) => return Err(wrong_kind(self.owner, &self.name)),
        };
        let one = |(index, part)| {
            let owner = format!("{}: {}", self.owner, name_of(kind, part, named_by, index));
            read(part, &owner, tables)
        };
        parts.iter().enumerate().map(one).collect()
    }
}

/// `user pool local_Shop`, or `user pool 2` if the pool has no id.
fn name_of(kind: &str, part: &Value, named_by: &str, index: usize) -> String {
    match part.get(named_by).and_then(Value::as_str) {
        Some(name) => format!("{kind} {name}"),
        None => format!("{kind} {}", index + 1),
    }
}

/// Reads a user. `owner` names the user in errors.
pub(super) fn read_user(file: &Value, owner: &str) -> Read<ConfiguredUser> {
    read(file, owner, &[USER_IN_FILE])
}

fn read<T: DeserializeOwned>(file: &Value, owner: &str, tables: &[&[Member]]) -> Read<T> {
    check(file, owner, tables)?;
    parse(file.clone(), owner)
}

fn parse<T: DeserializeOwned>(file: Value, owner: &str) -> Read<T> {
    constraints::check_values(&file).map_err(|error| about(owner, &error.message))?;
    serde_json::from_value(without_nulls(file)).map_err(|error| {
        let text = error.to_string();
        let member = text.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
        match member {
            Some(member) => missing(owner, member),
            None => about(owner, "a member has an invalid value"),
        }
    })
}

fn check(file: &Value, owner: &str, tables: &[&[Member]]) -> Read<()> {
    if !file.is_object() {
        return Err(about(owner, "this is not a JSON object"));
    }
    match known_members::misfit(file, tables) {
        None => Ok(()),
        Some(Misfit::Unknown(member)) => Err(about(owner, &format!("the member {member} is unknown"))),
        Some(Misfit::WrongKind(member)) => Err(wrong_kind(owner, &member)),
    }
}

fn missing(owner: &str, member: &str) -> ConfigurationError {
    about(owner, &format!("the member {member} is missing"))
}

fn wrong_kind(owner: &str, member: &str) -> ConfigurationError {
    about(owner, &format!("the member {member} has a value of the wrong type"))
}

fn about(owner: &str, text: &str) -> ConfigurationError {
    ConfigurationError(if owner.is_empty() { text.to_owned() } else { format!("{owner}: {text}") })
}

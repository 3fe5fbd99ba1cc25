//! The names of users: finds a user by pool user name, alias or `sub`, and keeps two users from having the same alias.

use super::UserPool;
use super::attributes::{Attribute, Writer, looks_like_email, looks_like_phone_number};
use super::user_terms;
use super::users::User;
use crate::errors::CognitoError;
use std::borrow::Cow;

impl UserPool {
    /// The pool user name of the user whom `name` means. `name` is the pool user name itself, the `sub` or an alias.
    pub(crate) fn resolve(&self, name: &str) -> Option<String> {
        if self.users.contains_key(name) {
            return Some(name.to_owned());
        }
        let same = |user: &&User| self.same_name(&user.username, name);
        let named = self.called(name).find(same).into_iter().chain(self.user_of_sub(name));
        let named = named.min_by_key(|user| &user.username);
        let found = named.or_else(|| self.called(name).find(|user| self.is_alias_of(user, name)));
        found.map(|user| user.username.clone())
    }

    /// The users whose pool user name, or an attribute that can be an alias, may be this name.
    fn called(&self, name: &str) -> impl Iterator<Item = &User> {
        self.users.with(user_terms::name(name))
    }

    /// The user of this `sub`.
    pub(crate) fn user_of_sub(&self, sub: &str) -> Option<&User> {
        self.users.with(user_terms::sub(sub)).find(|user| user.sub == sub)
    }

    /// Whether two names are the same in this pool. The pool's settings decide whether case matters.
    pub(crate) fn same_name(&self, one: &str, other: &str) -> bool {
        self.folded(one) == self.folded(other)
    }

    /// A name in lower case, unless case matters in this pool.
    pub(crate) fn folded<'n>(&self, name: &'n str) -> Cow<'n, str> {
        match self.settings.is_case_sensitive() {
            true => Cow::Borrowed(name),
            false => Cow::Owned(name.to_lowercase()),
        }
    }

    /// Whether `name` is an e-mail address, phone number or preferred username that signs this user in. An address that
    /// is an alias must be verified. Preferred usernames and username attributes need no verification. A user of an
    /// identity provider has no alias: a user of the pool with the same address keeps the alias.
    fn is_alias_of(&self, user: &User, name: &str) -> bool {
        if user.is_federated() {
            return false;
        }
        let holds =
            |attribute: &str| user.attribute(attribute).is_some_and(|value| self.same_name(value, name));
        let is_username = |attribute: &String| holds(attribute);
        let is_alias = |attribute: &String| {
            holds(attribute) && (attribute == "preferred_username" || user.is_verified(attribute))
        };
        self.settings.username_attributes.iter().any(is_username)
            || self.settings.alias_attributes.iter().any(is_alias)
    }

    /// The pool user name and `sub` of a new user, if the typed name is free. In a pool with username attributes, the
    /// typed name becomes an attribute, and the pool user name is the `sub`.
    pub(crate) fn claim_username(
        &self,
        typed: &str,
        sub: String,
        attributes: &mut Vec<Attribute>,
        writer: Writer<'_>,
    ) -> Result<(String, String), CognitoError> {
        let by = |name: &str| self.settings.username_attributes.iter().any(|attribute| attribute == name);
        let (email, phone) = (looks_like_email(typed), looks_like_phone_number(typed));
        if !self.settings.username_attributes.is_empty() {
            let name = match (by("email") && email, by("phone_number") && phone) {
                (true, _) => "email",
                (_, true) => "phone_number",
                _ if by("email") && by("phone_number") => {
                    let text = "Username should be either an email or a phone number.";
                    return Err(CognitoError::invalid_parameter(text));
                }
                _ if by("email") => {
                    return Err(CognitoError::invalid_parameter("Username should be an email."));
                }
                _ => return Err(CognitoError::invalid_parameter("Username should be a phone number.")),
            };
            let given =
                attributes.iter().find(|attribute| attribute.name == name && !attribute.value.is_empty());
            if given.is_some_and(|attribute| !self.same_name(&attribute.value, typed)) {
                return Err(CognitoError::invalid_parameter(format!(
                    "User {name} should be empty or same as username, since username attribute is {name}."
                )));
            }
            if self.resolve(typed).is_some() {
                let taken = format!("An account with the given {name} already exists.");
                return Err(CognitoError::new("UsernameExistsException", taken));
            }
            attributes.retain(|attribute| attribute.name != name);
            attributes.push(Attribute { name: name.to_owned(), value: typed.to_owned() });
            return Ok((sub.clone(), sub));
        }
        for (alias, looks, form) in [("email", email, "email"), ("phone_number", phone, "phone number")] {
            if self.settings.has_alias(alias) && looks {
                return Err(CognitoError::invalid_parameter(format!(
                    "Username cannot be of {form} format, since user pool is configured for {form} alias."
                )));
            }
        }
        let taken = match writer {
            Writer::User(_) => "User already exists",
            Writer::Administrator => "User account already exists",
        };
        match self.resolve(typed) {
            Some(_) => Err(CognitoError::new("UsernameExistsException", taken)),
            None => Ok((typed.to_owned(), sub)),
        }
    }

    /// Makes sure that no other user has this alias. If another user has the alias, the call fails or, with `force`,
    /// takes the alias from that user.
    pub(crate) fn claim_alias(
        &mut self,
        username: &str,
        attribute: &str,
        value: &str,
        force: bool,
    ) -> Result<(), CognitoError> {
        let Some(holder) = self.alias_holder(attribute, value, username).map(|user| user.username.clone())
        else {
            return Ok(());
        };
        if !force {
            let text = format!("An account with the given {attribute} already exists.");
            return Err(CognitoError::new("AliasExistsException", text));
        }
        let holder = self.user(&holder)?;
        holder.set_verified(attribute, false);
        Ok(())
    }

    /// Checks the aliases that a change of attributes gives a user. Fails if another user has one of them. Such an
    /// alias is an address that is verified after the change, a preferred username, or a username attribute.
    pub(crate) fn claim_changed(
        &mut self,
        username: &str,
        changes: &[Attribute],
    ) -> Result<(), CognitoError> {
        let change = |name: &str| {
            changes.iter().rev().find(|change| change.name == name).map(|change| change.value.as_str())
        };
        for name in ["email", "phone_number", "preferred_username"] {
            let (given, flag) = (change(name), change(&format!("{name}_verified")));
            let unverified_too = name == "preferred_username"
                || self.settings.username_attributes.iter().any(|attribute| attribute == name);
            let user = self.user(username)?;
            let held = user.attribute(name).map(str::to_owned);
            let stays_verified = given == held.as_deref() && user.is_verified(name);
            let verified = flag.map_or(stays_verified, |flag| flag == "true");
            let signs_in = verified || (unverified_too && given.is_some());
            if !signs_in {
                continue;
            }
            if let Some(value) = given.map(str::to_owned).or(held).filter(|value| !value.is_empty()) {
                self.claim_alias(username, name, &value, false)?;
            }
        }
        Ok(())
    }

    /// Marks a user's address as verified, if the user has one. Fails if another user already signs in with it.
    pub(crate) fn verify_attribute(&mut self, username: &str, attribute: &str) -> Result<(), CognitoError> {
        let Some(value) = self.user(username)?.attribute(attribute).map(str::to_owned) else { return Ok(()) };
        self.claim_alias(username, attribute, &value, false)?;
        self.user(username)?.mark_verified(attribute);
        Ok(())
    }

    /// Another user who already signs in with this value, if users of the pool can sign in with the attribute.
    fn alias_holder(&self, attribute: &str, value: &str, except: &str) -> Option<&User> {
        let signs_in = |list: &[String]| list.iter().any(|name| name == attribute);
        if !signs_in(&self.settings.alias_attributes) && !signs_in(&self.settings.username_attributes) {
            return None;
        }
        self.called(value).find(|user| {
            user.username != except
                && self.is_alias_of(user, value)
                && user.attribute(attribute).is_some_and(|held| self.same_name(held, value))
        })
    }
}

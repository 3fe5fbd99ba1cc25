//! The names of users: finds a user by pool user name, alias or `sub`, and keeps two users from having the same alias.

use super::UserPool;
use super::attributes::{Attribute, Writer, looks_like_email, looks_like_phone_number};
use super::user_terms::{self, ALIASES};
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

    /// Whether `name` is an e-mail address, phone number or preferred username that signs this user in.
    fn is_alias_of(&self, user: &User, name: &str) -> bool {
        let holds =
            |attribute: &str| user.attribute(attribute).is_some_and(|value| self.same_name(value, name));
        ALIASES.into_iter().any(|attribute| holds(attribute) && self.signs_in(user, attribute))
    }

    /// Whether an attribute signs this user in, if the user has it. An address that is an alias must be verified.
    /// Preferred usernames and username attributes need no verification. A user of an identity provider has no alias: a
    /// user of the pool with the same address keeps the alias.
    fn signs_in(&self, user: &User, attribute: &str) -> bool {
        let verified = attribute == "preferred_username" || user.is_verified(attribute);
        let is_alias = verified && self.settings.has_alias(attribute);
        !user.is_federated() && (is_alias || self.settings.is_username_attribute(attribute))
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
        let by = |name: &str| self.settings.is_username_attribute(name);
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
    /// takes the alias from that user, as [`Self::holder_of`] says.
    pub(crate) fn claim_alias(
        &mut self,
        username: &str,
        attribute: &str,
        value: &str,
        force: bool,
    ) -> Result<(), CognitoError> {
        if let Some(holder) = self.holder_of(attribute, value, username, force)? {
            self.user(&holder)?.set_verified(attribute, false);
        }
        Ok(())
    }

    /// Makes sure that no other user signs in with an attribute of a new user, as [`Self::claim_alias`] does. The new
    /// user is not in the pool yet. If the call fails, no user has lost an alias.
    pub(crate) fn claim_aliases_of_new(
        &mut self,
        user: &User,
        force: impl Fn(&str) -> bool,
    ) -> Result<(), CognitoError> {
        let mut lost = Vec::new();
        for attribute in ALIASES {
            let value = user.attribute(attribute).filter(|_| self.signs_in(user, attribute));
            let Some(value) = value else { continue };
            let holder = self.holder_of(attribute, value, &user.username, force(attribute));
            // In place of the user name, the value is taken as a user name is.
            let holder = holder.map_err(|taken| match self.settings.is_username_attribute(attribute) {
                true => CognitoError::new("UsernameExistsException", taken.message),
                false => taken,
            })?;
            lost.extend(holder.map(|holder| (holder, attribute)));
        }
        for (holder, attribute) in lost {
            self.user(&holder)?.set_verified(attribute, false);
        }
        Ok(())
    }

    /// The pool user name of another user who has this alias, and loses it by `force`. Without `force`, such a user is
    /// an error. Only an address can be lost, because it is no alias without its verification. A preferred username and
    /// a username attribute need none, so their user keeps them.
    fn holder_of(
        &self,
        attribute: &str,
        value: &str,
        except: &str,
        force: bool,
    ) -> Result<Option<String>, CognitoError> {
        let Some(holder) = self.alias_holder(attribute, value, except) else { return Ok(None) };
        let can_be_lost =
            attribute != "preferred_username" && !self.settings.is_username_attribute(attribute);
        if force && can_be_lost {
            return Ok(Some(holder.username.clone()));
        }
        let text = format!("An account with the given {attribute} already exists.");
        Err(CognitoError::new("AliasExistsException", text))
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
        for name in ALIASES {
            let (given, flag) = (change(name), change(&format!("{name}_verified")));
            let unverified_too = name == "preferred_username" || self.settings.is_username_attribute(name);
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

    /// Another user who already signs in with this value, if users of the pool can sign in with the attribute.
    fn alias_holder(&self, attribute: &str, value: &str, except: &str) -> Option<&User> {
        if !self.settings.has_alias(attribute) && !self.settings.is_username_attribute(attribute) {
            return None;
        }
        self.called(value).find(|user| {
            user.username != except
                && self.is_alias_of(user, value)
                && user.attribute(attribute).is_some_and(|held| self.same_name(held, value))
        })
    }
}

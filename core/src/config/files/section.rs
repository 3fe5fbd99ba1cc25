//! A section of a file. Members are checked when they are taken out. The members that nobody takes are reported.

use std::cell::RefCell;

use serde_json::{Map, Value};

use crate::config::validation::invalid;
use crate::error::AuthError;

/// How many ignored fields are reported at most.
const MAXIMUM_IGNORED: usize = 100;

/// How many characters of a member's name a path shows at most.
const MAXIMUM_NAME: usize = 64;

/// The paths of the members that have no effect.
#[derive(Default)]
pub(super) struct Ignored(RefCell<Vec<String>>);

impl Ignored {
    fn add(&self, path: String) {
        let mut paths = self.0.borrow_mut();
        if paths.len() < MAXIMUM_IGNORED && !paths.contains(&path) {
            paths.push(path);
        }
    }

    /// The paths of the ignored fields, in alphabetical order.
    pub(super) fn into_paths(self) -> Vec<String> {
        let mut paths = self.0.into_inner();
        paths.sort();
        paths
    }
}

/// A section of a file, with its path. The members that nobody has taken when the section is dropped are ignored
/// fields.
pub(super) struct Section<'a> {
    path: String,
    members: Map<String, Value>,
    ignored: &'a Ignored,
}

impl<'a> Section<'a> {
    pub(super) fn new(path: String, members: Map<String, Value>, ignored: &'a Ignored) -> Self {
        Self { path, members, ignored }
    }

    /// Whether the section has the member.
    pub(super) fn has(&self, name: &str) -> bool {
        self.members.contains_key(name)
    }

    /// Whether the section has no member.
    pub(super) fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// The error for a member that is missing or malformed.
    pub(super) fn invalid(&self, name: &str) -> AuthError {
        invalid(&self.path_of(name))
    }

    /// Drops these members, so that they are not reported: they belong to other services.
    pub(super) fn leave(&mut self, names: &[&str]) {
        self.members.retain(|name, _| !names.contains(&name.as_str()));
    }

    /// Drops all members that are left, so that they are not reported: they belong to other categories of Amplify.
    pub(super) fn leave_the_rest(&mut self) {
        self.members.clear();
    }

    /// Reports the member as an ignored field.
    pub(super) fn ignore(&self, name: &str) {
        self.ignored.add(self.path_of(name));
    }

    /// Reports the whole section as an ignored field.
    pub(super) fn ignore_all(&self) {
        self.ignored.add(self.path.clone());
    }

    /// Takes a text. `None` if it is missing.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, AuthError> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(self.invalid(name)),
        }
    }

    /// Takes a text. An empty text counts as missing.
    pub(super) fn filled_text(&mut self, name: &str) -> Result<Option<String>, AuthError> {
        Ok(self.text(name)?.filter(|text| !text.is_empty()))
    }

    /// Takes a text that must not be missing.
    pub(super) fn required_text(&mut self, name: &str) -> Result<String, AuthError> {
        self.text(name)?.ok_or_else(|| self.invalid(name))
    }

    /// Takes a boolean.
    pub(super) fn flag(&mut self, name: &str) -> Result<Option<bool>, AuthError> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(flag)),
            Some(_) => Err(self.invalid(name)),
        }
    }

    /// Takes a whole number, or a text with the digits of one.
    pub(super) fn number(&mut self, name: &str) -> Result<Option<i64>, AuthError> {
        let number = match self.take(name) {
            None => return Ok(None),
            Some(Value::Number(number)) => number.as_i64(),
            Some(Value::String(text)) => text.parse().ok(),
            Some(_) => None,
        };
        number.map(Some).ok_or_else(|| self.invalid(name))
    }

    /// Takes a section within this one.
    pub(super) fn section(&mut self, name: &str) -> Result<Option<Section<'a>>, AuthError> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::Object(members)) => Ok(Some(Section::new(self.path_of(name), members, self.ignored))),
            Some(_) => Err(self.invalid(name)),
        }
    }

    /// Takes a section within this one that must not be missing.
    pub(super) fn required_section(&mut self, name: &str) -> Result<Section<'a>, AuthError> {
        self.section(name)?.ok_or_else(|| self.invalid(name))
    }

    /// Takes the sections of a list.
    pub(super) fn sections(&mut self, name: &str) -> Result<Vec<Section<'a>>, AuthError> {
        let items = self.items(name)?;
        let section = |(path, item): (String, Value)| match item {
            Value::Object(members) => Ok(Section::new(path, members, self.ignored)),
            _ => Err(invalid(&path)),
        };
        items.into_iter().map(section).collect()
    }

    /// Takes all members, with their names. Each member has to be a section.
    pub(super) fn all_sections(&mut self) -> Result<Vec<(String, Section<'a>)>, AuthError> {
        let names: Vec<_> = self.members.keys().cloned().collect();
        names.into_iter().map(|name| self.required_section(&name).map(|section| (name, section))).collect()
    }

    /// Takes the texts of a list.
    pub(super) fn texts(&mut self, name: &str) -> Result<Vec<String>, AuthError> {
        Ok(self.texts_with_paths(name)?.into_iter().map(|(_, text)| text).collect())
    }

    /// Takes the texts of a list, or of one text in which commas separate them. Empty texts are left out.
    pub(super) fn separated_texts(&mut self, name: &str) -> Result<Vec<String>, AuthError> {
        let texts = match self.members.get(name) {
            Some(Value::String(_)) => {
                let text = self.required_text(name)?;
                text.split(',').map(|text| text.trim().to_owned()).collect()
            }
            _ => self.texts(name)?,
        };
        Ok(texts.into_iter().filter(|text| !text.is_empty()).collect())
    }

    /// Takes a word of a vocabulary. An unknown word may come from a later version of the file: it is reported as an
    /// ignored field, and the result is `None`.
    pub(super) fn word<T>(
        &mut self,
        name: &str,
        meaning: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, AuthError> {
        let found = self.filled_text(name)?.map(|word| meaning(&word));
        if let Some(None) = found {
            self.ignore(name);
        }
        Ok(found.flatten())
    }

    /// Takes the words of a list. Unknown words are treated as in [`Section::word`].
    pub(super) fn words<T>(
        &mut self,
        name: &str,
        meaning: impl Fn(&str) -> Option<T>,
    ) -> Result<Vec<T>, AuthError> {
        let mut known = Vec::new();
        for (path, word) in self.texts_with_paths(name)? {
            match meaning(&word) {
                Some(meaning) => known.push(meaning),
                None => self.ignored.add(path),
            }
        }
        Ok(known)
    }

    /// Takes the entry `name`. If there is no such entry, takes the only entry, or the entry `Default` if there are
    /// several.
    pub(super) fn entry(&mut self, name: Option<&str>) -> Result<Option<Section<'a>>, AuthError> {
        let mut names = self.members.keys();
        let name = match (name, names.next(), names.next()) {
            (Some(name), _, _) if self.has(name) => name.to_owned(),
            (_, None, _) => return Ok(None),
            (_, Some(only), None) => only.clone(),
            (_, Some(_), Some(_)) if self.has("Default") => "Default".to_owned(),
            (_, Some(_), Some(_)) => return Err(invalid(&self.path)),
        };
        self.section(&name)
    }

    /// Takes a member; `None` if it is missing or `null`.
    fn take(&mut self, name: &str) -> Option<Value> {
        self.members.remove(name).filter(|value| !value.is_null())
    }

    fn items(&mut self, name: &str) -> Result<Vec<(String, Value)>, AuthError> {
        let path = self.path_of(name);
        match self.take(name) {
            None => Ok(Vec::new()),
            Some(Value::Array(items)) => {
                let with_path = |(index, item)| (format!("{path}[{index}]"), item);
                Ok(items.into_iter().enumerate().map(with_path).collect())
            }
            Some(_) => Err(invalid(&path)),
        }
    }

    fn texts_with_paths(&mut self, name: &str) -> Result<Vec<(String, String)>, AuthError> {
        let text = |(path, item): (String, Value)| match item {
            Value::String(text) => Ok((path, text)),
            _ => Err(invalid(&path)),
        };
        self.items(name)?.into_iter().map(text).collect()
    }

    fn path_of(&self, name: &str) -> String {
        let visible = |character: char| if character.is_control() { '?' } else { character };
        let name: String = name.chars().take(MAXIMUM_NAME).map(visible).collect();
        if self.path.is_empty() { name } else { format!("{}.{name}", self.path) }
    }
}

impl Drop for Section<'_> {
    fn drop(&mut self) {
        for name in self.members.keys() {
            self.ignore(name);
        }
    }
}

//! Makes the requests of an operation: one for each combination of optional members, and others with texts of every
//! kind.

use std::collections::BTreeMap;

use cognito_auth_core::service::{OfClient, Request};
use cognito_auth_core::{AuthUserAttribute, AuthUserAttributeKey, RequestContext, Secret, UserContextData};

/// The endings of the texts. Each text begins with a name, mostly its member's, so that the texts of two members differ.
/// The values in maps and in lists of attributes can be equal. `None` makes all texts empty.
const TEXTS: &[Option<&str>] = &[
    Some(" \"quoted\" \\and \\\\escaped\\"),
    Some("\u{0}\u{1}\u{8}\t\n\u{c}\r\u{1f}\u{7f}\u{2028}\u{2029}"),
    Some(" Jürgen Ñandú 日本語 עברית"),
    Some("😀𝒳👩‍👩‍👧‍👦"),
    Some("</script>&amp;'`%00"),
    None,
];

/// The longest value of an attribute, and the longest client metadata, in characters.
const LENGTHS: &[usize] = &[2_048, 131_072];

/// Gives one request its values. Each bit of `choices` says whether an optional member is present. `asked` counts the
/// bits that are used.
pub(crate) struct Given {
    text: Option<String>,
    choices: u32,
    asked: u32,
}

impl Given {
    fn of(text: Option<&str>, choices: u32) -> Self {
        Self { text: text.map(str::to_owned), choices, asked: 0 }
    }

    pub(crate) fn text(&self, member: &str) -> String {
        self.text.as_deref().map(|end| format!("{member}{end}")).unwrap_or_default()
    }

    pub(crate) fn secret(&self, member: &str) -> Secret {
        self.text(member).into()
    }

    /// A text, or nothing if the next choice leaves the member out.
    pub(crate) fn choose_text(&mut self, member: &str) -> Option<String> {
        self.choose().then(|| self.text(member))
    }

    pub(crate) fn choose_secret(&mut self, member: &str) -> Option<Secret> {
        self.choose_text(member).map(Secret::new)
    }

    /// The next choice: whether an optional member is present.
    pub(crate) fn choose(&mut self) -> bool {
        self.asked += 1;
        self.choices >> (self.asked - 1) & 1 == 1
    }

    pub(crate) fn choose_texts(&mut self, member: &str) -> BTreeMap<String, String> {
        if self.choose() { self.texts(member) } else { BTreeMap::new() }
    }

    pub(crate) fn texts(&self, member: &str) -> BTreeMap<String, String> {
        let entry = |name: &str| (self.text(&format!("{member}-{name}")), self.text(name));
        ["first", "second"].map(entry).into()
    }

    pub(crate) fn secrets(&self, member: &str) -> BTreeMap<String, Secret> {
        self.texts(member).into_keys().map(|name| (name, self.secret(&format!("{member}-secret")))).collect()
    }

    pub(crate) fn attributes(&self) -> Vec<AuthUserAttribute> {
        let own = AuthUserAttributeKey::from_name(&self.text("custom:own"));
        [AuthUserAttributeKey::Email, own].map(|key| AuthUserAttribute::new(key, self.text("value"))).into()
    }

    pub(crate) fn choose_context(&mut self) -> RequestContext {
        let client_metadata = self.choose_texts("ClientMetadata");
        let (is_there, ip_address) = (self.choose(), self.choose_text("IpAddress"));
        let data = is_there.then(|| UserContextData { encoded_data: self.secret("EncodedData"), ip_address });
        RequestContext::new(client_metadata, data)
    }

    pub(crate) fn of_client<T>(&mut self, request: T) -> OfClient<T> {
        let secret_hash = self.choose_secret("SecretHash");
        OfClient { client_id: self.text("ClientId"), secret_hash, request }
    }
}

/// One request for each combination of present and absent optional members. No text has an ending.
pub(crate) fn every_choice(make: impl Fn(&mut Given) -> Request) -> Vec<Request> {
    let mut given = Given::of(Some(""), 0);
    let mut requests = vec![make(&mut given)];
    requests.extend((1..1 << given.asked).map(|choices| make(&mut Given::of(Some(""), choices))));
    requests
}

/// The requests of [`every_choice`], and more. Each kind of text adds two requests, one with every optional member and
/// one with none. Each long text adds one request, with every optional member.
pub(crate) fn every(make: impl Fn(&mut Given) -> Request) -> Vec<Request> {
    let mut requests = every_choice(&make);
    let kinds = TEXTS.iter().flat_map(|text| [(*text, 0), (*text, u32::MAX)]);
    requests.extend(kinds.map(|(text, choices)| make(&mut Given::of(text, choices))));
    let long = LENGTHS.iter().map(|length| "é\"".repeat(length / 2));
    requests.extend(long.map(|text| make(&mut Given::of(Some(&text), u32::MAX))));
    requests
}

/// The requests of [`every`] with the first of these values, and those of [`every_choice`] with each of the other
/// values.
pub(crate) fn every_with<T>(values: &[T], make: impl Fn(&mut Given, &T) -> Request) -> Vec<Request> {
    let (first, others) = values.split_first().unwrap();
    let mut requests = every(|given| make(given, first));
    requests.extend(others.iter().flat_map(|value| every_choice(|given| make(given, value))));
    requests
}

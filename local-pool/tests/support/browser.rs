//! A browser without scripts: it keeps cookies, follows no redirect on its own, and submits the forms that it gets.

use super::{Fixture, PoolResponse};
use std::collections::BTreeMap;
use url::form_urlencoded;

pub const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// Pairs as a query, or as the body of a form.
pub fn encoded(pairs: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// The parameters of an address.
pub fn parameters_of(address: &str) -> BTreeMap<String, String> {
    let query = address.split_once('?').map(|(_, query)| query).unwrap_or_default();
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

pub struct Browser<'f> {
    fixture: &'f Fixture,
    pub cookies: BTreeMap<String, String>,
}

impl<'f> Browser<'f> {
    pub fn new(fixture: &'f Fixture) -> Self {
        Self { fixture, cookies: BTreeMap::new() }
    }

    /// Sends a request with the cookies, and keeps the cookies of the response.
    pub async fn send(
        &mut self,
        method: &str,
        path: &str,
        more: &[(&str, &str)],
        body: String,
    ) -> PoolResponse {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let cookies = cookies.join("; ");
        let mut headers = vec![FORM];
        headers.extend_from_slice(more);
        if !cookies.is_empty() {
            headers.push(("cookie", &cookies));
        }
        let response = self.fixture.send_with(method, path, &headers, body).await.unwrap();
        for line in response.headers("set-cookie") {
            let (name, value) = line.split(';').next().unwrap().split_once('=').unwrap();
            match line.contains("Max-Age=0") {
                true => self.cookies.remove(name),
                false => self.cookies.insert(name.to_owned(), value.to_owned()),
            };
        }
        response
    }

    pub async fn get(&mut self, path: &str) -> PoolResponse {
        self.send("GET", path, &[], String::new()).await
    }

    /// Opens a page. The status must be 200.
    pub async fn open(&mut self, path: &str) -> PoolResponse {
        let page = self.get(path).await;
        assert_eq!(page.status, 200, "{path}: {}", page.text);
        page
    }

    /// Opens `/oauth2/authorize` with a query, and follows the redirect to the form.
    pub async fn open_form(&mut self, query: &str) -> PoolResponse {
        let answer = self.get(&format!("/oauth2/authorize?{query}")).await;
        let form = answer.header("location").unwrap_or_else(|| panic!("no redirect: {answer:?}")).to_owned();
        assert!(form.starts_with("/login?"), "{form}");
        self.open(&form).await
    }

    /// Submits the page's form with these fields and the form's hidden fields.
    pub async fn submit(&mut self, page: &PoolResponse, fields: &[(&str, &str)]) -> PoolResponse {
        self.submit_text(&page.text, fields).await
    }

    /// Submits the form of a page whose HTML a script has changed.
    pub async fn submit_text(&mut self, html: &str, fields: &[(&str, &str)]) -> PoolResponse {
        let hidden = hidden_fields(html);
        let mut all: Vec<(&str, &str)> = fields.to_vec();
        all.extend(hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        let action = attribute(element(html, "<form"), "action").unwrap();
        self.send("POST", &action, &[], encoded(&all)).await
    }

    /// Signs in with the form. Returns the response to the name and the password.
    pub async fn sign_in(&mut self, query: &str, username: &str, password: &str) -> PoolResponse {
        let form = self.open_form(query).await;
        self.submit(&form, &[("username", username), ("password", password)]).await
    }
}

/// The parameters with which a response sends the browser back to the app.
pub fn returned(response: &PoolResponse, redirect_uri: &str) -> BTreeMap<String, String> {
    let location = response.header("location").unwrap_or_else(|| panic!("no redirect: {response:?}"));
    assert_eq!(response.status, 302, "{}", response.text);
    assert_eq!(location.split('?').next(), Some(redirect_uri));
    parameters_of(location)
}

/// The text of the alert on a page.
pub fn alert(page: &PoolResponse) -> String {
    let (_, rest) =
        page.text.split_once("role=\"alert\">").unwrap_or_else(|| panic!("no alert: {}", page.text));
    plain(rest.split('<').next().unwrap())
}

/// The text of the alert on a page. Asserts that the alert has this `lang` or, with `None`, no `lang`.
pub fn alert_in(page: &PoolResponse, language: Option<&str>) -> String {
    let tag = element(&page.text, "<p id=\"error\"");
    assert_eq!(attribute(tag, "lang").as_deref(), language, "{tag}");
    alert(page)
}

/// The title of a page.
pub fn title(page: &PoolResponse) -> String {
    let (_, rest) = page.text.split_once("<h1>").unwrap_or_else(|| panic!("no title: {}", page.text));
    plain(rest.split('<').next().unwrap())
}

/// Whether a page has a field.
pub fn has_field(page: &PoolResponse, name: &str) -> bool {
    page.text.contains(&format!(" name=\"{name}\""))
}

/// The first tag that begins with this text, without its closing `>`.
pub fn element<'t>(html: &'t str, beginning: &str) -> &'t str {
    let start = html.find(beginning).unwrap_or_else(|| panic!("no {beginning}: {html}"));
    html[start..].split('>').next().unwrap()
}

pub fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    Some(plain(rest.split('"').next()?))
}

fn hidden_fields(html: &str) -> Vec<(String, String)> {
    let tags = html.split("<input").skip(1).map(|rest| rest.split('>').next().unwrap());
    let hidden = tags.filter(|tag| tag.contains("type=\"hidden\""));
    hidden.map(|tag| (attribute(tag, "name").unwrap(), attribute(tag, "value").unwrap())).collect()
}

/// The text without HTML escapes.
fn plain(text: &str) -> String {
    let pairs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")];
    pairs.into_iter().fold(text.to_owned(), |text, (escaped, character)| text.replace(escaped, character))
}

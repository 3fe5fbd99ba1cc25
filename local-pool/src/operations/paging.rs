//! Lists that come page by page.

use crate::errors::CognitoError;
use serde::Deserialize;
use serde_json::{Value, json};

/// Limit and NextToken of a request. A token is the key that ended the page before.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Page {
    limit: Option<usize>,
    next_token: Option<String>,
}

impl Page {
    const LARGEST: usize = 60;

    /// One page of what is sorted by `key`, as the member `name` of an answer.
    pub(super) fn answer<'a, T: 'a>(
        &self,
        name: &str,
        all: impl Iterator<Item = &'a T>,
        key: impl Fn(&&'a T) -> &'a str,
        describe: impl Fn(&T) -> Value,
    ) -> Result<Value, CognitoError> {
        // 0 asks for as many as there are to a page.
        let limit = self.limit.filter(|limit| *limit > 0).unwrap_or(Self::LARGEST);
        let after = |item: &&'a T| self.next_token.as_ref().is_none_or(|last| key(item) > last.as_str());
        let mut rest = all.filter(after).peekable();
        let page: Vec<&T> = rest.by_ref().take(limit).collect();
        let described: Vec<Value> = page.iter().map(|item| describe(item)).collect();
        let mut answer = json!({ name: described });
        if let (Some(last), true) = (page.last(), rest.peek().is_some()) {
            answer["NextToken"] = json!(key(last));
        }
        Ok(answer)
    }
}

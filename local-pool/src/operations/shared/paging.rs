//! Lists that come page by page.

use crate::errors::CognitoError;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::{Value, json};

/// The largest page of most operations.
pub(crate) const LARGEST_PAGE: usize = 60;

/// One page of a list that is sorted by `key`: at most `limit` items, which follow the page that ended with `token`. If
/// another page follows, the token for it is returned as well.
///
/// # Errors
/// `token` does not have the form of a token that this function returns.
pub(crate) fn page<'a, T: 'a>(
    all: impl Iterator<Item = &'a T>,
    key: impl Fn(&'a T) -> &'a str,
    limit: usize,
    token: Option<&str>,
) -> Result<(Vec<&'a T>, Option<String>), CognitoError> {
    let after = token.map(read_token).transpose()?;
    let mut rest = all.filter(|item| after.as_deref().is_none_or(|after| key(item) > after)).peekable();
    let page: Vec<&T> = rest.by_ref().take(limit).collect();
    let last = page.last().filter(|_| rest.peek().is_some()).map(|item| token_after(key(item)));
    Ok((page, last))
}

/// A token is the base64url of this prefix and the key of the page's last item. A text without the prefix is no token.
const TOKEN: &str = "after:";

fn token_after(last: &str) -> String {
    URL_SAFE_NO_PAD.encode(format!("{TOKEN}{last}"))
}

fn read_token(token: &str) -> Result<String, CognitoError> {
    let text = URL_SAFE_NO_PAD.decode(token).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let last = text.as_deref().and_then(|text| text.strip_prefix(TOKEN)).map(str::to_owned);
    last.ok_or_else(|| CognitoError::invalid_parameter("Invalid pagination token."))
}

/// The size of a page that Limit asks for. 0 asks for the largest page.
pub(crate) fn page_size(limit: Option<usize>) -> usize {
    limit.filter(|limit| *limit > 0).unwrap_or(LARGEST_PAGE)
}

/// Limit and NextToken of a request.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct LimitedPage {
    limit: Option<usize>,
    next_token: Option<String>,
}

impl LimitedPage {
    /// One page of a list that is sorted by `key`, as the member `name` of a response.
    pub(crate) fn answer<'a, T: 'a>(
        &self,
        name: &str,
        all: impl Iterator<Item = &'a T>,
        key: impl Fn(&'a T) -> &'a str,
        describe: impl Fn(&T) -> Value,
    ) -> Result<Value, CognitoError> {
        let (page, last) = page(all, key, page_size(self.limit), self.next_token.as_deref())?;
        let mut answer = json!({ name: page.into_iter().map(describe).collect::<Vec<_>>() });
        if let Some(last) = last {
            answer["NextToken"] = json!(last);
        }
        Ok(answer)
    }
}

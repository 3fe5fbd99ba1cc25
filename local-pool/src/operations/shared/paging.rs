//! Lists that come page by page.

use crate::errors::CognitoError;
use serde::Deserialize;
use serde_json::{Value, json};

/// The largest page of most operations.
pub(crate) const LARGEST_PAGE: usize = 60;

/// One page of a list that is sorted by `key`: at most `limit` items that come after the key `after`. If another
/// page follows, the key of the last item is returned as well.
pub(crate) fn page<'a, T: 'a>(
    all: impl Iterator<Item = &'a T>,
    key: impl Fn(&'a T) -> &'a str,
    limit: usize,
    after: Option<&str>,
) -> (Vec<&'a T>, Option<&'a str>) {
    let mut rest = all.filter(|item| after.is_none_or(|after| key(item) > after)).peekable();
    let page: Vec<&T> = rest.by_ref().take(limit).collect();
    let last = page.last().filter(|_| rest.peek().is_some()).map(|item| key(item));
    (page, last)
}

/// The size of a page that Limit asks for. 0 asks for the largest page.
pub(crate) fn page_size(limit: Option<usize>) -> usize {
    limit.filter(|limit| *limit > 0).unwrap_or(LARGEST_PAGE)
}

/// Limit and NextToken of a request. A token is the key of the last item on the page before.
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
        let (page, last) = page(all, key, page_size(self.limit), self.next_token.as_deref());
        let mut answer = json!({ name: page.into_iter().map(describe).collect::<Vec<_>>() });
        if let Some(last) = last {
            answer["NextToken"] = json!(last);
        }
        Ok(answer)
    }
}

//! Compares how the core and AWS's client read the same responses. Counts the differences that a rule allows, and
//! collects the others.

use cognito_auth_core::HttpResponse;
use cognito_auth_core::service::{Request, Response, ServiceError};
use serde_json::Value;

use crate::answers::Changed;
use crate::pair::{Pair, shortened};

/// A response that the core and AWS's client read differently.
pub(crate) struct Difference<'a> {
    pub(crate) operation: &'static str,
    /// The change that made this response, if a change made it.
    pub(crate) change: Option<&'a Changed>,
    pub(crate) answer: &'a HttpResponse,
    pub(crate) ours: Result<Response, ServiceError>,
    pub(crate) aws: Result<Response, ServiceError>,
}

impl Difference<'_> {
    /// The place of the change, with a star in place of each item's number.
    pub(crate) fn place(&self) -> String {
        let place = self.change.map(|change| change.place.as_str()).unwrap_or_default();
        let steps = place.split('/').map(|step| if step.parse::<usize>().is_ok() { "*" } else { step });
        steps.collect::<Vec<_>>().join("/")
    }

    pub(crate) fn replacement(&self) -> Option<&Value> {
        self.change?.replacement.as_ref()
    }

    fn shown(&self) -> String {
        let Self { operation, answer, ours, aws, .. } = self;
        let headers: Vec<_> = answer.headers.iter().map(|it| format!("{}: {}", it.name, it.value)).collect();
        let (ours, aws) = (shortened(&format!("{ours:?}")), shortened(&format!("{aws:?}")));
        let body = shortened(&String::from_utf8_lossy(&answer.body));
        let status = answer.status;
        format!("{operation} {}: {status} {headers:?} {body}\n  ours {ours}\n  aws  {aws}", self.place())
    }
}

/// An intended difference, and the reason for it.
pub(crate) struct Rule {
    pub(crate) why: &'static str,
    pub(crate) applies: fn(&Difference<'_>) -> bool,
}

/// Compares responses, and counts the differences.
pub(crate) struct Tally {
    pair: Pair,
    rules: &'static [Rule],
    meant: Vec<usize>,
    compared: usize,
    differences: Vec<String>,
}

impl Tally {
    pub(crate) fn new(pair: Pair, rules: &'static [Rule]) -> Self {
        Self { pair, rules, meant: vec![0; rules.len()], compared: 0, differences: Vec::new() }
    }

    pub(crate) async fn compare(&mut self, request: &Request, answer: &HttpResponse) {
        self.look(request, None, answer).await;
    }

    pub(crate) async fn compare_changed(
        &mut self,
        request: &Request,
        change: &Changed,
        answer: &HttpResponse,
    ) {
        self.look(request, Some(change), answer).await;
    }

    async fn look(&mut self, request: &Request, change: Option<&Changed>, answer: &HttpResponse) {
        let ours = self.pair.ours.ask(request, Some(answer)).await.result;
        let aws = self.pair.aws.ask(request, Some(answer)).await.result;
        self.compared += 1;
        if ours == aws {
            return;
        }
        let difference = Difference { operation: request.operation(), change, answer, ours, aws };
        match self.rules.iter().position(|rule| (rule.applies)(&difference)) {
            Some(rule) => self.meant[rule] += 1,
            None => self.differences.push(difference.shown()),
        }
    }

    /// The unintended differences.
    pub(crate) fn differences(&self) -> &[String] {
        &self.differences
    }

    /// Prints what was compared. Fails on a difference that no rule allows, and on a rule that allowed no difference.
    pub(crate) fn close(self, what: &str) {
        println!("{} {what} compared", self.compared);
        for (rule, count) in self.rules.iter().zip(&self.meant) {
            println!("  {count} differ on purpose: {}", rule.why);
        }
        let few: Vec<_> = self.differences.iter().take(20).map(String::as_str).collect();
        assert!(few.is_empty(), "{} differ, among them:\n{}", self.differences.len(), few.join("\n"));
        let idle: Vec<_> = self.rules.iter().zip(&self.meant).filter(|(_, count)| **count == 0).collect();
        assert!(
            idle.is_empty(),
            "no response needs these rules: {:?}",
            idle.iter().map(|(rule, _)| rule.why).collect::<Vec<_>>()
        );
    }
}

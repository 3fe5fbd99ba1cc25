//! The inputs to start from: the checked-in corpus, the stores, responses and redirects of the conformance cases, the
//! samples of configuration files, and the records of identities.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::{responses, stored};

/// The inputs that a target starts from.
///
/// # Panics
/// If an input can't be read.
pub fn seeds(target: &str) -> BTreeSet<Vec<u8>> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target);
    let mut seeds: BTreeSet<_> =
        files(&own).iter().map(|file| fs::read(file).expect("a readable corpus")).collect();
    for case in cases() {
        match target {
            "service_responses" => seeds.extend(case.responses()),
            "session_records" => seeds.extend(case.stored("session")),
            "pending_records" => seeds.extend(case.stored("pending")),
            "device_records" => seeds.extend(case.stored("devices")),
            "web_attempts" => seeds.extend(case.attempts()),
            "web_redirects" => seeds.extend(case.redirects()),
            _ => {}
        }
    }
    if target == "configuration_files" {
        let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/src/config/files/samples");
        seeds.extend(files(&samples).iter().map(|file| fs::read(file).expect("a readable sample")));
    }
    if target == "identity_records" {
        let records = Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/tests/records");
        let of_identities = |file: &PathBuf| file.to_string_lossy().contains("identity-");
        let files = files(&records).into_iter().filter(of_identities);
        seeds.extend(files.map(|file| fs::read(file).expect("a readable record")));
    }
    if target == "session_records" {
        seeds.insert(stored::valid_session());
    }
    seeds
}

/// The files of a folder; none if the folder is missing.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries.map(|entry| entry.expect("a readable corpus").path()).collect()
}

/// A conformance case.
struct Case {
    values: BTreeMap<String, String>,
    content: Value,
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../conformance/cases");
    let read = |file: PathBuf| {
        let text = fs::read(file).expect("a readable case");
        let content: Value = serde_json::from_slice(&text).expect("a case is JSON");
        let values = content["values"].as_object().into_iter().flatten();
        let values =
            values.filter_map(|(name, value)| Some((format!("${name}"), value.as_str()?.to_owned())));
        Case { values: values.collect(), content }
    };
    files(&folder).into_iter().map(read).collect()
}

impl Case {
    /// The entry of this name that is stored at the start of the case.
    fn stored(&self, name: &str) -> Option<Vec<u8>> {
        let entry = &self.content["store"][name];
        entry.is_object().then(|| self.filled_in(entry))
    }

    /// The attempts of web sign-ins that the case's steps store.
    fn attempts(&self) -> Vec<Vec<u8>> {
        let steps = self.content["steps"].as_array().into_iter().flatten();
        let attempts = steps.map(|step| &step["store"]["web"]).filter(|attempt| attempt.is_object());
        attempts.map(|attempt| self.filled_in(attempt)).collect()
    }

    /// The addresses that the browser comes back with in this case, and those that reach the app later.
    fn redirects(&self) -> Vec<Vec<u8>> {
        let steps = self.content["steps"].as_array().into_iter().flatten();
        let addresses = steps.flat_map(|step| {
            let replies = step["browser"].as_array().into_iter().flatten();
            replies.map(|reply| &reply["redirect"]).chain([&step["arguments"]["url"]])
        });
        addresses.filter_map(|address| Some(address.as_str()?.as_bytes().to_vec())).collect()
    }

    /// The responses to the case's calls, as one input for each call.
    fn responses(&self) -> Vec<Vec<u8>> {
        let steps = self.content["steps"].as_array();
        let mut inputs: Vec<(String, String, Vec<Vec<u8>>)> = Vec::new();
        for step in steps.into_iter().flatten() {
            let call = step["call"].as_str().unwrap_or_default();
            let responses = step["responses"].as_array().into_iter().flatten();
            let responses: Vec<_> = responses.map(|response| self.response(response)).collect();
            // A step without requests, such as a restart, may stand between a call and its confirmation.
            if responses.is_empty() {
                continue;
            }
            match inputs.last_mut() {
                // A confirmation or an automatic sign-in continues the call before it.
                Some((_, _, former)) if call.starts_with("confirm") || call == "autoSignIn" => {
                    former.extend(responses)
                }
                _ => inputs.push((call.to_owned(), flow(&step["arguments"]), responses)),
            }
        }
        inputs.iter().map(|(call, flow, responses)| responses::written(call, flow, responses)).collect()
    }

    /// A response of the case, as a target's input has it.
    fn response(&self, response: &Value) -> Vec<u8> {
        let Some(status) = response["status"].as_u64() else { return b"offline".to_vec() };
        let headers = response["headers"].as_object().into_iter().flatten();
        let headers = headers.map(|(name, value)| format!(" {name}={}", value.as_str().unwrap_or_default()));
        let head = format!("{status}{}\n", headers.collect::<String>());
        let body = match response["text"].as_str() {
            Some(text) => text.as_bytes().to_vec(),
            None => self.filled_in(&response["body"]),
        };
        [head.into_bytes(), body].concat()
    }

    /// The JSON text of a value, with the case's values in place of their names.
    fn filled_in(&self, value: &Value) -> Vec<u8> {
        let mut text = value.to_string();
        for (name, value) in self.values.iter().rev() {
            text = text.replace(name, value);
        }
        text.into_bytes()
    }
}

/// The flow of a sign-in and its preferred first factor, from the arguments of the call.
fn flow(arguments: &Value) -> String {
    let text =
        |name: &str| arguments[name].as_str().or(arguments["options"][name].as_str()).unwrap_or_default();
    format!("{} {}", text("flow"), text("preferredFirstFactor"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calls;
    use crate::phone::{Phone, run};

    /// The calls that other targets make, and those that need more than responses.
    const NOT_MADE: [&str; 6] = [
        "confirmSignIn",
        "federateToIdentityPool",
        "handleRedirect",
        "signInWithWebUI",
        "signOutOf",
        "signOutWithWebUI",
    ];

    #[test]
    fn every_call_of_the_cases_is_made_or_listed() {
        let inputs = cases().iter().flat_map(Case::responses).collect::<Vec<_>>();
        let call = |input: &Vec<u8>| String::from_utf8_lossy(input).split(' ').next().map(str::to_owned);
        let calls: BTreeSet<_> = inputs.iter().filter_map(call).collect();
        let is_made = |name: &String| run(calls::make(&Phone::default().auth(), name, ""));
        let not_made: Vec<_> = calls.into_iter().filter(|name| !is_made(name)).collect();
        assert_eq!(not_made, NOT_MADE);
    }
}

//! The functions of a pool's triggers: LambdaConfig. A function is an ARN, or an HTTP address in place of one.

use super::functions::SCHEME;
use super::{EventVersion, Trigger};
use crate::errors::CognitoError;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const PRE_TOKEN_GENERATION: &str = "PreTokenGeneration";
const PRE_TOKEN_GENERATION_CONFIG: &str = "PreTokenGenerationConfig";
const KMS_KEY: &str = "KMSKeyID";
/// The pattern that AWS has for ARNs.
const ARN_PATTERN: &str =
    r"arn:[\w+=/,.@-]+:[\w+=/,.@-]+:([\w+=/,.@-]*)?:[0-9]+:[\w+=/,.@-]+(:[\w+=/,.@-]+)?(:[\w+=/,.@-]+)?";

/// The members of LambdaConfig, by name.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(from = "BTreeMap<String, Value>")]
pub(crate) struct LambdaConfig(BTreeMap<String, Value>);

impl From<BTreeMap<String, Value>> for LambdaConfig {
    /// As at Cognito, PreTokenGeneration and PreTokenGenerationConfig name one function. If a request has only one of
    /// these members, it sets the other one too.
    fn from(mut members: BTreeMap<String, Value>) -> Self {
        match (members.get(PRE_TOKEN_GENERATION).cloned(), members.get(PRE_TOKEN_GENERATION_CONFIG).cloned())
        {
            (Some(function), None) => {
                let config = json!({ "LambdaVersion": "V1_0", "LambdaArn": function });
                members.insert(PRE_TOKEN_GENERATION_CONFIG.to_owned(), config);
            }
            (None, Some(Value::Object(config))) => {
                let function = config.get("LambdaArn").cloned();
                members.extend(function.map(|function| (PRE_TOKEN_GENERATION.to_owned(), function)));
            }
            _ => {}
        }
        Self(members)
    }
}

impl LambdaConfig {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The function of a trigger.
    pub(crate) fn function(&self, trigger: Trigger) -> Option<&str> {
        function_in(self.0.get(trigger.name())?)
    }

    /// The version of the events for a trigger.
    pub(crate) fn version(&self, trigger: Trigger) -> EventVersion {
        let config =
            self.0.get(PRE_TOKEN_GENERATION_CONFIG).filter(|_| trigger == Trigger::PreTokenGeneration);
        match config.and_then(|config| config["LambdaVersion"].as_str()) {
            Some("V2_0") => EventVersion::Two,
            Some("V3_0") => EventVersion::Three,
            _ => EventVersion::One,
        }
    }

    /// The addresses in place of ARNs, with their members' names.
    pub(super) fn addresses(&self) -> impl Iterator<Item = (&str, &str)> {
        let functions =
            self.0.iter().filter_map(|(name, member)| Some((name.as_str(), function_in(member)?)));
        functions.filter(|(_, function)| function.starts_with(SCHEME))
    }

    /// Refuses triggers that the local pool does not support, and what is neither an ARN nor an address.
    pub(crate) fn check(&self) -> Result<(), CognitoError> {
        for (name, member) in &self.0 {
            let is_trigger = Trigger::ALL.iter().any(|trigger| trigger.name() == name);
            if !is_trigger && ![PRE_TOKEN_GENERATION_CONFIG, KMS_KEY].contains(&name.as_str()) {
                return Err(CognitoError::unsupported(&format!("The setting LambdaConfig.{name}")));
            }
            let function = function_in(member).unwrap_or_default();
            let is_address = function.starts_with(SCHEME) && name != KMS_KEY;
            if !is_address && !is_arn(function) {
                let path = if member.is_object() { ".lambdaArn" } else { "" };
                let text = format!("Member must satisfy regular expression pattern: {ARN_PATTERN}");
                return Err(CognitoError::constraint(
                    &format!("lambdaConfig.{}{path}", lower_camel(name)),
                    &text,
                ));
            }
        }
        let named = self.0.get(PRE_TOKEN_GENERATION);
        let configured = self.0.get(PRE_TOKEN_GENERATION_CONFIG).map(|config| &config["LambdaArn"]);
        if named != configured {
            let text = "PreTokenGeneration and PreTokenGenerationConfig must name the same function.";
            return Err(CognitoError::invalid_parameter(text));
        }
        Ok(())
    }
}

/// The function in a member: the member itself, or its LambdaArn.
fn function_in(member: &Value) -> Option<&str> {
    member.as_str().or_else(|| member.get("LambdaArn")?.as_str())
}

fn lower_camel(name: &str) -> String {
    // The names that begin with an abbreviation stay as they are.
    let begins_with_word = name.chars().nth(1).is_some_and(|second| second.is_ascii_lowercase());
    let mut text = name.to_owned();
    if begins_with_word && let Some(first) = text.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    text
}

/// Whether a text matches [`ARN_PATTERN`], and has the length that AWS asks for.
fn is_arn(text: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "_+=/,.@-".contains(c))
    };
    let parts: Vec<&str> = text.split(':').collect();
    let [arn, partition, service, region, account, rest @ ..] = parts.as_slice() else { return false };
    (20..=2048).contains(&text.len())
        && *arn == "arn"
        && is_part(partition)
        && is_part(service)
        && (region.is_empty() || is_part(region))
        && !account.is_empty()
        && account.bytes().all(|byte| byte.is_ascii_digit())
        && (1..=3).contains(&rest.len())
        && rest.iter().all(|part| is_part(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARN: &str = "arn:aws:lambda:eu-west-1:123456789012:function:pre-token";

    fn config(members: Value) -> LambdaConfig {
        serde_json::from_value(members).unwrap()
    }

    #[test]
    fn an_arn_has_the_form_that_aws_asks_for() {
        for good in [
            ARN,
            &format!("{ARN}:live"),
            &format!("{ARN}:$LATEST").replace('$', "a"),
            "arn:aws:kms::1:key/abcdef",
        ] {
            assert!(is_arn(good), "{good}");
        }
        for bad in [
            "",
            "pre-token",
            "arn:aws:lambda:eu-west-1:account:function:f",
            &format!("{ARN}:1:2"),
            "arn:aws:s3:::b",
        ] {
            assert!(!is_arn(bad), "{bad}");
        }
    }

    #[test]
    fn each_of_the_two_members_for_tokens_sets_the_other() {
        let legacy = config(json!({ PRE_TOKEN_GENERATION: ARN }));
        assert_eq!(
            legacy.0[PRE_TOKEN_GENERATION_CONFIG],
            json!({ "LambdaVersion": "V1_0", "LambdaArn": ARN })
        );
        assert_eq!(legacy.version(Trigger::PreTokenGeneration), EventVersion::One);
        let new =
            config(json!({ PRE_TOKEN_GENERATION_CONFIG: { "LambdaVersion": "V2_0", "LambdaArn": ARN } }));
        assert_eq!(new.function(Trigger::PreTokenGeneration), Some(ARN));
        assert_eq!(new.version(Trigger::PreTokenGeneration), EventVersion::Two);
        assert_eq!(new.version(Trigger::PreSignUp), EventVersion::One);
        assert!(legacy.check().and(new.check()).is_ok());
        let other = json!({ "LambdaVersion": "V2_0", "LambdaArn": format!("{ARN}:live") });
        let contradicting = config(json!({ PRE_TOKEN_GENERATION: ARN, PRE_TOKEN_GENERATION_CONFIG: other }));
        assert!(contradicting.check().is_err());
    }

    #[test]
    fn an_error_names_the_member_that_is_no_arn() {
        let said = |members: Value| config(members).check().unwrap_err().message;
        for (members, path) in [
            (json!({ "PreSignUp": "pre-sign-up" }), "lambdaConfig.preSignUp"),
            (json!({ "KMSKeyID": "http://127.0.0.1/" }), "lambdaConfig.KMSKeyID"),
            (
                json!({ "CustomSMSSender": { "LambdaVersion": "V1_0", "LambdaArn": "x" } }),
                "lambdaConfig.customSMSSender.lambdaArn",
            ),
        ] {
            let text = said(members);
            assert!(text.contains(&format!("'{path}'")) && text.contains("pattern: arn:"), "{text}");
        }
        let unsupported = said(json!({ "InboundFederation": { "LambdaVersion": "V1_0", "LambdaArn": ARN } }));
        assert!(unsupported.contains("is not supported by the local pool"), "{unsupported}");
    }
}

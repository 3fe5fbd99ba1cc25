//! The constraints of the texts of messages, in a request and in a file of settings.

use super::Check::{self, Length, Pattern};

const SMS: Check = Length(6, 140);
const EMAIL: Check = Length(6, 20_000);
const SUBJECT: Check = Length(1, 140);
const SMS_CODE: Check = Pattern(r".*\{####\}.*", is_line_with_code);
const EMAIL_CODE: Check =
    Pattern(r"[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*\{####\}[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*", has_code);

/// The constraints of each text.
pub(super) const MEMBERS: &[(&str, Check)] = &[
    ("SmsVerificationMessage", SMS),
    ("SmsVerificationMessage", SMS_CODE),
    ("SmsAuthenticationMessage", SMS),
    ("SmsAuthenticationMessage", SMS_CODE),
    ("SmsMfaConfiguration.SmsAuthenticationMessage", SMS),
    ("SmsMfaConfiguration.SmsAuthenticationMessage", SMS_CODE),
    ("EmailVerificationMessage", EMAIL),
    ("EmailVerificationMessage", EMAIL_CODE),
    ("EmailVerificationSubject", SUBJECT),
    ("VerificationMessageTemplate.SmsMessage", SMS),
    ("VerificationMessageTemplate.SmsMessage", SMS_CODE),
    ("VerificationMessageTemplate.EmailMessage", EMAIL),
    ("VerificationMessageTemplate.EmailMessage", EMAIL_CODE),
    ("VerificationMessageTemplate.EmailSubject", SUBJECT),
    ("VerificationMessageTemplate.EmailMessageByLink", EMAIL),
    ("VerificationMessageTemplate.EmailMessageByLink", LINK),
    ("VerificationMessageTemplate.EmailSubjectByLink", SUBJECT),
    ("AdminCreateUserConfig.InviteMessageTemplate.SMSMessage", SMS),
    ("AdminCreateUserConfig.InviteMessageTemplate.EmailMessage", EMAIL),
    ("AdminCreateUserConfig.InviteMessageTemplate.EmailSubject", SUBJECT),
];
const LINK: Check = Pattern(
    r"[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*\{##[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*##\}[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*",
    has_link,
);

fn has_code(text: &str) -> bool {
    text.contains("{####}")
}

/// In AWS's pattern for text messages, a dot matches every character except the end of a line.
fn is_line_with_code(text: &str) -> bool {
    has_code(text) && !text.contains(['\n', '\r'])
}

/// Whether a text has a place for the link, such as `{##Click here##}`.
fn has_link(text: &str) -> bool {
    text.split_once("{##").is_some_and(|(_, rest)| rest.contains("##}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_has_a_place_for_its_code_or_its_link() {
        assert!(is_line_with_code("Your code is {####}.") && !is_line_with_code("Your code"));
        assert!(has_code("Two lines:\n{####}") && !is_line_with_code("Two lines:\n{####}"));
        assert!(has_link("{##Click here##}") && has_link("{####}") && !has_link("##}{##"));
    }
}

//! What the service calls things: flows, challenges and their parameters, and what of the machines' they are. The
//! only place that knows (API reference: InitiateAuth, RespondToAuthChallenge).

use std::collections::BTreeMap;

use super::{AuthenticationResponse, InitiateAuthRequest, RespondToAuthChallengeRequest, TokenSet};
use crate::error::AuthErrorCode;
use crate::machine::sign_in::{
    Answer, Asked, Credential, Event, Initiation, IssuedTokens, MfaOption, NewPassword, PasswordClaim,
    PasswordVerifier, Question, Response,
};
use crate::model::{AuthCodeDeliveryDetails, AuthUserAttributeKey, DeliveryMedium, MfaType};
use crate::secret::Secret;

const PASSWORD_VERIFIER: &str = "PASSWORD_VERIFIER";
const SMS_MFA: &str = "SMS_MFA";
const SOFTWARE_TOKEN_MFA: &str = "SOFTWARE_TOKEN_MFA";
const EMAIL_OTP: &str = "EMAIL_OTP";
const SELECT_MFA_TYPE: &str = "SELECT_MFA_TYPE";
const NEW_PASSWORD_REQUIRED: &str = "NEW_PASSWORD_REQUIRED";

/// What stands before an attribute's name where several things are named in one list.
const ATTRIBUTE_PREFIX: &str = "userAttributes.";

/// The second factors, by each name that the service has for them.
const MFA_TYPES: &[(&str, MfaType)] = &[
    (SMS_MFA, MfaType::Sms),
    (SOFTWARE_TOKEN_MFA, MfaType::Totp),
    (EMAIL_OTP, MfaType::Email),
    ("EMAIL_MFA", MfaType::Email),
];

/// The request that begins a sign-in.
pub(crate) fn initiate_auth(initiation: Initiation) -> InitiateAuthRequest {
    let (flow, parameter) = match initiation.credential {
        Credential::SrpA(srp_a) => ("USER_SRP_AUTH", ("SRP_A", Secret::new(srp_a))),
        Credential::Password(password) => ("USER_PASSWORD_AUTH", ("PASSWORD", password)),
    };
    InitiateAuthRequest {
        flow: flow.to_owned(),
        parameters: named([("USERNAME", Secret::from(initiation.username.as_str())), parameter]),
        username: initiation.username,
        client_metadata: initiation.client_metadata,
    }
}

/// The request that answers a challenge.
pub(crate) fn respond_to_auth_challenge(response: Response) -> RespondToAuthChallengeRequest {
    let (challenge_name, mut responses) = match response.answer {
        Answer::PasswordClaim(claim) => (PASSWORD_VERIFIER, password_claim(claim)),
        Answer::SmsMfaCode(code) => (SMS_MFA, named([("SMS_MFA_CODE", code)])),
        Answer::TotpCode(code) => (SOFTWARE_TOKEN_MFA, named([("SOFTWARE_TOKEN_MFA_CODE", code)])),
        Answer::EmailOtpCode(code) => (EMAIL_OTP, named([("EMAIL_OTP_CODE", code)])),
        Answer::MfaSelection(chosen) => {
            (SELECT_MFA_TYPE, named([("ANSWER", Secret::new(chosen.offered_as))]))
        }
        Answer::NewPassword(new) => (NEW_PASSWORD_REQUIRED, new_password(new)),
    };
    responses.insert("USERNAME".to_owned(), Secret::from(response.username.as_str()));
    RespondToAuthChallengeRequest {
        challenge_name: challenge_name.to_owned(),
        session: response.session,
        username: response.username,
        responses,
        client_metadata: response.client_metadata,
    }
}

fn password_claim(claim: PasswordClaim) -> BTreeMap<String, Secret> {
    named([
        ("PASSWORD_CLAIM_SECRET_BLOCK", claim.secret_block),
        ("PASSWORD_CLAIM_SIGNATURE", claim.signature),
        ("TIMESTAMP", Secret::new(claim.timestamp)),
    ])
}

fn new_password(new: NewPassword) -> BTreeMap<String, Secret> {
    let attributes = new
        .user_attributes
        .into_iter()
        .map(|attribute| (format!("{ATTRIBUTE_PREFIX}{}", attribute.key.name()), attribute.value));
    attributes.chain([("NEW_PASSWORD".to_owned(), new.password)]).collect()
}

fn named<const COUNT: usize>(values: [(&str, Secret); COUNT]) -> BTreeMap<String, Secret> {
    values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// What an answer of the service's is to a sign-in. A question that can't be put to the user fails it.
pub(crate) fn event(response: AuthenticationResponse, now_milliseconds: i64) -> Event {
    let event = match response {
        AuthenticationResponse::Tokens(tokens) => issued_tokens(tokens).map(Event::TokensReceived),
        AuthenticationResponse::Challenge { name, session, parameters } => {
            challenge(&name, session, &Parameters(parameters), now_milliseconds)
        }
    };
    event.unwrap_or_else(|code| Event::WorkFailed(code.into()))
}

/// A sign-in without a refresh token would be no session.
fn issued_tokens(tokens: TokenSet) -> Result<IssuedTokens, AuthErrorCode> {
    Ok(IssuedTokens {
        id_token: tokens.id_token,
        access_token: tokens.access_token,
        refresh_token: tokens.refresh_token.ok_or(AuthErrorCode::MalformedResponse)?,
        expires_in_seconds: tokens.expires_in_seconds.into(),
    })
}

fn challenge(
    name: &str,
    session: Option<Secret>,
    parameters: &Parameters,
    now_milliseconds: i64,
) -> Result<Event, AuthErrorCode> {
    let question = match name {
        PASSWORD_VERIFIER => return parameters.password_verifier(session).map(Event::ProofRequested),
        SMS_MFA => Question::SmsMfa { delivery: parameters.delivery() },
        SOFTWARE_TOKEN_MFA => Question::TotpMfa,
        EMAIL_OTP => Question::EmailOtp { delivery: parameters.delivery() },
        SELECT_MFA_TYPE => Question::MfaSelection { options: parameters.mfa_options()? },
        NEW_PASSWORD_REQUIRED => {
            Question::NewPassword { required_attributes: parameters.required_attributes()? }
        }
        _ => return Err(AuthErrorCode::UnsupportedChallenge),
    };
    let user_id = parameters.optional("USER_ID_FOR_SRP").map(str::to_owned);
    Ok(Event::QuestionReceived(Asked { question, session, user_id, at_milliseconds: now_milliseconds }))
}

/// ChallengeParameters.
struct Parameters(BTreeMap<String, String>);

impl Parameters {
    fn optional(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    fn required(&self, name: &str) -> Result<&str, AuthErrorCode> {
        self.optional(name).ok_or(AuthErrorCode::MalformedResponse)
    }

    /// A list that the service writes as a JSON text; empty if it is not there.
    fn list(&self, name: &str) -> Result<Vec<String>, AuthErrorCode> {
        let Some(text) = self.optional(name) else { return Ok(Vec::new()) };
        serde_json::from_str(text).map_err(|_| AuthErrorCode::MalformedResponse)
    }

    fn password_verifier(&self, session: Option<Secret>) -> Result<PasswordVerifier, AuthErrorCode> {
        Ok(PasswordVerifier {
            user_id: self.required("USER_ID_FOR_SRP")?.to_owned(),
            salt: self.required("SALT")?.to_owned(),
            srp_b: self.required("SRP_B")?.to_owned(),
            secret_block: self.required("SECRET_BLOCK")?.into(),
            session,
        })
    }

    fn delivery(&self) -> AuthCodeDeliveryDetails {
        let medium = match self.optional("CODE_DELIVERY_DELIVERY_MEDIUM").unwrap_or_default() {
            "SMS" => DeliveryMedium::Sms,
            "EMAIL" => DeliveryMedium::Email,
            other => DeliveryMedium::Unknown(other.to_owned()),
        };
        let destination = self.optional("CODE_DELIVERY_DESTINATION").unwrap_or_default().to_owned();
        AuthCodeDeliveryDetails { medium, destination, attribute_key: None }
    }

    /// The second factors to choose from; those that this version does not know are left out.
    fn mfa_options(&self) -> Result<Vec<MfaOption>, AuthErrorCode> {
        let offered = self.list("MFAS_CAN_CHOOSE")?;
        let known = offered.into_iter().filter_map(|offered_as| {
            let (_, mfa_type) = MFA_TYPES.iter().find(|(name, _)| *name == offered_as)?;
            Some(MfaOption { mfa_type: *mfa_type, offered_as })
        });
        let known: Vec<_> = known.collect();
        if known.is_empty() { Err(AuthErrorCode::UnsupportedChallenge) } else { Ok(known) }
    }

    fn required_attributes(&self) -> Result<Vec<AuthUserAttributeKey>, AuthErrorCode> {
        let names = self.list("requiredAttributes")?;
        let bare = |name: &String| {
            AuthUserAttributeKey::from_name(name.strip_prefix(ATTRIBUTE_PREFIX).unwrap_or(name))
        };
        Ok(names.iter().map(bare).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::AuthUserAttribute;

    const NOW: i64 = 1_795_373_100_000;

    fn asked(name: &str, parameters: &[(&str, &str)]) -> Event {
        let parameters = parameters.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        let session = Some(Secret::new("session"));
        event(AuthenticationResponse::Challenge { name: name.into(), session, parameters }, NOW)
    }

    fn question(name: &str, parameters: &[(&str, &str)]) -> Question {
        match asked(name, parameters) {
            Event::QuestionReceived(asked) => {
                assert_eq!(asked.session.unwrap().expose(), "session");
                assert_eq!(asked.at_milliseconds, NOW);
                asked.question
            }
            other => panic!("{other} is no question"),
        }
    }

    fn failure(event: Event) -> AuthErrorCode {
        match event {
            Event::WorkFailed(error) => error.code,
            other => panic!("{other} is no failure"),
        }
    }

    fn answered(answer: Answer) -> (String, BTreeMap<String, String>) {
        let request = respond_to_auth_challenge(Response {
            username: "user-id".into(),
            session: Some("session".into()),
            answer,
            client_metadata: BTreeMap::new(),
        });
        assert_eq!(request.username, "user-id");
        assert_eq!(request.session.unwrap().expose(), "session");
        let exposed = request.responses.iter().map(|(name, value)| (name.clone(), value.expose().to_owned()));
        (request.challenge_name, exposed.collect())
    }

    fn expected(values: &[(&str, &str)]) -> BTreeMap<String, String> {
        let username = [("USERNAME", "user-id")];
        username.iter().chain(values).map(|(name, value)| ((*name).into(), (*value).into())).collect()
    }

    #[test]
    fn srp_sends_a_and_the_password_flow_the_password() {
        let initiation =
            |credential| Initiation { username: "ann".into(), credential, client_metadata: BTreeMap::new() };
        let request = initiate_auth(initiation(Credential::SrpA("abc".into())));
        assert_eq!((request.flow.as_str(), request.username.as_str()), ("USER_SRP_AUTH", "ann"));
        assert_eq!(request.parameters, named([("USERNAME", "ann".into()), ("SRP_A", "abc".into())]));
        let request = initiate_auth(initiation(Credential::Password("Password123!".into())));
        assert_eq!(request.flow, "USER_PASSWORD_AUTH");
        assert_eq!(
            request.parameters,
            named([("USERNAME", "ann".into()), ("PASSWORD", "Password123!".into())])
        );
    }

    #[test]
    fn each_question_is_read_from_its_parameters() {
        let delivery = [("CODE_DELIVERY_DESTINATION", "+*1"), ("CODE_DELIVERY_DELIVERY_MEDIUM", "SMS")];
        let Question::SmsMfa { delivery } = question("SMS_MFA", &delivery) else { panic!("SMS") };
        assert_eq!((delivery.destination.as_str(), delivery.medium), ("+*1", DeliveryMedium::Sms));
        assert_eq!(question("SOFTWARE_TOKEN_MFA", &[]), Question::TotpMfa);
        let Question::EmailOtp { delivery } = question("EMAIL_OTP", &[]) else { panic!("e-mail") };
        assert_eq!(delivery.medium, DeliveryMedium::Unknown(String::new()));
        let lacking = [("requiredAttributes", r#"["userAttributes.given_name","custom:team"]"#)];
        let required_attributes =
            vec![AuthUserAttributeKey::GivenName, AuthUserAttributeKey::Custom("team".into())];
        assert_eq!(
            question("NEW_PASSWORD_REQUIRED", &lacking),
            Question::NewPassword { required_attributes }
        );
    }

    #[test]
    fn a_selection_keeps_the_names_that_were_offered_and_leaves_out_unknown_ones() {
        let offered = [("MFAS_CAN_CHOOSE", r#"["EMAIL_MFA","CARRIER_PIGEON","SMS_MFA"]"#)];
        let Question::MfaSelection { options } = question("SELECT_MFA_TYPE", &offered) else {
            panic!("a selection")
        };
        let options: Vec<_> = options.iter().map(|it| (it.mfa_type, it.offered_as.as_str())).collect();
        assert_eq!(options, [(MfaType::Email, "EMAIL_MFA"), (MfaType::Sms, "SMS_MFA")]);
    }

    #[test]
    fn what_can_not_be_asked_is_unsupported_and_what_can_not_be_read_is_malformed() {
        let unsupported = AuthErrorCode::UnsupportedChallenge;
        assert_eq!(failure(asked("RIDDLE", &[])), unsupported);
        assert_eq!(failure(asked("SELECT_MFA_TYPE", &[("MFAS_CAN_CHOOSE", "[\"PIGEON\"]")])), unsupported);
        let malformed = AuthErrorCode::MalformedResponse;
        assert_eq!(failure(asked("SELECT_MFA_TYPE", &[("MFAS_CAN_CHOOSE", "[oops")])), malformed);
        assert_eq!(failure(asked("NEW_PASSWORD_REQUIRED", &[("requiredAttributes", "{}")])), malformed);
        assert_eq!(failure(asked("PASSWORD_VERIFIER", &[("SALT", "1"), ("SRP_B", "2")])), malformed);
    }

    #[test]
    fn tokens_without_a_refresh_token_are_malformed() {
        let tokens = TokenSet {
            access_token: "access".into(),
            id_token: "id".into(),
            refresh_token: None,
            expires_in_seconds: 3600,
        };
        assert_eq!(
            failure(event(AuthenticationResponse::Tokens(tokens), NOW)),
            AuthErrorCode::MalformedResponse
        );
    }

    #[test]
    fn each_answer_goes_under_the_services_names() {
        let attribute = AuthUserAttribute::new(AuthUserAttributeKey::Custom("team".into()), "red");
        let email = MfaOption { mfa_type: MfaType::Email, offered_as: "EMAIL_MFA".into() };
        let claim = PasswordClaim {
            user_id: "user-id".into(),
            secret_block: "block".into(),
            signature: "signature".into(),
            timestamp: "Sun Nov 22 18:45:00 UTC 2026".into(),
            session: None,
        };
        let new = NewPassword { password: "Password123!".into(), user_attributes: vec![attribute] };
        let claim_values = [
            ("PASSWORD_CLAIM_SECRET_BLOCK", "block"),
            ("PASSWORD_CLAIM_SIGNATURE", "signature"),
            ("TIMESTAMP", "Sun Nov 22 18:45:00 UTC 2026"),
        ];
        let new_values = [("NEW_PASSWORD", "Password123!"), ("userAttributes.custom:team", "red")];
        type Values<'a> = &'a [(&'a str, &'a str)];
        let cases: [(Answer, &str, Values<'_>); 6] = [
            (Answer::PasswordClaim(claim), "PASSWORD_VERIFIER", &claim_values),
            (Answer::SmsMfaCode("1".into()), "SMS_MFA", &[("SMS_MFA_CODE", "1")]),
            (Answer::TotpCode("2".into()), "SOFTWARE_TOKEN_MFA", &[("SOFTWARE_TOKEN_MFA_CODE", "2")]),
            (Answer::EmailOtpCode("3".into()), "EMAIL_OTP", &[("EMAIL_OTP_CODE", "3")]),
            (Answer::MfaSelection(email), "SELECT_MFA_TYPE", &[("ANSWER", "EMAIL_MFA")]),
            (Answer::NewPassword(new), "NEW_PASSWORD_REQUIRED", &new_values),
        ];
        for (answer, name, values) in cases {
            assert_eq!(answered(answer), (name.to_owned(), expected(values)));
        }
    }
}

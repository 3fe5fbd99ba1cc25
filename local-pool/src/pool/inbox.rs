//! The messages that a real pool would send by e-mail and text message.

use crate::clock::Moment;
use crate::collections::Tracked;
use crate::errors::CognitoError;
use crate::random;
use serde::{Deserialize, Serialize};
use std::fmt;

/// An inbox keeps at most this many messages.
const REMEMBERED: usize = 10_000;

/// How a message is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Medium {
    /// By e-mail.
    Email,
    /// By text message.
    Sms,
}

impl Medium {
    /// Cognito's name of the medium.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Email => "EMAIL",
            Self::Sms => "SMS",
        }
    }

    /// The member of CustomMessage's response that holds the text.
    pub(crate) fn custom_text(self) -> &'static str {
        match self {
            Self::Email => "emailMessage",
            Self::Sms => "smsMessage",
        }
    }

    /// The attribute that holds the user's address.
    pub(crate) fn attribute(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "phone_number",
        }
    }
}

/// Why a message was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MessageKind {
    /// After SignUp.
    SignUp,
    /// After ResendConfirmationCode.
    Resend,
    /// To verify an attribute.
    Attribute,
    /// After ForgotPassword or AdminResetUserPassword.
    ForgotPassword,
    /// The second factor of a sign-in.
    Mfa,
    /// The first factor of a sign-in.
    Otp,
    /// A temporary password for a user whom an administrator made.
    Invite,
}

impl MessageKind {
    /// Makes a code for a message of this kind: eight digits for a first factor, else six.
    pub(crate) fn new_code(self) -> Result<String, CognitoError> {
        match self {
            Self::Otp => random::code::<8>(),
            _ => random::code::<6>(),
        }
    }
}

/// A message that the pool sent. `Debug` leaves out the code and the text.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Message {
    /// The pool user name.
    pub username: String,
    /// The pool that sent it.
    pub user_pool_id: String,
    /// An e-mail address or a phone number.
    pub destination: String,
    /// How it was sent.
    pub medium: Medium,
    /// Why it was sent.
    pub kind: MessageKind,
    /// The code in it; for an invitation the temporary password.
    pub code: String,
    /// The whole text.
    pub body: String,
    /// Milliseconds since 1970, by the pool's clock.
    pub sent_at: i64,
}

impl fmt::Debug for Message {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut fields = formatter.debug_struct("Message");
        fields.field("username", &self.username).field("medium", &self.medium).field("kind", &self.kind);
        fields.finish_non_exhaustive()
    }
}

/// A message in an inbox, without what the pool knows anyway. An inbox holds many messages.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct KeptMessage {
    username: Box<str>,
    destination: Box<str>,
    medium: Medium,
    kind: MessageKind,
    code: Box<str>,
    /// The text, if it is not the pool's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    body: Option<Box<str>>,
    sent_at: i64,
}

impl KeptMessage {
    fn new(message: Message) -> Self {
        let own = text(message.kind, &message.username, &message.code);
        Self {
            body: (message.body != own).then(|| message.body.into()),
            username: message.username.into(),
            destination: message.destination.into(),
            medium: message.medium,
            kind: message.kind,
            code: message.code.into(),
            sent_at: message.sent_at,
        }
    }

    /// The message as a pool shows it.
    pub(crate) fn of_pool(&self, id: &str) -> Message {
        let own = || text(self.kind, &self.username, &self.code);
        Message {
            username: self.username.to_string(),
            user_pool_id: id.to_owned(),
            destination: self.destination.to_string(),
            medium: self.medium,
            kind: self.kind,
            code: self.code.to_string(),
            body: self.body.as_ref().map_or_else(own, |body| body.to_string()),
            sent_at: self.sent_at,
        }
    }

    /// Whether the message went to this pool user name or address.
    pub(crate) fn is_to(&self, name: &str) -> bool {
        &*self.username == name || &*self.destination == name
    }
}

/// The pool's own text of a message.
fn text(kind: MessageKind, username: &str, code: &str) -> String {
    match kind {
        MessageKind::Invite => format!("Your username is {username} and temporary password is {code}. "),
        MessageKind::Mfa | MessageKind::Otp => format!("Your authentication code is {code}. "),
        MessageKind::ForgotPassword => format!("Your password reset code is {code}. "),
        MessageKind::SignUp | MessageKind::Resend => format!("Your confirmation code is {code}. "),
        MessageKind::Attribute => format!("Your verification code is {code}. "),
    }
}

/// The messages of one pool, oldest first.
#[derive(Default)]
pub(crate) struct Inbox {
    pub messages: Tracked<u64, KeptMessage>,
    /// The messages of the current operation. They are sent at its end.
    pub drafts: Vec<Message>,
}

/// Where a message goes.
pub(crate) struct Address<'a> {
    pub username: &'a str,
    pub user_pool_id: &'a str,
    pub medium: Medium,
    pub destination: &'a str,
}

impl Inbox {
    /// Keeps a message that was sent. A full inbox drops its oldest message.
    pub(crate) fn keep(&mut self, message: Message) {
        if self.messages.len() == REMEMBERED {
            self.messages.pop_first();
        }
        self.messages.push(KeptMessage::new(message));
    }

    pub(crate) fn send(&mut self, to: &Address<'_>, kind: MessageKind, code: &str, now: Moment) {
        self.drafts.push(Message {
            username: to.username.to_owned(),
            user_pool_id: to.user_pool_id.to_owned(),
            destination: to.destination.to_owned(),
            medium: to.medium,
            kind,
            code: code.to_owned(),
            body: text(kind, to.username, code),
            sent_at: now.milliseconds(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_inbox_drops_its_oldest_message() {
        let message = |number: usize| Message {
            username: String::new(),
            user_pool_id: String::new(),
            destination: String::new(),
            medium: Medium::Email,
            kind: MessageKind::Otp,
            code: number.to_string(),
            body: String::new(),
            sent_at: 0,
        };
        let mut inbox = Inbox::default();
        (0..REMEMBERED + 2).for_each(|number| inbox.keep(message(number)));
        assert_eq!(inbox.messages.len(), REMEMBERED);
        assert_eq!(inbox.messages.values().next().unwrap().of_pool("").code, "2");
    }

    #[test]
    fn a_message_is_shown_as_it_was_sent() {
        for body in ["Your verification code is 7. ", "Hi, 7"] {
            let message = Message {
                username: "ada".to_owned(),
                user_pool_id: "pool".to_owned(),
                destination: "ada@example.com".to_owned(),
                medium: Medium::Email,
                kind: MessageKind::Attribute,
                code: "7".to_owned(),
                body: body.to_owned(),
                sent_at: 3,
            };
            let kept = KeptMessage::new(message.clone());
            assert_eq!((kept.of_pool("pool"), kept.body.is_some()), (message, body == "Hi, 7"));
        }
    }
}

//! Every reason of a refusal with its texts, in one table. `cognito/refusals.rs` recognises the service's own texts.

/// The texts of a reason.
pub(crate) struct ReasonTexts {
    pub(crate) description: &'static str,
    pub(crate) recovery_suggestion: &'static str,
}

/// What a keyword of the table means: whether the service said why.
macro_rules! is_told {
    (told) => {
        true
    };
    (untold) => {
        false
    };
}

/// Declares [`AuthErrorReason`]: first the reasons that the service's text tells, then a general reason for each group
/// of operations. The general reason is for a refusal whose text this version does not know.
macro_rules! reasons {
    ($(
        $group:ident {
            $($variant:ident: $description:literal, $suggestion:literal;)+
        }
    )+) => {
        /// Why the user pool refused. A reason says more than the [`AuthErrorCode`](super::AuthErrorCode), which says
        /// only which exception the service sent. Every refusal of the user pool has a reason. For a refusal of the
        /// identity pool, the code says why.
        ///
        /// The service gives its reasons as texts. Each text that this version knows has a reason here. Any other text
        /// gives the reason of the operation, such as [`SignInRefused`](Self::SignInRefused), which says only what was
        /// refused. `docs/errors.md` says what to show the user.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
        pub enum AuthErrorReason { $($(#[doc = $description] $variant,)+)+ }

        impl AuthErrorReason {
            /// Every reason, in the order of declaration.
            pub const ALL: &'static [Self] = &[$($(Self::$variant,)+)+];

            /// The reason's name, the same in every language.
            pub fn name(self) -> &'static str {
                match self { $($(Self::$variant => stringify!($variant),)+)+ }
            }

            /// Whether the service's text gave the reason. Otherwise the reason is that of the operation.
            pub(crate) fn is_told(self) -> bool {
                match self { $($(Self::$variant => is_told!($group),)+)+ }
            }

            pub(crate) fn texts(self) -> ReasonTexts {
                match self {
                    $($(Self::$variant => ReasonTexts {
                        description: $description,
                        recovery_suggestion: $suggestion,
                    },)+)+
                }
            }
        }
    };
}

reasons! {
told {
    // Signing in
    WrongUsernameOrPassword:
        "The user name or the password is wrong.",
        "Ask the user to type them again, or reset the password.";
    AttemptsExceeded:
        "There were too many attempts in a row.",
        "Wait a while before the next attempt.";
    TemporaryPasswordExpired:
        "The temporary password is too old.",
        "Ask an administrator for a new invitation.";
    UserDisabled:
        "The user is disabled.",
        "Ask an administrator to enable the user.";
    UserDeleted:
        "The user was deleted.",
        "Sign up again.";
    BlockedForSecurity:
        "The user pool's threat protection blocked the request.",
        "Try again later or from another network, or ask an administrator.";
    ChallengeSessionExpired:
        "The challenge was answered too late.",
        "Start the sign-in again.";
    ChallengeSessionInvalid:
        "The challenge was answered already, or belongs to another sign-in.",
        "Start the sign-in again.";
    FlowNotEnabled:
        "The app client does not allow this sign-in flow.",
        "Enable the flow in the app client's settings, or choose another.";
    CustomFlowNotConfigured:
        "The user pool has no triggers for a custom sign-in.",
        "Add the triggers of the custom challenges to the user pool, or choose another flow.";
    // Signing up and confirming
    SignUpNotPermitted:
        "Users can't sign themselves up in this user pool.",
        "Ask an administrator to create the user, or allow self-registration in the user pool's settings.";
    AlreadyConfirmed:
        "The user has confirmed the sign-up before.",
        "Sign in.";
    EmailTaken:
        "Another account has this e-mail address.",
        "Sign in to that account, or use another address.";
    PhoneNumberTaken:
        "Another account has this phone number.",
        "Sign in to that account, or use another number.";
    UsernameMalformed:
        "The user name does not have the form that the user pool asks for.",
        "Ask for what the user pool takes as the user name: an e-mail address, a phone number, or a name that is neither.";
    AutoVerificationOff:
        "The user pool sends no codes to confirm a sign-up.",
        "Switch on automatic verification in the user pool's settings, or let an administrator confirm the user.";
    // Passwords
    UserStateForbidsReset:
        "The password can't be reset now: the user has a temporary one, or signs in with another provider.",
        "Sign in with the temporary password from the invitation, or ask an administrator for a new one.";
    NoVerifiedContact:
        "The user has no verified e-mail address or phone number to send a code to.",
        "Ask an administrator to reset the password.";
    PasswordTooShort:
        "The password is too short.",
        "Ask the user for a longer password.";
    PasswordLacksUppercase:
        "The password has no upper-case letter.",
        "Ask the user to add an upper-case letter.";
    PasswordLacksLowercase:
        "The password has no lower-case letter.",
        "Ask the user to add a lower-case letter.";
    PasswordLacksDigit:
        "The password has no digit.",
        "Ask the user to add a digit.";
    PasswordLacksSymbol:
        "The password has no symbol.",
        "Ask the user to add a symbol.";
    PasswordCompromised:
        "The password is known from a data breach.",
        "Ask the user for another password.";
    PasswordMalformed:
        "The password has a form that no user pool accepts: too short, too long, or with white space at its beginning or end.",
        "Ask the user for another password.";
    // Codes and second factors
    CodeAlreadyUsed:
        "The code was used before.",
        "Ask the user for the next code that the authenticator app shows.";
    EmailQuotaExceeded:
        "The user pool has sent all the e-mails that it is allowed to send today.",
        "Let the user pool send through Amazon SES, or wait until tomorrow.";
    FactorNotSetUp:
        "The user has not set up this second factor.",
        "Set up the second factor first.";
    FactorNotEnabled:
        "The user pool does not have this second factor.",
        "Enable the factor in the user pool's settings, or offer another.";
    // Attributes
    AttributeNotWritable:
        "The app client is not allowed to write one of the attributes.",
        "Allow it in the app client's attribute permissions, or leave the attribute out.";
    AttributeNotChangeable:
        "An attribute was set before and can't be changed.",
        "Leave the attribute out.";
    AttributeUnknown:
        "The user pool has no such attribute.",
        "Check the attribute's name; the name of a custom attribute begins with `custom:`.";
    AttributeMissing:
        "An attribute that the user pool requires is missing.",
        "Ask the user for it; the service's message names it.";
    EmailMalformed:
        "The e-mail address is malformed.",
        "Ask the user to correct it.";
    PhoneNumberMalformed:
        "The phone number is malformed: it needs a plus sign and the country's code.",
        "Ask the user to correct it.";
    AttributeMalformed:
        "An attribute's value does not have the form that the user pool asks for.",
        "Ask the user to correct it; the service's message names it.";
    // Tokens and devices
    AccessTokenExpired:
        "The access token is too old.",
        "Sign in again.";
    AccessTokenInvalid:
        "The access token is not from this user pool.",
        "Sign in again.";
    AccessTokenRevoked:
        "The session was ended, here or on another device.",
        "Sign in again.";
    ScopeMissing:
        "The access token lacks the scope `aws.cognito.signin.user.admin`.",
        "Sign in with this scope: add it to the app client and to the sign-in.";
    RefreshTokenExpired:
        "The refresh token is too old.",
        "Sign in again.";
    RefreshTokenInvalid:
        "The refresh token is not from this app client, or not from this device.",
        "Sign in again.";
    RefreshTokenRevoked:
        "The refresh token was revoked: the session was ended, here or on another device.",
        "Sign in again.";
    DeviceUnknown:
        "The service does not know this device.",
        "Sign in again.";
    // The configuration
    SecretHashMissing:
        "The app client has a secret, and the configuration has none.",
        "Put the app client's secret into the configuration.";
    SecretHashWrong:
        "The app client's secret is wrong, or the app client has none.",
        "Check the app client's secret in the configuration.";
    AppClientUnknown:
        "The user pool has no app client with this id.",
        "Check the app client's id and the region in the configuration.";
    UserPoolUnknown:
        "There is no user pool with this id.",
        "Check the user pool's id and the region in the configuration.";
    ParameterMissing:
        "The request lacks a parameter that the service needs.",
        "Check the values passed; the service's message names the parameter.";
    ParameterMalformed:
        "A value breaks a rule of the service, such as its length.",
        "Check the values passed; the service's message names the value and the rule.";
    // Triggers of the user pool
    PreSignUpTrigger:
        "The user pool's pre sign-up trigger refused or failed.",
        "Show the user the service's message, if the trigger writes one for users; otherwise check the trigger.";
    PostConfirmationTrigger:
        "The user pool's post confirmation trigger refused or failed. By then the user is confirmed, or the password is replaced.",
        "Sign in, and check the trigger.";
    PreAuthenticationTrigger:
        "The user pool's pre authentication trigger refused or failed.",
        "Show the user the service's message, if the trigger writes one for users; otherwise check the trigger.";
    PostAuthenticationTrigger:
        "The user pool's post authentication trigger refused or failed.",
        "Show the user the service's message, if the trigger writes one for users; otherwise check the trigger.";
    PreTokenGenerationTrigger:
        "The user pool's pre token generation trigger refused or failed.",
        "Show the user the service's message, if the trigger writes one for users; otherwise check the trigger.";
    CustomChallengeTrigger:
        "One of the user pool's three triggers of custom challenges refused or failed.",
        "Show the user the service's message, if the trigger writes one for users; otherwise check the trigger.";
    UserMigrationTrigger:
        "The user pool's migrate user trigger refused or failed.",
        "Show the user the service's message, if the trigger writes one for users; otherwise check the trigger.";
    CustomMessageTrigger:
        "The user pool's custom message trigger refused or failed.",
        "Show the user the service's message, if the trigger writes one for users; otherwise check the trigger.";
    CustomSenderTrigger:
        "The user pool's trigger that sends e-mails or text messages refused or failed.",
        "Let the user choose another factor or address, if there is one; otherwise check the trigger.";
}
untold {
    // The service did not say why
    SignUpRefused:
        "The service refused the sign-up.",
        "Show the service's message, or ask an administrator.";
    ConfirmationRefused:
        "The service refused to confirm the sign-up, or to send its code.",
        "Ask for a new code, or sign up again.";
    SignInRefused:
        "The service refused the sign-in.",
        "Start the sign-in again.";
    RefreshRefused:
        "The service refused to refresh the session.",
        "Try again. If the service refuses again, sign in again.";
    SignOutRefused:
        "The service refused to end the session.",
        "The user is signed out on this device; nothing needs to be done.";
    PasswordResetRefused:
        "The service refused to reset the password.",
        "Ask for a new code, or ask an administrator.";
    PasswordChangeRefused:
        "The service refused to change the password.",
        "Ask the user for the present password again.";
    AttributesRefused:
        "The service refused to read, change or confirm the attributes.",
        "Check the attributes and the app client's permissions.";
    SecondFactorRefused:
        "The service refused to set up or change a second factor.",
        "Start the set-up again.";
    DeviceRefused:
        "The service refused to list, remember or forget a device.",
        "Try again.";
    PasskeyRefused:
        "The service refused to register, list or delete a passkey.",
        "Start again, or offer another way to sign in.";
    AccountRefused:
        "The service refused to read or delete the account.",
        "Sign in again, then try again.";
}
}

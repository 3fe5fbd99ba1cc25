//! The error texts of Cognito that the pages translate.

/// The texts, in the order of their translations in `Texts::errors`. The pages show any other error with Cognito's
/// English text.
pub(super) const ERRORS: [&str; 39] = [
    "Incorrect username or password.",
    "Missing required parameter USERNAME",
    "Password attempts exceeded",
    "User does not exist.",
    "User is disabled.",
    "Password reset required for the user",
    "Temporary password has expired and must be reset by an administrator.",
    "Invalid session for the user, session can only be used once.",
    "Invalid session for the user, session is expired.",
    "Invalid session for the user.",
    "Invalid verification code provided, please try again.",
    "Invalid code provided, please request a code again.",
    "Invalid code or auth state for the user.",
    "Invalid code received for user",
    "Code mismatch and fail enable Software Token MFA",
    "Your software token has already been used once.",
    "Attempt limit exceeded, please try after some time.",
    "User already exists",
    "An account with the given email already exists.",
    "An account with the given phone_number already exists.",
    "Invalid email address format.",
    "Invalid phone number format.",
    "Username should be an email.",
    "Username should be a phone number.",
    "Username should be either an email or a phone number.",
    "Username cannot be of email format, since user pool is configured for email alias.",
    "Username cannot be of phone number format, since user pool is configured for phone number alias.",
    "Password is required for this user pool.",
    "SignUp is not permitted for this user pool",
    "User password cannot be reset in the current state.",
    "Cannot reset password for the user as there is no registered/verified email or phone_number",
    "Only an administrator can replace a password in this user pool.",
    "No first factor is available for the user.",
    "User is already confirmed.",
    "Password not long enough",
    "Password must have uppercase characters",
    "Password must have lowercase characters",
    "Password must have numeric characters",
    "Password must have symbol characters",
];

/// The part of a text that says what is wrong. The text for a refused password has a beginning that depends on the
/// operation.
pub(super) fn reason(message: &str) -> &str {
    let refused = message.strip_prefix("Password did not conform with policy: ");
    refused.or(message.strip_prefix("Password does not conform to policy: ")).unwrap_or(message)
}

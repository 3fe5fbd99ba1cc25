package dev.cognitoauth

/**
 * Why the user pool refused. A reason says more than the [AuthErrorCode], which names only the exception. Every refusal
 * of the user pool has a reason. For a refusal of the identity pool, the code says why.
 *
 * The service gives its reasons as texts. Each text that this version knows has a reason here. Any other text gives
 * the reason of the operation, such as [SIGN_IN_REFUSED], which says only what was refused. `docs/errors.md` says what
 * to show the user. A later version may add a reason: see [Auth] on types that grow.
 */
public enum class AuthErrorReason {
    // Signing in

    /** The user name or the password is wrong. */
    WRONG_USERNAME_OR_PASSWORD,

    /** There were too many attempts in a row. */
    ATTEMPTS_EXCEEDED,

    /** The temporary password is too old. */
    TEMPORARY_PASSWORD_EXPIRED,

    /** The user is disabled. */
    USER_DISABLED,

    /** The user was deleted. */
    USER_DELETED,

    /** The user pool's threat protection blocked the request. */
    BLOCKED_FOR_SECURITY,

    /** The challenge was answered too late. */
    CHALLENGE_SESSION_EXPIRED,

    /** The challenge was answered already, or belongs to another sign-in. */
    CHALLENGE_SESSION_INVALID,

    /** The app client does not allow this sign-in flow. */
    FLOW_NOT_ENABLED,

    /** The user pool has no triggers for a custom sign-in. */
    CUSTOM_FLOW_NOT_CONFIGURED,

    // Signing up and confirming

    /** Users can't sign themselves up in this user pool. */
    SIGN_UP_NOT_PERMITTED,

    /** The user has confirmed the sign-up before. */
    ALREADY_CONFIRMED,

    /** Another account has this e-mail address. */
    EMAIL_TAKEN,

    /** Another account has this phone number. */
    PHONE_NUMBER_TAKEN,

    /** The user name does not have the form that the user pool asks for. */
    USERNAME_MALFORMED,

    /** The user pool sends no codes to confirm a sign-up. */
    AUTO_VERIFICATION_OFF,

    // Passwords

    /** The password can't be reset now: the user has a temporary one, or signs in with another provider. */
    USER_STATE_FORBIDS_RESET,

    /** The user has no verified e-mail address or phone number to send a code to. */
    NO_VERIFIED_CONTACT,

    /** The password is too short. */
    PASSWORD_TOO_SHORT,

    /** The password has no upper-case letter. */
    PASSWORD_LACKS_UPPERCASE,

    /** The password has no lower-case letter. */
    PASSWORD_LACKS_LOWERCASE,

    /** The password has no digit. */
    PASSWORD_LACKS_DIGIT,

    /** The password has no symbol. */
    PASSWORD_LACKS_SYMBOL,

    /** The password is known from a data breach. */
    PASSWORD_COMPROMISED,

    /**
     * The password has a form that no user pool accepts: too short, too long, or with white space at its beginning or
     * end.
     */
    PASSWORD_MALFORMED,

    // Codes and second factors

    /** The code was used before. */
    CODE_ALREADY_USED,

    /** The user pool has sent all the e-mails that it is allowed to send today. */
    EMAIL_QUOTA_EXCEEDED,

    /** The user has not set up this second factor. */
    FACTOR_NOT_SET_UP,

    /** The user pool does not have this second factor. */
    FACTOR_NOT_ENABLED,

    // Attributes

    /** The app client is not allowed to write one of the attributes. */
    ATTRIBUTE_NOT_WRITABLE,

    /** An attribute was set before and can't be changed. */
    ATTRIBUTE_NOT_CHANGEABLE,

    /** The user pool has no such attribute. */
    ATTRIBUTE_UNKNOWN,

    /** An attribute that the user pool requires is missing. */
    ATTRIBUTE_MISSING,

    /** The e-mail address is malformed. */
    EMAIL_MALFORMED,

    /** The phone number is malformed: it needs a plus sign and the country's code. */
    PHONE_NUMBER_MALFORMED,

    /** An attribute's value does not have the form that the user pool asks for. */
    ATTRIBUTE_MALFORMED,

    // Tokens and devices

    /** The access token is too old. */
    ACCESS_TOKEN_EXPIRED,

    /** The access token is not from this user pool. */
    ACCESS_TOKEN_INVALID,

    /** The session was ended, here or on another device. */
    ACCESS_TOKEN_REVOKED,

    /** The access token lacks the scope `aws.cognito.signin.user.admin`. */
    SCOPE_MISSING,

    /** The refresh token is too old. */
    REFRESH_TOKEN_EXPIRED,

    /** The refresh token is not from this app client, or not from this device. */
    REFRESH_TOKEN_INVALID,

    /** The refresh token was revoked: the session was ended, here or on another device. */
    REFRESH_TOKEN_REVOKED,

    /** The service does not know this device. */
    DEVICE_UNKNOWN,

    // The configuration

    /** The app client has a secret, and the configuration has none. */
    SECRET_HASH_MISSING,

    /** The app client's secret is wrong, or the app client has none. */
    SECRET_HASH_WRONG,

    /** The user pool has no app client with this id. */
    APP_CLIENT_UNKNOWN,

    /** There is no user pool with this id. */
    USER_POOL_UNKNOWN,

    /** The request lacks a parameter that the service needs. */
    PARAMETER_MISSING,

    /** A value breaks a rule of the service, such as its length. */
    PARAMETER_MALFORMED,

    // Triggers of the user pool

    /** The user pool's pre sign-up trigger refused or failed. */
    PRE_SIGN_UP_TRIGGER,

    /**
     * The user pool's post confirmation trigger refused or failed. By then the user is confirmed, or the
     * password is replaced.
     */
    POST_CONFIRMATION_TRIGGER,

    /** The user pool's pre authentication trigger refused or failed. */
    PRE_AUTHENTICATION_TRIGGER,

    /** The user pool's post authentication trigger refused or failed. */
    POST_AUTHENTICATION_TRIGGER,

    /** The user pool's pre token generation trigger refused or failed. */
    PRE_TOKEN_GENERATION_TRIGGER,

    /** One of the user pool's three triggers of custom challenges refused or failed. */
    CUSTOM_CHALLENGE_TRIGGER,

    /** The user pool's migrate user trigger refused or failed. */
    USER_MIGRATION_TRIGGER,

    /** The user pool's custom message trigger refused or failed. */
    CUSTOM_MESSAGE_TRIGGER,

    /** The user pool's trigger that sends e-mails or text messages refused or failed. */
    CUSTOM_SENDER_TRIGGER,

    // The service did not say why

    /** The service refused the sign-up. */
    SIGN_UP_REFUSED,

    /** The service refused to confirm the sign-up, or to send its code. */
    CONFIRMATION_REFUSED,

    /** The service refused the sign-in. */
    SIGN_IN_REFUSED,

    /** The service refused to refresh the session. */
    REFRESH_REFUSED,

    /** The service refused to end the session at the service. */
    SIGN_OUT_REFUSED,

    /** The service refused to reset the password. */
    PASSWORD_RESET_REFUSED,

    /** The service refused to change the password. */
    PASSWORD_CHANGE_REFUSED,

    /** The service refused to read, change or confirm the attributes. */
    ATTRIBUTES_REFUSED,

    /** The service refused to set up or change a second factor. */
    SECOND_FACTOR_REFUSED,

    /** The service refused to list, remember or forget a device. */
    DEVICE_REFUSED,

    /** The service refused to register, list or delete a passkey. */
    PASSKEY_REFUSED,

    /** The service refused to read or delete the account. */
    ACCOUNT_REFUSED,
}

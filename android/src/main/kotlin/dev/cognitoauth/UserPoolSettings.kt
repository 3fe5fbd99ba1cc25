package dev.cognitoauth

/**
 * The user pool's settings in a configuration file, for the app's forms: which fields to show and what to ask for. The
 * library itself uses none of them, and the service can decide otherwise. A setting is null or empty if the file lacks
 * it.
 */
public data class UserPoolSettings(
    /** What a password has to look like. */
    public val passwordPolicy: PasswordPolicy? = null,
    /** Whether a sign-in asks for a second factor. */
    public val mfaConfiguration: MFAConfiguration? = null,
    /** The second factors that the pool allows. */
    public val mfaTypes: List<MFAType> = emptyList(),
    /** What a user may type as the user name. */
    public val usernameAttributes: List<UsernameAttribute> = emptyList(),
    /** The attributes without which the pool refuses a sign-up. */
    public val requiredSignUpAttributes: List<AuthUserAttributeKey> = emptyList(),
    /** The attributes that the pool verifies with a code: the e-mail address, the phone number. */
    public val verificationTypes: List<AuthUserAttributeKey> = emptyList(),
    /** The ways to sign in without a password. */
    public val passwordless: PasswordlessSettings? = null,
    /** The names of the pool's groups, sorted by their precedence values: the lowest comes first. */
    public val groups: List<String> = emptyList(),
)

/** What a password of the pool has to look like (Cognito: `PasswordPolicyType`). */
public data class PasswordPolicy(
    /** The minimum number of characters, 6 to 99. */
    public val minLength: Int,
    /** Whether a password needs a lower-case letter of the basic Latin alphabet. */
    public val requiresLowercase: Boolean = false,
    /** Whether a password needs an upper-case letter of the basic Latin alphabet. */
    public val requiresUppercase: Boolean = false,
    /** Whether a password needs a digit. */
    public val requiresNumbers: Boolean = false,
    /** Whether a password needs a symbol. */
    public val requiresSymbols: Boolean = false,
)

/** Whether a sign-in asks for a second factor (Cognito: `MfaConfiguration`). */
public enum class MFAConfiguration {
    /** Never. */
    OFF,

    /** For users who have switched on a second factor. */
    OPTIONAL,

    /** For everybody. */
    REQUIRED,
}

/** What a user may type as the user name. */
public enum class UsernameAttribute {
    /** A name of the user's choice. */
    USERNAME,

    /** The e-mail address. */
    EMAIL,

    /** The phone number. */
    PHONE_NUMBER,

    /** The attribute `preferred_username`. */
    PREFERRED_USERNAME,
}

/** The ways to sign in without a password, in the flow [AuthFlowType.USER_AUTH]. */
public data class PasswordlessSettings(
    /** Whether a user can sign in with a code by e-mail. */
    public val emailOtpEnabled: Boolean = false,
    /** Whether a user can sign in with a code by text message. */
    public val smsOtpEnabled: Boolean = false,
    /** The settings of passkeys, if a user can sign in with a passkey. */
    public val webAuthn: WebAuthnSettings? = null,
    /** The factor that a form offers first. */
    public val preferredChallenge: AuthFactorType? = null,
)

/** The pool's settings of passkeys (Cognito: `WebAuthnConfigurationType`). */
public data class WebAuthnSettings(
    /** The domain that the passkeys are for. */
    public val relyingPartyId: String? = null,
    /** Whether the authenticator has to verify the user, as by a fingerprint. */
    public val userVerification: UserVerification? = null,
)

/** Whether an authenticator has to verify the user (Web Authentication, section 5.8.6). */
public enum class UserVerification {
    /** The authenticator verifies the user if it can. */
    PREFERRED,

    /** The authenticator always verifies the user. */
    REQUIRED,
}

package dev.cognitoauth

/** A first factor to sign in with. Cognito may add one: see [Auth] on types that grow. */
public enum class AuthFactorType(
    /** The answer that chooses this factor. It is the same in every programming language. */
    public val challengeResponse: String,
) {
    /** The password, which is sent to the service. */
    PASSWORD("PASSWORD"),

    /** The password: SRP verifies it without sending it. */
    PASSWORD_SRP("PASSWORD_SRP"),

    /** A code by e-mail. */
    EMAIL_OTP("EMAIL_OTP"),

    /** A code by text message. */
    SMS_OTP("SMS_OTP"),

    /** A passkey. */
    WEB_AUTHN("WEB_AUTHN"),
}

/**
 * How the signed-in user can sign in: the result of [Auth.fetchUserAuthFactors]. Printing it does not print the user
 * name, which can be an address.
 */
public data class UserAuthFactors(
    /** The user name in the pool. */
    public val username: String,
    /** The user's first factors, without those that this version does not know. */
    public val firstFactors: Set<AuthFactorType>,
    /** The enabled second factors. */
    public val enabledMFATypes: Set<MFAType> = emptySet(),
    /** The second factor that is used unless the user chooses another one. */
    public val preferredMFAType: MFAType? = null,
) {
    override fun toString(): String =
        "UserAuthFactors(firstFactors=$firstFactors, enabledMFATypes=$enabledMFATypes, preferredMFAType=$preferredMFAType)"
}

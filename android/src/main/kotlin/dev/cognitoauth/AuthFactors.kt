package dev.cognitoauth

import dev.cognitoauth.bridge.toBridge
import dev.cognitoauth.ffi.mfaTypeChallengeResponse

/** Which of Cognito's authentication flows a sign-in takes. */
enum class AuthFlowType {
    /** USER_SRP_AUTH: the password is proved and never sent. */
    USER_SRP_AUTH,

    /** USER_PASSWORD_AUTH: the password is sent. Needed for pools with a migration trigger. */
    USER_PASSWORD_AUTH,
}

/** A first factor to sign in with. */
enum class AuthFactorType {
    /** The password, sent. */
    PASSWORD,

    /** The password, proved by SRP. */
    PASSWORD_SRP,

    /** A code by e-mail. */
    EMAIL_OTP,

    /** A code by text message. */
    SMS_OTP,

    /** A passkey. */
    WEB_AUTHN,
}

/** A second factor. */
enum class MFAType {
    /** A code by text message. */
    SMS,

    /** A code of an authenticator app (RFC 6238). */
    TOTP,

    /** A code by e-mail. */
    EMAIL,

    ;

    /** The word that answers a selection. The same in every language. */
    val challengeResponse: String get() = mfaTypeChallengeResponse(toBridge())
}

/** What TOTP set-up needs. Printing it does not print the secret. */
data class TOTPSetupDetails(
    /** The secret to type into an authenticator app, in base32. */
    val sharedSecret: String,
    /** Whom the code is for. */
    val username: String,
) {
    override fun toString(): String = "TOTPSetupDetails"
}

package dev.cognitoauth

import dev.cognitoauth.bridge.orThrow
import dev.cognitoauth.bridge.toBridge
import dev.cognitoauth.ffi.mfaTypeChallengeResponse
import dev.cognitoauth.ffi.totpSetupUri

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

/** What an authenticator app needs to be set up. Printing it does not print the secret. */
data class TOTPSetupDetails(
    /**
     * The secret to type into an authenticator app, in base32. Empty if the app was started anew since it was given:
     * it is never stored.
     */
    val sharedSecret: String,
    /** Whom the code is for. */
    val username: String,
) {
    /**
     * The address that sets up an authenticator app: to be opened with an intent, or shown as a QR code (Key URI
     * Format). It contains the secret.
     *
     * @param appName is shown beside the code
     * @param accountName stands in place of the user name, if given
     * @throws ValidationException for an empty [appName]
     */
    @JvmOverloads
    fun getSetupURI(
        appName: String,
        accountName: String? = null,
    ): String = orThrow { totpSetupUri(toBridge(), appName, accountName) }

    override fun toString(): String = "TOTPSetupDetails"
}

/** What a user wants of one second factor. */
enum class MFAPreference {
    /** Not to be used. */
    DISABLED,

    /** May be used. */
    ENABLED,

    /** Is used, unless the user says otherwise. */
    PREFERRED,

    /** May be used, but is not the preferred one. */
    NOT_PREFERRED,
}

/** The second factors of a user. */
data class UserMFAPreference(
    /** Those that may be used. */
    val enabled: Set<MFAType>,
    /** The one that is used unless the user says otherwise. */
    val preferred: MFAType?,
)

/** Options of [Auth.verifyTOTPSetup]. */
class AuthVerifyTOTPSetupOptions private constructor(
    /** A name for the authenticator app, such as `Ann's phone`. */
    val friendlyDeviceName: String?,
) {
    /** Makes [AuthVerifyTOTPSetupOptions]. */
    class Builder internal constructor() {
        private var friendlyDeviceName: String? = null

        /** A name for the authenticator app, such as `Ann's phone`. */
        fun friendlyDeviceName(name: String): Builder = apply { friendlyDeviceName = name }

        /** The options. */
        fun build(): AuthVerifyTOTPSetupOptions = AuthVerifyTOTPSetupOptions(friendlyDeviceName)
    }

    companion object {
        /** Options, one by one. */
        @JvmStatic
        fun builder(): Builder = Builder()

        /** Nothing out of the ordinary. */
        @JvmStatic
        fun defaults(): AuthVerifyTOTPSetupOptions = builder().build()
    }
}

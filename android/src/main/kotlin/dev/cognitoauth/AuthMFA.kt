package dev.cognitoauth

import java.net.URLEncoder

/** A second factor. Cognito may add one: see [Auth] on types that grow. */
public enum class MFAType(
    /**
     * The answer that chooses this factor. It is the same in every programming language. The service's names choose the
     * factor too: `SMS_MFA`, `SOFTWARE_TOKEN_MFA`, `EMAIL_OTP`.
     */
    public val challengeResponse: String,
) {
    /** A code by text message. */
    SMS("SMS"),

    /** A code that an authenticator app shows (RFC 6238). */
    TOTP("TOTP"),

    /** A code by e-mail. */
    EMAIL("EMAIL"),
}

/** What an authenticator app needs to be set up. Printing it does not print the secret. */
public data class TOTPSetupDetails(
    /**
     * The secret to type into an authenticator app, in base32. It is never stored, so it is empty after a
     * restart of the app.
     */
    public val sharedSecret: String,
    /** The name of the user who sets up the authenticator app. */
    public val username: String,
) {
    /**
     * The address that sets up an authenticator app (Key URI Format): open it with an intent, or show it as a QR code.
     * It contains the secret.
     *
     * @param appName the name that the authenticator app shows beside the code
     * @param accountName the account's name that the authenticator app shows; the user name unless given
     * @throws ValidationException for an empty [appName]
     */
    @JvmOverloads
    public fun getSetupURI(
        appName: String,
        accountName: String? = null,
    ): String {
        if (appName.isEmpty()) throw emptyArgument("app_name")
        val (issuer, account) = encoded(appName) to encoded(accountName ?: username)
        return "otpauth://totp/$issuer:$account?secret=${encoded(sharedSecret)}&issuer=$issuer"
    }

    // Percent-encoding (RFC 3986, section 2.1). `URLEncoder` writes a space as a plus, as HTML forms do.
    private fun encoded(text: String): String = URLEncoder.encode(text, "UTF-8").replace("+", "%20")

    override fun toString(): String = "TOTPSetupDetails"
}

/** Whether, and how, a second factor is used. */
public enum class MFAPreference {
    /** The factor is not used. */
    DISABLED,

    /** The user can choose the factor. If it was preferred, it stays preferred, unless the call prefers another one. */
    ENABLED,

    /** The factor is used, unless the user chooses another one. */
    PREFERRED,

    /** The user can choose the factor, but it is not the preferred one. */
    NOT_PREFERRED,
}

/** The second factors of a user. */
public data class UserMFAPreference(
    /** The enabled second factors. */
    public val enabled: Set<MFAType>,
    /** The second factor that is used unless the user chooses another one. */
    public val preferred: MFAType?,
)

/** Options of [Auth.verifyTOTPSetup]. */
public class AuthVerifyTOTPSetupOptions private constructor(
    /** A name for the authenticator app, such as `Ann's phone`. */
    public val friendlyDeviceName: String?,
) {
    override fun equals(other: Any?): Boolean =
        other is AuthVerifyTOTPSetupOptions && friendlyDeviceName == other.friendlyDeviceName

    override fun hashCode(): Int = friendlyDeviceName.hashCode()

    override fun toString(): String = "AuthVerifyTOTPSetupOptions"

    /** Makes [AuthVerifyTOTPSetupOptions]. */
    public class Builder internal constructor() {
        private var friendlyDeviceName: String? = null

        /** A name for the authenticator app, such as `Ann's phone`. */
        public fun friendlyDeviceName(name: String): Builder = apply { friendlyDeviceName = name }

        /** The options. */
        public fun build(): AuthVerifyTOTPSetupOptions = AuthVerifyTOTPSetupOptions(friendlyDeviceName)
    }

    public companion object {
        /** A builder, to set options one by one. */
        @JvmStatic
        public fun builder(): Builder = Builder()

        /** Every option with its default. */
        @JvmStatic
        public fun defaults(): AuthVerifyTOTPSetupOptions = builder().build()
    }
}

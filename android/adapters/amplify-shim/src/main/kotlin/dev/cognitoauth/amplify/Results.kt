package dev.cognitoauth.amplify

import android.net.Uri

/** The result of a sign-up. */
public data class AuthSignUpResult(
    /** Whether the user can sign in now. */
    public val isSignUpComplete: Boolean,
    /** What comes next. */
    public val nextStep: AuthNextSignUpStep,
    /** The new user's id, in the result of `signUp`. */
    public val userId: String?,
)

/** The result of a sign-in. */
public data class AuthSignInResult(
    /** Whether the user is signed in. */
    public val isSignedIn: Boolean,
    /** What comes next. */
    public val nextStep: AuthNextSignInStep,
)

/** The result of asking for a new password. */
public data class AuthResetPasswordResult(
    /** Whether the password is reset. */
    public val isPasswordReset: Boolean,
    /** What comes next. */
    public val nextStep: AuthNextResetPasswordStep,
)

/** The result of changing an attribute. */
public data class AuthUpdateAttributeResult(
    /** Whether the attribute is changed. */
    public val isUpdated: Boolean,
    /** What comes next. */
    public val nextStep: AuthNextUpdateAttributeStep,
)

/** Where a code went. */
public data class AuthCodeDeliveryDetails
    @JvmOverloads
    constructor(
        /** The masked destination. */
        public val destination: String,
        /** How the code was delivered. */
        public val deliveryMedium: DeliveryMedium,
        /** The attribute that has the destination, if the service says. */
        public val attributeName: String? = null,
    ) {
        /** How a code is delivered. */
        public enum class DeliveryMedium {
            /** By e-mail. */
            EMAIL,

            /** By text message. */
            SMS,

            /** By another medium. */
            UNKNOWN,
        }
    }

/** What an authenticator app needs to be set up. Printing it does not print the secret. */
public data class TOTPSetupDetails(
    /** The secret to type into an authenticator app. */
    public val sharedSecret: String,
    /** The name of the user who sets up the authenticator app. */
    public val username: String,
) {
    /** The address that sets up an authenticator app. It contains the secret. */
    @JvmOverloads
    public fun getSetupURI(
        appName: String,
        accountName: String = username,
    ): Uri = Uri.parse(dev.cognitoauth.TOTPSetupDetails(sharedSecret, username).getSetupURI(appName, accountName))

    override fun toString(): String = "TOTPSetupDetails"
}

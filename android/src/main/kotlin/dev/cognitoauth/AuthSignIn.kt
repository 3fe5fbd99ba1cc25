package dev.cognitoauth

import android.app.Activity
import java.io.Serializable

/** Options of [Auth.signIn]. */
public class AuthSignInOptions private constructor(
    /** The flow; the configuration's default if absent. */
    public val authFlowType: AuthFlowType?,
    /** Passed to the pool's triggers. */
    public val clientMetadata: Map<String, String>,
    /** Data about the device, for the pool's threat protection. */
    public val userContextData: UserContextData?,
    /** The activity over which the platform shows its sheet for passkeys. */
    public val callingActivity: Activity?,
) {
    override fun equals(other: Any?): Boolean = other is AuthSignInOptions && parts() == other.parts()

    override fun hashCode(): Int = parts().hashCode()

    override fun toString(): String = "AuthSignInOptions(authFlowType=$authFlowType)"

    private fun parts() = listOf(authFlowType, clientMetadata, userContextData, callingActivity)

    /** Makes [AuthSignInOptions]. */
    public class Builder internal constructor() {
        private var authFlowType: AuthFlowType? = null
        private var preferredFirstFactor: AuthFactorType? = null
        private var clientMetadata = emptyMap<String, String>()
        private var userContextData: UserContextData? = null
        private var callingActivity: Activity? = null

        /** The flow; the configuration's default unless set. */
        public fun authFlowType(flow: AuthFlowType): Builder = apply { authFlowType = flow }

        /**
         * Uses [AuthFlowType.USER_AUTH], and begins with this factor if the user has it. It replaces the flow of
         * [authFlowType], in whichever order both are set. With null, the flow stays.
         */
        public fun preferredFirstFactor(factor: AuthFactorType?): Builder = apply { preferredFirstFactor = factor }

        /** Passed to the pool's triggers. */
        public fun clientMetadata(metadata: Map<String, String>): Builder = apply { clientMetadata = metadata.toMap() }

        /** Data about the device, for the pool's threat protection. */
        public fun userContextData(data: UserContextData?): Builder = apply { userContextData = data }

        /** The activity over which the platform shows its sheet; Android's own passkeys need it. */
        public fun callingActivity(activity: Activity?): Builder = apply { callingActivity = activity }

        /** The options. */
        public fun build(): AuthSignInOptions {
            val flow = preferredFirstFactor?.let(AuthFlowType::userAuth) ?: authFlowType
            return AuthSignInOptions(flow, clientMetadata, userContextData, callingActivity)
        }
    }

    public companion object {
        /** A builder, to set options one by one. */
        @JvmStatic
        public fun builder(): Builder = Builder()

        /** Every option with its default. */
        @JvmStatic
        public fun defaults(): AuthSignInOptions = builder().build()
    }
}

/** Options of [Auth.confirmSignIn]. */
public class AuthConfirmSignInOptions private constructor(
    /** Attributes that the challenge for a new password requires. For any other challenge they are an error. */
    public val userAttributes: List<AuthUserAttribute>,
    /** Passed to the pool's triggers. */
    public val clientMetadata: Map<String, String>,
    /**
     * A name for the authenticator app that is being set up, such as `Ann's phone`. With any other answer it is an
     * error.
     */
    public val friendlyDeviceName: String?,
    /** Data about the device, for the pool's threat protection. */
    public val userContextData: UserContextData?,
    /** The activity over which the platform shows its sheet for passkeys. */
    public val callingActivity: Activity?,
) {
    override fun equals(other: Any?): Boolean = other is AuthConfirmSignInOptions && parts() == other.parts()

    override fun hashCode(): Int = parts().hashCode()

    override fun toString(): String = "AuthConfirmSignInOptions"

    private fun parts() = listOf(userAttributes, clientMetadata, friendlyDeviceName, userContextData, callingActivity)

    /** Makes [AuthConfirmSignInOptions]. */
    public class Builder internal constructor() {
        private val userAttributes = AttributesInTheMaking()
        private var clientMetadata = emptyMap<String, String>()
        private var friendlyDeviceName: String? = null
        private var userContextData: UserContextData? = null
        private var callingActivity: Activity? = null

        /** Adds an attribute that the challenge for a new password requires. */
        public fun userAttribute(
            key: AuthUserAttributeKey,
            value: String,
        ): Builder = apply { userAttributes.add(key, value) }

        /**
         * Attributes that the challenge for a new password requires, in place of a list set before. The attributes that
         * [userAttribute] added stay.
         */
        public fun userAttributes(attributes: List<AuthUserAttribute>): Builder =
            apply { userAttributes.list(attributes) }

        /** Passed to the pool's triggers. */
        public fun clientMetadata(metadata: Map<String, String>): Builder = apply { clientMetadata = metadata.toMap() }

        /** A name for the authenticator app that is being set up, such as `Ann's phone`. */
        public fun friendlyDeviceName(name: String): Builder = apply { friendlyDeviceName = name }

        /** Data about the device, for the pool's threat protection. */
        public fun userContextData(data: UserContextData?): Builder = apply { userContextData = data }

        /** The activity over which the platform shows its sheet; Android's own passkeys need it. */
        public fun callingActivity(activity: Activity?): Builder = apply { callingActivity = activity }

        /** The options. */
        public fun build(): AuthConfirmSignInOptions =
            AuthConfirmSignInOptions(
                userAttributes.all(),
                clientMetadata,
                friendlyDeviceName,
                userContextData,
                callingActivity,
            )
    }

    public companion object {
        /** A builder, to set options one by one. */
        @JvmStatic
        public fun builder(): Builder = Builder()

        /** Every option with its default. */
        @JvmStatic
        public fun defaults(): AuthConfirmSignInOptions = builder().build()
    }
}

/** The result of a sign-in. */
public data class AuthSignInResult(
    /** Whether the user is signed in. */
    public val isSignedIn: Boolean,
    /** What comes next. */
    public val nextStep: AuthSignInStep,
) {
    /** The same as [isSignedIn], under the name that Amplify's guides used in 2020. */
    public val isSignInComplete: Boolean get() = isSignedIn
}

/**
 * What comes next in a sign-in. Each step except [ResetPassword], [ConfirmSignUp] and [Done] is a challenge: answer it
 * with [Auth.confirmSignIn]. Cognito may add a challenge: see [Auth] on types that grow.
 *
 * Code that reacts to a step looks at its type. The properties of this class are for code that only displays the step.
 *
 * A step can be saved with a screen: in a `Bundle`, a `SavedStateHandle` or by `rememberSaveable`. The secret of
 * [TOTPSetupDetails] is not saved: it is empty in a restored step. [additionalInfo] is saved; it can be personal data.
 * A saved step that this version does not know is null when restored. A restored step can be out of date:
 * [Auth.pendingSignIn] says which challenge is open now.
 */
public sealed class AuthSignInStep : Serializable {
    /** Where a code went, if this step has one. */
    public open val codeDeliveryDetails: AuthCodeDeliveryDetails? get() = null

    /** The challenge's public parameters, by the service's names; most steps have none. */
    public open val additionalInfo: Map<String, String> get() = emptyMap()

    /** The second factors that the user can choose from, if this step is that choice. */
    public open val allowedMFATypes: Set<MFAType> get() = emptySet()

    /** The first factors that the user can choose from, if this step is that choice. */
    public open val availableFactors: Set<AuthFactorType> get() = emptySet()

    /** What an authenticator app needs, if this step sets one up. */
    public open val totpSetupDetails: TOTPSetupDetails? get() = null

    /** What Java's serialization writes in place of this step: names and texts, without a secret. */
    protected fun writeReplace(): Any = saved()

    /** A code came by text message; the answer is that code. */
    public data class ConfirmSignInWithSMSMFACode(
        override val codeDeliveryDetails: AuthCodeDeliveryDetails,
        override val additionalInfo: Map<String, String> = emptyMap(),
    ) : AuthSignInStep() {
        /** Shows only the names in [additionalInfo]: the values are personal data. */
        override fun toString(): String =
            "ConfirmSignInWithSMSMFACode(codeDeliveryDetails=$codeDeliveryDetails, " +
                "additionalInfo=${additionalInfo.keys})"
    }

    /** The pool's custom challenge; the pool's triggers decide which answer is right. */
    public data class ConfirmSignInWithCustomChallenge(
        override val additionalInfo: Map<String, String> = emptyMap(),
    ) : AuthSignInStep() {
        /** Shows only the names in [additionalInfo]: the values are personal data. */
        override fun toString(): String = "ConfirmSignInWithCustomChallenge(additionalInfo=${additionalInfo.keys})"
    }

    /**
     * The user needs a new password; the answer is that password. In [additionalInfo], `userAttributes` has the user's
     * present attributes, as JSON.
     */
    public data class ConfirmSignInWithNewPassword(
        override val additionalInfo: Map<String, String> = emptyMap(),
        /** Attributes that the answer has to contain, beside the new password. */
        public val requiredAttributes: List<AuthUserAttributeKey> = emptyList(),
    ) : AuthSignInStep() {
        /** Shows only the names in [additionalInfo]: the values are personal data. */
        override fun toString(): String =
            "ConfirmSignInWithNewPassword(additionalInfo=${additionalInfo.keys}, " +
                "requiredAttributes=$requiredAttributes)"
    }

    /** The first factor is the password; the answer is that password. */
    public object ConfirmSignInWithPassword : AuthSignInStep() {
        override fun toString(): String = "ConfirmSignInWithPassword"
    }

    /** The authenticator app shows a code; the answer is that code. */
    public object ConfirmSignInWithTOTPCode : AuthSignInStep() {
        override fun toString(): String = "ConfirmSignInWithTOTPCode"
    }

    /** A code came by e-mail or text message; the answer is that code. */
    public data class ConfirmSignInWithOTP(
        override val codeDeliveryDetails: AuthCodeDeliveryDetails,
    ) : AuthSignInStep()

    /** An authenticator app has to be set up; the answer is the first code that it shows. */
    public data class ContinueSignInWithTOTPSetup(
        override val totpSetupDetails: TOTPSetupDetails,
    ) : AuthSignInStep()

    /** Choose a second factor; the answer is [MFAType.challengeResponse]. */
    public data class ContinueSignInWithMFASelection(
        override val allowedMFATypes: Set<MFAType>,
    ) : AuthSignInStep()

    /** An e-mail address for codes has to be set up; the answer is the address. */
    public object ContinueSignInWithEmailMFASetup : AuthSignInStep() {
        override fun toString(): String = "ContinueSignInWithEmailMFASetup"
    }

    /** Choose a second factor to set up; the answer is [MFAType.challengeResponse]. */
    public data class ContinueSignInWithMFASetupSelection(
        override val allowedMFATypes: Set<MFAType>,
    ) : AuthSignInStep()

    /** Choose a first factor; the answer is [AuthFactorType.challengeResponse]. */
    public data class ContinueSignInWithFirstFactorSelection(
        override val availableFactors: Set<AuthFactorType>,
    ) : AuthSignInStep()

    /** The password has to be reset first: by [Auth.resetPassword]. */
    public data class ResetPassword(
        override val additionalInfo: Map<String, String> = emptyMap(),
    ) : AuthSignInStep() {
        /** Shows only the names in [additionalInfo]: the values are personal data. */
        override fun toString(): String = "ResetPassword(additionalInfo=${additionalInfo.keys})"
    }

    /** The sign-up has to be confirmed first: by [Auth.confirmSignUp]. */
    public data class ConfirmSignUp(
        override val additionalInfo: Map<String, String> = emptyMap(),
    ) : AuthSignInStep() {
        /** Shows only the names in [additionalInfo]: the values are personal data. */
        override fun toString(): String = "ConfirmSignUp(additionalInfo=${additionalInfo.keys})"
    }

    /** The user is signed in, and the session is stored. */
    public object Done : AuthSignInStep() {
        override fun toString(): String = "Done"
    }
}

package dev.cognitoauth

import android.app.Activity

/** Options of [Auth.signIn]. */
class AuthSignInOptions private constructor(
    /** The flow; the configuration's default if absent. */
    val authFlowType: AuthFlowType?,
    /** Passed to the pool's triggers. */
    val clientMetadata: Map<String, String>,
    /** What the pool's threat protection is told about the device. */
    val userContextData: UserContextData?,
    /** Over which the platform shows its sheet for passkeys. */
    val callingActivity: Activity?,
) {
    /** Makes [AuthSignInOptions]. */
    class Builder internal constructor() {
        private var authFlowType: AuthFlowType? = null
        private var clientMetadata = emptyMap<String, String>()
        private var userContextData: UserContextData? = null
        private var callingActivity: Activity? = null

        /** The flow; the configuration's default unless set. */
        fun authFlowType(flow: AuthFlowType): Builder = apply { authFlowType = flow }

        /** [AuthFlowType.USER_AUTH], straight to this factor if the user has it. */
        fun preferredFirstFactor(factor: AuthFactorType): Builder = authFlowType(AuthFlowType.userAuth(factor))

        /** Passed to the pool's triggers. */
        fun clientMetadata(metadata: Map<String, String>): Builder = apply { clientMetadata = metadata.toMap() }

        /** What the pool's threat protection is told about the device. */
        fun userContextData(data: UserContextData?): Builder = apply { userContextData = data }

        /** Over which the platform shows its sheet for passkeys; on Android there are none without it. */
        fun callingActivity(activity: Activity?): Builder = apply { callingActivity = activity }

        /** The options. */
        fun build(): AuthSignInOptions =
            AuthSignInOptions(authFlowType, clientMetadata, userContextData, callingActivity)
    }

    companion object {
        /** Options, one by one. */
        @JvmStatic
        fun builder(): Builder = Builder()

        /** Nothing out of the ordinary. */
        @JvmStatic
        fun defaults(): AuthSignInOptions = builder().build()
    }
}

/** Options of [Auth.confirmSignIn]. */
class AuthConfirmSignInOptions private constructor(
    /** Attributes that a new password's question asks for. */
    val userAttributes: List<AuthUserAttribute>,
    /** Passed to the pool's triggers. */
    val clientMetadata: Map<String, String>,
    /** A name for the authenticator app that is being set up, such as `Ann's phone`. */
    val friendlyDeviceName: String?,
    /** What the pool's threat protection is told about the device. */
    val userContextData: UserContextData?,
    /** Over which the platform shows its sheet for passkeys. */
    val callingActivity: Activity?,
) {
    /** Makes [AuthConfirmSignInOptions]. */
    class Builder internal constructor() {
        private val userAttributes = mutableListOf<AuthUserAttribute>()
        private var clientMetadata = emptyMap<String, String>()
        private var friendlyDeviceName: String? = null
        private var userContextData: UserContextData? = null
        private var callingActivity: Activity? = null

        /** Adds an attribute that a new password's question asks for. */
        fun userAttribute(
            key: AuthUserAttributeKey,
            value: String,
        ): Builder = apply { userAttributes += AuthUserAttribute(key, value) }

        /** Attributes that a new password's question asks for, in place of those set before. */
        fun userAttributes(attributes: List<AuthUserAttribute>): Builder =
            apply {
                userAttributes.clear()
                userAttributes += attributes
            }

        /** Passed to the pool's triggers. */
        fun clientMetadata(metadata: Map<String, String>): Builder = apply { clientMetadata = metadata.toMap() }

        /** A name for the authenticator app that is being set up, such as `Ann's phone`. */
        fun friendlyDeviceName(name: String): Builder = apply { friendlyDeviceName = name }

        /** What the pool's threat protection is told about the device. */
        fun userContextData(data: UserContextData?): Builder = apply { userContextData = data }

        /** Over which the platform shows its sheet for passkeys; on Android there are none without it. */
        fun callingActivity(activity: Activity?): Builder = apply { callingActivity = activity }

        /** The options. */
        fun build(): AuthConfirmSignInOptions =
            AuthConfirmSignInOptions(
                userAttributes.toList(),
                clientMetadata,
                friendlyDeviceName,
                userContextData,
                callingActivity,
            )
    }

    companion object {
        /** Options, one by one. */
        @JvmStatic
        fun builder(): Builder = Builder()

        /** Nothing out of the ordinary. */
        @JvmStatic
        fun defaults(): AuthConfirmSignInOptions = builder().build()
    }
}

/** What a sign-in came to. */
data class AuthSignInResult(
    /** Whether the user is signed in. */
    val isSignedIn: Boolean,
    /** What comes next. */
    val nextStep: AuthSignInStep,
) {
    /** Whether the user is signed in: the name that [isSignedIn] had in the first guides. */
    val isSignInComplete: Boolean get() = isSignedIn
}

/**
 * What comes next in a sign-in. Each but the last three is a question, answered with [Auth.confirmSignIn].
 *
 * The properties here are for code that only shows a step; one that reacts to it looks at the type.
 */
sealed class AuthSignInStep {
    /** Where a code went, if this step has one. */
    open val codeDeliveryDetails: AuthCodeDeliveryDetails? get() = null

    /** The public parameters of the pool's own question; every other step has none. */
    open val additionalInfo: Map<String, String> get() = emptyMap()

    /** The second factors to choose from, if this step is a choice of them. */
    open val allowedMFATypes: Set<MFAType> get() = emptySet()

    /** The first factors to choose from, if this step is a choice of them. */
    open val availableFactors: Set<AuthFactorType> get() = emptySet()

    /** What an authenticator app needs, if this step sets one up. */
    open val totpSetupDetails: TOTPSetupDetails? get() = null

    /** A code came by text message. */
    data class ConfirmSignInWithSMSMFACode(
        override val codeDeliveryDetails: AuthCodeDeliveryDetails,
        override val additionalInfo: Map<String, String>,
    ) : AuthSignInStep()

    /** The pool's own question. */
    data class ConfirmSignInWithCustomChallenge(
        override val additionalInfo: Map<String, String>,
    ) : AuthSignInStep()

    /** The user needs a new password. */
    data class ConfirmSignInWithNewPassword(
        override val additionalInfo: Map<String, String>,
        /** Attributes that have to come with it. */
        val requiredAttributes: List<AuthUserAttributeKey>,
    ) : AuthSignInStep()

    /** The password, as the chosen first factor. */
    object ConfirmSignInWithPassword : AuthSignInStep() {
        override fun toString(): String = "ConfirmSignInWithPassword"
    }

    /** The code that the authenticator app shows. */
    object ConfirmSignInWithTOTPCode : AuthSignInStep() {
        override fun toString(): String = "ConfirmSignInWithTOTPCode"
    }

    /** A code came by e-mail or text message. */
    data class ConfirmSignInWithOTP(
        override val codeDeliveryDetails: AuthCodeDeliveryDetails,
    ) : AuthSignInStep()

    /** An authenticator app has to be set up; the answer is the first code that it shows. */
    data class ContinueSignInWithTOTPSetup(
        override val totpSetupDetails: TOTPSetupDetails,
    ) : AuthSignInStep()

    /** Choose a second factor; the answer is [MFAType.challengeResponse]. */
    data class ContinueSignInWithMFASelection(
        override val allowedMFATypes: Set<MFAType>,
    ) : AuthSignInStep()

    /** An e-mail address for codes has to be set up; the answer is the address. */
    object ContinueSignInWithEmailMFASetup : AuthSignInStep() {
        override fun toString(): String = "ContinueSignInWithEmailMFASetup"
    }

    /** Choose a second factor to set up; the answer is [MFAType.challengeResponse]. */
    data class ContinueSignInWithMFASetupSelection(
        override val allowedMFATypes: Set<MFAType>,
    ) : AuthSignInStep()

    /** Choose a first factor; the answer is [AuthFactorType.challengeResponse]. */
    data class ContinueSignInWithFirstFactorSelection(
        override val availableFactors: Set<AuthFactorType>,
    ) : AuthSignInStep()

    /** The password has to be reset first: by [Auth.resetPassword]. */
    data class ResetPassword(
        override val additionalInfo: Map<String, String>,
    ) : AuthSignInStep()

    /** The sign-up has to be confirmed first: by [Auth.confirmSignUp]. */
    data class ConfirmSignUp(
        override val additionalInfo: Map<String, String>,
    ) : AuthSignInStep()

    /** The user is signed in, and the session is stored. */
    object Done : AuthSignInStep() {
        override fun toString(): String = "Done"
    }
}

package dev.cognitoauth.amplify

import android.app.Activity

/** Options of `signIn`. */
public open class AuthSignInOptions internal constructor(
    internal val ours: dev.cognitoauth.AuthSignInOptions,
) {
    public companion object {
        /** Every option with its default. */
        @JvmStatic
        public fun defaults(): AuthSignInOptions = AuthSignInOptions(dev.cognitoauth.AuthSignInOptions.defaults())
    }
}

/** Options of `signIn`, with the flow. */
public class AWSCognitoAuthSignInOptions private constructor(
    ours: dev.cognitoauth.AuthSignInOptions,
) : AuthSignInOptions(ours) {
    /** Makes [AWSCognitoAuthSignInOptions]. */
    public class CognitoBuilder internal constructor() {
        private val ours = dev.cognitoauth.AuthSignInOptions.builder()

        /** The flow; the configuration's default unless set. [preferredFirstFactor] replaces it. */
        public fun authFlowType(authFlowType: AuthFlowType): CognitoBuilder = apply { ours.authFlowType(authFlowType) }

        /** Uses the flow `USER_AUTH`, and begins with this factor if the user has it. With null, the flow stays. */
        public fun preferredFirstFactor(factor: AuthFactorType?): CognitoBuilder =
            apply { ours.preferredFirstFactor(factor) }

        /** Passed to the pool's triggers. */
        public fun metadata(metadata: Map<String, String>): CognitoBuilder = apply { ours.clientMetadata(metadata) }

        /** The activity over which the platform shows its sheet for passkeys. */
        public fun callingActivity(activity: Activity?): CognitoBuilder = apply { ours.callingActivity(activity) }

        /** The options. */
        public fun build(): AWSCognitoAuthSignInOptions = AWSCognitoAuthSignInOptions(ours.build())
    }

    public companion object {
        /** A builder. */
        @JvmStatic
        public fun builder(): CognitoBuilder = CognitoBuilder()
    }
}

/** Options of `confirmSignIn`. */
public open class AuthConfirmSignInOptions internal constructor(
    internal val ours: dev.cognitoauth.AuthConfirmSignInOptions,
) {
    public companion object {
        /** Every option with its default. */
        @JvmStatic
        public fun defaults(): AuthConfirmSignInOptions =
            AuthConfirmSignInOptions(dev.cognitoauth.AuthConfirmSignInOptions.defaults())
    }
}

/** Options of `confirmSignIn`, with what Cognito's challenges need. */
public class AWSCognitoAuthConfirmSignInOptions private constructor(
    ours: dev.cognitoauth.AuthConfirmSignInOptions,
) : AuthConfirmSignInOptions(ours) {
    /** Makes [AWSCognitoAuthConfirmSignInOptions]. */
    public class CognitoBuilder internal constructor() {
        private val ours = dev.cognitoauth.AuthConfirmSignInOptions.builder()

        /** Passed to the pool's triggers. */
        public fun metadata(metadata: Map<String, String>): CognitoBuilder = apply { ours.clientMetadata(metadata) }

        /** Attributes that the challenge for a new password requires. */
        public fun userAttributes(attributes: List<AuthUserAttribute>): CognitoBuilder =
            apply { ours.userAttributes(attributes) }

        /** A name for the authenticator app that is being set up. */
        public fun friendlyDeviceName(name: String): CognitoBuilder = apply { ours.friendlyDeviceName(name) }

        /** The activity over which the platform shows its sheet for passkeys. */
        public fun callingActivity(activity: Activity?): CognitoBuilder = apply { ours.callingActivity(activity) }

        /** The options. */
        public fun build(): AWSCognitoAuthConfirmSignInOptions = AWSCognitoAuthConfirmSignInOptions(ours.build())
    }

    public companion object {
        /** A builder. */
        @JvmStatic
        public fun builder(): CognitoBuilder = CognitoBuilder()
    }
}

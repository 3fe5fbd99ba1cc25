package dev.cognitoauth

/**
 * Which of Cognito's authentication flows a sign-in uses. Two values are equal if they have the same flow and prefer
 * the same first factor.
 */
public class AuthFlowType private constructor(
    internal val flow: Flow,
    internal val preferredFirstFactor: AuthFactorType? = null,
) {
    internal enum class Flow {
        USER_SRP_AUTH,
        USER_PASSWORD_AUTH,
        CUSTOM_AUTH_WITH_SRP,
        CUSTOM_AUTH_WITHOUT_SRP,
        USER_AUTH,
    }

    override fun equals(other: Any?): Boolean =
        other is AuthFlowType && flow == other.flow && preferredFirstFactor == other.preferredFirstFactor

    override fun hashCode(): Int = flow.hashCode()

    override fun toString(): String =
        if (preferredFirstFactor ==
            null
        ) {
            flow.name
        } else {
            "${flow.name}($preferredFirstFactor)"
        }

    public companion object {
        /** USER_SRP_AUTH: SRP verifies the password without sending it. */
        @JvmField
        public val USER_SRP_AUTH: AuthFlowType = AuthFlowType(Flow.USER_SRP_AUTH)

        /** USER_PASSWORD_AUTH: the password is sent. A pool with a migration trigger needs this flow. */
        @JvmField
        public val USER_PASSWORD_AUTH: AuthFlowType = AuthFlowType(Flow.USER_PASSWORD_AUTH)

        /**
         * CUSTOM_AUTH: SRP verifies the password first, then the pool's custom challenges come. If the app gives no
         * password, SRP verifies an empty one, and the pool's triggers decide whether that matters.
         */
        @JvmField
        public val CUSTOM_AUTH_WITH_SRP: AuthFlowType = AuthFlowType(Flow.CUSTOM_AUTH_WITH_SRP)

        /** CUSTOM_AUTH: the pool's custom challenges alone. */
        @JvmField
        public val CUSTOM_AUTH_WITHOUT_SRP: AuthFlowType = AuthFlowType(Flow.CUSTOM_AUTH_WITHOUT_SRP)

        /** USER_AUTH: the user chooses among the first factors that both the pool and the user have. */
        @JvmField
        public val USER_AUTH: AuthFlowType = userAuth(null)

        /**
         * USER_AUTH that begins with [preferredFirstFactor] if the user has it. With null, or if the user lacks that
         * factor, the next step lets the user choose a first factor.
         */
        @JvmStatic
        public fun userAuth(preferredFirstFactor: AuthFactorType?): AuthFlowType =
            AuthFlowType(Flow.USER_AUTH, preferredFirstFactor)
    }
}

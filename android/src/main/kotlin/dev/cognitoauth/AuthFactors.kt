package dev.cognitoauth

import dev.cognitoauth.bridge.toBridge
import dev.cognitoauth.ffi.authFactorTypeChallengeResponse
import dev.cognitoauth.ffi.AuthFlowType as BridgeFlowType

/** Which of Cognito's authentication flows a sign-in takes. */
class AuthFlowType private constructor(
    private val name: String,
    internal val bridge: BridgeFlowType,
) {
    override fun equals(other: Any?): Boolean = other is AuthFlowType && bridge == other.bridge

    override fun hashCode(): Int = name.hashCode()

    override fun toString(): String = name

    companion object {
        /** USER_SRP_AUTH: the password is proved and never sent. */
        @JvmField
        val USER_SRP_AUTH = AuthFlowType("USER_SRP_AUTH", BridgeFlowType.UserSrp)

        /** USER_PASSWORD_AUTH: the password is sent. Needed for pools with a migration trigger. */
        @JvmField
        val USER_PASSWORD_AUTH = AuthFlowType("USER_PASSWORD_AUTH", BridgeFlowType.UserPassword)

        /** CUSTOM_AUTH: the password is proved first, then the pool's own questions come. */
        @JvmField
        val CUSTOM_AUTH_WITH_SRP = AuthFlowType("CUSTOM_AUTH_WITH_SRP", BridgeFlowType.CustomWithSrp)

        /** CUSTOM_AUTH: the pool's own questions alone. */
        @JvmField
        val CUSTOM_AUTH_WITHOUT_SRP = AuthFlowType("CUSTOM_AUTH_WITHOUT_SRP", BridgeFlowType.CustomWithoutSrp)

        /** USER_AUTH: the user chooses a first factor of those that the pool and the user have. */
        @JvmField
        val USER_AUTH = userAuth(null)

        /**
         * USER_AUTH, straight to [preferredFirstFactor] if the user has it. Without one, or if the user lacks it, the
         * next step is the choice.
         */
        @JvmStatic
        fun userAuth(preferredFirstFactor: AuthFactorType?): AuthFlowType =
            AuthFlowType("USER_AUTH", BridgeFlowType.UserAuth(preferredFirstFactor?.toBridge()))
    }
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

    ;

    /** The word that answers a selection. The same in every language. */
    val challengeResponse: String get() = authFactorTypeChallengeResponse(toBridge())
}

/** How the signed-in user can sign in: what [Auth.fetchUserAuthFactors] answers. */
data class UserAuthFactors(
    /** The user name in the pool. */
    val username: String,
    /** First factors that the user has; those that this version does not know are left out. */
    val firstFactors: Set<AuthFactorType>,
    /** Second factors that may be used. */
    val enabledMFATypes: Set<MFAType>,
    /** The second factor that is used unless the user says otherwise. */
    val preferredMFAType: MFAType?,
)

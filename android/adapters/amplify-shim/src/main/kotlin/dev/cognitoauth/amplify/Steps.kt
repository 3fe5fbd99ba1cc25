package dev.cognitoauth.amplify

/** What comes next in a sign-up. */
public enum class AuthSignUpStep {
    /** The user has to be confirmed. */
    CONFIRM_SIGN_UP_STEP,

    /** The user can be signed in by `autoSignIn`. */
    COMPLETE_AUTO_SIGN_IN,

    /** The user can sign in. */
    DONE,
}

/** The next step of a sign-up. */
public data class AuthNextSignUpStep(
    /** Which step. */
    public val signUpStep: AuthSignUpStep,
    /** Always empty. */
    public val additionalInfo: Map<String, String>,
    /** Where a code went, if one did. */
    public val codeDeliveryDetails: AuthCodeDeliveryDetails?,
)

/** What comes next in a sign-in. */
public enum class AuthSignInStep {
    /** The answer is the code of a text message. */
    CONFIRM_SIGN_IN_WITH_SMS_MFA_CODE,

    /** The answer is for the pool's triggers. */
    CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE,

    /** The answer is a new password. */
    CONFIRM_SIGN_IN_WITH_NEW_PASSWORD,

    /** The answer is the code of a message. */
    CONFIRM_SIGN_IN_WITH_OTP,

    /** The answer is the password. */
    CONFIRM_SIGN_IN_WITH_PASSWORD,

    /** The answer is the code that the authenticator app shows. */
    CONFIRM_SIGN_IN_WITH_TOTP_CODE,

    /** The answer is an e-mail address for codes. */
    CONTINUE_SIGN_IN_WITH_EMAIL_MFA_SETUP,

    /** The answer is a first factor. */
    CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION,

    /** The answer is a second factor. */
    CONTINUE_SIGN_IN_WITH_MFA_SELECTION,

    /** The answer is a second factor to set up. */
    CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION,

    /** The answer is the first code that the new authenticator app shows. */
    CONTINUE_SIGN_IN_WITH_TOTP_SETUP,

    /** No call returns this step: as in Amplify, the call throws [PasswordResetRequiredException]. */
    RESET_PASSWORD,

    /** No call returns this step: as in Amplify, the call throws [UserNotConfirmedException]. */
    CONFIRM_SIGN_UP,

    /** The user is signed in. */
    DONE,
}

/**
 * The next step of a sign-in. Printing it leaves out [totpSetupDetails] and the values of [additionalInfo], which can
 * be personal data.
 */
public data class AuthNextSignInStep(
    /** Which step. */
    public val signInStep: AuthSignInStep,
    /** The challenge's public parameters. */
    public val additionalInfo: Map<String, String>,
    /** Where a code went, if one did. */
    public val codeDeliveryDetails: AuthCodeDeliveryDetails?,
    /** What an authenticator app needs, if the step sets one up. */
    public val totpSetupDetails: TOTPSetupDetails?,
    /** The second factors to choose from, if the step is that choice. */
    public val allowedMFATypes: Set<MFAType>?,
    /** The first factors to choose from, if the step is that choice. */
    public val availableFactors: Set<AuthFactorType>?,
) {
    override fun toString(): String =
        "AuthNextSignInStep(signInStep=$signInStep, additionalInfo=${additionalInfo.keys}, " +
            "codeDeliveryDetails=$codeDeliveryDetails, allowedMFATypes=$allowedMFATypes, " +
            "availableFactors=$availableFactors)"
}

/** What comes next in a password's reset. */
public enum class AuthResetPasswordStep {
    /** A code was sent. */
    CONFIRM_RESET_PASSWORD_WITH_CODE,

    /** The password is reset. */
    DONE,
}

/** The next step of a password's reset. */
public data class AuthNextResetPasswordStep(
    /** Which step. */
    public val resetPasswordStep: AuthResetPasswordStep,
    /** Always empty. */
    public val additionalInfo: Map<String, String>,
    /** Where a code went, if one did. */
    public val codeDeliveryDetails: AuthCodeDeliveryDetails?,
)

/** What comes next in the change of an attribute. */
public enum class AuthUpdateAttributeStep {
    /** A code was sent to the new address or number. */
    CONFIRM_ATTRIBUTE_WITH_CODE,

    /** The attribute is changed. */
    DONE,
}

/** The next step of the change of an attribute. */
public data class AuthNextUpdateAttributeStep(
    /** Which step. */
    public val updateAttributeStep: AuthUpdateAttributeStep,
    /** Always empty. */
    public val additionalInfo: Map<String, String>,
    /** Where a code went, if one did. */
    public val codeDeliveryDetails: AuthCodeDeliveryDetails?,
)

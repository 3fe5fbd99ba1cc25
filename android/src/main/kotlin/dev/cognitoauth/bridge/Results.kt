package dev.cognitoauth.bridge

import dev.cognitoauth.AuthCodeDeliveryDetails
import dev.cognitoauth.AuthDevice
import dev.cognitoauth.AuthEvent
import dev.cognitoauth.AuthFactorType
import dev.cognitoauth.AuthListWebAuthnCredentialsResult
import dev.cognitoauth.AuthResetPasswordResult
import dev.cognitoauth.AuthResetPasswordStep
import dev.cognitoauth.AuthSignInResult
import dev.cognitoauth.AuthSignInStep
import dev.cognitoauth.AuthSignOutResult
import dev.cognitoauth.AuthSignUpResult
import dev.cognitoauth.AuthSignUpStep
import dev.cognitoauth.AuthUpdateAttributeResult
import dev.cognitoauth.AuthUpdateAttributeStep
import dev.cognitoauth.AuthUser
import dev.cognitoauth.AuthUserAttribute
import dev.cognitoauth.AuthUserAttributeKey
import dev.cognitoauth.AuthWebAuthnCredential
import dev.cognitoauth.DeliveryMedium
import dev.cognitoauth.MFAType
import dev.cognitoauth.TOTPSetupDetails
import dev.cognitoauth.TokenClaims
import dev.cognitoauth.UserAuthFactors
import dev.cognitoauth.UserMFAPreference
import dev.cognitoauth.UserPoolClaims
import dev.cognitoauth.UserPoolTokens
import dev.cognitoauth.ffi.ListWebAuthnCredentialsResult
import dev.cognitoauth.ffi.MfaType
import dev.cognitoauth.ffi.SignOutResult
import dev.cognitoauth.ffi.TotpSetupDetails
import dev.cognitoauth.ffi.UserMfaPreference
import dev.cognitoauth.ffi.userAttributeName
import dev.cognitoauth.ffi.AuthCodeDeliveryDetails as BridgeDeliveryDetails
import dev.cognitoauth.ffi.AuthDevice as BridgeDevice
import dev.cognitoauth.ffi.AuthEvent as BridgeEvent
import dev.cognitoauth.ffi.AuthFactorType as BridgeFactorType
import dev.cognitoauth.ffi.AuthResetPasswordResult as BridgeResetPasswordResult
import dev.cognitoauth.ffi.AuthResetPasswordStep as BridgeResetPasswordStep
import dev.cognitoauth.ffi.AuthSignInResult as BridgeSignInResult
import dev.cognitoauth.ffi.AuthSignInStep as BridgeSignInStep
import dev.cognitoauth.ffi.AuthSignUpResult as BridgeSignUpResult
import dev.cognitoauth.ffi.AuthSignUpStep as BridgeSignUpStep
import dev.cognitoauth.ffi.AuthUpdateAttributeResult as BridgeUpdateAttributeResult
import dev.cognitoauth.ffi.AuthUpdateAttributeStep as BridgeUpdateAttributeStep
import dev.cognitoauth.ffi.AuthUser as BridgeUser
import dev.cognitoauth.ffi.AuthUserAttribute as BridgeAttribute
import dev.cognitoauth.ffi.AuthUserAttributeKey as BridgeKey
import dev.cognitoauth.ffi.AuthWebAuthnCredential as BridgeCredential
import dev.cognitoauth.ffi.DeliveryMedium as BridgeMedium
import dev.cognitoauth.ffi.TokenClaims as BridgeClaims
import dev.cognitoauth.ffi.UserAuthFactors as BridgeAuthFactors
import dev.cognitoauth.ffi.UserPoolTokens as BridgeTokens

// The results of calls. Each `when` lists every case. If the core gets a new case, this file does not compile until the
// case is here.

internal fun BridgeSignUpResult.toPublic() =
    AuthSignUpResult(isSignUpComplete = isSignUpComplete, nextStep = nextStep.toPublic(), userId = userId)

private fun BridgeSignUpStep.toPublic(): AuthSignUpStep =
    when (this) {
        is BridgeSignUpStep.ConfirmUser ->
            AuthSignUpStep.ConfirmUser(
                codeDeliveryDetails = deliveryDetails?.toPublic(),
                additionalInfo = additionalInfo,
                userId = userId,
            )
        is BridgeSignUpStep.CompleteAutoSignIn -> AuthSignUpStep.CompleteAutoSignIn(session)
        BridgeSignUpStep.Done -> AuthSignUpStep.Done
    }

internal fun BridgeDeliveryDetails.toPublic() =
    AuthCodeDeliveryDetails(
        deliveryMedium = medium.toPublic(),
        destination = destination,
        attributeKey = attributeKey?.toPublic(),
    )

private fun BridgeMedium.toPublic(): DeliveryMedium =
    when (this) {
        BridgeMedium.Email -> DeliveryMedium.Email
        BridgeMedium.Sms -> DeliveryMedium.Sms
        is BridgeMedium.Unknown -> DeliveryMedium.Unknown(v1)
    }

internal fun BridgeSignInResult.toPublic() = AuthSignInResult(isSignedIn = isSignedIn, nextStep = nextStep.toPublic())

internal fun BridgeSignInStep.toPublic(): AuthSignInStep =
    when (this) {
        is BridgeSignInStep.ConfirmSignInWithSmsMfaCode ->
            AuthSignInStep.ConfirmSignInWithSMSMFACode(
                codeDeliveryDetails = deliveryDetails.toPublic(),
                additionalInfo = additionalInfo,
            )
        is BridgeSignInStep.ConfirmSignInWithCustomChallenge ->
            AuthSignInStep.ConfirmSignInWithCustomChallenge(additionalInfo)
        is BridgeSignInStep.ConfirmSignInWithNewPassword ->
            AuthSignInStep.ConfirmSignInWithNewPassword(
                additionalInfo = additionalInfo,
                requiredAttributes = requiredAttributes.map { it.toPublic() },
            )
        BridgeSignInStep.ConfirmSignInWithPassword -> AuthSignInStep.ConfirmSignInWithPassword
        BridgeSignInStep.ConfirmSignInWithTotpCode -> AuthSignInStep.ConfirmSignInWithTOTPCode
        is BridgeSignInStep.ConfirmSignInWithOtp ->
            AuthSignInStep.ConfirmSignInWithOTP(deliveryDetails.toPublic())
        is BridgeSignInStep.ContinueSignInWithTotpSetup ->
            AuthSignInStep.ContinueSignInWithTOTPSetup(details.toPublic())
        is BridgeSignInStep.ContinueSignInWithMfaSelection ->
            AuthSignInStep.ContinueSignInWithMFASelection(allowedMfaTypes.toPublic())
        BridgeSignInStep.ContinueSignInWithEmailMfaSetup -> AuthSignInStep.ContinueSignInWithEmailMFASetup
        is BridgeSignInStep.ContinueSignInWithMfaSetupSelection ->
            AuthSignInStep.ContinueSignInWithMFASetupSelection(allowedMfaTypes.toPublic())
        is BridgeSignInStep.ContinueSignInWithFirstFactorSelection ->
            AuthSignInStep.ContinueSignInWithFirstFactorSelection(
                availableFactors.mapTo(mutableSetOf()) { it.toPublic() },
            )
        is BridgeSignInStep.ResetPassword -> AuthSignInStep.ResetPassword(additionalInfo)
        is BridgeSignInStep.ConfirmSignUp -> AuthSignInStep.ConfirmSignUp(additionalInfo)
        BridgeSignInStep.Done -> AuthSignInStep.Done
    }

internal fun TotpSetupDetails.toPublic() = TOTPSetupDetails(sharedSecret = sharedSecret, username = username)

private fun List<MfaType>.toPublic(): Set<MFAType> = mapTo(mutableSetOf()) { it.toPublic() }

internal fun MfaType.toPublic() =
    when (this) {
        MfaType.SMS -> MFAType.SMS
        MfaType.TOTP -> MFAType.TOTP
        MfaType.EMAIL -> MFAType.EMAIL
    }

internal fun BridgeFactorType.toPublic() =
    when (this) {
        BridgeFactorType.PASSWORD -> AuthFactorType.PASSWORD
        BridgeFactorType.PASSWORD_SRP -> AuthFactorType.PASSWORD_SRP
        BridgeFactorType.EMAIL_OTP -> AuthFactorType.EMAIL_OTP
        BridgeFactorType.SMS_OTP -> AuthFactorType.SMS_OTP
        BridgeFactorType.WEB_AUTHN -> AuthFactorType.WEB_AUTHN
    }

internal fun BridgeResetPasswordResult.toPublic() =
    AuthResetPasswordResult(isPasswordReset = isPasswordReset, nextStep = nextStep.toPublic())

private fun BridgeResetPasswordStep.toPublic(): AuthResetPasswordStep =
    when (this) {
        is BridgeResetPasswordStep.ConfirmResetPasswordWithCode ->
            AuthResetPasswordStep.ConfirmResetPasswordWithCode(
                codeDeliveryDetails = deliveryDetails.toPublic(),
                additionalInfo = additionalInfo,
            )
        BridgeResetPasswordStep.Done -> AuthResetPasswordStep.Done
    }

internal fun BridgeAttribute.toPublic() = AuthUserAttribute(key = key.toPublic(), value = value)

internal fun BridgeKey.toPublic() = AuthUserAttributeKey.fromKeyString(userAttributeName(this))

internal fun BridgeUpdateAttributeResult.toPublic() =
    AuthUpdateAttributeResult(isUpdated = isUpdated, nextStep = nextStep.toPublic())

/** The results by attribute, in the order of the call's attributes. */
internal fun List<BridgeUpdateAttributeResult>.toPublic(): Map<AuthUserAttributeKey, AuthUpdateAttributeResult> =
    associate { it.attributeKey.toPublic() to it.toPublic() }

private fun BridgeUpdateAttributeStep.toPublic(): AuthUpdateAttributeStep =
    when (this) {
        is BridgeUpdateAttributeStep.ConfirmAttributeWithCode ->
            AuthUpdateAttributeStep.ConfirmAttributeWithCode(
                codeDeliveryDetails = deliveryDetails.toPublic(),
                additionalInfo = additionalInfo,
            )
        BridgeUpdateAttributeStep.Done -> AuthUpdateAttributeStep.Done
    }

internal fun UserMfaPreference.toPublic() =
    UserMFAPreference(enabled = enabled.toPublic(), preferred = preferred?.toPublic())

internal fun BridgeDevice.toPublic() =
    AuthDevice(
        id = id,
        name = name,
        attributes = attributes,
        createdAtMilliseconds = createdAtMilliseconds,
        lastAuthenticatedAtMilliseconds = lastAuthenticatedAtMilliseconds,
        lastModifiedAtMilliseconds = lastModifiedAtMilliseconds,
    )

internal fun ListWebAuthnCredentialsResult.toPublic() =
    AuthListWebAuthnCredentialsResult(credentials = credentials.map { it.toPublic() }, nextToken = nextToken)

private fun BridgeCredential.toPublic() =
    AuthWebAuthnCredential(
        credentialId = credentialId,
        friendlyName = friendlyName,
        relyingPartyId = relyingPartyId,
        authenticatorAttachment = authenticatorAttachment,
        authenticatorTransports = authenticatorTransports,
        createdAtMilliseconds = createdAtMilliseconds,
    )

internal fun BridgeAuthFactors.toPublic() =
    UserAuthFactors(
        username = username,
        firstFactors = firstFactors.mapTo(mutableSetOf()) { it.toPublic() },
        enabledMFATypes = enabledMfaTypes.toPublic(),
        preferredMFAType = preferredMfaType?.toPublic(),
    )

internal fun BridgeTokens.toPublic() =
    UserPoolTokens(
        idToken = idToken,
        accessToken = accessToken,
        refreshToken = refreshToken,
        expiresAtMilliseconds = expiresAtMilliseconds,
        claims = UserPoolClaims(idToken = claims.idToken.toPublic(), accessToken = claims.accessToken.toPublic()),
    )

private fun BridgeClaims.toPublic() =
    TokenClaims(
        userId = userId,
        username = username,
        groups = groups,
        email = email,
        isEmailVerified = isEmailVerified,
        phoneNumber = phoneNumber,
        isPhoneNumberVerified = isPhoneNumberVerified,
        customAttributes = customAttributes,
        scopes = scopes,
        issuedAtMilliseconds = issuedAtMilliseconds,
        expiresAtMilliseconds = expiresAtMilliseconds,
        claimsJson = claimsJson,
    )

internal fun BridgeUser.toPublic() = AuthUser(username = username, userId = userId)

internal fun SignOutResult.toPublic(): AuthSignOutResult =
    when (this) {
        SignOutResult.Complete -> AuthSignOutResult.Complete
        is SignOutResult.Partial ->
            AuthSignOutResult.Partial(
                revokeTokenError = revokeTokenError?.toPublic(),
                globalSignOutError = globalSignOutError?.toPublic(),
                hostedUIError = hostedUiError?.toPublic(),
            )
        is SignOutResult.Failed -> AuthSignOutResult.Failed(error.toPublic())
    }

internal fun BridgeEvent.toPublic() =
    when (this) {
        BridgeEvent.SIGNED_IN -> AuthEvent.SIGNED_IN
        BridgeEvent.SIGNED_OUT -> AuthEvent.SIGNED_OUT
        BridgeEvent.SESSION_EXPIRED -> AuthEvent.SESSION_EXPIRED
        BridgeEvent.USER_DELETED -> AuthEvent.USER_DELETED
        BridgeEvent.TOKENS_REFRESHED -> AuthEvent.TOKENS_REFRESHED
        BridgeEvent.STORAGE_FAILED -> AuthEvent.STORAGE_FAILED
        BridgeEvent.MOVED_IN -> AuthEvent.MOVED_IN
        BridgeEvent.MOVE_FAILED -> AuthEvent.MOVE_FAILED
    }

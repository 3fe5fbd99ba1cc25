package dev.cognitoauth.bridge

import dev.cognitoauth.AuthConfirmResetPasswordOptions
import dev.cognitoauth.AuthConfirmSignInOptions
import dev.cognitoauth.AuthConfirmSignUpOptions
import dev.cognitoauth.AuthFactorType
import dev.cognitoauth.AuthFetchSessionOptions
import dev.cognitoauth.AuthFlowType
import dev.cognitoauth.AuthListWebAuthnCredentialsOptions
import dev.cognitoauth.AuthResendSignUpCodeOptions
import dev.cognitoauth.AuthResetPasswordOptions
import dev.cognitoauth.AuthSendUserAttributeVerificationCodeOptions
import dev.cognitoauth.AuthSignInOptions
import dev.cognitoauth.AuthSignOutOptions
import dev.cognitoauth.AuthSignUpOptions
import dev.cognitoauth.AuthUpdateUserAttributesOptions
import dev.cognitoauth.AuthUserAttribute
import dev.cognitoauth.AuthUserAttributeKey
import dev.cognitoauth.AuthVerifyTOTPSetupOptions
import dev.cognitoauth.MFAPreference
import dev.cognitoauth.MFAType
import dev.cognitoauth.UserContextData
import dev.cognitoauth.ffi.ConfirmResetPasswordOptions
import dev.cognitoauth.ffi.ConfirmSignInOptions
import dev.cognitoauth.ffi.ConfirmSignUpOptions
import dev.cognitoauth.ffi.FetchAuthSessionOptions
import dev.cognitoauth.ffi.ListWebAuthnCredentialsOptions
import dev.cognitoauth.ffi.MfaPreference
import dev.cognitoauth.ffi.MfaType
import dev.cognitoauth.ffi.ResendSignUpCodeOptions
import dev.cognitoauth.ffi.ResetPasswordOptions
import dev.cognitoauth.ffi.SendUserAttributeVerificationCodeOptions
import dev.cognitoauth.ffi.SignInOptions
import dev.cognitoauth.ffi.SignOutOptions
import dev.cognitoauth.ffi.SignUpOptions
import dev.cognitoauth.ffi.UpdateUserAttributesOptions
import dev.cognitoauth.ffi.VerifyTotpSetupOptions
import dev.cognitoauth.ffi.userAttributeKey
import dev.cognitoauth.ffi.AuthFactorType as BridgeFactorType
import dev.cognitoauth.ffi.AuthFlowType as BridgeFlowType
import dev.cognitoauth.ffi.AuthUserAttribute as BridgeAttribute
import dev.cognitoauth.ffi.AuthUserAttributeKey as BridgeKey
import dev.cognitoauth.ffi.UserContextData as BridgeContextData

// The arguments of calls.

internal fun AuthSignUpOptions.toBridge() =
    SignUpOptions(
        userAttributes = userAttributes.toBridge(),
        validationData = validationData,
        clientMetadata = clientMetadata,
        userContextData = userContextData?.toBridge(),
    )

internal fun AuthConfirmSignUpOptions.toBridge() =
    ConfirmSignUpOptions(
        forceAliasCreation = forceAliasCreation,
        clientMetadata = clientMetadata,
        userContextData = userContextData?.toBridge(),
    )

internal fun AuthResendSignUpCodeOptions.toBridge() =
    ResendSignUpCodeOptions(clientMetadata = clientMetadata, userContextData = userContextData?.toBridge())

internal fun AuthSignInOptions.toBridge() =
    SignInOptions(
        flow = authFlowType?.toBridge(),
        clientMetadata = clientMetadata,
        userContextData = userContextData?.toBridge(),
    )

internal fun AuthConfirmSignInOptions.toBridge() =
    ConfirmSignInOptions(
        userAttributes = userAttributes.toBridge(),
        friendlyDeviceName = friendlyDeviceName,
        clientMetadata = clientMetadata,
        userContextData = userContextData?.toBridge(),
    )

internal fun AuthFetchSessionOptions.toBridge() =
    FetchAuthSessionOptions(
        forceRefresh = forceRefresh,
        withoutCredentials = withoutCredentials,
        withoutGuests = withoutGuests,
        minimumValidityMilliseconds = minimumValidityMilliseconds,
        clientMetadata = clientMetadata,
    )

internal fun AuthSignOutOptions.toBridge() = SignOutOptions(isGlobalSignOut, redirectUri, waitForBrowser)

internal fun AuthResetPasswordOptions.toBridge() =
    ResetPasswordOptions(clientMetadata = clientMetadata, userContextData = userContextData?.toBridge())

internal fun AuthConfirmResetPasswordOptions.toBridge() =
    ConfirmResetPasswordOptions(clientMetadata = clientMetadata, userContextData = userContextData?.toBridge())

internal fun AuthUpdateUserAttributesOptions.toBridge() = UpdateUserAttributesOptions(clientMetadata = clientMetadata)

internal fun AuthSendUserAttributeVerificationCodeOptions.toBridge() =
    SendUserAttributeVerificationCodeOptions(clientMetadata = clientMetadata)

internal fun AuthVerifyTOTPSetupOptions.toBridge() = VerifyTotpSetupOptions(friendlyDeviceName = friendlyDeviceName)

internal fun AuthListWebAuthnCredentialsOptions.toBridge() =
    ListWebAuthnCredentialsOptions(
        // A negative number becomes zero, which the core refuses.
        pageSize = pageSize?.coerceAtLeast(0)?.toUInt(),
        nextToken = nextToken,
    )

internal fun List<AuthUserAttribute>.toBridge() = map { it.toBridge() }

internal fun AuthUserAttribute.toBridge() = BridgeAttribute(key = key.toBridge(), value = value)

internal fun AuthUserAttributeKey.toBridge(): BridgeKey = userAttributeKey(keyString)

private fun UserContextData.toBridge() = BridgeContextData(encodedData = encodedData, ipAddress = ipAddress)

internal fun AuthFlowType.toBridge() =
    when (flow) {
        AuthFlowType.Flow.USER_SRP_AUTH -> BridgeFlowType.UserSrp
        AuthFlowType.Flow.USER_PASSWORD_AUTH -> BridgeFlowType.UserPassword
        AuthFlowType.Flow.CUSTOM_AUTH_WITH_SRP -> BridgeFlowType.CustomWithSrp
        AuthFlowType.Flow.CUSTOM_AUTH_WITHOUT_SRP -> BridgeFlowType.CustomWithoutSrp
        AuthFlowType.Flow.USER_AUTH -> BridgeFlowType.UserAuth(preferredFirstFactor?.toBridge())
    }

internal fun AuthFactorType.toBridge() =
    when (this) {
        AuthFactorType.PASSWORD -> BridgeFactorType.PASSWORD
        AuthFactorType.PASSWORD_SRP -> BridgeFactorType.PASSWORD_SRP
        AuthFactorType.EMAIL_OTP -> BridgeFactorType.EMAIL_OTP
        AuthFactorType.SMS_OTP -> BridgeFactorType.SMS_OTP
        AuthFactorType.WEB_AUTHN -> BridgeFactorType.WEB_AUTHN
    }

internal fun MFAType.toBridge() =
    when (this) {
        MFAType.SMS -> MfaType.SMS
        MFAType.TOTP -> MfaType.TOTP
        MFAType.EMAIL -> MfaType.EMAIL
    }

internal fun MFAPreference.toBridge() =
    when (this) {
        MFAPreference.DISABLED -> MfaPreference.DISABLED
        MFAPreference.ENABLED -> MfaPreference.ENABLED
        MFAPreference.PREFERRED -> MfaPreference.PREFERRED
        MFAPreference.NOT_PREFERRED -> MfaPreference.NOT_PREFERRED
    }

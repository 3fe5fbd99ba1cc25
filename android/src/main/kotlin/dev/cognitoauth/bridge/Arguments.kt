package dev.cognitoauth.bridge

import dev.cognitoauth.AuthConfirmSignInOptions
import dev.cognitoauth.AuthConfirmSignUpOptions
import dev.cognitoauth.AuthFetchSessionOptions
import dev.cognitoauth.AuthFlowType
import dev.cognitoauth.AuthResendSignUpCodeOptions
import dev.cognitoauth.AuthSignInOptions
import dev.cognitoauth.AuthSignOutOptions
import dev.cognitoauth.AuthSignUpOptions
import dev.cognitoauth.AuthUserAttribute
import dev.cognitoauth.MFAType
import dev.cognitoauth.ffi.ConfirmSignInOptions
import dev.cognitoauth.ffi.ConfirmSignUpOptions
import dev.cognitoauth.ffi.FetchAuthSessionOptions
import dev.cognitoauth.ffi.MfaType
import dev.cognitoauth.ffi.ResendSignUpCodeOptions
import dev.cognitoauth.ffi.SignInOptions
import dev.cognitoauth.ffi.SignOutOptions
import dev.cognitoauth.ffi.SignUpOptions
import dev.cognitoauth.ffi.AuthFlowType as BridgeFlowType
import dev.cognitoauth.ffi.AuthUserAttribute as BridgeAttribute

// What goes into a call.

internal fun AuthSignUpOptions.toBridge() =
    SignUpOptions(userAttributes.map { it.toBridge() }, validationData, clientMetadata)

internal fun AuthConfirmSignUpOptions.toBridge() = ConfirmSignUpOptions(forceAliasCreation, clientMetadata)

internal fun AuthResendSignUpCodeOptions.toBridge() = ResendSignUpCodeOptions(clientMetadata)

internal fun AuthSignInOptions.toBridge() = SignInOptions(authFlowType?.toBridge(), clientMetadata)

internal fun AuthConfirmSignInOptions.toBridge() =
    ConfirmSignInOptions(userAttributes.map { it.toBridge() }, clientMetadata)

internal fun AuthFetchSessionOptions.toBridge() = FetchAuthSessionOptions(forceRefresh, clientMetadata)

internal fun AuthSignOutOptions.toBridge() = SignOutOptions(isGlobalSignOut)

private fun AuthUserAttribute.toBridge() = BridgeAttribute(key.bridge, value)

internal fun AuthFlowType.toBridge() =
    when (this) {
        AuthFlowType.USER_SRP_AUTH -> BridgeFlowType.USER_SRP
        AuthFlowType.USER_PASSWORD_AUTH -> BridgeFlowType.USER_PASSWORD
    }

internal fun MFAType.toBridge() =
    when (this) {
        MFAType.SMS -> MfaType.SMS
        MFAType.TOTP -> MfaType.TOTP
        MFAType.EMAIL -> MfaType.EMAIL
    }

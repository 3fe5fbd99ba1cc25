package dev.cognitoauth.bridge

import dev.cognitoauth.AuthConfigurationDetails
import dev.cognitoauth.IdentityPoolConfiguration
import dev.cognitoauth.MFAConfiguration
import dev.cognitoauth.OAuthConfiguration
import dev.cognitoauth.PasswordPolicy
import dev.cognitoauth.PasswordlessSettings
import dev.cognitoauth.UserPoolSettings
import dev.cognitoauth.UserVerification
import dev.cognitoauth.UsernameAttribute
import dev.cognitoauth.WebAuthnSettings
import dev.cognitoauth.ffi.MfaConfiguration
import dev.cognitoauth.ffi.AuthConfiguration as BridgeConfiguration
import dev.cognitoauth.ffi.IdentityPoolConfiguration as BridgeIdentityPool
import dev.cognitoauth.ffi.OAuthConfiguration as BridgeOAuth
import dev.cognitoauth.ffi.PasswordPolicy as BridgePasswordPolicy
import dev.cognitoauth.ffi.PasswordlessSettings as BridgePasswordless
import dev.cognitoauth.ffi.UserPoolSettings as BridgeSettings
import dev.cognitoauth.ffi.UserVerification as BridgeUserVerification
import dev.cognitoauth.ffi.UsernameAttribute as BridgeUsernameAttribute
import dev.cognitoauth.ffi.WebAuthnSettings as BridgeWebAuthn

// The parts of a configuration. Each `when` lists every case. If the core gets a new case, this file does not compile
// until the case is here.

/** The pool settings of a configuration without a file: all absent. */
internal fun noSettings() =
    BridgeSettings(
        passwordPolicy = null,
        mfaConfiguration = null,
        mfaTypes = emptyList(),
        usernameAttributes = emptyList(),
        requiredSignUpAttributes = emptyList(),
        verificationTypes = emptyList(),
        passwordless = null,
        groups = emptyList(),
    )

internal fun OAuthConfiguration.toBridge() =
    BridgeOAuth(
        domain = domain,
        scopes = scopes,
        signInRedirectUris = signInRedirectUris,
        signOutRedirectUris = signOutRedirectUris,
        identityProviders = identityProviders,
    )

internal fun IdentityPoolConfiguration.toBridge() = BridgeIdentityPool(poolId, allowsGuests)

internal fun BridgeConfiguration.toPublic() =
    AuthConfigurationDetails(
        region = userPool.region,
        userPoolId = userPool.poolId,
        clientId = userPool.clientId,
        oauth = oauth?.toPublic(),
        identityPool = identityPool?.let { IdentityPoolConfiguration(it.poolId, it.allowsGuests) },
        poolSettings = poolSettings.toPublic(),
        ignoredFields = ignoredFields,
    )

private fun BridgeOAuth.toPublic() =
    OAuthConfiguration(
        domain = domain,
        signInRedirectUris = signInRedirectUris,
        signOutRedirectUris = signOutRedirectUris,
        scopes = scopes,
        identityProviders = identityProviders,
    )

private fun BridgeSettings.toPublic() =
    UserPoolSettings(
        passwordPolicy = passwordPolicy?.toPublic(),
        mfaConfiguration = mfaConfiguration?.toPublic(),
        mfaTypes = mfaTypes.map { it.toPublic() },
        usernameAttributes = usernameAttributes.map { it.toPublic() },
        requiredSignUpAttributes = requiredSignUpAttributes.map { it.toPublic() },
        verificationTypes = verificationTypes.map { it.toPublic() },
        passwordless = passwordless?.toPublic(),
        groups = groups,
    )

private fun BridgePasswordPolicy.toPublic() =
    PasswordPolicy(
        // At most 99: the core checks what it reads.
        minLength = minLength.toInt(),
        requiresLowercase = requiresLowercase,
        requiresUppercase = requiresUppercase,
        requiresNumbers = requiresNumbers,
        requiresSymbols = requiresSymbols,
    )

private fun MfaConfiguration.toPublic() =
    when (this) {
        MfaConfiguration.OFF -> MFAConfiguration.OFF
        MfaConfiguration.OPTIONAL -> MFAConfiguration.OPTIONAL
        MfaConfiguration.REQUIRED -> MFAConfiguration.REQUIRED
    }

private fun BridgeUsernameAttribute.toPublic() =
    when (this) {
        BridgeUsernameAttribute.USERNAME -> UsernameAttribute.USERNAME
        BridgeUsernameAttribute.EMAIL -> UsernameAttribute.EMAIL
        BridgeUsernameAttribute.PHONE_NUMBER -> UsernameAttribute.PHONE_NUMBER
        BridgeUsernameAttribute.PREFERRED_USERNAME -> UsernameAttribute.PREFERRED_USERNAME
    }

private fun BridgePasswordless.toPublic() =
    PasswordlessSettings(
        emailOtpEnabled = emailOtpEnabled,
        smsOtpEnabled = smsOtpEnabled,
        webAuthn = webAuthn?.toPublic(),
        preferredChallenge = preferredChallenge?.toPublic(),
    )

private fun BridgeWebAuthn.toPublic() = WebAuthnSettings(relyingPartyId, userVerification?.toPublic())

private fun BridgeUserVerification.toPublic() =
    when (this) {
        BridgeUserVerification.PREFERRED -> UserVerification.PREFERRED
        BridgeUserVerification.REQUIRED -> UserVerification.REQUIRED
    }

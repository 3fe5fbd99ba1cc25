package dev.cognitoauth.bridge

import dev.cognitoauth.AuthAWSCredentials
import dev.cognitoauth.AuthException
import dev.cognitoauth.AuthFederateToIdentityPoolOptions
import dev.cognitoauth.AuthFederateToIdentityPoolResult
import dev.cognitoauth.AuthFetchSessionOptions
import dev.cognitoauth.AuthLoginProvider
import dev.cognitoauth.AuthSession
import dev.cognitoauth.AuthSessionResult
import dev.cognitoauth.credentialsLeftOut
import dev.cognitoauth.defect
import dev.cognitoauth.ffi.AuthIdentity
import dev.cognitoauth.ffi.AwsCredentials
import dev.cognitoauth.ffi.FederateToIdentityPoolOptions
import dev.cognitoauth.ffi.FederateToIdentityPoolResult
import dev.cognitoauth.ffi.LoginProvider
import dev.cognitoauth.identityPoolNotConfigured
import dev.cognitoauth.ffi.AuthSession as BridgeSession

// The session, the identity in it, and federation.

/** The session of a call with these options. The options can leave the identity out. */
internal fun BridgeSession.toPublic(options: AuthFetchSessionOptions) =
    AuthSession(
        isSignedIn = isSignedIn,
        userSub = userSub,
        tokens = tokens?.toPublic(),
        userPoolError = userPoolError?.toPublic(),
        identityIdResult = identity?.identityId.orElse { identity.error(options) },
        awsCredentialsResult = identity?.credentials?.toPublic().orElse { identity.error(options) },
    )

private fun <T : Any> T?.orElse(error: () -> AuthException): AuthSessionResult<T> =
    this?.let { AuthSessionResult.success(it) } ?: AuthSessionResult.failure(error())

private fun AuthIdentity?.error(options: AuthFetchSessionOptions): AuthException =
    when {
        // The core gives an error whenever a part of the identity is missing.
        this != null -> error?.toPublic() ?: defect()
        options.withoutCredentials -> credentialsLeftOut()
        else -> identityPoolNotConfigured()
    }

private fun AwsCredentials.toPublic() =
    AuthAWSCredentials(
        accessKeyId = accessKeyId,
        secretAccessKey = secretAccessKey,
        sessionToken = sessionToken,
        expiresAtMilliseconds = expiresAtMilliseconds,
    )

internal fun AuthFederateToIdentityPoolOptions.toBridge() = FederateToIdentityPoolOptions(developerProvidedIdentityId)

internal fun FederateToIdentityPoolResult.toPublic() =
    AuthFederateToIdentityPoolResult(identityId = identityId, credentials = credentials.toPublic())

internal fun AuthLoginProvider.toBridge() =
    when (kind) {
        AuthLoginProvider.Kind.AMAZON -> LoginProvider.Amazon
        AuthLoginProvider.Kind.APPLE -> LoginProvider.Apple
        AuthLoginProvider.Kind.FACEBOOK -> LoginProvider.Facebook
        AuthLoginProvider.Kind.GOOGLE -> LoginProvider.Google
        AuthLoginProvider.Kind.TWITTER -> LoginProvider.Twitter
        AuthLoginProvider.Kind.OIDC -> LoginProvider.Oidc(name.orEmpty())
        AuthLoginProvider.Kind.SAML -> LoginProvider.Saml(name.orEmpty())
        AuthLoginProvider.Kind.DEVELOPER -> LoginProvider.Developer
        AuthLoginProvider.Kind.CUSTOM -> LoginProvider.Other(name.orEmpty())
    }

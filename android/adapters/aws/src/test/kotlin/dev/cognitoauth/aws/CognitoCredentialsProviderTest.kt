package dev.cognitoauth.aws

import aws.smithy.kotlin.runtime.auth.awscredentials.CredentialsProviderException
import aws.smithy.kotlin.runtime.collections.emptyAttributes
import dev.cognitoauth.Auth
import dev.cognitoauth.AuthAWSCredentials
import dev.cognitoauth.AuthErrorCode
import dev.cognitoauth.AuthException
import dev.cognitoauth.AuthFetchSessionOptions
import dev.cognitoauth.AuthSession
import dev.cognitoauth.AuthSessionResult
import dev.cognitoauth.ConfigurationException
import dev.cognitoauth.NetworkException
import dev.cognitoauth.NotAuthorizedException
import dev.cognitoauth.SessionExpiredException
import dev.cognitoauth.SignedOutException
import dev.cognitoauth.StorageException
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

class CognitoCredentialsProviderTest {
    /** Sessions with these credentials, one for each call. */
    private class Sessions(
        vararg results: AuthSessionResult<AuthAWSCredentials>,
    ) : Auth {
        private val results = results.toMutableList()
        val options = mutableListOf<AuthFetchSessionOptions>()

        override suspend fun fetchAuthSession(options: AuthFetchSessionOptions): AuthSession {
            this.options += options
            return AuthSession(isSignedIn = true, userSub = "1", awsCredentialsResult = results.removeAt(0))
        }

        override fun close() {}
    }

    private val credentials = AuthAWSCredentials("ASIAEXAMPLE", "a-secret", "a-session-token", 1_795_348_800_000)

    private fun resolve(provider: CognitoCredentialsProvider) = runBlocking { provider.resolve(emptyAttributes()) }

    @Test
    fun theSdkGetsTheSessionsCredentials() {
        val auth = Sessions(AuthSessionResult.success(credentials))
        val resolved = resolve(CognitoCredentialsProvider(auth))
        assertEquals("ASIAEXAMPLE", resolved.accessKeyId)
        assertEquals("a-secret", resolved.secretAccessKey)
        assertEquals("a-session-token", resolved.sessionToken)
        assertEquals(1_795_348_800L, resolved.expiration?.epochSeconds)
    }

    @Test
    fun afterASignOutTheNextRequestFails() {
        val signedOut = AuthSessionResult.failure<AuthAWSCredentials>(SignedOutException())
        val provider = CognitoCredentialsProvider(Sessions(AuthSessionResult.success(credentials), signedOut))
        resolve(provider)
        val exception = assertThrows<CredentialsProviderException> { resolve(provider) }
        assertEquals(CredentialsReaction.DISCARD, exception.reaction)
    }

    @Test
    fun guestsGetNoCredentialsUnlessTheAppAllowsThem() {
        for (allowsGuests in listOf(false, true)) {
            val auth = Sessions(AuthSessionResult.success(credentials))
            resolve(CognitoCredentialsProvider(auth, allowsGuests))
            assertEquals(listOf(!allowsGuests), auth.options.map { it.withoutGuests })
            assertFalse(auth.options.single().forceRefresh)
        }
    }

    @Test
    fun eachErrorSaysWhatToDoWithTheWork() {
        val reactions =
            mapOf<AuthException, CredentialsReaction>(
                SignedOutException() to CredentialsReaction.DISCARD,
                SessionExpiredException() to CredentialsReaction.KEEP_UNTIL_SIGN_IN,
                NetworkException() to CredentialsReaction.RETRY,
                StorageException() to CredentialsReaction.RETRY,
                ConfigurationException(AuthErrorCode.IDENTITY_POOL_NOT_CONFIGURED) to CredentialsReaction.REPAIR,
                NotAuthorizedException(AuthErrorCode.ROLE_MAPPING_DENIED) to CredentialsReaction.FAIL,
            )
        for ((cause, reaction) in reactions) {
            val provider = CognitoCredentialsProvider(Sessions(AuthSessionResult.failure(cause)))
            val exception = assertThrows<CredentialsProviderException> { resolve(provider) }
            assertSame(cause, exception.cause)
            assertEquals(reaction, exception.reaction)
        }
    }

    @Test
    fun printingAProviderPrintsNoSecret() {
        val provider = CognitoCredentialsProvider(Sessions(AuthSessionResult.success(credentials)))
        resolve(provider)
        assertEquals("CognitoCredentialsProvider(allowsGuests=false)", "$provider")
    }
}

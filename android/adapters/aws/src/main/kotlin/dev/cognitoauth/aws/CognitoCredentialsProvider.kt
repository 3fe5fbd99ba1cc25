package dev.cognitoauth.aws

import aws.smithy.kotlin.runtime.auth.awscredentials.Credentials
import aws.smithy.kotlin.runtime.auth.awscredentials.CredentialsProvider
import aws.smithy.kotlin.runtime.auth.awscredentials.CredentialsProviderException
import aws.smithy.kotlin.runtime.collections.Attributes
import aws.smithy.kotlin.runtime.time.Instant
import aws.smithy.kotlin.runtime.time.fromEpochMilliseconds
import dev.cognitoauth.Auth
import dev.cognitoauth.AuthException
import dev.cognitoauth.AuthFetchSessionOptions
import dev.cognitoauth.ConfigurationException
import dev.cognitoauth.NetworkException
import dev.cognitoauth.SessionExpiredException
import dev.cognitoauth.SignedOutException
import dev.cognitoauth.StorageException
import dev.cognitoauth.TimedOutException

/**
 * AWS credentials of the signed-in user, or of a federated login, for clients of the AWS SDK for Kotlin:
 *
 * ```kotlin
 * val s3 = S3Client { region = "eu-central-1"; credentialsProvider = CognitoCredentialsProvider(auth) }
 * ```
 *
 * The provider asks the session each time and keeps no copy, so nobody uses a user's credentials after the sign-out.
 * The session gives new credentials two minutes before the old ones expire. Don't put a cache around this provider.
 *
 * By default, the provider gives no guest's credentials. If the app's guests call AWS, set [allowsGuests]. Even then, a
 * signed-in user whose credentials can't be fetched gets an error, not a guest's credentials.
 *
 * @param allowsGuests gives a guest's credentials while nobody is signed in, if the configuration allows guests
 */
public class CognitoCredentialsProvider
    @JvmOverloads
    constructor(
        private val auth: Auth,
        private val allowsGuests: Boolean = false,
    ) : CredentialsProvider {
        /**
         * The credentials.
         *
         * @throws CredentialsProviderException if there are none. Its cause is the [AuthException], and [reaction] says
         * what to do with the work that needs them
         */
        override suspend fun resolve(attributes: Attributes): Credentials {
            val options = AuthFetchSessionOptions.builder().withoutGuests(!allowsGuests).build()
            val credentials =
                try {
                    auth.fetchAuthSession(options).awsCredentialsResult.getOrThrow()
                } catch (exception: AuthException) {
                    throw CredentialsProviderException(exception.message ?: "There are no credentials.", exception)
                }
            return Credentials(
                credentials.accessKeyId,
                credentials.secretAccessKey,
                credentials.sessionToken,
                Instant.fromEpochMilliseconds(credentials.expiresAtMilliseconds),
                PROVIDER,
            )
        }

        override fun toString(): String = "CognitoCredentialsProvider(allowsGuests=$allowsGuests)"

        private companion object {
            const val PROVIDER = "CognitoAuth"
        }
    }

/** What to do with the work that needs credentials; null for an exception of another provider. */
public val CredentialsProviderException.reaction: CredentialsReaction?
    get() =
        when (val cause = cause) {
            !is AuthException -> null
            is SignedOutException -> CredentialsReaction.DISCARD
            is SessionExpiredException -> CredentialsReaction.KEEP_UNTIL_SIGN_IN
            is NetworkException, is StorageException, is TimedOutException -> CredentialsReaction.RETRY
            is ConfigurationException -> CredentialsReaction.REPAIR
            else -> if (cause.isRetryable) CredentialsReaction.RETRY else CredentialsReaction.FAIL
        }

/** What to do with the work that needs credentials. A later version may add a constant. */
public enum class CredentialsReaction {
    /** Nobody is signed in: the work belongs to nobody. Discard it. */
    DISCARD,

    /** The session has ended at the service. Keep the work until the user has signed in again. */
    KEEP_UNTIL_SIGN_IN,

    /** The network, the service or the store failed. Try again later. */
    RETRY,

    /** The configuration is wrong, or has no identity pool: a mistake in the app. */
    REPAIR,

    /** Another failure, such as a refusal of the identity pool. The cause's code says why. */
    FAIL,
}

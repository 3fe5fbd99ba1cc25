package dev.cognitoauth

import dev.cognitoauth.support.LocalPool
import dev.cognitoauth.support.User
import dev.cognitoauth.testing.MemoryStore
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import java.util.concurrent.CompletableFuture
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.TimeUnit

/** AWS credentials of guests, users and federated logins. */
class IdentityPoolTest {
    private val pool = LocalPool.shared
    private val identityPool = pool.identityPool()
    private val auth = authWith(identityPool)
    private val google = AuthLoginProvider.google()

    private fun authWith(
        identityPool: IdentityPoolConfiguration?,
        transport: HttpTransport? = null,
    ): Auth {
        val builder = Auth.builder(pool.configuration().identityPool(identityPool).build(), MemoryStore())
        transport?.let(builder::httpTransport)
        return builder.build()
    }

    @AfterEach
    fun noFaults() = pool.clearFaults()

    private fun assertValid(credentials: AuthAWSCredentials?) {
        checkNotNull(credentials)
        assertTrue(credentials.accessKeyId.startsWith("ASIA"))
        assertTrue(credentials.secretAccessKey.isNotEmpty() && credentials.sessionToken.isNotEmpty())
        assertTrue(credentials.expiresAtMilliseconds > System.currentTimeMillis())
    }

    @Test
    fun aGuestGetsOneIdentityAndCredentials() =
        runBlocking {
            assertEquals(AuthSessionState.SignedOut(), auth.sessionState())
            val operations =
                pool.operationsDuring {
                    val session = auth.fetchAuthSession()
                    assertFalse(session.isSignedIn)
                    assertEquals(AuthErrorCode.NOT_SIGNED_IN, session.userPoolTokensResult.error?.code)
                    assertEquals(AuthErrorCode.NOT_SIGNED_IN, session.userSubResult.error?.code)
                    assertValid(session.awsCredentialsResult.getOrThrow())
                    assertEquals(session, auth.fetchAuthSession())
                    val identityId = session.identityIdResult.getOrThrow()
                    assertEquals(AuthSessionState.Guest(identityId), auth.sessionState())
                }
            assertEquals(listOf("GetId", "GetCredentialsForIdentity"), operations)
        }

    @Test
    fun aUserTakesOverTheGuestsIdentity() =
        runBlocking {
            val guest = auth.fetchAuthSession()
            User().signIn(auth)
            val session = auth.fetchAuthSession()
            assertEquals(guest.identityIdResult, session.identityIdResult)
            assertNotEquals(guest.awsCredentialsResult, session.awsCredentialsResult)
            assertValid(session.awsCredentialsResult.value)
            assertEquals(session.tokens, session.userPoolTokensResult.getOrThrow())
            assertEquals(session.userSub, session.userSubResult.value)
            assertEquals(AuthSessionState.SignedIn(auth.getCurrentUser()), auth.sessionState())
            assertTrue(auth.signOut().isSignedOutLocally)
            assertEquals(AuthSessionState.SignedOut(), auth.sessionState())
        }

    @Test
    fun theSessionHasTokensEvenIfTheCredentialsFail() =
        runBlocking {
            User().signIn(auth)
            pool.refuse("GetCredentialsForIdentity", "InvalidIdentityPoolConfigurationException")
            val session = auth.fetchAuthSession()
            assertNotNull(session.tokens)
            assertEquals(AuthSessionResult.Type.SUCCESS, session.identityIdResult.type)
            assertTrue(session.identityIdResult.getOrThrow().startsWith("local:"))
            val failed = session.awsCredentialsResult
            assertEquals(AuthSessionResult.Type.FAILURE, failed.type)
            assertEquals(AuthErrorCode.INVALID_IDENTITY_POOL_CONFIGURATION, failed.error?.code)
            assertNull(failed.value)
            val thrown = assertThrows<ConfigurationException> { failed.getOrThrow() }
            assertEquals(failed.error, thrown)

            val later = auth.fetchAuthSession()
            assertValid(later.awsCredentialsResult.value)
            assertEquals(session.identityIdResult, later.identityIdResult)
        }

    @Test
    fun aSessionWithoutCredentialsSaysWhy() =
        runBlocking {
            fun AuthSession.codes() = listOf(identityIdResult, awsCredentialsResult).map { it.error?.code }
            val options = AuthFetchSessionOptions.builder()
            val withoutGuests = IdentityPoolConfiguration(identityPool.poolId)
            val operations =
                pool.operationsDuring {
                    val leftOut = auth.fetchAuthSession(options.withoutCredentials(true).build())
                    assertEquals(List(2) { AuthErrorCode.CREDENTIALS_LEFT_OUT }, leftOut.codes())
                    val noGuest = AuthFetchSessionOptions.builder().withoutGuests(true).build()
                    assertEquals(List(2) { AuthErrorCode.NOT_SIGNED_IN }, auth.fetchAuthSession(noGuest).codes())
                    val nobody = authWith(withoutGuests).fetchAuthSession()
                    assertEquals(List(2) { AuthErrorCode.NOT_SIGNED_IN }, nobody.codes())
                    val without = authWith(null).fetchAuthSession()
                    assertEquals(List(2) { AuthErrorCode.IDENTITY_POOL_NOT_CONFIGURED }, without.codes())
                }
            assertEquals(emptyList<String>(), operations)
        }

    @Test
    fun aLoginOfAnotherProviderStaysFederatedUntilTheFederationIsCleared() =
        runBlocking {
            val federated = auth.federateToIdentityPool("a-token", google)
            assertValid(federated.credentials)
            val session = auth.fetchAuthSession()
            assertTrue(session.isSignedIn)
            assertNull(session.userSub)
            assertEquals(AuthErrorCode.FEDERATED_TO_IDENTITY_POOL, session.userPoolTokensResult.error?.code)
            assertEquals(federated.identityId, session.identityIdResult.value)
            assertEquals(federated.credentials, session.awsCredentialsResult.value)
            assertEquals(AuthSessionState.Federated(federated.identityId), auth.sessionState())

            val user = assertThrows<InvalidStateException> { runBlocking { auth.getCurrentUser() } }
            assertEquals(AuthErrorCode.FEDERATED_TO_IDENTITY_POOL, user.code)
            val failed = assertInstanceOf(AuthSignOutResult.Failed::class.java, auth.signOut())
            assertEquals(AuthErrorCode.FEDERATED_TO_IDENTITY_POOL, failed.exception.code)
            auth.clearFederationToIdentityPool()
            assertEquals(AuthSessionState.SignedOut(), auth.sessionState())
            val twice = assertThrows<InvalidStateException> { runBlocking { auth.clearFederationToIdentityPool() } }
            assertEquals(AuthErrorCode.NOT_FEDERATED, twice.code)
        }

    @Test
    fun aFederationWorksWithCallbacksToo() {
        val results = CompletableFuture<AuthFederateToIdentityPoolResult>()
        auth.federateToIdentityPool("a-token", google, results::complete, results::completeExceptionally)
        val states = CompletableFuture<AuthSessionState>()
        val identityId = results.get(30, TimeUnit.SECONDS).identityId
        auth.sessionState(states::complete, states::completeExceptionally)
        assertEquals(AuthSessionState.Federated(identityId), states.get(30, TimeUnit.SECONDS))
        val cleared = CompletableFuture<Unit>()
        auth.clearFederationToIdentityPool({ cleared.complete(Unit) }, cleared::completeExceptionally)
        cleared.get(30, TimeUnit.SECONDS)
    }

    @Test
    fun aLoginOfAProviderThatThePoolDoesNotListIsRefused() =
        runBlocking {
            val exception =
                assertThrows<ConfigurationException> {
                    runBlocking { auth.federateToIdentityPool("a-token", AuthLoginProvider.facebook()) }
                }
            assertEquals(AuthErrorCode.LOGIN_MISMATCH, exception.code)
            assertEquals(AuthSessionState.SignedOut(), auth.sessionState())
        }

    @Test
    fun anIdentityPoolNeedsNoUserPool() =
        runBlocking {
            val configuration = AuthConfiguration.withoutUserPool(identityPool).endpoint(pool.endpoint).build()
            configuration.validate()
            val alone = Auth.builder(configuration, MemoryStore()).build()
            val operations =
                pool.operationsDuring {
                    val exception =
                        assertThrows<ConfigurationException> { runBlocking { alone.signIn("ana", "Password-123") } }
                    assertEquals(AuthErrorCode.USER_POOL_NOT_CONFIGURED, exception.code)
                    assertValid(alone.fetchAuthSession().awsCredentialsResult.value)
                }
            assertEquals(listOf("GetId", "GetCredentialsForIdentity"), operations)
            assertEquals("", configuration.details().userPoolId)
            assertEquals(identityPool, configuration.details().identityPool)
        }

    @Test
    fun theTokenOfEachProviderIsSentUnderTheProvidersName() {
        val arn = "arn:aws:iam::1:saml-provider/a"
        val names =
            mapOf(
                AuthLoginProvider.amazon() to "www.amazon.com",
                AuthLoginProvider.apple() to "appleid.apple.com",
                AuthLoginProvider.facebook() to "graph.facebook.com",
                AuthLoginProvider.google() to "accounts.google.com",
                AuthLoginProvider.twitter() to "api.twitter.com",
                AuthLoginProvider.oidc("https://id.example.com") to "id.example.com",
                AuthLoginProvider.saml(arn) to arn,
                AuthLoginProvider.custom("own") to "own",
                AuthLoginProvider.developer() to "cognito-identity.amazonaws.com",
            )
        for ((provider, name) in names) {
            val transport = KeptRequests()
            val given = GIVEN.takeIf { provider == AuthLoginProvider.developer() }
            val options = AuthFederateToIdentityPoolOptions.builder().developerProvidedIdentityId(given).build()
            assertThrows<NetworkException> {
                runBlocking { authWith(identityPool, transport).federateToIdentityPool("a-token", provider, options) }
            }
            val request = Json.parseToJsonElement(transport.bodies.first()).jsonObject
            val logins = request.getValue("Logins").jsonObject
            assertEquals(mapOf(name to "a-token"), logins.mapValues { it.value.jsonPrimitive.content })
            assertEquals(given, request["IdentityId"]?.jsonPrimitive?.content)
        }
    }

    /** Records the bodies of the requests, and fails each request. */
    private class KeptRequests : HttpTransport {
        val bodies = ConcurrentLinkedQueue<String>()

        override fun start(
            request: HttpRequest,
            reply: HttpReply,
        ) {
            bodies += request.body.decodeToString()
            reply.fail(TransportFailure.OFFLINE)
        }

        override fun cancel(id: Long) = Unit
    }

    private companion object {
        const val GIVEN = "local:00000000-0000-4000-8000-000000000001"
    }
}

package dev.cognitoauth

import dev.cognitoauth.support.LocalPool
import dev.cognitoauth.support.ShiftedClock
import dev.cognitoauth.support.User
import dev.cognitoauth.support.authOf
import dev.cognitoauth.support.buildForTesting
import dev.cognitoauth.testing.MemoryStore
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

/** A lease store in memory that keeps everything that was ever written. */
private class RecordingLeases : LeaseStore {
    val written = mutableListOf<String>()

    override val process = "app"

    override fun read(name: String): ByteArray? = synchronized(this) { written.lastOrNull()?.toByteArray() }

    override fun swap(
        name: String,
        expected: ByteArray?,
        lease: ByteArray,
    ): Boolean =
        synchronized(this) {
            assertEquals(expected?.decodeToString(), written.lastOrNull())
            written.add(lease.decodeToString())
        }
}

class RefreshTest {
    private val pool = LocalPool.shared
    private val clock = ShiftedClock()
    private val auth = Auth.builder(pool.configuration().build(), MemoryStore()).buildForTesting(clock)

    @AfterEach
    fun noFaults() = pool.clearFaults()

    @Test
    fun fiftyCallersWithAnExpiredTokenMakeOneRefresh() =
        runBlocking {
            val user = User().register(auth)
            auth.signIn(user.username, user.password)
            val before = auth.fetchAuthSession().tokens?.accessToken

            clock.aheadMilliseconds = TWO_HOURS
            pool.delay("*", 500)
            val operations =
                pool.operationsDuring {
                    val sessions = List(50) { async(Dispatchers.Default) { auth.fetchAuthSession() } }.awaitAll()
                    assertEquals(1, sessions.toSet().size)
                    assertNotEquals(before, sessions.first().tokens?.accessToken)
                }
            assertEquals(listOf("GetTokensFromRefreshToken"), operations)
        }

    @Test
    fun aSessionThatIsStillValidNeedsNoRequest() =
        runBlocking {
            val user = User().register(auth)
            auth.signIn(user.username, user.password)
            val operations = pool.operationsDuring { repeat(3) { auth.fetchAuthSession() } }
            assertEquals(emptyList<String>(), operations)
        }

    @Test
    fun aMinimumValidityThatNoTokenCanMeetCausesOneRefresh() =
        runBlocking {
            val user = User().register(auth)
            auth.signIn(user.username, user.password)

            suspend fun fetch(milliseconds: Long) =
                auth.fetchAuthSession(
                    AuthFetchSessionOptions.builder().minimumValidityMilliseconds(milliseconds).build(),
                )
            assertEquals(emptyList<String>(), pool.operationsDuring { repeat(2) { fetch(TWO_HOURS / 4) } })
            val operations = pool.operationsDuring { repeat(3) { fetch(365 * 12 * TWO_HOURS) } }
            assertEquals(listOf("GetTokensFromRefreshToken"), operations)
            val refused = assertThrows<ValidationException> { runBlocking { fetch(-1) } }
            assertEquals(AuthErrorCode.MALFORMED_ARGUMENT, refused.code)
            assertEquals("minimum_validity", refused.field)
        }

    @Test
    fun theTokensOfASessionHaveClaims() =
        runBlocking {
            val user = User().register(auth)
            auth.signIn(user.username, user.password)
            val session = auth.fetchAuthSession()
            val claims = checkNotNull(session.tokens).claims
            assertEquals(session.userSub, claims.idToken.userId)
            assertEquals(user.username, claims.idToken.username)
            assertEquals(user.username, claims.accessToken.username)
            assertEquals(listOf("aws.cognito.signin.user.admin"), claims.accessToken.scopes)
            assertTrue("\"token_use\":\"id\"" in claims.idToken.claimsJson)
            assertTrue("\"token_use\":\"access\"" in claims.accessToken.claimsJson)
        }

    @Test
    fun aRefreshTakesALeaseAndReleasesItAtTheEnd() =
        runBlocking {
            val leases = RecordingLeases()
            val auth = authOf { leaseStore(leases) }
            val user = User().register(auth)
            auth.signIn(user.username, user.password)
            assertEquals(emptyList<String>(), leases.written)
            auth.fetchAuthSession(AuthFetchSessionOptions.builder().forceRefresh(true).build())
            assertTrue(leases.written.all { "\"process\":\"app\"" in it }, leases.written.toString())
            val isReleased = leases.written.map { "\"isReleased\":true" in it }
            assertEquals(listOf(false, false, true), isReleased)
        }

    @Test
    fun aSessionOutlivesItsInstance() =
        runBlocking {
            val store = MemoryStore()
            val first = authOf(store = store)
            val user = User().register(first)
            first.signIn(user.username, user.password)
            val session = first.fetchAuthSession()
            first.close()
            assertEquals(session, authOf(store = store).fetchAuthSession())
        }

    private companion object {
        const val TWO_HOURS = 2 * 60 * 60 * 1000L
    }
}

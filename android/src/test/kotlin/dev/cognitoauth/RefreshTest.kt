package dev.cognitoauth

import dev.cognitoauth.support.LocalPool
import dev.cognitoauth.support.MemoryStore
import dev.cognitoauth.support.ShiftedClock
import dev.cognitoauth.support.User
import dev.cognitoauth.support.authOf
import dev.cognitoauth.support.buildForTesting
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Test

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

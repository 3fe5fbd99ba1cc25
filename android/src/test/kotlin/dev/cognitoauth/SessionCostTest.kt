package dev.cognitoauth

import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.File
import java.util.concurrent.atomic.AtomicInteger

/** How often a stored session uses the network, the store and the Keystore. `bench/session` measures the times. */
class SessionCostTest {
    @Test
    fun aColdStartWithAStoredSessionSendsNoRequest() {
        for (measurement in listOf("first-token", "first-state")) assertTrue(measured(measurement, calls = 1) > 0)
    }

    @Test
    fun everyOtherMeasurementHasAResult() {
        for (measurement in listOf("valid-fetch", "slow-keystore-fetch", "attribute-name", "state-now", "cancel")) {
            assertTrue(measured(measurement, calls = 20) > 0, measurement)
        }
    }

    /** What the program of the measurements prints. It runs in a new process, which has to load the library. */
    private fun measured(
        measurement: String,
        calls: Int,
    ): Long {
        val java = File(System.getProperty("java.home"), "bin/java").path
        val classes = System.getProperty("surefire.test.class.path") ?: System.getProperty("java.class.path")
        val libraries = "-Djna.library.path=" + System.getProperty("jna.library.path")
        val program = Measurements::class.java.name
        val process =
            ProcessBuilder(java, libraries, "-cp", classes, program, measurement, "$calls")
                .redirectErrorStream(true)
                .start()
        val output = process.inputStream.readBytes().decodeToString()
        assertEquals(0, process.waitFor(), output)
        return output.lines().firstNotNullOf { it.toLongOrNull() }
    }

    @Test
    fun aFetchWithValidTokensReadsTheStoreOnceAndSendsNothing() =
        runBlocking {
            val store = CountingStore(storedSession())
            fetch(withoutNetwork(store))
            assertEquals(FETCHES, store.loads.get())
        }

    @Test
    fun whileTheSessionDoesNotChangeTheKeystoreIsUsedOnlyOnce() =
        runBlocking {
            val vault = SlowVault()
            fetch(withoutNetwork(storeWithSlowKeystore(vault)))
            assertEquals(1, vault.uses.get())
        }

    private suspend fun fetch(auth: Auth) = repeat(FETCHES) { assertTrue(auth.fetchAuthSession().isSignedIn) }

    private class CountingStore(
        private val inner: SecureStore,
    ) : SecureStore by inner {
        val loads = AtomicInteger()

        override fun load(key: String): ByteArray? = inner.load(key).also { loads.incrementAndGet() }
    }

    private companion object {
        const val FETCHES = 100
    }
}

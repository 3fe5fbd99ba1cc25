package dev.cognitoauth

import dev.cognitoauth.android.DesktopDisk
import dev.cognitoauth.android.EncryptedFileStore
import dev.cognitoauth.android.KeyVault
import dev.cognitoauth.android.MemoryVault
import dev.cognitoauth.android.RetryingKeyVault
import dev.cognitoauth.testing.MemoryStore
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.io.File
import java.util.concurrent.atomic.AtomicInteger
import javax.crypto.SecretKey
import kotlin.time.TimeSource

/**
 * What it costs to use a stored session. The tests check how often the network, the store and the Keystore are used.
 * `make bench` reads the times that the tests print.
 */
class SessionCostTest {
    @TempDir
    lateinit var folder: File

    @Test
    fun aColdStartWithAStoredSessionSendsNoRequest() {
        for (part in listOf("token", "state")) {
            val times = List(STARTS) { coldStart(part) }.sorted()
            println("session, Kotlin: cold start to the first $part ${times[STARTS / 2]} us")
        }
    }

    /** The time of a cold start, in microseconds. The start runs in a new process, which has to load the library. */
    private fun coldStart(part: String): Long {
        val java = File(System.getProperty("java.home"), "bin/java").path
        val classes = System.getProperty("surefire.test.class.path") ?: System.getProperty("java.class.path")
        val libraries = "-Djna.library.path=" + System.getProperty("jna.library.path")
        val process =
            ProcessBuilder(java, libraries, "-cp", classes, ColdStart::class.java.name, part)
                .redirectErrorStream(true)
                .start()
        val output = process.inputStream.readBytes().decodeToString()
        assertEquals(0, process.waitFor(), output)
        return output.lines().firstNotNullOf { it.removePrefix("microseconds ").toLongOrNull() }
    }

    @Test
    fun aFetchWithValidTokensReadsTheStoreOnceAndSendsNothing() =
        runBlocking {
            val store = CountingStore(storedSession())
            val auth = offline(store)
            val times = fetches(auth)
            assertEquals(FETCHES, store.loads.get())
            println("session, Kotlin: a fetch with valid tokens ${times.sorted()[FETCHES / 2]} us")
        }

    @Test
    fun whileTheSessionDoesNotChangeTheKeystoreIsUsedOnlyOnce() =
        runBlocking {
            val vault = SlowVault()
            val store =
                EncryptedFileStore(RetryingKeyVault(vault), DesktopDisk(), folder.path) { File(folder, "store") }
            storedSession().entries.forEach { (key, value) -> store.save(key, value) }
            vault.uses.set(0)
            val times = fetches(offline(store))
            assertEquals(1, vault.uses.get())
            val later = times.drop(1).sorted()[FETCHES / 2]
            println(
                "session, Kotlin: with a Keystore that takes $KEYSTORE_MILLISECONDS ms, the first fetch " +
                    "${times[0]} us, each later one $later us",
            )
        }

    /** How long each fetch takes, in microseconds. */
    private suspend fun fetches(auth: Auth): List<Long> =
        List(FETCHES) {
            val begun = TimeSource.Monotonic.markNow()
            assertTrue(auth.fetchAuthSession().isSignedIn)
            begun.elapsedNow().inWholeMicroseconds
        }

    private class CountingStore(
        private val inner: SecureStore,
    ) : SecureStore by inner {
        val loads = AtomicInteger()

        override fun load(key: String): ByteArray? = inner.load(key).also { loads.incrementAndGet() }
    }

    /** A Keystore that is as slow as a phone's. */
    private class SlowVault : KeyVault {
        private val inner = MemoryVault()
        val uses = AtomicInteger()

        override fun find(alias: String): SecretKey? {
            uses.incrementAndGet()
            Thread.sleep(KEYSTORE_MILLISECONDS)
            return inner.find(alias)
        }

        override fun create(alias: String): SecretKey = inner.create(alias)
    }

    private companion object {
        const val STARTS = 5
        const val FETCHES = 1000
        const val KEYSTORE_MILLISECONDS = 10L
    }
}

/** A program that starts like an app with a signed-in user. It prints how long the first result takes. */
internal object ColdStart {
    @JvmStatic
    fun main(arguments: Array<String>) {
        val store = storedSession()
        val begun = TimeSource.Monotonic.markNow()
        val auth = offline(store)
        runBlocking {
            when (arguments.single()) {
                "token" -> check(auth.fetchAuthSession().isSignedIn)
                else -> auth.sessionStates.first { it is AuthSessionState.SignedIn }
            }
        }
        println("microseconds ${begun.elapsedNow().inWholeMicroseconds}")
    }
}

private val configuration = AuthConfiguration.builder("eu-central-1", "eu-central-1_AbCdEfGhI", "client").build()

/** A store with a session whose tokens are valid for an hour. */
private fun storedSession() =
    MemoryStore().apply {
        val now = System.currentTimeMillis()
        val record =
            """{"version": 1, "generation": 1, "username": "ann", "userId": "sub-of-ann",
            "idToken": "$TOKEN", "accessToken": "$TOKEN", "refreshToken": "refresh",
            "receivedAt": $now, "expiresAt": ${now + 3_600_000}, "isRevocable": true}"""
        save("cognito-auth.eu-central-1_AbCdEfGhI.client.session", record.toByteArray())
    }

/** A token with the claims `{"sub":"sub-of-ann"}`. */
private const val TOKEN = "e30.eyJzdWIiOiJzdWItb2YtYW5uIn0.c2ln"

/** An instance whose transport throws if the instance sends anything. */
private fun offline(store: SecureStore): Auth {
    val transport =
        object : HttpTransport {
            override fun start(
                request: HttpRequest,
                reply: HttpReply,
            ) = throw AssertionError("a request")

            override fun cancel(id: Long) = Unit
        }
    return Auth.builder(configuration, store).httpTransport(transport).build()
}

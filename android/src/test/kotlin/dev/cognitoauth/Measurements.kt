package dev.cognitoauth

import dev.cognitoauth.android.DesktopDisk
import dev.cognitoauth.android.EncryptedFileStore
import dev.cognitoauth.android.KeyVault
import dev.cognitoauth.android.MemoryVault
import dev.cognitoauth.android.RetryingKeyVault
import dev.cognitoauth.ffi.userAttributeName
import dev.cognitoauth.testing.MemoryStore
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking
import java.io.File
import java.nio.file.Files
import java.util.concurrent.atomic.AtomicInteger
import javax.crypto.SecretKey
import kotlin.concurrent.thread
import kotlin.math.min
import kotlin.time.TimeSource
import dev.cognitoauth.ffi.AuthUserAttributeKey as BridgeKey

/**
 * Measures what a stored session, and a call over the bridge, cost in Kotlin. In each round, `bench/session` starts
 * this program once for each measurement, in turn with programs in other languages. All of them take the same
 * arguments: the measurement, and the number of calls. They print the nanoseconds of one call.
 */
internal object Measurements {
    /** The calls are made in this many batches. The fastest batch counts: a busy machine only slows batches down. */
    private const val BATCHES = 20

    @JvmStatic
    fun main(arguments: Array<String>) {
        val (measurement, calls) = arguments
        println(runBlocking { nanoseconds(measurement, calls.toInt()) })
    }

    private suspend fun nanoseconds(
        measurement: String,
        calls: Int,
    ): Long {
        val store = storedSession()
        return when (measurement) {
            "first-token" -> timed { check(withoutNetwork(store).fetchAuthSession().isSignedIn) }

            "first-state" -> timed { withoutNetwork(store).sessionStates.first { it is AuthSessionState.SignedIn } }

            "valid-fetch" -> {
                val auth = withoutNetwork(store)
                fastest(calls) { check(auth.fetchAuthSession().isSignedIn) }
            }

            "slow-keystore-fetch" -> {
                val auth = withoutNetwork(storeWithSlowKeystore(SlowVault()))
                // This loads the library, which is not part of the time.
                withoutNetwork(store).fetchAuthSession()
                timed { check(auth.fetchAuthSession().isSignedIn) }
            }

            "attribute-name" -> fastest(calls) { check(userAttributeName(BridgeKey.Email).length == 5) }

            "state-now" -> {
                val auth = withoutNetwork(store)
                auth.fetchAuthSession()
                fastest(calls) { check(auth.currentSessionState is AuthSessionState.SignedIn) }
            }

            "cancel" -> (1..calls).minOf { cancellation() }

            else -> error("$measurement is not measured")
        }
    }

    private inline fun timed(work: () -> Unit): Long {
        val begun = TimeSource.Monotonic.markNow()
        work()
        return begun.elapsedNow().inWholeNanoseconds
    }

    /** The time of one call, from the fastest batch. */
    private inline fun fastest(
        calls: Int,
        call: () -> Unit,
    ): Long {
        var best = Long.MAX_VALUE
        repeat(BATCHES) {
            best = min(best, timed { repeat(calls / BATCHES) { call() } })
        }
        return best / (calls / BATCHES)
    }

    /** The time from a call's cancellation to its end. The call is cancelled while it waits for the response. */
    private suspend fun cancellation(): Long {
        val started = Channel<Long>(Channel.UNLIMITED)
        val auth = instance(MemoryStore()) { started.trySend(it.id) }
        return coroutineScope {
            val call =
                async(Dispatchers.Default, CoroutineStart.UNDISPATCHED) {
                    runCatching { auth.signUp("ann", "Password-123") }
                }
            started.receive()
            timed {
                call.cancel()
                call.join()
            }
        }
    }
}

/** A Keystore that is as slow as a phone's. */
internal class SlowVault : KeyVault {
    private val inner = MemoryVault()
    val uses = AtomicInteger()

    override fun find(alias: String): SecretKey? {
        uses.incrementAndGet()
        Thread.sleep(10)
        return inner.find(alias)
    }

    override fun create(alias: String): SecretKey = inner.create(alias)
}

/** An encrypted store in a new folder, with a session. Its Keystore is slow; the uses are counted from now on. */
internal fun storeWithSlowKeystore(vault: SlowVault): SecureStore {
    val folder = Files.createTempDirectory("measured-store").toFile()
    Runtime.getRuntime().addShutdownHook(thread(start = false) { folder.deleteRecursively() })
    val store = EncryptedFileStore(RetryingKeyVault(vault), DesktopDisk(), folder.path) { File(folder, "store") }
    storedSession().entries.forEach { (key, value) -> store.save(key, value) }
    vault.uses.set(0)
    return store
}

private val configuration = AuthConfiguration.builder("eu-central-1", "eu-central-1_AbCdEfGhI", "client").build()

/** A store with a session whose tokens are valid for an hour. */
internal fun storedSession() =
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
internal fun withoutNetwork(store: SecureStore): Auth = instance(store) { throw AssertionError("a request") }

/** An instance whose requests get no response. */
private fun instance(
    store: SecureStore,
    sent: (HttpRequest) -> Unit,
): Auth {
    val transport =
        object : HttpTransport {
            override fun start(
                request: HttpRequest,
                reply: HttpReply,
            ) = sent(request)

            override fun cancel(id: Long) = Unit
        }
    return Auth.builder(configuration, store).httpTransport(transport).build()
}

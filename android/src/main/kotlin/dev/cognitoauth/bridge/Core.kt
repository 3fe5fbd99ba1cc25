package dev.cognitoauth.bridge

import android.app.Activity
import dev.cognitoauth.AuthConfiguration
import dev.cognitoauth.AuthEvent
import dev.cognitoauth.AuthException
import dev.cognitoauth.AuthSessionState
import dev.cognitoauth.FormerLibrary
import dev.cognitoauth.HttpTransport
import dev.cognitoauth.LeaseStore
import dev.cognitoauth.LogSink
import dev.cognitoauth.PasskeyAuthenticator
import dev.cognitoauth.ProcessGuard
import dev.cognitoauth.SecureStore
import dev.cognitoauth.closed
import dev.cognitoauth.ffi.AuthBridge
import dev.cognitoauth.ffi.EventSubscription
import dev.cognitoauth.ffi.PlatformPorts
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import java.util.concurrent.atomic.AtomicBoolean
import dev.cognitoauth.ffi.AuthConfiguration as BridgeConfiguration
import dev.cognitoauth.ffi.AuthException as BridgeException

/** The platform's and the app's parts of one instance. */
internal class Ports(
    val transport: HttpTransport,
    val store: SecureStore,
    val leases: LeaseStore? = null,
    val passkeys: PasskeyAuthenticator? = null,
    val guard: ProcessGuard? = null,
    val log: LogSink? = null,
    val former: FormerLibrary? = null,
) {
    /** The ports as the bridge takes them. Without [activity], as for the accounts, they have no passkeys. */
    fun toBridge(activity: CallingActivity? = null) =
        PlatformPorts(
            transport = TransportAdapter(transport),
            store = StoreAdapter(store),
            leases = leases?.let(::LeaseAdapter),
            passkeys = activity?.let { over -> passkeys?.let { PasskeysAdapter(it, over) } },
            guard = guard?.let(::GuardAdapter),
            log = log?.let(::LogAdapter),
            former = former?.toBridge(),
        )
}

/** Makes the bridge's object. The tests have their own maker, which passes a clock and a source of randomness. */
internal fun interface BridgeMaker {
    fun make(
        configuration: BridgeConfiguration,
        ports: PlatformPorts,
    ): AuthBridge
}

/**
 * Holds the core. The first call or listener makes the core, off the caller's thread: loading the library takes tens of
 * milliseconds.
 */
internal class Core(
    private val configuration: AuthConfiguration,
    private val ports: Ports,
    private val account: String?,
    private val maker: BridgeMaker,
) {
    /** The app's log, for what is not reported to any caller. */
    val log = Log(ports.log)
    private val listeners = EventListeners(log)
    private val activity = CallingActivity()

    private val isClosed = AtomicBoolean()

    // `close` and `sessionState` read this field without the lock, so that they don't wait while the library is loaded.
    @Volatile
    private var made: Made? = null

    private class Made(
        val bridge: AuthBridge,
        // Kept here so that it lives as long as the bridge.
        @Suppress("unused") val subscription: EventSubscription,
    )

    /**
     * Makes a call, off the caller's thread. Every error is an [AuthException].
     *
     * @param over the activity over which the platform asks for a passkey, if the call needs one
     */
    suspend fun <T> call(
        over: Activity? = null,
        work: suspend (AuthBridge) -> T,
    ): T =
        withContext(Dispatchers.Default) {
            over?.let(activity::set)
            publicErrors { work(bridge()) }
        }

    /** The core, which the first call makes. Throws once this is closed. */
    private fun bridge(): AuthBridge =
        synchronized(this) {
            if (isClosed.get()) throw closed()
            val bridge = (made ?: make().also { made = it }).bridge
            // `close` has found no core while this call made it.
            if (isClosed.get()) {
                ignoringFailures { bridge.beginShutDown() }
                throw closed()
            }
            bridge
        }

    private fun make(): Made {
        val bridge = maker.make(configuration.read().copy(account = account), ports.toBridge(activity))
        // The bridge's object holds the listener, so the listener must not hold this Core.
        val listeners = listeners
        return Made(bridge, bridge.subscribe(EventAdapter(listeners::tell)))
    }

    /**
     * The session's state, as far as the core has read the store. This neither loads the library nor makes the core.
     */
    fun sessionState(): AuthSessionState =
        try {
            made?.bridge?.observeSessionState()?.use { it.current().toPublic() } ?: AuthSessionState.Loading
        } catch (thrown: BridgeException) {
            AuthSessionState.Unavailable(thrown.toPublic().code)
        }

    /**
     * Listens to events until the caller calls the returned function. [end] is called when the core has shut down. This
     * makes the core, because other instances of the same session cause events too. If that fails, the next call says
     * why.
     */
    fun listen(
        end: () -> Unit = {},
        hear: (AuthEvent) -> Unit,
    ): () -> Unit {
        val leave = listeners.add(hear, end)
        CoroutineScope(Dispatchers.Default).launch { ignoringFailures { bridge() } }
        return leave
    }

    /**
     * Ends the core's work, without waiting for it, and refuses calls from now on. The app can make an instance with
     * another configuration immediately afterwards, unless a call is making this core at that moment.
     */
    fun close() {
        if (!isClosed.compareAndSet(false, true)) return
        ignoringFailures { made?.bridge?.beginShutDown() }
        CoroutineScope(Dispatchers.Default).launch { shutDown() }
    }

    private suspend fun shutDown() {
        // If a call is making the core now, this waits for it. If no call has made the core, there is none to shut
        // down, and the library is not loaded.
        val made = synchronized(this) { made }
        // This returns after the core has reported its events.
        ignoringFailures { made?.bridge?.shutDown() }
        listeners.end()
    }

    /**
     * Ignores a failure. If the core can't be made, the next call says why. If the core can't be shut down, this object
     * still refuses calls.
     */
    private inline fun ignoringFailures(work: () -> Unit) {
        try {
            work()
        } catch (_: Throwable) {
        }
    }
}

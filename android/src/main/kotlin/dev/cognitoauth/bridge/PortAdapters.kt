package dev.cognitoauth.bridge

import dev.cognitoauth.AuthEvent
import dev.cognitoauth.HttpHeader
import dev.cognitoauth.HttpReply
import dev.cognitoauth.HttpRequest
import dev.cognitoauth.HttpResponse
import dev.cognitoauth.HttpTransport
import dev.cognitoauth.LeaseStore
import dev.cognitoauth.LogLevel
import dev.cognitoauth.LogSink
import dev.cognitoauth.ProcessGuard
import dev.cognitoauth.SecureStore
import dev.cognitoauth.SecureStoreException
import dev.cognitoauth.TransportFailure
import dev.cognitoauth.ffi.AuthEventListener
import dev.cognitoauth.ffi.PortException
import dev.cognitoauth.ffi.StoreException
import dev.cognitoauth.ffi.TransportException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.channels.BufferOverflow
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.launch
import java.util.UUID
import java.util.WeakHashMap
import java.util.concurrent.atomic.AtomicReference
import dev.cognitoauth.ffi.AuthEvent as BridgeEvent
import dev.cognitoauth.ffi.HttpHeader as BridgeHeader
import dev.cognitoauth.ffi.HttpReply as BridgeReply
import dev.cognitoauth.ffi.HttpRequest as BridgeRequest
import dev.cognitoauth.ffi.HttpResponse as BridgeResponse
import dev.cognitoauth.ffi.HttpTransport as BridgeTransport
import dev.cognitoauth.ffi.LeaseStore as BridgeLeases
import dev.cognitoauth.ffi.LogLevel as BridgeLevel
import dev.cognitoauth.ffi.LogSink as BridgeLogSink
import dev.cognitoauth.ffi.ProcessGuard as BridgeGuard
import dev.cognitoauth.ffi.SecureStore as BridgeStore
import dev.cognitoauth.ffi.TransportFailure as BridgeFailure

// Adapters that let the core call the platform's and the app's ports.
//
// Each adapter catches every Throwable. If an Error (which is not an Exception) reached the generated code, that code
// would report a success.

internal class TransportAdapter(
    private val transport: HttpTransport,
) : BridgeTransport {
    override fun start(
        request: BridgeRequest,
        reply: BridgeReply,
    ) {
        val publicReply = ReplyAdapter(reply)
        try {
            transport.start(request.toPublic(), publicReply)
        } catch (_: Throwable) {
            publicReply.fail(TransportFailure.OTHER)
        }
    }

    override fun cancel(id: ULong) {
        try {
            transport.cancel(id.toLong())
        } catch (_: Throwable) {
            throw TransportException.Failed(BridgeFailure.OTHER)
        }
    }
}

/** Passes the first result on and ignores later ones. */
private class ReplyAdapter(
    reply: BridgeReply,
) : HttpReply {
    private val reply = AtomicReference<BridgeReply?>(reply)

    override fun succeed(response: HttpResponse) {
        once { it.succeed(response.toBridge()) }
    }

    override fun fail(failure: TransportFailure) {
        once { it.fail(failure.toBridge()) }
    }

    private inline fun once(give: (BridgeReply) -> Unit) {
        reply.getAndSet(null)?.use(give)
    }
}

private fun BridgeRequest.toPublic() =
    HttpRequest(
        id = id.toLong(),
        method = method,
        url = url,
        headers = headers.map { HttpHeader(name = it.name, value = it.value) },
        body = body,
        timeoutMilliseconds = timeoutMilliseconds.toLong(),
    )

private fun HttpResponse.toBridge() =
    BridgeResponse(
        status = status.toUShort(),
        headers = headers.map { BridgeHeader(name = it.name, value = it.value) },
        body = body,
    )

private fun TransportFailure.toBridge() =
    when (this) {
        TransportFailure.OFFLINE -> BridgeFailure.OFFLINE
        TransportFailure.TIMED_OUT -> BridgeFailure.TIMED_OUT
        TransportFailure.TLS -> BridgeFailure.TLS
        TransportFailure.CLEARTEXT_BLOCKED -> BridgeFailure.CLEARTEXT_BLOCKED
        TransportFailure.TOO_LARGE -> BridgeFailure.TOO_LARGE
        TransportFailure.CANCELLED -> BridgeFailure.CANCELLED
        TransportFailure.UNANSWERED -> BridgeFailure.UNANSWERED
        TransportFailure.OTHER -> BridgeFailure.OTHER
    }

internal class StoreAdapter(
    private val store: SecureStore,
) : BridgeStore {
    override fun identity(): String? =
        try {
            store.identity ?: nameOf(store)
        } catch (_: Throwable) {
            throw PortException.Failed()
        }

    override fun load(key: String): ByteArray? = storeGuarded { store.load(key) }

    override fun save(
        key: String,
        value: ByteArray,
    ) = storeGuarded { store.save(key, value) }

    override fun delete(key: String) = storeGuarded { store.delete(key) }

    private companion object {
        val names = WeakHashMap<SecureStore, String>()

        /** A name for a store that has none of its own. Equal stores get the same name. */
        fun nameOf(store: SecureStore): String =
            synchronized(names) { names.getOrPut(store) { "object ${UUID.randomUUID()}" } }
    }
}

/** The result of a call of a store. Whatever the call throws becomes an exception of the bridge. */
internal inline fun <T> storeGuarded(work: () -> T): T =
    try {
        work()
    } catch (thrown: Throwable) {
        throw when ((thrown as? SecureStoreException)?.reason) {
            SecureStoreException.Reason.LOCKED -> StoreException.Locked()
            SecureStoreException.Reason.USER_PRESENCE_REFUSED -> StoreException.UserPresenceRefused()
            SecureStoreException.Reason.FULL -> StoreException.Full()
            SecureStoreException.Reason.CORRUPT -> StoreException.Corrupt()
            SecureStoreException.Reason.UNRECOVERABLE -> StoreException.Unrecoverable()
            SecureStoreException.Reason.MISCONFIGURED -> StoreException.Misconfigured()
            SecureStoreException.Reason.UNAVAILABLE, null -> StoreException.Unavailable()
        }
    }

private inline fun <T> portGuarded(work: () -> T): T =
    try {
        work()
    } catch (_: Throwable) {
        throw PortException.Failed()
    }

internal class LeaseAdapter(
    private val leases: LeaseStore,
) : BridgeLeases {
    override fun process(): String? = portGuarded { leases.process }

    override fun read(name: String): ByteArray? = portGuarded { leases.read(name) }

    override fun swap(
        name: String,
        expected: ByteArray?,
        lease: ByteArray,
    ): Boolean = portGuarded { leases.swap(name, expected, lease) }
}

internal class GuardAdapter(
    private val guard: ProcessGuard,
) : BridgeGuard {
    override fun begin(name: String) = portGuarded { guard.begin(name) }

    override fun end(name: String) = portGuarded { guard.end(name) }
}

internal class LogAdapter(
    private val sink: LogSink,
) : BridgeLogSink {
    override fun log(
        level: BridgeLevel,
        line: String,
    ) = portGuarded { sink.log(level.toPublic(), line) }
}

/**
 * Gives this package's own warnings to the app's log, if the app has one. The log is allowed to block, so a
 * separate coroutine passes the lines on. While a hundred lines wait, new lines are lost.
 */
internal class Log(
    private val sink: LogSink?,
) {
    private val lines = Channel<String>(capacity = 100, onBufferOverflow = BufferOverflow.DROP_LATEST)

    private val delivery by lazy { CoroutineScope(Dispatchers.IO).launch { for (line in lines) tell(line) } }

    fun warn(line: String) {
        if (sink == null) return
        lines.trySend(line)
        delivery.start()
    }

    private fun tell(line: String) {
        try {
            sink?.log(LogLevel.WARNING, line)
        } catch (_: Throwable) {
            // The log is broken, and there is no other place to report it.
        }
    }
}

private fun BridgeLevel.toPublic() =
    when (this) {
        BridgeLevel.DEBUG -> LogLevel.DEBUG
        BridgeLevel.WARNING -> LogLevel.WARNING
        BridgeLevel.ERROR -> LogLevel.ERROR
    }

internal class EventAdapter(
    private val publish: (AuthEvent) -> Unit,
) : AuthEventListener {
    override fun onEvent(event: BridgeEvent) = portGuarded { publish(event.toPublic()) }
}

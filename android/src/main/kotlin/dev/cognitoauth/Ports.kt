package dev.cognitoauth

/**
 * The app's own HTTP, in place of the platform's, such as for certificate pinning or for tests.
 *
 * The calls may block: they come on a background thread, never on the main thread. [cancel] never comes before or
 * during the [start] of the same request, and never twice. If [start] throws anything, the exchange fails. What
 * [cancel] throws is ignored.
 */
public interface HttpTransport {
    /**
     * Starts an exchange and returns without waiting. Give the result to [reply], on any thread. The transport follows
     * no redirect.
     */
    public fun start(
        request: HttpRequest,
        reply: HttpReply,
    )

    /** Frees the exchange's resources: nobody waits for it any more. Ignore the id of a request that is not active. */
    public fun cancel(id: Long)
}

/** Takes the transport's result. Only the first result is used; later ones are ignored. */
public interface HttpReply {
    /** The response has come, whatever its status. */
    public fun succeed(response: HttpResponse)

    /** No response will come. */
    public fun fail(failure: TransportFailure)
}

/**
 * One HTTP request, with every header field that the service needs. Printing it prints neither its body nor its query.
 */
public class HttpRequest(
    /** Identifies the request in [HttpTransport.cancel]; unique within the process. */
    public val id: Long,
    /** `GET` or `POST`. */
    public val method: String,
    /** The absolute URL. */
    public val url: String,
    /** Header fields, in order; a name can occur twice. */
    public val headers: List<HttpHeader>,
    /** The body, empty if there is none. It can carry secrets. */
    public val body: ByteArray,
    /** How long the whole exchange may take, in milliseconds (1 to 600,000). */
    public val timeoutMilliseconds: Long,
) {
    override fun equals(other: Any?): Boolean = other is HttpRequest && parts() == other.parts()

    override fun hashCode(): Int = parts().hashCode()

    private fun parts() = listOf(id, method, url, headers, body.asList(), timeoutMilliseconds)

    override fun toString(): String = "HttpRequest($method ${url.substringBefore('?')})"
}

/** One header field. Printing it prints its name alone. */
public data class HttpHeader(
    /** The field's name; case-insensitive. */
    public val name: String,
    /** The field's value. */
    public val value: String,
) {
    override fun toString(): String = "HttpHeader($name)"
}

/** One HTTP response. Printing it prints its status alone. */
public class HttpResponse(
    /** The status code, 100 to 599. */
    public val status: Int,
    /** Header fields. */
    public val headers: List<HttpHeader>,
    /** The whole body, at most [LARGEST_BODY] bytes. It can carry secrets. */
    public val body: ByteArray,
) {
    override fun equals(other: Any?): Boolean = other is HttpResponse && parts() == other.parts()

    override fun hashCode(): Int = parts().hashCode()

    private fun parts() = listOf(status, headers, body.asList())

    override fun toString(): String = "HttpResponse($status)"

    public companion object {
        /**
         * The largest body after decompression, in bytes. Cognito's bodies are far smaller. A transport reads no more,
         * and fails with [TransportFailure.TOO_LARGE] for a larger body.
         */
        public const val LARGEST_BODY: Int = 1024 * 1024
    }
}

/** Why no HTTP response came. */
public enum class TransportFailure {
    /** The device has no network, or the host's name can't be resolved: Android does not tell these two apart. */
    OFFLINE,

    /** The time limit of the request passed. */
    TIMED_OUT,

    /** TLS failed: certificate, pinning, protocol. A connection that is lost during TLS is [OTHER]. */
    TLS,

    /** The app's Network Security Config does not let the app send plain http to the host. */
    CLEARTEXT_BLOCKED,

    /** The response's body is larger than [HttpResponse.LARGEST_BODY]. */
    TOO_LARGE,

    /** The request was cancelled. */
    CANCELLED,

    /** The transport dropped the request without a result. */
    UNANSWERED,

    /** Anything else: connection refused or reset, a transport that threw. */
    OTHER,
}

/**
 * A safe place for small secrets. Calls may block: they come on a background thread, never on the main thread. Keys
 * are case-sensitive, because the names of accounts are.
 *
 * A [SecureStoreException] says what is wrong. Any other exception is treated as
 * [SecureStoreException.Reason.UNAVAILABLE]. No store error signs a user out.
 */
public interface SecureStore {
    /**
     * The name of the place where the entries are. Two stores with the same name have the same entries, and the [Auth]
     * objects that use them share a session. A store without a name shares its entries only with stores that are equal
     * to it.
     *
     * The first call or listener of an [Auth] reads the name on a background thread, while other calls wait. It must
     * not block.
     */
    public val identity: String?
        get() = null

    /** The entry's bytes, or null if there is no such entry. */
    @Throws(SecureStoreException::class)
    public fun load(key: String): ByteArray?

    /** Writes an entry, in place of any former one; it is durable when this returns. */
    @Throws(SecureStoreException::class)
    public fun save(
        key: String,
        value: ByteArray,
    )

    /** Removes an entry. An absent entry is not an error. */
    @Throws(SecureStoreException::class)
    public fun delete(key: String)
}

/** A call of a [SecureStore] failed. */
public class SecureStoreException
    @JvmOverloads
    constructor(
        /** Why the call failed. */
        public val reason: Reason,
        cause: Throwable? = null,
    ) : Exception(reason.name, cause) {
        /** Why a call of a store failed. */
        public enum class Reason {
            /**
             * The entry can't be reached now: the device is locked, or the system could not ask the user, or has ended
             * its prompt.
             */
            LOCKED,

            /** The store can't be reached now, or refuses: trying again later can help. */
            UNAVAILABLE,

            /**
             * The store asks the user to show that they are present, and the user did not: the prompt was cancelled, or
             * the face, the finger or the screen lock was refused.
             */
            USER_PRESENCE_REFUSED,

            /** The store is full. */
            FULL,

            /** The entry is there but damaged. */
            CORRUPT,

            /** The entry's key is gone permanently: nothing can read the entry again. */
            UNRECOVERABLE,

            /** The app is not set up to use the store: a mistake in the app. */
            MISCONFIGURED,
        }
    }

/**
 * The leases of a store that several processes use. A lease says which process refreshes the session now, and until
 * when. The other processes wait, and use the tokens of that refresh. The library decides what a lease contains. A
 * lease contains no secret.
 *
 * The calls may block, but must not wait for another process: the system may have suspended that process. The calls
 * come on a background thread. If one throws, or takes longer than two seconds, the refresh goes on without a lease.
 */
public interface LeaseStore {
    /**
     * The name of this process, if the system runs only one process of that name at a time. With a name, a new run
     * immediately takes over a lease that an earlier run has left. Without a name, it waits until that lease lapses.
     *
     * The first call or listener of an [Auth] reads the name on a background thread, while other calls wait. It must
     * not block.
     */
    public val process: String?
        get() = null

    /** The lease with this name, or null if there was never one. */
    public fun read(name: String): ByteArray?

    /**
     * Writes [lease], if the stored lease is still [expected]. Returns false if it is not. Also returns false if
     * another process changes the stored lease at the same moment; [lease] may then have been stored for a moment. Of
     * several simultaneous calls with the same [expected], in any process, at most one returns true.
     */
    public fun swap(
        name: String,
        expected: ByteArray?,
        lease: ByteArray,
    ): Boolean
}

/**
 * Keeps the system from suspending this process before the library has stored the result of its work: of a refresh, of
 * a request for AWS credentials, or of a change of the accounts. The calls may block: they come on a background thread.
 * If one throws, the work goes on.
 */
public interface ProcessGuard {
    /** Called before the work. [name] identifies the stored entry that the work changes; [end] gets the same name. */
    public fun begin(name: String)

    /** Called after the work. */
    public fun end(name: String)
}

/**
 * Takes the library's log lines. They contain no secrets, and no text of the service or the platform.
 *
 * The library calls it on a background thread, and no call of the library waits for it. The lines about an
 * instance's calls come in order, one at a time. The lines of another instance, and warnings about callbacks and
 * listeners, can come at the same time. While a thousand lines wait, new lines are lost; a warning then says how many.
 * Of the warnings about callbacks and listeners, at most a hundred wait, and no warning says how many are lost. Lines
 * that were written before [Auth.close] still arrive after it. Anything that the sink throws is ignored.
 */
public fun interface LogSink {
    /** Takes one line. It may block. */
    public fun log(
        level: LogLevel,
        line: String,
    )
}

/** How serious a log line is. */
public enum class LogLevel {
    /** Steps of a flow, for a developer. */
    DEBUG,

    /** Something went wrong, and the library handled it. */
    WARNING,

    /** Something went wrong. */
    ERROR,
}

package dev.cognitoauth.android

import dev.cognitoauth.WebBrowserFailure
import dev.cognitoauth.WebBrowserReply
import dev.cognitoauth.WebBrowserRequest
import java.net.URLDecoder
import java.util.UUID

/** A page that a call waits for. */
internal class OpenPage(
    val request: WebBrowserRequest,
    private val reply: WebBrowserReply,
) {
    /** Identifies the page in intents and in saved state. Unlike the request's id, it is unique across processes. */
    val key: String = UUID.randomUUID().toString()

    /** Whether an activity has taken the page, to open it in the browser. */
    @Volatile
    var isTaken = false

    /** Whether the browser shows the page in a private tab. */
    @Volatile
    var isPrivate = false

    private val states = statesIn(request.url)
    private var isEnded = false
    private var onEnd: (() -> Unit)? = null

    /**
     * Whether a redirect can be this page's: it has the `state` of the page's address, as RFC 6749 says in section
     * 4.1.2, or no `state`. The core decides what a redirect without one means.
     */
    fun canEndWith(redirect: String): Boolean = statesIn(redirect).let { it.isEmpty() || it == states }

    fun succeed(redirect: String) {
        end()
        reply.succeed(redirect, isPrivate)
    }

    fun fail(failure: WebBrowserFailure) {
        end()
        reply.fail(failure)
    }

    /** No call waits for the page any more. */
    fun end() {
        synchronized(this) {
            isEnded = true
            onEnd.also { onEnd = null }
        }?.invoke()
    }

    /** Runs [action] once, on any thread, when no call waits for the page any more. */
    fun whenEnded(action: () -> Unit) {
        val isOver = synchronized(this) { isEnded.also { if (!it) onEnd = action } }
        if (isOver) action()
    }
}

/**
 * The page of this process that a call waits for, and the redirect that no call waits for. The core shows one page at a
 * time.
 *
 * Only the key of a page goes into an intent. If the process ends, the page is gone: a later redirect is kept until the
 * app asks for it.
 */
internal class WebPages {
    private var open: OpenPage? = null
    private var parked: String? = null

    /** Whether a call waits for a page. */
    val hasOpen: Boolean get() = synchronized(this) { open != null }

    /** Opens a page, in place of any former one. */
    fun open(page: OpenPage) {
        val former = synchronized(this) { open.also { open = page } }
        former?.fail(WebBrowserFailure.UNANSWERED)
    }

    /** The page with this key, as long as a call waits for it. */
    fun find(key: String?): OpenPage? = synchronized(this) { open?.takeIf { it.key == key } }

    /** Gives a redirect to the call that waits for it. If none does, keeps the redirect for the app: [takeParked]. */
    fun redirect(uri: String) = give(uri) { it.canEndWith(uri) }

    /** Gives the call that waits for the page with this key the address at which the page's own browser ended. */
    fun redirect(
        uri: String,
        key: String?,
    ) = give(uri) { it.key == key }

    /** Whether an open page does not end with this redirect: it came late, or is forged. */
    fun isForeign(uri: String): Boolean = synchronized(this) { open?.canEndWith(uri) == false }

    private inline fun give(
        uri: String,
        condition: (OpenPage) -> Boolean,
    ) {
        val page = synchronized(this) { takeOpen(condition).also { if (it == null) parked = uri } }
        page?.succeed(uri)
    }

    /** Ends the page with this key, if a call still waits for it. */
    fun fail(
        key: String?,
        failure: WebBrowserFailure,
    ) {
        synchronized(this) { takeOpen { it.key == key } }?.fail(failure)
    }

    /** Ends the page with this key if no activity has taken it: the system did not start one. */
    fun failUnlessTaken(key: String) {
        synchronized(this) { takeOpen { it.key == key && !it.isTaken } }?.fail(WebBrowserFailure.NOT_SHOWN)
    }

    /** Forgets the page of a request that nobody waits for any more, and returns it. */
    fun close(id: Long): OpenPage? = synchronized(this) { takeOpen { it.request.id == id } }?.also { it.end() }

    /** Returns the redirect that no call waited for, and forgets it. */
    fun takeParked(): String? = synchronized(this) { parked.also { parked = null } }

    private inline fun takeOpen(condition: (OpenPage) -> Boolean): OpenPage? =
        open?.takeIf(condition)?.also { open = null }

    companion object {
        /** The pages of this process. */
        val shared = WebPages()
    }
}

/** The values of `state` among an address's parameters. */
private fun statesIn(address: String): List<String> =
    address
        .substringBefore('#')
        .substringAfter('?', "")
        .split('&')
        .filter { it.substringBefore('=') == "state" }
        .map { decoded(it.substringAfter('=', "")) }

private fun decoded(value: String): String =
    try {
        URLDecoder.decode(value, "UTF-8")
    } catch (_: IllegalArgumentException) {
        value
    }

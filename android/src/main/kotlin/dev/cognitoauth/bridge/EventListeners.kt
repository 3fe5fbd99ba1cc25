package dev.cognitoauth.bridge

import dev.cognitoauth.AuthEvent

/** The listeners of events, and of their end. If one throws, the others still get the event. */
internal class EventListeners(
    private val log: Log,
) {
    private class Listener(
        val hear: (AuthEvent) -> Unit,
        val end: () -> Unit,
    )

    // Replaced whole, so that listeners are called without a lock. Null after the end.
    private var listeners: List<Listener>? = emptyList()

    /** Adds a listener until the returned function is called. After the end, it gets only the end. */
    fun add(
        hear: (AuthEvent) -> Unit,
        end: () -> Unit,
    ): () -> Unit {
        val listener = Listener(hear, end)
        if (!change { it + listener }) end()
        return { change { it - listener } }
    }

    fun tell(event: AuthEvent) = current().orEmpty().forEach { guarded { it.hear(event) } }

    /** Tells every listener that no event comes any more. */
    fun end() {
        val last = synchronized(this) { listeners.also { listeners = null } }
        last.orEmpty().forEach { guarded(it.end) }
    }

    private fun current(): List<Listener>? = synchronized(this) { listeners }

    private fun change(changed: (List<Listener>) -> List<Listener>): Boolean =
        synchronized(this) {
            listeners = listeners?.let(changed)
            listeners != null
        }

    private inline fun guarded(tell: () -> Unit) {
        try {
            tell()
        } catch (_: Throwable) {
            log.warn("A listener of events threw an exception, which is ignored.")
        }
    }
}

package dev.cognitoauth.bridge

import dev.cognitoauth.AuthEvent

/**
 * The listeners to events. They are also told when no more events will come. If one listener throws, the others still
 * get the event.
 */
internal class EventListeners(
    private val log: Log,
) {
    private class Listener(
        val hear: (AuthEvent) -> Unit,
        val end: () -> Unit,
    )

    // The list is never changed, only replaced, so that listeners are called without a lock. Null after [end].
    private var listeners: List<Listener>? = emptyList()

    /**
     * Adds a listener; the returned function removes it. If no more events will come, this adds no listener and calls
     * [end].
     */
    fun add(
        hear: (AuthEvent) -> Unit,
        end: () -> Unit,
    ): () -> Unit {
        val listener = Listener(hear, end)
        if (!change { it + listener }) end()
        return { change { it - listener } }
    }

    fun tell(event: AuthEvent) = current().orEmpty().forEach { guarded { it.hear(event) } }

    /** Tells every listener that no more events will come. */
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

package dev.cognitoauth.bridge

import dev.cognitoauth.AuthEvent

/** Who hears of events, and of their end. One that throws keeps no other from hearing. */
internal class EventListeners(
    private val log: Log,
) {
    private class Listener(
        val hear: (AuthEvent) -> Unit,
        val end: () -> Unit,
    )

    // Replaced whole, so that events are told without a lock; null once the end was told.
    private var listeners: List<Listener>? = emptyList()

    /** Adds a listener until the returned function is called; after the end, it hears of nothing but the end. */
    fun add(
        hear: (AuthEvent) -> Unit,
        end: () -> Unit,
    ): () -> Unit {
        val listener = Listener(hear, end)
        if (!change { it + listener }) end()
        return { change { it - listener } }
    }

    fun tell(event: AuthEvent) = current().orEmpty().forEach { guarded { it.hear(event) } }

    /** Tells everybody that no event comes any more. */
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
            log.warn("A listener of events threw what it should have caught.")
        }
    }
}

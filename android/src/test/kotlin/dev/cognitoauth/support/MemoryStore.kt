package dev.cognitoauth.support

import dev.cognitoauth.SecureStore
import java.util.concurrent.ConcurrentHashMap

/** A store in memory, for the tests and the demo only. */
class MemoryStore : SecureStore {
    /** What is stored. */
    val entries = ConcurrentHashMap<String, ByteArray>()

    override fun load(key: String): ByteArray? = entries[key]

    override fun save(
        key: String,
        value: ByteArray,
    ) {
        entries[key] = value
    }

    override fun delete(key: String) {
        entries.remove(key)
    }
}

package dev.cognitoauth.testing

import dev.cognitoauth.SecureStore
import dev.cognitoauth.SecureStoreException
import dev.cognitoauth.SecureStoreException.Reason
import java.util.concurrent.ConcurrentHashMap

/**
 * A [SecureStore] in memory, for tests only: nothing protects its entries. It can be locked or broken on request.
 * Printing it prints no entry. Use it from any thread.
 */
public class MemoryStore
    @JvmOverloads
    constructor(
        /** See [SecureStore.identity]; none unless given. */
        override val identity: String? = null,
    ) : SecureStore {
        @Volatile
        private var readFailure: Reason? = null

        @Volatile
        private var writeFailure: Reason? = null

        /** What is stored, which the test can read and change: for example, it can damage an entry. */
        public val entries: MutableMap<String, ByteArray> = ConcurrentHashMap()

        /**
         * Lets every call fail from now on, such as with [Reason.LOCKED] before the device's first unlock. The entries
         * stay.
         */
        public fun fails(reason: Reason) {
            readFailure = reason
            writeFailure = reason
        }

        /** Lets every [save] and [delete] fail from now on, such as with [Reason.FULL]; [load] works. */
        public fun failsToWrite(reason: Reason) {
            readFailure = null
            writeFailure = reason
        }

        /** Lets every call work again. */
        public fun works() {
            readFailure = null
            writeFailure = null
        }

        override fun load(key: String): ByteArray? {
            readFailure.raise()
            return entries[key]?.clone()
        }

        override fun save(
            key: String,
            value: ByteArray,
        ) {
            writeFailure.raise()
            entries[key] = value.clone()
        }

        override fun delete(key: String) {
            writeFailure.raise()
            entries.remove(key)
        }

        override fun toString(): String = "MemoryStore(${entries.size} entries)"

        private fun Reason?.raise() {
            if (this != null) throw SecureStoreException(this)
        }
    }

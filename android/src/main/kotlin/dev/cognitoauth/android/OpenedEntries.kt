package dev.cognitoauth.android

/**
 * The entries that were decrypted last, with the bytes of their files. While a file has the same bytes, its value comes
 * from here, without the Keystore, which takes milliseconds.
 *
 * Each save changes the bytes, because it uses a new nonce; the file's time and size can stay the same. Values that are
 * no longer kept are wiped.
 */
internal class OpenedEntries {
    private class Opened(
        val sealed: ByteArray,
        val value: ByteArray,
    )

    private val entries = LinkedHashMap<String, Opened>()

    /** A copy of the value, if the entry's file has these bytes. */
    fun find(
        entry: String,
        sealed: ByteArray,
    ): ByteArray? = entries[entry]?.takeIf { it.sealed.contentEquals(sealed) }?.value?.clone()

    /** Keeps a copy of the value. */
    fun keep(
        entry: String,
        sealed: ByteArray,
        value: ByteArray,
    ) {
        forget(entry)
        if (entries.size == KEPT) forget(entries.keys.first())
        entries[entry] = Opened(sealed, value.clone())
    }

    fun forget(entry: String) {
        entries.remove(entry)?.value?.fill(0)
    }

    private companion object {
        /** The session, and the identity pool's identity. A fetch that needs no refresh reads no other entry. */
        const val KEPT = 2
    }
}

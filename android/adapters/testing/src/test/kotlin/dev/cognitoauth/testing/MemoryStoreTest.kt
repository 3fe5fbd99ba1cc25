package dev.cognitoauth.testing

import dev.cognitoauth.SecureStoreException
import dev.cognitoauth.SecureStoreException.Reason
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

class MemoryStoreTest {
    private val store = MemoryStore()
    private val bytes = "a secret".toByteArray()

    @Test
    fun anEntryIsStoredReplacedAndRemoved() {
        assertNull(store.load("key"))
        store.save("key", byteArrayOf(1))
        store.save("key", bytes)
        assertArrayEquals(bytes, store.load("key"))
        assertEquals("MemoryStore(1 entries)", "$store")
        store.delete("key")
        store.delete("key")
        assertNull(store.load("key"))
    }

    @Test
    fun savedAndLoadedEntriesAreCopies() {
        val given = bytes.clone()
        store.save("key", given)
        given[0] = 0
        store.load("key")?.set(1, 0)
        assertArrayEquals(bytes, store.load("key"))
    }

    @Test
    fun aLockedStoreFailsAndHasItsEntriesWhenItWorksAgain() {
        store.save("key", bytes)
        store.fails(Reason.LOCKED)
        val calls = listOf({ store.load("key") }, { store.save("key", bytes) }, { store.delete("key") })
        for (call in calls) {
            assertEquals(Reason.LOCKED, assertThrows<SecureStoreException> { call() }.reason)
        }
        store.works()
        assertArrayEquals(bytes, store.load("key"))
    }

    @Test
    fun aFullStoreCanStillBeRead() {
        store.save("key", bytes)
        store.failsToWrite(Reason.FULL)
        assertArrayEquals(bytes, store.load("key"))
        assertEquals(Reason.FULL, assertThrows<SecureStoreException> { store.save("key", bytes) }.reason)
        assertThrows<SecureStoreException> { store.delete("key") }
    }
}

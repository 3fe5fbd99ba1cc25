package dev.cognitoauth

import dev.cognitoauth.support.LocalPool
import dev.cognitoauth.support.Uncaught
import dev.cognitoauth.testing.MemoryStore
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

/** Errors that the core can't report: the library can't be loaded, or the bridge fails. */
class UnexpectedTest {
    private val missing = UnsatisfiedLinkError("no library for this processor")

    @Test
    fun aNativeLibraryThatCanNotBeLoadedIsReported() {
        val exception = failureOf(authWhoseCoreThrows(missing))
        assertEquals("The native library can't be used.", exception.message)
        assertSame(missing, exception.cause)
    }

    @Test
    fun onlyFor32BitProcessorsTheSuggestionNamesAbiFilters() {
        for (processor in listOf("armv7l", "armv8l", "i686")) {
            val suggestion = unusableLibrary(missing, processor).recoverySuggestion
            assertTrue("abiFilters" in suggestion && processor in suggestion, suggestion)
        }
        for (processor in listOf("aarch64", "x86_64", "amd64", null)) {
            assertFalse("abiFilters" in unusableLibrary(missing, processor).recoverySuggestion, processor)
        }
    }

    @Test
    fun anUnexpectedExceptionOfTheCoreIsReportedAsADefect() {
        val exception = failureOf(authWhoseCoreThrows(IllegalStateException("a text of the bridge")))
        assertEquals("The library has a defect.", exception.message)
        assertEquals("Report it, with the steps that lead to it.", exception.recoverySuggestion)
        assertNull(exception.cause)
    }

    @Test
    fun closingWithoutTheNativeLibraryThrowsNothing() =
        Uncaught().use { uncaught ->
            val auth = authWhoseCoreThrows(missing)
            auth.close()
            // The flow of events ends after the close. By then, the test knows any exception that the close has thrown.
            runBlocking { auth.events.toList() }
            val exception = assertThrows<InvalidStateException> { runBlocking { auth.getCurrentUser() } }
            assertEquals(AuthErrorCode.CLOSED, exception.code)
            assertFalse(missing in uncaught.thrown)
        }

    private fun failureOf(auth: Auth) = assertThrows<InternalException> { runBlocking { auth.getCurrentUser() } }

    private fun authWhoseCoreThrows(thrown: Throwable): Auth {
        val builder = Auth.builder(LocalPool.shared.configuration().build(), MemoryStore())
        return builder.build { _, _ -> throw thrown }
    }
}

package dev.cognitoauth.android

import android.content.Context
import dev.cognitoauth.AuthConfiguration
import dev.cognitoauth.AuthErrorCode
import dev.cognitoauth.ConfigurationException
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import java.io.ByteArrayInputStream
import java.io.File
import java.io.IOException
import java.io.InputStream

/** Reads the configuration from a raw resource of the app. */
class AndroidAuthTest {
    private val samples = File(System.getProperty("conformance.folder"), "../core/src/config/files/samples")
    private val context = Context()

    /** Remembers whether it was closed. */
    private class Resource(
        bytes: ByteArray,
    ) : ByteArrayInputStream(bytes) {
        var isClosed = false

        override fun close() {
            isClosed = true
        }
    }

    private fun configuration(
        content: InputStream,
        entry: String? = null,
    ): AuthConfiguration {
        context.resources.raw[RESOURCE] = content
        return AndroidAuth.configuration(context, RESOURCE, entry)
    }

    private fun refusal(work: () -> Any): AuthErrorCode = assertThrows<ConfigurationException> { work() }.code

    @Test
    fun everyKindOfConfigurationFileIsReadFromAResourceThatIsThenClosed() {
        val files = samples.listFiles().orEmpty()
        assertTrue(files.size >= 10, "only ${files.size} files were found")
        for (file in files) {
            val resource = Resource(file.readBytes())
            assertEquals(AuthConfiguration.fromJson(file.readText()), configuration(resource), file.name)
            assertTrue(resource.isClosed, file.name)
        }
    }

    @Test
    fun theNamedEntryOfAResourceIsRead() {
        val file = File(samples, SEVERAL).readText()
        val chosen = configuration(Resource(file.toByteArray()), ENTRY)
        assertEquals(AuthConfiguration.fromJson(file, ENTRY), chosen)
        assertNotEquals(AuthConfiguration.fromJson(file), chosen)
    }

    @Test
    fun aMissingOrUnreadableResourceFailsWithATypedError() {
        assertEquals(AuthErrorCode.UNREADABLE_CONFIGURATION, refusal { AndroidAuth.configuration(context, RESOURCE) })
        var isClosed = false
        val broken =
            object : InputStream() {
                override fun read(): Int = throw IOException()

                override fun close() {
                    isClosed = true
                }
            }
        assertEquals(AuthErrorCode.UNREADABLE_CONFIGURATION, refusal { configuration(broken) })
        assertTrue(isClosed, "a resource is closed after a failure too")
    }

    private companion object {
        const val RESOURCE = 0x7f130001
        const val SEVERAL = "awsconfiguration-entries.json"
        const val ENTRY = "Staging"
    }
}

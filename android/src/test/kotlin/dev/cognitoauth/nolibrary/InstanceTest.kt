package dev.cognitoauth.nolibrary

import dev.cognitoauth.Auth
import dev.cognitoauth.AuthConfiguration
import dev.cognitoauth.AuthErrorCode
import dev.cognitoauth.AuthEvent
import dev.cognitoauth.AuthFlowType
import dev.cognitoauth.AuthSessionState
import dev.cognitoauth.AuthSignOutResult
import dev.cognitoauth.InternalException
import dev.cognitoauth.InvalidStateException
import dev.cognitoauth.testing.MemoryStore
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Tag
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

/** An instance works without the native library until its first call. */
@Tag("no-library")
class InstanceTest {
    private val configuration = AuthConfiguration.builder("eu-west-1", "eu-west-1_pool", "client").build()
    private val outputs = AuthConfiguration.fromAmplifyOutputs("{}").authFlowType(AuthFlowType.USER_AUTH)

    @Test
    fun anInstanceCanBeMadeObservedAndClosedWithoutTheNativeLibrary() =
        runBlocking {
            for (configuration in listOf(configuration, outputs)) {
                val auth = Auth.builder(configuration, MemoryStore()).build()
                auth.subscribe { error("an event: $it") }.cancel()
                auth.close()
                assertEquals(AuthSessionState.Loading, auth.currentSessionState)
                val states = withTimeout(30_000) { auth.sessionStates.toList() }
                assertEquals(listOf(AuthSessionState.Loading), states)
                assertEquals(emptyList<AuthEvent>(), withTimeout(30_000) { auth.events.toList() })
                val exception = assertThrows<InvalidStateException> { runBlocking { auth.getCurrentUser() } }
                assertEquals(AuthErrorCode.CLOSED, exception.code)
                assertEquals(AuthErrorCode.CLOSED, (auth.signOut() as AuthSignOutResult.Failed).exception.code)
            }
        }

    @Test
    fun aCallAndAValidationReportThatTheNativeLibraryIsMissing() {
        val auth = Auth.builder(configuration, MemoryStore()).build()
        for (call in listOf<() -> Unit>({ runBlocking { auth.getCurrentUser() } }, configuration::validate)) {
            assertTrue(assertThrows<InternalException> { call() }.cause is LinkageError)
        }
    }
}

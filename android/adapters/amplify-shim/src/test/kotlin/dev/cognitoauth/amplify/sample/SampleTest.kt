package dev.cognitoauth.amplify.sample

import android.content.Context
import dev.cognitoauth.Auth
import dev.cognitoauth.amplify.AWSCognitoAuthPlugin
import dev.cognitoauth.amplify.Amplify
import dev.cognitoauth.amplify.AmplifyOutputs
import dev.cognitoauth.support.LocalPool
import dev.cognitoauth.testing.MemoryStore
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import java.util.UUID
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit

/** Two apps written for Amplify take the steps of its "Sign in" guide, through the shim and against the local pool. */
@Timeout(60)
class SampleTest {
    private val pool = LocalPool.shared
    private val username = "ana-" + UUID.randomUUID().toString().take(8)
    private val email = "$username@example.com"
    private val auth = Auth.builder(pool.configuration().build(), MemoryStore()).build()
    private val plugin = AWSCognitoAuthPlugin(auth)
    private val shown = LinkedBlockingQueue<String>()
    private val coroutines = CoroutineApp(shown::add)
    private val callbacks = CallbackApp(shown::add)

    private fun next() = checkNotNull(shown.poll(30, TimeUnit.SECONDS)) { "the app showed nothing" }

    private fun start() {
        coroutines.start(Context(), AmplifyOutputs(1), plugin)
    }

    @AfterEach
    fun close() {
        Amplify.removePlugin(plugin)
        auth.close()
    }

    @Test
    fun theAppWithCoroutinesPlaysTheGuide() {
        start()
        runBlocking {
            coroutines.showSession()
            coroutines.register(username, PASSWORD, email)
            coroutines.confirm(username, "000000")
            coroutines.confirm(username, pool.newestCode(username))
            coroutines.signIn(username, "Wrong-password-1")
            coroutines.signIn(username, PASSWORD)
            coroutines.signIn(username, PASSWORD)
            coroutines.showSession()
            coroutines.signOut()
        }
        val expected =
            listOf(
                "configured",
                "no session: SignedOutException",
                "code by EMAIL for email",
                "not confirmed: CodeMismatchException",
                "confirmed: true",
                "not signed in: NotAuthorizedException",
                "signed in: true",
                "not signed in: SignedInException",
                "session of the user: true",
                "token: SUCCESS, identity: FAILURE",
                "signed out",
            )
        assertEquals(expected, shown.toList())
    }

    @Test
    fun theAppWithCallbacksPlaysTheGuide() {
        val token = callbacks.listen()
        start()
        assertEquals(listOf("event: ready", "configured"), List(2) { next() })
        callbacks.register(username, PASSWORD, email)
        assertEquals("next: CONFIRM_SIGN_UP_STEP", next())
        callbacks.signIn(username, PASSWORD)
        assertEquals("confirm first", next())
        callbacks.confirm(username, pool.newestCode(username))
        assertEquals("confirmed: true", next())
        callbacks.signIn(username, PASSWORD)
        assertEquals(setOf("event: in", "signed in: true"), setOf(next(), next()))
        callbacks.showSession()
        assertEquals("with a token: true", next())
        callbacks.signOut()
        assertEquals(setOf("event: out", "signed out"), setOf(next(), next()))
        Amplify.Hub.unsubscribe(token)
    }

    private companion object {
        const val PASSWORD = "Password-123"
    }
}

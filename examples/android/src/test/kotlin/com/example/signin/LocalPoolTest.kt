package com.example.signin

import dev.cognitoauth.Auth
import dev.cognitoauth.testing.LocalPoolExtension
import dev.cognitoauth.testing.MemoryStore
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.cancel
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Tag
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.RegisterExtension

/** The app's logic over the library itself, against the local pool. It needs the native library for this machine. */
@Tag("native-library")
class LocalPoolTest {
    @JvmField
    @RegisterExtension
    val local = LocalPoolExtension()

    private suspend fun SignInModel.waitFor(screen: Screen) =
        withTimeout(TIMEOUT_MILLISECONDS) { shown.first { it.screen == screen && !it.isBusy } }

    @Test
    fun aUserSignsUpOutAndIn() =
        runBlocking {
            val scope = CoroutineScope(Dispatchers.Default)
            Auth.builder(local.pool.configuration().build(), MemoryStore()).build().use { auth ->
                val model = SignInModel(auth, scope)
                model.waitFor(Screen.SignIn())
                model.signUp("ana", "ana@example.com", PASSWORD)
                model.waitFor(Screen.ConfirmSignUp("ana"))
                model.confirmSignUp("ana", local.pool.newestCode("ana"))
                // The client allows choice-based sign-in, so the confirmed user is signed in without the password.
                model.waitFor(Screen.SignedIn("ana"))
                model.signOut()
                model.waitFor(Screen.SignIn())
                model.signIn("ana", "Wrong-password-1")
                withTimeout(TIMEOUT_MILLISECONDS) { model.shown.first { it.message != null && !it.isBusy } }
                model.signIn("ana", PASSWORD)
                assertEquals(null, model.waitFor(Screen.SignedIn("ana")).message)
            }
            scope.cancel()
        }

    private companion object {
        const val PASSWORD = "Password-123"
        const val TIMEOUT_MILLISECONDS = 60_000L
    }
}

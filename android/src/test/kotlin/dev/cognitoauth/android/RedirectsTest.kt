package dev.cognitoauth.android

import dev.cognitoauth.Auth
import dev.cognitoauth.AuthRedirectResult
import dev.cognitoauth.AuthSignInResult
import dev.cognitoauth.AuthSignInStep
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

class RedirectsTest {
    private val signedIn =
        AuthRedirectResult.SignedIn(
            AuthSignInResult(isSignedIn = true, nextStep = AuthSignInStep.Done),
        )

    private class Redirects(
        private val results: Map<String, AuthRedirectResult>,
    ) : Auth {
        val handled = mutableListOf<String>()

        override suspend fun handleRedirect(uri: String): AuthRedirectResult {
            handled += uri
            return results.getValue(uri)
        }
    }

    private val auth =
        Redirects(
            mapOf(
                "link" to AuthRedirectResult.NotARedirect,
                "old" to AuthRedirectResult.Ignored,
                "waiting" to AuthRedirectResult.Delivered,
                "late" to signedIn,
            ),
        )

    private fun result(vararg uris: String) = runBlocking { auth.handleFirstRedirect(uris.toList()) }

    @Test
    fun theFirstRedirectThatSomebodyTakesCounts() {
        assertEquals(signedIn, result("old", "late", "waiting"))
        assertEquals(listOf("old", "late"), auth.handled)
        assertEquals(AuthRedirectResult.Delivered, result("link", "waiting"))
    }

    @Test
    fun ifNobodyTakesARedirectTheResultSaysWhetherThereWasOne() {
        assertEquals(AuthRedirectResult.NotARedirect, result())
        assertEquals(AuthRedirectResult.NotARedirect, result("link"))
        assertEquals(AuthRedirectResult.Ignored, result("old", "link"))
        assertEquals(AuthRedirectResult.Ignored, result("link", "old"))
    }
}

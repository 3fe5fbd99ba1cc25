package dev.cognitoauth.android

import android.content.Intent
import android.net.Uri
import dev.cognitoauth.Auth
import dev.cognitoauth.AuthRedirectResult
import dev.cognitoauth.AuthSignInResult
import dev.cognitoauth.AuthSignInStep
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit

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

    @BeforeEach
    fun noRedirectIsKept() {
        WebPages.shared.takeParked()
    }

    private fun result(vararg uris: String) = runBlocking { auth.handleFirstRedirect(uris.toList()) }

    @Test
    fun theFirstRedirectThatASignInTakesGivesTheResult() {
        assertEquals(signedIn, result("old", "late", "waiting"))
        assertEquals(listOf("old", "late"), auth.handled)
        assertEquals(AuthRedirectResult.Delivered, result("link", "waiting"))
    }

    @Test
    fun ifNoSignInTakesARedirectTheResultSaysWhetherAnyAddressIsARedirect() {
        assertEquals(AuthRedirectResult.NotARedirect, result())
        assertEquals(AuthRedirectResult.NotARedirect, result("link"))
        assertEquals(AuthRedirectResult.Ignored, result("old", "link"))
        assertEquals(AuthRedirectResult.Ignored, result("link", "old"))
    }

    private fun intent(address: String) = Intent("android.intent.action.VIEW", Uri.parse(address))

    private fun response(intent: Intent?) = runBlocking { auth.handleWebUISignInResponse(intent) }

    @Test
    fun aRedirectThatNoCallWaitedForIsHandledBeforeTheIntent() {
        assertEquals(AuthRedirectResult.NotARedirect, response(null))
        assertEquals(AuthRedirectResult.NotARedirect, response(Intent()))
        WebPages.shared.redirect("late")
        assertEquals(signedIn, response(intent("waiting")))
        assertEquals(listOf("late"), auth.handled)
        assertEquals(AuthRedirectResult.Delivered, response(intent("waiting")), "a kept redirect is taken once")
        WebPages.shared.redirect("old")
        assertEquals(AuthRedirectResult.Delivered, response(intent("waiting")))
        assertEquals(listOf("late", "waiting", "old", "waiting"), auth.handled)
    }

    @Test
    fun handleWebUISignInResponseWorksWithCallbacksToo() {
        WebPages.shared.redirect("late")
        val results = CompletableFuture<AuthRedirectResult>()
        auth.handleWebUISignInResponse(null, results::complete, results::completeExceptionally)
        assertEquals(signedIn, results.get(30, TimeUnit.SECONDS))
    }
}

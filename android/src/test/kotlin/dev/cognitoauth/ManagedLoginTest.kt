package dev.cognitoauth

import dev.cognitoauth.support.LocalPool
import dev.cognitoauth.support.PoolBrowser
import dev.cognitoauth.support.ShiftedClock
import dev.cognitoauth.support.TriggerServer
import dev.cognitoauth.support.User
import dev.cognitoauth.support.buildForTesting
import dev.cognitoauth.testing.MemoryStore
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonObject
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

/** Whole sign-ins on web pages. A local pool serves the pages, and a browser fills in their forms over HTTP. */
class ManagedLoginTest {
    private val pool = LocalPool.shared
    private val store = MemoryStore()
    private val clock = ShiftedClock()
    private val auth = instance()

    private val user = User()

    private fun instance(pool: LocalPool = this.pool): Auth =
        Auth
            .builder(pool.configuration().oauth(pages(pool)).build(), store)
            .buildForTesting(clock)

    private fun pages(pool: LocalPool) =
        OAuthConfiguration(pool.endpoint, listOf("myapp://callback/"), listOf("myapp://signed-out/"))

    private fun browser(
        password: String = user.password,
        arrived: (String, WebBrowserReply) -> Unit = { redirect, reply -> reply.succeed(redirect, false) },
    ): PoolBrowser = PoolBrowser(mapOf("username" to user.username, "password" to password), arrived)

    /** Waits for the browser, because the page of an earlier test can still be closing. */
    private fun options(prompt: List<AuthWebUIPrompt> = emptyList()) =
        AuthWebUISignInOptions
            .builder()
            .waitForBrowser(true)
            .prompt(prompt)
            .build()

    private suspend fun signIn(browser: PoolBrowser): AuthSignInResult = auth.signInWithWebUI(browser, options())

    private fun refusal(work: suspend () -> Any): AuthErrorCode =
        assertThrows<AuthException> { runBlocking { work() } }.code

    /** The redirect of a sign-in whose page the user closed before the redirect reached the app. */
    private fun redirectAfterTheUserClosedThePage(): String {
        val browser = browser { _, reply -> reply.fail(WebBrowserFailure.CANCELLED) }
        assertEquals(AuthErrorCode.BROWSER_CANCELLED, refusal { signIn(browser) })
        return browser.redirects.single()
    }

    @Test
    fun aUserSignsInWithTheFormAndThenWithTheCookieUntilASignOutRemovesTheCookie() =
        runBlocking {
            user.register(auth)
            val browser = browser()
            assertTrue(signIn(browser).isSignedIn)
            assertEquals(user.username, auth.getCurrentUser().username)
            assertEquals(user.email, auth.fetchUserAttributes().single { it.key == AuthUserAttributeKey.email() }.value)
            assertTrue(auth.fetchAuthSession(refresh).isSignedIn)
            auth.signOut()
            assertTrue(signIn(browser).isSignedIn)
            assertEquals(1, browser.forms.size, "the second sign-in needs no form: the browser has the cookie")

            assertEquals(AuthSignOutResult.Complete, auth.signOut(browser))
            assertTrue(browser.redirects.last().startsWith("myapp://signed-out/"))
            assertTrue(signIn(browser).isSignedIn)
            assertEquals(2, browser.forms.size, "the sign-out removed the cookie")
        }

    @Test
    fun aRedirectWithAnErrorFailsTheSignIn() {
        val browser = browser()
        val refusal = refusal { auth.signInWithWebUI(browser, options(listOf(AuthWebUIPrompt.NONE))) }
        assertEquals(AuthErrorCode.LOGIN_REQUIRED, refusal)
        assertEquals(emptyList<String>(), browser.forms)
    }

    /** Signs in at the given pool's stand-in for Google, and expects a refusal. */
    private fun refusalAtGoogle(
        pool: LocalPool,
        fields: Map<String, String>,
    ): AuthException {
        pool.allowGoogle(pages(pool))
        val auth = instance(pool)
        val browser = PoolBrowser(fields)
        val exception =
            assertThrows<AuthException> {
                runBlocking { auth.signInWithSocialWebUI(AuthProvider.google(), browser, options()) }
            }
        assertEquals(listOf("Stand-in for Google"), browser.forms)
        assertTrue("error=" in browser.redirects.single(), browser.redirects.single())
        assertFalse(runBlocking { auth.fetchAuthSession() }.isSignedIn)
        assertFalse(exception.serviceMessage.orEmpty() in exception.toString())
        return exception
    }

    @Test
    fun aUserWhoCancelsAtTheProviderIsRefusedAndCanSignInAfterwards() {
        val withGoogle = pool.another()
        val exception = refusalAtGoogle(withGoogle, mapOf("answer" to "cancel"))
        assertEquals(AuthErrorCode.WEB_SIGN_IN_REFUSED, exception.code)
        assertEquals(AuthErrorReason.SIGN_IN_REFUSED, exception.reason)
        assertEquals("The user cancelled the sign-in", exception.serviceMessage)

        val auth = instance(withGoogle)
        val browser = PoolBrowser(mapOf("sub" to "1815", "email" to user.email, "answer" to "sign-in"))
        val result =
            runBlocking { auth.signInWithSocialWebUI(AuthProvider.google(), browser, options()) }
        assertTrue(result.isSignedIn)
        assertEquals("Google_1815", runBlocking { auth.getCurrentUser() }.username)
    }

    @Test
    fun aSignInThatFailsAtTheProviderIsRetryable() {
        val exception =
            refusalAtGoogle(pool.another(), mapOf("answer" to "error", "error_description" to "Google is closed"))
        assertEquals(AuthErrorCode.WEB_SIGN_IN_FAILED, exception.code)
        assertTrue(exception.isRetryable)
        assertEquals("Google is closed", exception.serviceMessage)
    }

    @Test
    fun theErrorNamesTheTriggerThatRefusesANewUserOfTheProvider() {
        TriggerServer(mapOf("PreSignUp_ExternalProvider" to "Not invited")) { _, _ -> }.use { triggers ->
            val guarded = pool.another { putJsonObject("LambdaConfig") { put("PreSignUp", triggers.endpoint) } }
            val exception = refusalAtGoogle(guarded, mapOf("sub" to "1815", "email" to user.email))
            assertEquals(AuthErrorCode.USER_LAMBDA_VALIDATION, exception.code)
            assertEquals(AuthErrorReason.PRE_SIGN_UP_TRIGGER, exception.reason)
            assertEquals("PreSignUp failed with error Not invited.", exception.serviceMessage)
            assertEquals(1, triggers.events.size)
        }
    }

    @Test
    fun aRedirectWithAnotherStateIsRefused() =
        runBlocking {
            user.register(auth)
            val browser = browser { redirect, reply -> reply.succeed(redirect.replace("state=", "state=x"), false) }
            assertEquals(AuthErrorCode.UNKNOWN_REDIRECT, refusal { signIn(browser) })
            assertFalse(auth.fetchAuthSession().isSignedIn)
        }

    @Test
    fun aRedirectThatComesTwiceSignsInOnce() =
        runBlocking {
            user.register(auth)
            val browser = browser()
            val operations =
                pool.operationsDuring {
                    assertTrue(signIn(browser).isSignedIn)
                    assertEquals(AuthRedirectResult.Ignored, auth.handleRedirect(browser.redirects.single()))
                }
            assertEquals(1, operations.count { it == "Token" })
        }

    @Test
    fun aRedirectThatComesAfterTheUserClosedThePageSignsIn() =
        runBlocking {
            user.register(auth)
            val signedIn = auth.handleRedirect(redirectAfterTheUserClosedThePage()) as AuthRedirectResult.SignedIn
            assertTrue(signedIn.result.isSignedIn)
            assertEquals(user.username, auth.getCurrentUser().username)
        }

    @Test
    fun aRedirectThatComesAfterMoreThanTenMinutesIsRefused() =
        runBlocking {
            user.register(auth)
            val redirect = redirectAfterTheUserClosedThePage()
            clock.aheadMilliseconds = 11 * 60_000
            assertEquals(AuthErrorCode.CHALLENGE_EXPIRED, refusal { auth.handleRedirect(redirect) })
            assertFalse(auth.fetchAuthSession().isSignedIn)
        }

    @Test
    fun aSignInOnTheWebGoesOnInTheAppsNextProcess() =
        runBlocking {
            user.register(auth)
            val redirect = redirectAfterTheUserClosedThePage()
            auth.close()
            val afterRestart = instance()
            assertTrue((afterRestart.handleRedirect(redirect) as AuthRedirectResult.SignedIn).result.isSignedIn)
            assertEquals(user.username, afterRestart.getCurrentUser().username)
        }

    private companion object {
        val refresh = AuthFetchSessionOptions.builder().forceRefresh(true).build()
    }
}

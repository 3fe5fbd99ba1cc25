package dev.cognitoauth

import dev.cognitoauth.support.FakeBrowser
import dev.cognitoauth.support.FakeTokenEndpoint
import dev.cognitoauth.support.parameters
import dev.cognitoauth.support.redirect
import dev.cognitoauth.support.webConfiguration
import dev.cognitoauth.testing.MemoryStore
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit

/** Sign-ins and sign-outs on web pages, with a fake browser. */
class WebUITest {
    private var browser = FakeBrowser()
    private val service = FakeTokenEndpoint { browser }
    private val store = MemoryStore()
    private val auth = instance()

    /** Waits for the browser, because the page of an earlier test can still be closing. */
    private val waiting = AuthWebUISignInOptions.builder().waitForBrowser(true).build()

    private fun instance(configuration: AuthConfiguration = webConfiguration().build()): Auth =
        Auth.builder(configuration, store).httpTransport(service).build()

    private suspend fun signIn(browser: FakeBrowser = this.browser): AuthSignInResult {
        this.browser = browser
        return auth.signInWithWebUI(browser, waiting)
    }

    @Test
    fun aUserSignsInOnThePages() =
        runBlocking {
            assertTrue(signIn().isSignedIn)
            assertEquals(FakeTokenEndpoint.USERNAME, auth.getCurrentUser().username)
            val request = browser.requests.single()
            assertTrue(request.url.startsWith("https://auth.example.com/oauth2/authorize?"))
            assertEquals("myapp://callback/", request.redirectUri)
            assertFalse(request.prefersPrivateSession)
            assertEquals(listOf("https://auth.example.com/oauth2/token"), service.requests.toList())
        }

    @Test
    fun aSignInWithAProviderOpensTheProvidersPage() =
        runBlocking {
            val providers =
                mapOf(
                    AuthProvider.amazon() to "LoginWithAmazon",
                    AuthProvider.apple() to "SignInWithApple",
                    AuthProvider.facebook() to "Facebook",
                    AuthProvider.google() to "Google",
                    AuthProvider.oidc("Work") to "Work",
                    AuthProvider.saml("School") to "School",
                    AuthProvider.custom("Other") to "Other",
                )
            for ((provider, name) in providers) {
                assertTrue(auth.signInWithSocialWebUI(provider, browser, waiting).isSignedIn)
                assertEquals(name, browser.requests.last().parameters["identity_provider"])
                auth.signOut()
            }
        }

    @Test
    fun aRedirectWithAnErrorFailsTheSignIn() {
        val refusing = FakeBrowser.returning("error=access_denied&error_description=secret-value&state=STATE")
        val exception = assertThrows<NotAuthorizedException> { runBlocking { signIn(refusing) } }
        assertEquals(AuthErrorCode.WEB_SIGN_IN_REFUSED, exception.code)
        assertFalse("secret-value" in exception.toString())
        assertEquals(emptyList<String>(), service.requests.toList())
    }

    @Test
    fun aRedirectOfAnotherSignInIsRefused() {
        val foreign = FakeBrowser.returning("code=c-1&state=another")
        assertEquals(AuthErrorCode.UNKNOWN_REDIRECT, refusal { signIn(foreign) })
        assertEquals(emptyList<String>(), service.requests.toList())
    }

    @Test
    fun everyFailureOfABrowserHasAnErrorCode() {
        val expected =
            mapOf(
                WebBrowserFailure.CANCELLED to AuthErrorCode.BROWSER_CANCELLED,
                WebBrowserFailure.UNAVAILABLE to AuthErrorCode.BROWSER_UNAVAILABLE,
                WebBrowserFailure.NOT_SHOWN to AuthErrorCode.BROWSER_FAILED,
                WebBrowserFailure.UNANSWERED to AuthErrorCode.BROWSER_FAILED,
            )
        assertEquals(expected, WebBrowserFailure.entries.associateWith { refusal { signIn(FakeBrowser.failing(it)) } })
        assertEquals(AuthErrorCode.BROWSER_FAILED, refusal { signIn(FakeBrowser { _, _ -> error("no window") }) })
    }

    @Test
    fun onlyTheFirstResultOfABrowserHasAnEffect() =
        runBlocking {
            val twice =
                FakeBrowser { request, reply ->
                    reply.fail(WebBrowserFailure.CANCELLED)
                    reply.succeed(request.redirect(), false)
                }
            assertEquals(AuthErrorCode.BROWSER_CANCELLED, refusal { signIn(twice) })
        }

    @Test
    fun aRedirectThatComesAfterTheUserClosedThePageSignsIn() =
        runBlocking {
            assertEquals(AuthErrorCode.BROWSER_CANCELLED, refusal { signIn(FakeBrowser.failing()) })
            val redirect = browser.requests.single().redirect()
            assertEquals(AuthRedirectResult.NotARedirect, auth.handleRedirect("myapp://elsewhere/"))
            assertEquals(AuthRedirectResult.Ignored, auth.handleRedirect("myapp://callback/?code=c-1&state=forged"))
            val signedIn = auth.handleRedirect(redirect) as AuthRedirectResult.SignedIn
            assertTrue(signedIn.result.isSignedIn)
            assertEquals(AuthRedirectResult.Ignored, auth.handleRedirect(redirect))
        }

    @Test
    fun aSignInOutlivesTheProcess() =
        runBlocking {
            assertEquals(AuthErrorCode.BROWSER_CANCELLED, refusal { signIn(FakeBrowser.failing()) })
            val afterRestart = instance()
            val signedIn = afterRestart.handleRedirect(browser.requests.single().redirect())
            assertTrue((signedIn as AuthRedirectResult.SignedIn).result.isSignedIn)
            assertEquals(FakeTokenEndpoint.USERNAME, afterRestart.getCurrentUser().username)
        }

    @Test
    fun aRedirectThatReachesTheAppGoesToTheWaitingCall() =
        runBlocking {
            val shown = CompletableDeferred<WebBrowserRequest>()
            val call = async(Dispatchers.Default) { signIn(FakeBrowser { request, _ -> shown.complete(request) }) }
            val request = withTimeout(30_000) { shown.await() }
            assertEquals(AuthRedirectResult.Delivered, auth.handleRedirect(request.redirect()))
            assertTrue(withTimeout(30_000) { call.await() }.isSignedIn)
            assertEquals(request.id, browser.closed.poll(30, TimeUnit.SECONDS))
        }

    @Test
    fun cancellingTheCallClosesThePageAndEndsTheSignIn() =
        runBlocking {
            val shown = CompletableDeferred<WebBrowserRequest>()
            val call = async(Dispatchers.Default) { signIn(FakeBrowser { request, _ -> shown.complete(request) }) }
            val request = withTimeout(30_000) { shown.await() }
            call.cancel()
            assertEquals(request.id, browser.closed.poll(30, TimeUnit.SECONDS))
            assertEquals(AuthRedirectResult.Ignored, auth.handleRedirect(request.redirect()))
        }

    @Test
    fun aSignInWhileAnotherPageIsOpenIsRefusedOrWaits() =
        runBlocking {
            val pages = CompletableDeferred<WebBrowserReply>()
            val first = FakeBrowser { _, reply -> pages.complete(reply) }
            val call = async(Dispatchers.Default) { runCatching { signIn(first) } }
            val reply = withTimeout(30_000) { pages.await() }
            val other = FakeBrowser()
            val another = Auth.builder(webConfiguration().build(), MemoryStore()).httpTransport(service).build()
            assertEquals(AuthErrorCode.BROWSER_BUSY, refusal { another.signInWithWebUI(other) })
            val second = async(Dispatchers.Default) { another.signInWithWebUI(other, waiting) }
            browser = other
            reply.fail(WebBrowserFailure.CANCELLED)
            assertTrue(withTimeout(30_000) { second.await() }.isSignedIn)
            assertTrue(call.await().isFailure)
        }

    @Test
    fun aSignOutRemovesTheCookieIfThereIsOne() =
        runBlocking {
            signIn()
            val signingOut = FakeBrowser.returning("")
            assertEquals(AuthSignOutResult.Complete, auth.signOut(signingOut))
            val request = signingOut.requests.single()
            assertTrue(request.url.startsWith("https://auth.example.com/logout?"))
            assertEquals("myapp://signed-out/", request.redirectUri)
            assertEquals(AuthSignOutResult.Complete, auth.signOut(signingOut))
            assertEquals(1, signingOut.requests.size, "the second sign-out opened a page")
        }

    @Test
    fun aSignOutOpensAPageUnlessTheSignInsPageWasPrivate() =
        runBlocking {
            val asked =
                AuthWebUISignInOptions
                    .builder()
                    .waitForBrowser(true)
                    .preferPrivateSession(true)
                    .build()
            for (isPrivate in listOf(true, false)) {
                browser = FakeBrowser { request, reply -> reply.succeed(request.redirect(), isPrivate) }
                assertTrue(auth.signInWithWebUI(browser, asked).isSignedIn)
                assertTrue(browser.requests.single().prefersPrivateSession)
                val signingOut = FakeBrowser.returning("")
                assertEquals(AuthSignOutResult.Complete, auth.signOut(signingOut))
                assertEquals(if (isPrivate) 0 else 1, signingOut.requests.size)
            }
        }

    @Test
    fun aLaterSignOutRemovesTheCookieThatAFailedSignOutLeft() =
        runBlocking {
            signIn()
            auth.signOut(FakeBrowser.failing())
            val afterRestart = instance()
            assertEquals(AuthSignOutResult.Complete, afterRestart.signOut())
            val signingOut = FakeBrowser.returning("")
            repeat(2) { assertEquals(AuthSignOutResult.Complete, afterRestart.signOut(signingOut)) }
            assertEquals(1, signingOut.requests.size)
        }

    @Test
    fun aSignOutWhileAnotherPageIsOpenIsPartialOrWaits() =
        runBlocking {
            signIn()
            val pages = CompletableDeferred<WebBrowserReply>()
            val another = Auth.builder(webConfiguration().build(), MemoryStore()).httpTransport(service).build()
            val open = FakeBrowser { _, reply -> pages.complete(reply) }
            val call = async(Dispatchers.Default) { runCatching { another.signInWithWebUI(open, waiting) } }
            val reply = withTimeout(30_000) { pages.await() }
            val signingOut = FakeBrowser.returning("")
            val busy = auth.signOut(signingOut) as AuthSignOutResult.Partial
            assertEquals(AuthErrorCode.BROWSER_BUSY, busy.hostedUIError?.code)
            assertFalse(auth.fetchAuthSession().isSignedIn)
            val wait = AuthSignOutOptions.builder().waitForBrowser(true).build()
            val left = async(Dispatchers.Default, CoroutineStart.UNDISPATCHED) { auth.signOut(signingOut, wait) }
            left.cancelAndJoin()
            val second = async(Dispatchers.Default) { auth.signOut(signingOut, wait) }
            reply.fail(WebBrowserFailure.CANCELLED)
            assertEquals(AuthSignOutResult.Complete, withTimeout(30_000) { second.await() })
            assertEquals(1, signingOut.requests.size, "the cancelled call opens no page")
            assertTrue(call.await().isFailure)
        }

    @Test
    fun aSignOutUsesTheRedirectThatTheAppHasChosen() =
        runBlocking {
            signIn()
            val elsewhere = AuthSignOutOptions.builder().redirectUri("myapp://elsewhere/").build()
            val signingOut = FakeBrowser.returning("")
            val refused = auth.signOut(signingOut, elsewhere) as AuthSignOutResult.Partial
            assertEquals(AuthErrorCode.MALFORMED_ARGUMENT, refused.hostedUIError?.code)
            assertFalse(auth.fetchAuthSession().isSignedIn)
            val named = AuthSignOutOptions.builder().redirectUri("https://example.com/signed-out").build()
            assertEquals(AuthSignOutResult.Complete, auth.signOut(signingOut, named))
            assertEquals("https://example.com/signed-out", signingOut.requests.single().redirectUri)
        }

    @Test
    fun inTheNextProcessASignOutFromAPrivateSessionOpensNoBrowser() =
        runBlocking {
            val private =
                AuthWebUISignInOptions
                    .builder()
                    .waitForBrowser(true)
                    .preferPrivateSession(true)
                    .build()
            assertTrue(auth.signInWithWebUI(browser, private).isSignedIn)
            assertTrue(browser.requests.single().prefersPrivateSession)
            // The next process still knows that the page of the sign-in was private.
            val afterRestart = instance()
            assertTrue(afterRestart.fetchAuthSession().isSignedIn)
            val signingOut = FakeBrowser.returning("")
            assertEquals(AuthSignOutResult.Complete, afterRestart.signOut(signingOut))
            assertEquals(0, signingOut.requests.size, "a private session leaves no cookie")
            assertFalse(afterRestart.fetchAuthSession().isSignedIn)
        }

    @Test
    fun aUserWhoClosesTheSignOutPageIsSignedOutOnTheDevice() =
        runBlocking {
            signIn()
            val result = auth.signOut(FakeBrowser.failing()) as AuthSignOutResult.Partial
            assertEquals(AuthErrorCode.BROWSER_CANCELLED, result.hostedUIError?.code)
            assertFalse(auth.fetchAuthSession().isSignedIn)
        }

    @Test
    fun anUnexpectedUserIsNotSignedIn() {
        val bob =
            AuthWebUISignInOptions
                .builder()
                .waitForBrowser(true)
                .identityExpectation(AuthIdentityExpectation.User("sub-of-bob"))
                .build()
        assertEquals(AuthErrorCode.UNEXPECTED_IDENTITY, refusal { auth.signInWithWebUI(browser, bob) })
    }

    @Test
    fun withoutOAuthInTheConfigurationNoPageIsShown() {
        val none = AuthConfiguration.builder("eu-central-1", "eu-central-1_AbCdEfGhI", "client").build()
        val exception =
            assertThrows<ConfigurationException> { runBlocking { instance(none).signInWithWebUI(browser) } }
        assertEquals(AuthErrorCode.OAUTH_NOT_CONFIGURED, exception.code)
        assertEquals(0, browser.requests.size)
    }

    @Test
    fun theWebCallsWorkWithCallbacksToo() {
        val signedIn = CompletableFuture<AuthSignInResult>()
        auth.signInWithSocialWebUI(AuthProvider.google(), browser, waiting, signedIn::complete) {
            signedIn.completeExceptionally(it)
        }
        assertTrue(signedIn.get(30, TimeUnit.SECONDS).isSignedIn)
        val handled = CompletableFuture<AuthRedirectResult>()
        auth.handleRedirect("myapp://callback/", handled::complete) { handled.completeExceptionally(it) }
        assertEquals(AuthRedirectResult.Ignored, handled.get(30, TimeUnit.SECONDS))
        val signedOut = CompletableFuture<AuthSignOutResult>()
        auth.signOut(FakeBrowser.returning(""), signedOut::complete)
        assertEquals(AuthSignOutResult.Complete, signedOut.get(30, TimeUnit.SECONDS))
        val refused = CompletableFuture<AuthException>()
        auth.signInWithWebUI(FakeBrowser.failing(), waiting, { error("signed in: $it") }, refused::complete)
        assertEquals(AuthErrorCode.BROWSER_CANCELLED, refused.get(30, TimeUnit.SECONDS).code)
    }

    private fun refusal(work: suspend () -> Any): AuthErrorCode =
        assertThrows<AuthException> { runBlocking { work() } }.code
}

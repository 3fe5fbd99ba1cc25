package dev.cognitoauth.android

import android.app.Activity
import android.content.ActivityNotFoundException
import android.content.Intent
import android.net.Uri
import android.os.Bundle
import android.os.Handler
import dev.cognitoauth.Auth
import dev.cognitoauth.AuthErrorCode
import dev.cognitoauth.AuthException
import dev.cognitoauth.AuthRedirectResult
import dev.cognitoauth.AuthSignInResult
import dev.cognitoauth.AuthWebUISignInOptions
import dev.cognitoauth.WebBrowserFailure
import dev.cognitoauth.WebBrowserReply
import dev.cognitoauth.WebBrowserRequest
import dev.cognitoauth.support.FakeBrowser
import dev.cognitoauth.support.FakeTokenEndpoint
import dev.cognitoauth.support.redirect
import dev.cognitoauth.support.webConfiguration
import dev.cognitoauth.testing.MemoryStore
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test

/**
 * The activities that show a page, with stand-ins for Android's classes. A test does what the system does: it calls the
 * lifecycle methods, and lets the time pass.
 */
class WebUIActivityTest {
    private val caller = Activity()
    private val browser = PlatformBrowser(caller)
    private val results = PageResults()

    @BeforeEach
    fun aFreshProcess() {
        Handler.clear()
        processEnds()
    }

    /** The process ends: no call waits for a page any more. */
    private fun processEnds() {
        (1L..MOST_PAGES).forEach(WebPages.shared::close)
        WebPages.shared.takeParked()
    }

    private fun request(id: Long) = WebBrowserRequest(id, PAGE, "myapp://callback/", false)

    /** Opens a page as a call does. Returns the intent that starts the library's activity. */
    private fun start(
        id: Long = 1,
        reply: WebBrowserReply = results,
    ): Intent {
        browser.start(request(id), reply)
        val intent = caller.started.last().intent
        assertEquals(WebUIActivity::class.java, intent.component)
        assertEquals(0, intent.flags)
        return intent
    }

    /** The library's activity after its start, with the browser in front of it. */
    private fun shown(intent: Intent = start()): WebUIActivity {
        val activity = WebUIActivity()
        activity.addBrowser()
        activity.create(intent, null)
        activity.resume()
        assertEquals(
            PAGE,
            activity.started
                .single()
                .intent.dataString,
        )
        activity.pause()
        return activity
    }

    /** The activity that the system recreates, with its first intent and its saved state. */
    private fun recreated(
        intent: Intent,
        state: Bundle,
    ): WebUIActivity = WebUIActivity().also { it.create(intent, state) }

    /**
     * Lets the redirect reach [WebUIRedirectActivity]. Returns the intent that this activity sends to [WebUIActivity].
     */
    private fun arrived(redirect: String = REDIRECT): Intent {
        val receiver = WebUIRedirectActivity()
        receiver.create(Intent("android.intent.action.VIEW", Uri.parse(redirect)), null)
        assertTrue(receiver.isFinishing)
        return receiver.started.single().intent
    }

    private fun assertReturnsToTheActivity(intent: Intent) {
        assertEquals(WebUIActivity::class.java, intent.component)
        // The flags CLEAR_TOP and SINGLE_TOP: the system removes what is above the activity, and does not recreate it.
        assertEquals(0x04000000 or 0x20000000, intent.flags)
    }

    /** Lets the time pass in which a redirect can still come. */
    private fun graceEnds() {
        val grace = checkNotNull(Handler.untilNext()) { "nothing waits" }
        assertTrue(grace in 1..2_000, "$grace")
        Handler.pass(grace)
    }

    @Test
    fun aRedirectClosesTheBrowserAndEndsTheActivity() {
        val activity = shown()
        val intent = arrived()
        assertReturnsToTheActivity(intent)
        assertEquals(REDIRECT, intent.dataString)
        activity.deliver(intent)
        assertTrue(activity.isFinishing)
        assertEquals(listOf<Any>(REDIRECT), results.all)
    }

    @Test
    fun closingTheBrowserCancelsTheSignInAfterAShortWait() {
        val activity = shown()
        activity.resume()
        val grace = checkNotNull(Handler.untilNext())
        Handler.pass(grace - 1)
        assertEquals(emptyList<Any>(), results.all)
        assertFalse(activity.isFinishing)
        Handler.pass(1)
        assertEquals(listOf<Any>(WebBrowserFailure.CANCELLED), results.all)
        assertTrue(activity.isFinishing)
        assertEquals(1, activity.started.size, "the browser opens once")
    }

    @Test
    fun aRedirectThatComesDuringTheWaitPreventsTheCancellation() {
        val activity = shown()
        activity.resume()
        activity.pause()
        activity.deliver(arrived())
        activity.resume()
        Handler.pass(60_000)
        assertEquals(listOf<Any>(REDIRECT), results.all)
    }

    @Test
    fun anActivityThatIsOnlyBrieflyInFrontCancelsNothing() {
        val activity = shown()
        repeat(3) {
            activity.resume()
            Handler.pass(checkNotNull(Handler.untilNext()) - 1)
            activity.pause()
            Handler.pass(5_000)
        }
        assertEquals(emptyList<Any>(), results.all)
        activity.resume()
        graceEnds()
        assertEquals(listOf<Any>(WebBrowserFailure.CANCELLED), results.all)
    }

    @Test
    fun aRecreatedActivityStillWaitsForItsPage() {
        val intent = start()
        val again = recreated(intent, shown(intent).destroy())
        again.resume()
        assertEquals(0, again.started.size, "the browser is not opened again")
        again.pause()
        again.deliver(arrived())
        assertTrue(again.isFinishing)
        assertEquals(listOf<Any>(REDIRECT), results.all)
    }

    @Test
    fun aRecreatedActivityReportsACancellation() {
        val intent = start()
        val again = recreated(intent, recreated(intent, shown(intent).destroy()).destroy())
        again.resume()
        graceEnds()
        assertEquals(listOf<Any>(WebBrowserFailure.CANCELLED), results.all)
    }

    @Test
    fun ifTheSystemKeepsNoActivitiesTheRedirectRecreatesTheActivity() {
        val intent = start()
        val state = shown(intent).destroy()
        val again = recreated(intent, state)
        again.deliver(arrived())
        assertTrue(again.isFinishing)
        assertEquals(listOf<Any>(REDIRECT), results.all)
    }

    @Test
    fun anActivityThatIsRecreatedBeforeItWasShownOpensTheBrowser() {
        val intent = start()
        val first = WebUIActivity()
        first.create(intent, null)
        val again = recreated(intent, first.destroy())
        again.addBrowser()
        again.resume()
        assertEquals(1, again.started.size)
    }

    @Test
    fun afterTheEndOfTheProcessTheRedirectWaitsForTheApp() {
        val intent = start()
        val state = shown(intent).destroy()
        processEnds()
        val again = recreated(intent, state)
        again.resume()
        again.pause()
        again.deliver(arrived())
        assertTrue(again.isFinishing)
        assertEquals(emptyList<Any>(), results.all)
        assertEquals(REDIRECT, WebPages.shared.takeParked())
    }

    @Test
    fun afterTheEndOfTheProcessTheOldActivityFinishesAndTheNewPageStaysOpen() {
        val intent = start()
        val state = shown(intent).destroy()
        processEnds()
        val other = PageResults()
        start(2, other)
        val again = recreated(intent, state)
        again.resume()
        graceEnds()
        assertTrue(again.isFinishing)
        assertEquals(emptyList<Any>(), other.all, "the new page is still open")
    }

    @Test
    fun anActivityWithoutAPageFinishes() {
        val intent = start()
        browser.cancel(1)
        val activity = WebUIActivity()
        activity.create(intent, null)
        activity.resume()
        assertTrue(activity.isFinishing)
        assertEquals(0, activity.started.size)

        val empty = WebUIActivity()
        empty.create(Intent(), null)
        empty.resume()
        assertTrue(empty.isFinishing)
    }

    @Test
    fun theSameActivityCanShowTheNextPage() {
        val activity = shown()
        val other = PageResults()
        activity.deliver(start(2, other))
        assertFalse(activity.isFinishing)
        activity.resume()
        assertEquals(2, activity.started.size)
        activity.pause()
        activity.deliver(arrived())
        assertEquals(listOf<Any>(WebBrowserFailure.UNANSWERED), results.all)
        assertEquals(listOf<Any>(REDIRECT), other.all)
    }

    @Test
    fun aCancelledCallClosesTheBrowser() {
        val activity = shown()
        browser.cancel(1)
        assertEquals(1, activity.started.size, "the caller's thread starts no intent")
        Handler.pass(0)
        val intent = activity.started.last().intent
        assertReturnsToTheActivity(intent)
        activity.deliver(intent)
        assertTrue(activity.isFinishing)
        assertEquals(emptyList<Any>(), results.all)
    }

    @Test
    fun aCancelledCallStartsNoIntentOnceItsActivityIsGone() {
        val finished = shown()
        finished.finish()
        browser.cancel(1)
        Handler.pass(0)
        assertEquals(1, finished.started.size)
        val destroyed = shown(start(2))
        destroyed.destroy()
        browser.cancel(2)
        Handler.pass(0)
        assertEquals(1, destroyed.started.size)
    }

    @Test
    fun theRequestToCloseAnEarlierPageClosesNoOtherPage() {
        val activity = shown()
        browser.cancel(1)
        Handler.pass(0)
        val close = activity.started.last().intent
        activity.deliver(start(2))
        activity.deliver(close)
        assertFalse(activity.isFinishing)
    }

    @Test
    fun onADeviceWithoutABrowserThePageFails() {
        for (refusal in listOf(ActivityNotFoundException(), SecurityException())) {
            val own = PageResults()
            val activity = WebUIActivity()
            activity.refusal = refusal
            activity.create(start(3, own), null)
            activity.resume()
            assertTrue(activity.isFinishing)
            assertEquals(listOf<Any>(WebBrowserFailure.UNAVAILABLE), own.all)
        }
    }

    @Test
    fun onlyAnAuthTabIsStartedForAResult() {
        assertFalse(shown().started.single().forResult)
        val activity = WebUIActivity()
        activity.addBrowser("androidx.browser.auth.category.AuthTab")
        activity.create(start(2), null)
        activity.resume()
        assertTrue(activity.started.single().forResult)
        activity.pause()
        activity.deliverResult(-1, Intent().setData(Uri.parse(REDIRECT)))
        activity.resume()
        assertTrue(activity.isFinishing)
        assertEquals(listOf(WebBrowserFailure.UNANSWERED, REDIRECT), results.all)
    }

    @Test
    fun aResultWithoutARedirectDoesNotCancelTheSignIn() {
        val activity = shown()
        activity.deliverResult(0, null)
        assertEquals(emptyList<Any>(), results.all)
        activity.deliver(arrived())
        assertEquals(listOf<Any>(REDIRECT), results.all)
    }

    @Test
    fun aRecreatedOrEmptyRedirectActivityPassesNothingOn() {
        val receiver = WebUIRedirectActivity()
        receiver.create(Intent("android.intent.action.VIEW", Uri.parse(REDIRECT)), Bundle())
        assertTrue(receiver.isFinishing)
        assertEquals(0, receiver.started.size, "the system has recreated the activity")
        val empty = WebUIRedirectActivity()
        empty.create(Intent("android.intent.action.VIEW"), null)
        assertTrue(empty.isFinishing)
        assertEquals(0, empty.started.size)
    }

    @Test
    fun aPageThatCantBeStartedIsReportedAsNotShown() {
        fun failure(prepare: (Activity) -> Unit): List<Any> {
            val own = PageResults()
            val activity = Activity().apply(prepare)
            PlatformBrowser(activity).start(request(4), own)
            assertEquals(0, activity.started.size)
            return own.all
        }
        val notShown = listOf<Any>(WebBrowserFailure.NOT_SHOWN)
        assertEquals(notShown, failure { it.finish() })
        assertEquals(notShown, failure { it.destroy() })
        assertEquals(notShown, failure { it.refusal = IllegalStateException() })
    }

    @Test
    fun aPageThatTheSystemNeverStartsIsReportedAsNotShown() {
        start()
        Handler.pass(checkNotNull(Handler.untilNext()) - 1)
        assertEquals(emptyList<Any>(), results.all)
        Handler.pass(1)
        assertEquals(listOf<Any>(WebBrowserFailure.NOT_SHOWN), results.all)

        val own = PageResults()
        shown(start(2, own))
        Handler.pass(60_000)
        assertEquals(emptyList<Any>(), own.all, "a page that is shown has no time limit")
    }

    /** An app with a real core. The activities show its pages. */
    private inner class App {
        private val pages = CompletableDeferred<WebBrowserRequest>()
        private val delegate =
            FakeBrowser { request, reply ->
                browser.start(request, reply)
                pages.complete(request)
            }
        private val service = FakeTokenEndpoint { delegate }
        private val waiting = AuthWebUISignInOptions.builder().waitForBrowser(true).build()
        val auth: Auth = Auth.builder(webConfiguration().build(), MemoryStore()).httpTransport(service).build()

        /** Begins a sign-in. Once the browser is in front, calls [then]. */
        suspend fun signIn(then: suspend (activity: WebUIActivity, redirect: String, call: Deferred<Any>) -> Unit) =
            coroutineScope {
                val call =
                    async(Dispatchers.Default) {
                        try {
                            auth.signInWithWebUI(delegate, waiting)
                        } catch (exception: AuthException) {
                            exception.code
                        }
                    }
                val request = withTimeout(30_000) { pages.await() }
                val activity = WebUIActivity()
                activity.addBrowser()
                activity.create(caller.started.last().intent, null)
                activity.resume()
                activity.pause()
                then(activity, request.redirect(), call)
            }
    }

    @Test
    fun leavingThePageToReadACodeDoesNotCancelTheSignIn() =
        runBlocking {
            App().signIn { activity, redirect, call ->
                // The user reads the code in another app, for as long as it takes. The system keeps no activity.
                val state = activity.destroy()
                Handler.pass(5 * 60_000)
                assertFalse(call.isCompleted)
                // The browser is in front again, and its redirect comes.
                val again = recreated(caller.started.last().intent, state)
                again.deliver(arrived(redirect))
                val result = withTimeout(30_000) { call.await() }
                assertTrue((result as AuthSignInResult).isSignedIn)
            }
        }

    @Test
    fun returningToTheAppCancelsTheSignInAndALateRedirectStillSignsIn() =
        runBlocking {
            val app = App()
            app.signIn { activity, redirect, call ->
                activity.resume()
                graceEnds()
                assertEquals(AuthErrorCode.BROWSER_CANCELLED, withTimeout(30_000) { call.await() })
                // The user goes on in the browser's own window, and the redirect comes from there.
                val next = WebUIActivity()
                next.create(arrived(redirect), null)
                next.resume()
                assertTrue(next.isFinishing)
                val late = app.auth.handleWebUISignInResponse(null)
                assertTrue((late as AuthRedirectResult.SignedIn).result.isSignedIn)
                assertEquals(AuthRedirectResult.NotARedirect, app.auth.handleWebUISignInResponse(null))
                assertNull(WebPages.shared.takeParked())
            }
        }

    private companion object {
        const val PAGE = "https://auth.example.com/?state=s"
        const val REDIRECT = "myapp://callback/?code=c&state=s"

        /** The largest id of a page. */
        const val MOST_PAGES = 9L
    }
}

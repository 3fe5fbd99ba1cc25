package dev.cognitoauth.android

import android.app.Activity
import android.app.Application
import android.app.Tasks
import android.content.Intent
import android.net.Uri
import android.os.Handler
import dev.cognitoauth.WebBrowserFailure
import dev.cognitoauth.WebBrowserRequest
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import java.util.function.Consumer

/** The activities that show a page, in the system's tasks: what the user and the system can do to a task. */
class WebUITasksTest {
    /** The app's activity that calls the library. */
    private class MainActivity : Activity()

    private val tasks = Tasks()
    private val results = PageResults()
    private lateinit var main: Activity
    private lateinit var browser: PlatformBrowser

    @BeforeEach
    fun aFreshProcess() {
        Handler.clear()
        (1L..MOST_PAGES).forEach(WebPages.shared::close)
        WebPages.shared.takeParked()
        assertEquals(emptyList<Any>(), Application.OWN.callbacks)
    }

    /** The user opens the app. The arguments are the manifest's declaration of its main activity. */
    private fun app(
        affinity: String = "app",
        isSingleTask: Boolean = false,
    ) {
        tasks.declare(MainActivity::class.java, affinity, isSingleTask)
        tasks.declare(WebUIActivity::class.java, "app", true)
        tasks.prepare = Consumer { it.addBrowser() }
        pressIcon()
        main = assertInstanceOf(MainActivity::class.java, tasks.top())
        browser = PlatformBrowser(main)
    }

    private fun pressIcon() {
        tasks.launch(MainActivity::class.java)
        tasks.settle()
    }

    private fun pressHome() {
        tasks.home()
        tasks.settle()
    }

    /** Begins a call that shows a page. The app's main thread does not run yet. */
    private fun begin(
        id: Long,
        reply: PageResults = results,
    ) = browser.start(WebBrowserRequest(id, page(id), "myapp://callback/", false), reply)

    /** Shows a page. Returns the browser's activity. */
    private fun show(
        id: Long = 1,
        reply: PageResults = results,
    ): Activity {
        begin(id, reply)
        tasks.settle()
        return shown(id)
    }

    /** The browser's activity, which is in front and shows this page. */
    private fun shown(id: Long): Activity {
        val top = checkNotNull(tasks.top()) { "the launcher is in front" }
        assertEquals(page(id), top.intent.dataString)
        return top
    }

    private fun page(id: Long) = "https://auth.example.com/?state=$id"

    private fun redirect(id: Long) = "myapp://callback/?code=c&state=$id"

    /** The browser opens a redirect. */
    private fun open(
        redirect: String,
        browser: Activity,
    ) {
        val intent = Intent(browser, WebUIRedirectActivity::class.java).setData(Uri.parse(redirect))
        tasks.start(browser, intent)
        tasks.settle()
    }

    /** Lets the time pass in which a redirect can still come. */
    private fun graceEnds() {
        Handler.pass(GRACE_MILLISECONDS - 1)
        assertEquals(emptyList<Any>(), results.all)
        Handler.pass(1)
        tasks.settle()
    }

    private val cancelled = listOf<Any>(WebBrowserFailure.CANCELLED)

    @Test
    fun aRedirectReturnsToTheAppAndClosesTheBrowser() {
        app()
        open(redirect(1), show())
        assertEquals(listOf<Any>(redirect(1)), results.all)
        assertEquals(main, tasks.top())
        Handler.pass(60_000)
        assertEquals(listOf<Any>(redirect(1)), results.all)
    }

    @Test
    fun aPageThatTheAppsNextStartRemovesEndsAsCancelled() {
        app(isSingleTask = true)
        show()
        pressHome()
        Handler.pass(60_000)
        assertEquals(emptyList<Any>(), results.all, "the user reads a code in another app")
        pressIcon()
        assertEquals(main, tasks.top())
        graceEnds()
        assertEquals(cancelled, results.all)
    }

    @Test
    fun aPageWhoseTaskIsSwipedAwayEndsAsCancelled() {
        app()
        tasks.swipe(show())
        tasks.settle()
        graceEnds()
        assertEquals(cancelled, results.all)
        // The process lives on, and shows the next page.
        app()
        val next = PageResults()
        open(redirect(2), show(2, next))
        assertEquals(listOf<Any>(redirect(2)), next.all)
    }

    @Test
    fun aRedirectThatComesAfterTheSystemHasRemovedTheActivityStillReachesTheCall() {
        app()
        tasks.swipe(show())
        tasks.settle()
        Handler.pass(GRACE_MILLISECONDS - 1)
        WebPages.shared.redirect(redirect(1))
        Handler.pass(60_000)
        assertEquals(listOf<Any>(redirect(1)), results.all)
        assertNull(WebPages.shared.takeParked())
    }

    @Test
    fun aPageInAnotherTaskEndsAsCancelledWhenTheUserIsBackInTheApp() {
        app(affinity = "")
        val page = show()
        pressHome()
        Handler.pass(60_000)
        assertEquals(emptyList<Any>(), results.all, "the user reads a code in another app")
        pressIcon()
        assertEquals(main, tasks.top())
        graceEnds()
        assertEquals(cancelled, results.all)
        // The user goes on in the browser's task.
        tasks.choose(page)
        open(redirect(1), shown(1))
        assertEquals(redirect(1), WebPages.shared.takeParked())
        assertEquals(cancelled, results.all)
    }

    @Test
    fun aReturnToAnotherActivityOfTheAppEndsThePageToo() {
        app(affinity = "")
        show()
        tasks.swipe(main)
        tasks.settle()
        Handler.pass(60_000)
        assertEquals(emptyList<Any>(), results.all, "the browser's task is still there")
        pressIcon()
        graceEnds()
        assertEquals(cancelled, results.all)
    }

    @Test
    fun aShortLookIntoTheAppEndsNoPage() {
        app(affinity = "")
        val page = show()
        repeat(2) {
            pressIcon()
            Handler.pass(GRACE_MILLISECONDS - 1)
            tasks.choose(page)
            tasks.settle()
            Handler.pass(60_000)
        }
        open(redirect(1), shown(1))
        assertEquals(listOf<Any>(redirect(1)), results.all)
    }

    @Test
    fun afterALookIntoTheAppTheSameTaskShowsTheNextPage() {
        app(affinity = "")
        show()
        pressIcon()
        graceEnds()
        val next = PageResults()
        open(redirect(2), show(2, next))
        assertEquals(listOf<Any>(redirect(2)), next.all)
        assertEquals(main, tasks.top())
    }

    @Test
    fun aPageThatBeginsWhileTheFormerOneClosesIsShown() {
        for (affinity in listOf("app", "")) {
            app(affinity)
            val next = PageResults()
            show()
            browser.cancel(1)
            // Both intents reach the system before the library's activity hears of the first one.
            Handler.pass(0)
            begin(2, next)
            tasks.settle()
            val page = shown(2)
            Handler.pass(60_000)
            assertEquals(emptyList<Any>(), next.all)
            open(redirect(2), page)
            assertEquals(listOf<Any>(redirect(2)), next.all)
            assertEquals(main, tasks.top())
            tasks.swipe(main)
            tasks.settle()
        }
    }

    @Test
    fun closingAPageLeavesTheNextOneOpen() {
        app()
        val next = PageResults()
        show()
        browser.cancel(1)
        // The next call shows its page before the main thread closes the first one.
        show(2, next)
        Handler.pass(0)
        tasks.settle()
        open(redirect(2), shown(2))
        assertEquals(listOf<Any>(redirect(2)), next.all)

        begin(3)
        browser.cancel(3)
        show(4, next)
        Handler.pass(60_000)
        tasks.settle()
        shown(4)
        assertEquals(emptyList<Any>(), results.all)
    }

    @Test
    fun aCancelledCallClosesItsPage() {
        app()
        show()
        browser.cancel(1)
        Handler.pass(0)
        tasks.settle()
        assertEquals(main, tasks.top())
        assertEquals(emptyList<Any>(), results.all)
    }

    @Test
    fun aPageLeavesNoTaskAndNoCallbackBehind() {
        val ends =
            listOf<(Activity) -> Unit>(
                { open(redirect(1), it) },
                Activity::finish,
                { browser.cancel(1) },
                tasks::swipe,
                { browser.start(WebBrowserRequest(2, page(2), "myapp://callback/", false), PageResults()) },
            )
        for (affinity in listOf("app", "")) {
            for (end in ends) {
                app(affinity)
                end(show(reply = PageResults()))
                Handler.pass(0)
                tasks.settle()
                Handler.pass(60_000)
                tasks.settle()
                browser.cancel(2)
                Handler.pass(0)
                tasks.settle()
                assertEquals(emptyList<Any>(), Application.OWN.callbacks)
                tasks.swipe(main)
                tasks.settle()
                assertEquals(0, tasks.recents())
            }
        }
    }

    @Test
    fun aRedirectOfAnotherAttemptLeavesThePageOpenAndIsKept() {
        app()
        val page = show()
        for (foreign in listOf(redirect(2), "myapp://callback/?error=e&state=x", redirect(1) + "&state=2")) {
            open(foreign, page)
            assertEquals(page, tasks.top())
            Handler.pass(60_000)
            assertEquals(emptyList<Any>(), results.all)
            assertEquals(foreign, WebPages.shared.takeParked())
        }
        open(redirect(1), page)
        assertEquals(listOf<Any>(redirect(1)), results.all)
    }

    @Test
    fun aPageThatAnotherProcessCanNotShowEndsWhenTheCallerIsBack() {
        tasks.elsewhere += WebUIActivity::class.java
        app()
        begin(1)
        tasks.settle()
        assertEquals(main, tasks.top())
        graceEnds()
        assertEquals(listOf<Any>(WebBrowserFailure.NOT_SHOWN), results.all)
    }

    @Test
    fun aPageOfAnActivityThatIsNotInFrontYetIsShown() {
        app()
        pressHome()
        pressIcon()
        begin(1)
        // The system is slow: the caller stays in front for a while.
        main.resume()
        Handler.pass(5_000)
        tasks.settle()
        shown(1)
        assertEquals(emptyList<Any>(), results.all)
    }

    private companion object {
        /** The largest id of a page. */
        const val MOST_PAGES = 9L
    }
}

package dev.cognitoauth.android

import dev.cognitoauth.WebBrowserFailure
import dev.cognitoauth.WebBrowserReply
import dev.cognitoauth.WebBrowserRequest
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** The decisions of [WebUIActivity], in each order in which Android can call its functions. */
class PageFlowTest {
    private val pages = WebPages()
    private val results = PageResults()
    private val opened = open(1, results)

    private fun open(
        id: Long,
        reply: WebBrowserReply,
    ): OpenPage {
        val page = OpenPage(request(id), reply)
        pages.open(page)
        return page
    }

    private fun request(
        id: Long,
        url: String = "https://auth.example.com/?state=s",
    ) = WebBrowserRequest(id, url, "myapp://callback/", false)

    private fun started(): PageFlow =
        PageFlow(pages).apply {
            onPage(opened.key)
            assertEquals(PageAction.LAUNCH, onResume())
        }

    @Test
    fun theActivityOpensThePageOnceWhenItIsFirstShown() {
        val flow = started()
        assertTrue(opened.isTaken)
        assertTrue(flow.isStarted)
        assertEquals(PageAction.AWAIT_REDIRECT, flow.onResume())
        assertEquals(emptyList<Any>(), results.all)
    }

    @Test
    fun aRedirectEndsThePage() {
        val flow = started()
        flow.onRedirect(REDIRECT)
        assertEquals(PageAction.FINISH, flow.onResume())
        assertEquals(listOf<Any>(REDIRECT), results.all)
        assertNull(pages.takeParked())
    }

    @Test
    fun theResultSaysWhetherTheTabWasPrivate() {
        val flow = started()
        opened.isPrivate = true
        PageFlow(pages, flow.key, flow.isStarted).onRedirect(REDIRECT)
        assertEquals(listOf<Any>("private $REDIRECT"), results.all)
    }

    @Test
    fun aRedirectThatComesAfterTheActivityIsShownAgainIsStillDelivered() {
        val flow = started()
        assertEquals(PageAction.AWAIT_REDIRECT, flow.onResume())
        flow.onRedirect(REDIRECT)
        flow.onGraceOver()
        assertEquals(listOf<Any>(REDIRECT), results.all)
    }

    @Test
    fun aPageThatEndsWithoutARedirectIsReportedAsCancelled() {
        val flow = started()
        assertEquals(PageAction.AWAIT_REDIRECT, flow.onResume())
        flow.onGraceOver()
        assertTrue(flow.isEnded)
        assertEquals(listOf<Any>(WebBrowserFailure.CANCELLED), results.all)
        PageFlow(pages).onRedirect(REDIRECT)
        assertEquals(REDIRECT, pages.takeParked(), "the app can still take a late redirect")
        assertNull(pages.takeParked())
    }

    @Test
    fun aRotationOfTheScreenKeepsThePageOpen() {
        val saved = started()
        val flow = PageFlow(pages, saved.key, saved.isStarted)
        assertEquals(PageAction.AWAIT_REDIRECT, flow.onResume())
        flow.onRedirect(REDIRECT)
        assertEquals(listOf<Any>(REDIRECT), results.all)
    }

    @Test
    fun afterTheEndOfTheProcessTheRedirectIsKeptForTheApp() {
        val saved = started()
        val nextProcess = WebPages()
        val flow = PageFlow(nextProcess, saved.key, saved.isStarted)
        assertEquals(PageAction.AWAIT_REDIRECT, flow.onResume())
        flow.onRedirect(REDIRECT)
        assertTrue(flow.isEnded)
        assertEquals(REDIRECT, nextProcess.takeParked())
    }

    @Test
    fun aCancelledPageOfAnEarlierProcessEndsNoPageOfThisProcess() {
        val flow = PageFlow(pages, "a key of an earlier process", isStarted = true)
        flow.onGraceOver()
        assertEquals(emptyList<Any>(), results.all)
    }

    @Test
    fun aPageThatNoCallWaitsForIsNotOpened() {
        assertEquals(opened, pages.close(1))
        val flow = PageFlow(pages).apply { onPage(opened.key) }
        assertEquals(PageAction.FINISH, flow.onResume())
        assertNull(pages.close(1))
    }

    @Test
    fun aPageIsClosedOnlyByItsOwnKey() {
        val flow = started()
        flow.onClose("another")
        assertFalse(flow.isEnded)
        flow.onClose(opened.key)
        assertEquals(PageAction.FINISH, flow.onResume())
        assertEquals(emptyList<Any>(), results.all)
    }

    @Test
    fun theSameActivityCanShowTheNextPage() {
        val flow = started()
        flow.onRedirect(REDIRECT)
        val next = open(2, PageResults())
        flow.onPage(next.key)
        assertEquals(PageAction.LAUNCH, flow.onResume())
    }

    @Test
    fun anAuthTabReportsTheRedirectOrWhyThereIsNone() {
        // An Auth Tab's result codes: -1 a redirect, 0 cancelled, 2 verification failed, 3 verification timed out,
        // -2 unknown.
        val expected =
            mapOf(
                (-1 to REDIRECT) to listOf<Any>(REDIRECT),
                (-1 to null) to emptyList(),
                (0 to null) to emptyList(),
                (2 to null) to listOf(WebBrowserFailure.UNANSWERED),
                (3 to null) to listOf(WebBrowserFailure.UNANSWERED),
                (-2 to null) to listOf(WebBrowserFailure.UNANSWERED),
            )
        for ((result, replies) in expected) {
            val own = PageResults()
            val flow = PageFlow(pages).apply { onPage(open(3, own).key) }
            flow.onResume()
            flow.onResult(result.first, result.second)
            val action = if (replies.isEmpty()) PageAction.AWAIT_REDIRECT else PageAction.FINISH
            assertEquals(action, flow.onResume(), "$result")
            assertEquals(replies, own.all, "$result")
        }
    }

    @Test
    fun onADeviceWithoutABrowserThePageFails() {
        started().onUnavailable()
        assertEquals(listOf<Any>(WebBrowserFailure.UNAVAILABLE), results.all)
    }

    @Test
    fun aPageThatNoActivityTakesIsReportedAsNotShown() {
        pages.failUnlessTaken(opened.key)
        assertEquals(listOf<Any>(WebBrowserFailure.NOT_SHOWN), results.all)
        val shown = PageResults()
        val second = open(2, shown)
        PageFlow(pages).apply { onPage(second.key) }.onResume()
        pages.failUnlessTaken(second.key)
        assertEquals(emptyList<Any>(), shown.all)
    }

    @Test
    fun aNewPageEndsTheFormerPage() {
        open(2, PageResults())
        assertEquals(listOf<Any>(WebBrowserFailure.UNANSWERED), results.all)
    }

    @Test
    fun aPageEndsWithARedirectThatHasItsStateOrNone() {
        val address = "https://auth.example.com/login?client_id=c&state=a-b%5Fc&scope=openid"
        val page = OpenPage(request(2, address), PageResults())
        for (own in listOf("?state=a-b_c", "?code=c&state=a%2Db_c#_=_", "?code=c", "", "?", "?error=server_error")) {
            assertTrue(page.canEndWith("myapp://callback/$own"), own)
        }
        for (other in listOf("?state=", "?state=a", "?state=a-b_c&state=a-b_c", "?code=c&state=%zz", "?state")) {
            assertFalse(page.canEndWith("myapp://callback/$other"), other)
        }
    }

    @Test
    fun thePageOfASignOutDoesNotEndWithTheRedirectOfASignIn() {
        val page = OpenPage(request(2, "https://auth.example.com/logout?client_id=c"), PageResults())
        assertTrue(page.canEndWith("myapp://callback/"))
        assertFalse(page.canEndWith(REDIRECT))
    }

    @Test
    fun aRedirectOfAnotherAttemptIsKeptAndLeavesThePageOpen() {
        val flow = started()
        flow.onRedirect(OTHER)
        assertFalse(flow.isEnded)
        assertEquals(OTHER, pages.takeParked())
        flow.onRedirect(REDIRECT)
        assertTrue(flow.isEnded)
        assertEquals(listOf<Any>(REDIRECT), results.all)
    }

    @Test
    fun theRedirectThatAnAuthTabReportsEndsItsPageWithAnyState() {
        val flow = started()
        flow.onResult(-1, OTHER)
        assertTrue(flow.isEnded)
        assertEquals(listOf<Any>(OTHER), results.all)
    }

    private companion object {
        const val REDIRECT = "myapp://callback/?code=c&state=s"
        const val OTHER = "myapp://callback/?code=c&state=other"
    }
}

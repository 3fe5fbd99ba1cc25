package dev.cognitoauth.android

import dev.cognitoauth.WebBrowserFailure

/** What [WebUIActivity] does when it is shown. */
internal enum class PageAction {
    /** Opens the page in the browser. */
    LAUNCH,

    /**
     * Waits for a moment, then calls [PageFlow.onGraceOver]. The browser is gone, but its redirect can still come:
     * since Android 12 an activity can be resumed before it gets its new intent.
     */
    AWAIT_REDIRECT,

    /** Finishes. */
    FINISH,
}

/** How long a redirect can still come once the browser is gone, in milliseconds. */
internal const val GRACE_MILLISECONDS = 600L

/**
 * The decisions of [WebUIActivity], which is below the browser: it is shown before the browser opens, and again
 * once the browser is gone. [key] and [isStarted] are the activity's saved state: they outlive a rotation and the
 * process.
 */
internal class PageFlow(
    private val pages: WebPages,
    key: String? = null,
    isStarted: Boolean = false,
) {
    /** The page's key. */
    var key = key
        private set

    /** Whether the browser was opened. */
    var isStarted = isStarted
        private set

    /** Whether the activity has nothing more to do. */
    var isEnded = false
        private set

    /** Whether the browser was opened, and its page has not ended. */
    val isWaiting: Boolean get() = isStarted && !isEnded

    /** The page, as long as a call waits for it. */
    val page: OpenPage? get() = pages.find(key)

    /** The activity was started, or got a new intent, for a page. */
    fun onPage(key: String) {
        this.key = key
        isStarted = false
        isEnded = false
    }

    /** A redirect came. If it is that of another attempt, the page stays open. */
    fun onRedirect(uri: String) {
        pages.redirect(uri)
        isEnded = page == null
    }

    /** Nobody waits for this page any more. */
    fun onClose(key: String) {
        if (key == this.key) isEnded = true
    }

    /** The device has no browser that opens the page. */
    fun onUnavailable() = fail(WebBrowserFailure.UNAVAILABLE)

    /**
     * The browser reported a result. An Auth Tab reports a redirect, or why there is none. Any other result is ignored,
     * because a browser without Auth Tabs reports a cancellation as soon as it opens.
     */
    fun onResult(
        code: Int,
        redirect: String?,
    ) {
        when {
            code == RESULT_OK && redirect != null -> {
                isEnded = true
                pages.redirect(redirect, key)
            }
            code in failures -> fail(WebBrowserFailure.UNANSWERED)
        }
    }

    /** The activity is shown. */
    fun onResume(): PageAction =
        when {
            isEnded -> PageAction.FINISH
            isStarted -> PageAction.AWAIT_REDIRECT
            else -> launch()
        }

    /** No redirect came: the user closed the browser, or the system has removed it. */
    fun onGraceOver() = fail(WebBrowserFailure.CANCELLED)

    private fun launch(): PageAction {
        val page = page ?: return PageAction.FINISH
        page.isTaken = true
        isStarted = true
        return PageAction.LAUNCH
    }

    private fun fail(failure: WebBrowserFailure) {
        isEnded = true
        pages.fail(key, failure)
    }

    private companion object {
        const val RESULT_OK = -1

        /** An Auth Tab's failures: unknown code, verification failed, verification timed out. */
        val failures = setOf(-2, 2, 3)
    }
}

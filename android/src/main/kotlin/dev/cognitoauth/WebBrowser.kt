package dev.cognitoauth

/**
 * Shows web pages to the user: for a sign-in, and for a sign-out. Android's browser is
 * `dev.cognitoauth.android.PlatformBrowser`; tests and other platforms bring their own.
 *
 * The calls may block: they come on a background thread, never on the main thread. [cancel] never comes before or
 * during the [start] of the same request, and never twice. If [start] throws anything, the request fails with
 * [WebBrowserFailure.NOT_SHOWN]. What [cancel] throws is ignored.
 */
public interface WebBrowser {
    /**
     * Shows the page, and returns without waiting. Give the redirect to [reply], on any thread. There is no time limit:
     * the page stays as long as the user wants.
     */
    public fun start(
        request: WebBrowserRequest,
        reply: WebBrowserReply,
    )

    /** Closes the page: nobody waits for the redirect any more. Ignore the id of a request that is not active. */
    public fun cancel(id: Long)
}

/** Takes the browser's result. Only the first result is used; later ones are ignored. */
public interface WebBrowserReply {
    /**
     * The page was redirected.
     *
     * @param redirect the whole address that the page was redirected to, with its parameters
     * @param isPrivate whether the page was private: shown without the cookies that the browser has, and without
     * keeping new ones. A browser that can't do this still shows the page, and passes false. It then keeps a cookie,
     * which a sign-out removes
     */
    public fun succeed(
        redirect: String,
        isPrivate: Boolean,
    )

    /** No redirect will come. */
    public fun fail(failure: WebBrowserFailure)
}

/** A page to show to the user. Printing it does not print the page's address, which contains secrets. */
public class WebBrowserRequest(
    /** Identifies the request in [WebBrowser.cancel]; unique within the process. */
    public val id: Long,
    /** The address to open. */
    public val url: String,
    /** The address at which the page ends, without parameters. Its scheme, or its host and path, identify the app. */
    public val redirectUri: String,
    /** Whether the browser should show the page without the cookies that it has, and keep no new ones. */
    public val prefersPrivateSession: Boolean,
) {
    override fun equals(other: Any?): Boolean = other is WebBrowserRequest && parts() == other.parts()

    override fun hashCode(): Int = parts().hashCode()

    private fun parts() = listOf(id, url, redirectUri, prefersPrivateSession)

    override fun toString(): String = "WebBrowserRequest(redirectUri=$redirectUri)"
}

/** Why there is no redirect. */
public enum class WebBrowserFailure {
    /** The user closed the page. */
    CANCELLED,

    /** The device has no browser that can show the page and return to the app at the redirect. */
    UNAVAILABLE,

    /** The page could not be shown: there is no window, or the app is in the background. */
    NOT_SHOWN,

    /** The browser dropped the request without a result. */
    UNANSWERED,
}

package dev.cognitoauth.android

import android.app.Activity
import android.os.Handler
import android.os.Looper
import dev.cognitoauth.WebBrowser
import dev.cognitoauth.WebBrowserFailure
import dev.cognitoauth.WebBrowserReply
import dev.cognitoauth.WebBrowserRequest
import java.lang.ref.WeakReference

/**
 * The user's browser, in a Custom Tab or an Auth Tab if it has them. The app's manifest has to declare
 * [WebUIRedirectActivity].
 *
 * The page outlives the activity: a rotation, for example, can destroy the activity while the page is open. If the
 * whole process ends, [handleWebUISignInResponse] takes the redirect when the app is back.
 *
 * Without a redirect, the page ends as [WebBrowserFailure.CANCELLED] once the user has closed the browser, has swiped
 * its task away, or is back in one of the app's activities. A redirect that comes later is kept for
 * [handleWebUISignInResponse].
 *
 * @param callingActivity the activity over which the page is shown. The browser does not keep the activity alive. The
 * activity has to run in the process of the library's own activity, which is the app's main process unless the app's
 * manifest says otherwise. In another process, the page is not shown
 */
public class PlatformBrowser(
    callingActivity: Activity,
) : WebBrowser {
    private val caller = WeakReference(callingActivity)

    override fun start(
        request: WebBrowserRequest,
        reply: WebBrowserReply,
    ) {
        val activity = caller.get() ?: return reply.fail(WebBrowserFailure.NOT_SHOWN)
        val page = OpenPage(request, reply)
        WebPages.shared.open(page)
        activity.runOnUiThread { show(page, activity) }
    }

    private fun show(
        page: OpenPage,
        activity: Activity,
    ) {
        if (activity.isFinishing || activity.isDestroyed) {
            return WebPages.shared.fail(page.key, WebBrowserFailure.NOT_SHOWN)
        }
        ReturnWatch(page, caller).begin(activity.application)
        try {
            activity.startActivity(WebUIActivity.showing(activity, page))
        } catch (_: RuntimeException) {
            return WebPages.shared.fail(page.key, WebBrowserFailure.NOT_SHOWN)
        }
        // If the app is in the background, the system does not start the activity, and reports no error.
        Handler(Looper.getMainLooper()).postDelayed({ WebPages.shared.failUnlessTaken(page.key) }, START_MILLISECONDS)
    }

    override fun cancel(id: Long) {
        val page = WebPages.shared.close(id) ?: return
        Handler(Looper.getMainLooper()).post { WebUIActivity.close(page) }
    }

    private companion object {
        const val START_MILLISECONDS = 10_000L
    }
}

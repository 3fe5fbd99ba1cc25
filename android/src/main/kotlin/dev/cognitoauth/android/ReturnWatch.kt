package dev.cognitoauth.android

import android.app.Activity
import android.app.Application
import android.os.Bundle
import android.os.Handler
import android.os.Looper
import dev.cognitoauth.WebBrowserFailure

/**
 * Ends a page when the user is back in the app while the browser still has the page.
 *
 * [WebUIActivity] does not notice that if its task is another one than the app's, because the app's activity has a task
 * affinity of its own or none. Then the launcher's icon brings the app's task to the front, and the task of the browser
 * stays as it is. The user can still go on there: its redirect comes late.
 */
internal class ReturnWatch(
    private val page: OpenPage,
) : Application.ActivityLifecycleCallbacks {
    private val handler = Handler(Looper.getMainLooper())
    private val endOfGrace = Runnable { WebPages.shared.fail(page.key, WebBrowserFailure.CANCELLED) }

    /** Watches until no call waits for the page any more. */
    fun begin(app: Application) {
        app.registerActivityLifecycleCallbacks(this)
        page.whenEnded {
            app.unregisterActivityLifecycleCallbacks(this)
            handler.removeCallbacks(endOfGrace)
        }
    }

    override fun onActivityResumed(activity: Activity) {
        if (isOurs(activity) || !page.isTaken) return
        handler.removeCallbacks(endOfGrace)
        handler.postDelayed(endOfGrace, GRACE_MILLISECONDS)
    }

    override fun onActivityPaused(activity: Activity) {
        if (!isOurs(activity)) handler.removeCallbacks(endOfGrace)
    }

    private fun isOurs(activity: Activity) = activity is WebUIActivity || activity is WebUIRedirectActivity

    override fun onActivityCreated(
        activity: Activity,
        savedInstanceState: Bundle?,
    ) {}

    override fun onActivityStarted(activity: Activity) {}

    override fun onActivityStopped(activity: Activity) {}

    override fun onActivitySaveInstanceState(
        activity: Activity,
        outState: Bundle,
    ) {}

    override fun onActivityDestroyed(activity: Activity) {}
}

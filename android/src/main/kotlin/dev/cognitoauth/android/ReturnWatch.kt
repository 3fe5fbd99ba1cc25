package dev.cognitoauth.android

import android.app.Activity
import android.app.Application
import android.os.Bundle
import android.os.Handler
import android.os.Looper
import dev.cognitoauth.WebBrowserFailure
import java.lang.ref.WeakReference

/**
 * Ends a page when the user is back in the app although the browser still has the page, or although the page was never
 * shown.
 *
 * [WebUIActivity] does not notice the user's return if it is in another task than the app's activity. That is so if the
 * app's activity has a task affinity of its own, or none. Then the launcher's icon brings the app's task to the front,
 * and the browser's task stays as it is. The user can still go on in the browser: the redirect then comes late.
 *
 * If the calling activity runs in another process, [WebUIActivity] does not find the page, and finishes.
 */
internal class ReturnWatch(
    private val page: OpenPage,
    private val caller: WeakReference<Activity>,
) : Application.ActivityLifecycleCallbacks {
    private val handler = Handler(Looper.getMainLooper())
    private val endOfGrace =
        Runnable {
            val failure = if (page.isTaken) WebBrowserFailure.CANCELLED else WebBrowserFailure.NOT_SHOWN
            WebPages.shared.fail(page.key, failure)
        }

    /** Whether something came in front of the calling activity. */
    private var isCallerCovered = false

    /** Watches until no call waits for the page any more. */
    fun begin(app: Application) {
        app.registerActivityLifecycleCallbacks(this)
        page.whenEnded {
            app.unregisterActivityLifecycleCallbacks(this)
            handler.removeCallbacks(endOfGrace)
        }
    }

    override fun onActivityResumed(activity: Activity) {
        val isBack = page.isTaken || (isCallerCovered && activity === caller.get())
        if (isOurs(activity) || !isBack) return
        handler.removeCallbacks(endOfGrace)
        handler.postDelayed(endOfGrace, GRACE_MILLISECONDS)
    }

    override fun onActivityPaused(activity: Activity) {
        if (activity === caller.get()) isCallerCovered = true
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

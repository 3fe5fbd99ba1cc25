package dev.cognitoauth.android

import android.app.Activity
import android.content.ActivityNotFoundException
import android.content.Context
import android.content.Intent
import android.net.Uri
import android.os.Bundle
import android.os.Handler
import android.os.Looper
import java.lang.ref.WeakReference

/**
 * Opens a page in the browser, and stays below it until the redirect comes. It has no content of its own.
 *
 * If the app's activity has another task affinity, this activity has a task of its own. It removes that task when it
 * finishes: otherwise an empty task would stay among the recent ones.
 */
internal class WebUIActivity : Activity() {
    private val handler by lazy { Handler(Looper.getMainLooper()) }
    private val endOfGrace =
        Runnable {
            flow.onGraceOver()
            finishAndRemoveTask()
        }
    private var flow = PageFlow(WebPages.shared)

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        newest = WeakReference(this)
        if (savedInstanceState == null) {
            take(intent)
        } else {
            val isStarted = savedInstanceState.getBoolean(STARTED)
            flow = PageFlow(WebPages.shared, savedInstanceState.getString(KEY), isStarted)
        }
    }

    override fun onNewIntent(intent: Intent) {
        super.onNewIntent(intent)
        setIntent(intent)
        take(intent)
        if (flow.isEnded && !isFinishing) finishAndRemoveTask()
    }

    override fun onResume() {
        super.onResume()
        when (flow.onResume()) {
            PageAction.LAUNCH -> launch()
            PageAction.AWAIT_REDIRECT -> handler.postDelayed(endOfGrace, GRACE_MILLISECONDS)
            PageAction.FINISH -> finishAndRemoveTask()
        }
    }

    override fun onPause() {
        handler.removeCallbacks(endOfGrace)
        super.onPause()
    }

    override fun onDestroy() {
        handler.removeCallbacks(endOfGrace)
        // If this activity is finishing, the system removes it and the browser above it: the app was started again, or
        // the user has swiped its task away. A redirect that has started another activity of the app can still reach
        // the call. If the system only recreates this activity, the page stays open.
        if (isFinishing && flow.isWaiting) handler.postDelayed({ flow.onGraceOver() }, GRACE_MILLISECONDS)
        super.onDestroy()
    }

    override fun onActivityResult(
        requestCode: Int,
        resultCode: Int,
        data: Intent?,
    ) {
        super.onActivityResult(requestCode, resultCode, data)
        flow.onResult(resultCode, data?.dataString)
    }

    override fun onSaveInstanceState(outState: Bundle) {
        super.onSaveInstanceState(outState)
        outState.putString(KEY, flow.key)
        outState.putBoolean(STARTED, flow.isStarted)
    }

    /** Takes an intent that this class has made. The manifest lets no other app send one. */
    private fun take(intent: Intent) {
        val redirect = intent.dataString
        val key = intent.getStringExtra(KEY)
        when {
            redirect != null -> flow.onRedirect(redirect)
            key == null -> return
            intent.getBooleanExtra(CLOSE, false) -> flow.onClose(key)
            // The system did not know yet that this activity has finished: another one has to show the page.
            isFinishing -> startActivity(Intent(intent))
            else -> flow.onPage(key)
        }
    }

    private fun launch() {
        val page = flow.page ?: return finishAndRemoveTask()
        try {
            val (intent, extras) = Browsers(packageManager).open(page.request)
            page.isPrivate = extras.isPrivate
            if (extras.isAuthTab) startActivityForResult(intent, REQUEST_CODE) else startActivity(intent)
        } catch (_: ActivityNotFoundException) {
            endUnavailable()
        } catch (_: SecurityException) {
            // This browser lets no other app start it.
            endUnavailable()
        }
    }

    private fun endUnavailable() {
        flow.onUnavailable()
        finishAndRemoveTask()
    }

    companion object {
        private const val KEY = "dev.cognitoauth.page"
        private const val STARTED = "dev.cognitoauth.started"
        private const val CLOSE = "dev.cognitoauth.close"
        private const val REQUEST_CODE = 1
        private var newest = WeakReference<WebUIActivity>(null)

        /** The intent that starts this activity for a page. */
        fun showing(
            context: Context,
            page: OpenPage,
        ): Intent = Intent(context, WebUIActivity::class.java).putExtra(KEY, page.key)

        /** The intent that closes the browser above this activity, and brings a redirect. */
        fun returning(
            context: Context,
            redirect: Uri,
        ): Intent = back(context).setData(redirect)

        /** Closes the browser above this activity, if it shows the page. Call it on the main thread. */
        fun close(page: OpenPage) {
            val activity = newest.get()?.takeUnless { it.isFinishing || it.isDestroyed } ?: return
            // The system closes whatever browser is above the activity, before the activity compares the key. The start
            // of a newer page closes this page too.
            if (activity.flow.key != page.key || WebPages.shared.hasOpen) return
            activity.startActivity(back(activity).putExtra(KEY, page.key).putExtra(CLOSE, true))
        }

        private fun back(context: Context): Intent =
            Intent(context, WebUIActivity::class.java)
                .addFlags(Intent.FLAG_ACTIVITY_CLEAR_TOP or Intent.FLAG_ACTIVITY_SINGLE_TOP)
    }
}

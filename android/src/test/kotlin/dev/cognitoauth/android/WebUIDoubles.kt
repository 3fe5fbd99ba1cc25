package dev.cognitoauth.android

import android.app.Activity
import android.content.IntentFilter
import android.content.pm.ResolveInfo
import dev.cognitoauth.WebBrowserFailure
import dev.cognitoauth.WebBrowserReply

/** The results of a page: its redirects, and its failures. */
internal class PageResults : WebBrowserReply {
    val all = mutableListOf<Any>()

    override fun succeed(
        redirect: String,
        isPrivate: Boolean,
    ) {
        all += if (isPrivate) "private $redirect" else redirect
    }

    override fun fail(failure: WebBrowserFailure) {
        all += failure
    }
}

/** Installs a browser with Custom Tabs. Its service has these categories. */
internal fun Activity.addBrowser(vararg categories: String) {
    val app = ResolveInfo()
    app.activityInfo.packageName = "com.example.browser"
    app.filter = IntentFilter(arrayOf("http", "https"), emptyArray(), emptyArray())
    packages.browsers += app
    val service = ResolveInfo()
    service.filter = IntentFilter(emptyArray(), emptyArray(), arrayOf(*categories))
    packages.tabServices["com.example.browser"] = service
}

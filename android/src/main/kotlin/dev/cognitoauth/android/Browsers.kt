package dev.cognitoauth.android

import android.content.Intent
import android.content.pm.PackageManager
import android.content.pm.ResolveInfo
import android.net.Uri
import android.os.Bundle
import android.os.IBinder
import dev.cognitoauth.WebBrowserRequest

// This file only asks the platform. The decisions are in BrowserChoice.kt.

/** The device's browsers. From Android 11 on, an app sees only the browsers that the library's manifest asks for. */
internal class Browsers(
    private val packages: PackageManager,
) {
    /** The intent that opens the page, and its extras, which say how the browser shows it. */
    fun open(request: WebBrowserRequest): Pair<Intent, PageExtras> {
        val browser = chooseBrowser(apps(), defaultPackage(), request.prefersPrivateSession)
        val extras = PageExtras.of(request, browser)
        val intent = Intent(Intent.ACTION_VIEW, Uri.parse(request.url)).setPackage(browser?.packageName)
        // Without a new session for each launch, a browser can reuse the tab of an earlier page.
        if (extras.isTab) intent.putExtras(Bundle().apply { putBinder(PageExtras.SESSION, null as IBinder?) })
        extras.flags.forEach { (name, value) -> intent.putExtra(name, value) }
        extras.texts.forEach { (name, value) -> intent.putExtra(name, value) }
        return intent to extras
    }

    private fun apps(): List<BrowserApp> =
        packages
            .queryIntentActivities(anyPage(), PackageManager.GET_RESOLVED_FILTER or PackageManager.MATCH_ALL)
            .mapNotNull(::app)

    private fun app(info: ResolveInfo): BrowserApp? {
        val filter = info.filter ?: return null
        val packageName = info.activityInfo?.packageName ?: return null
        return BrowserApp(
            packageName = packageName,
            schemes = (0 until filter.countDataSchemes()).mapTo(mutableSetOf()) { filter.getDataScheme(it) },
            isLimitedToHosts = filter.countDataAuthorities() > 0,
            tabCategories = tabCategories(packageName),
        )
    }

    private fun tabCategories(packageName: String): Set<String>? {
        val service = Intent("android.support.customtabs.action.CustomTabsService").setPackage(packageName)
        val found = packages.queryIntentServices(service, PackageManager.GET_RESOLVED_FILTER)
        if (found.isEmpty()) return null
        return found.mapNotNull { it.filter }.flatMapTo(mutableSetOf()) { filter ->
            (0 until filter.countCategories()).map { filter.getCategory(it) }
        }
    }

    private fun defaultPackage(): String? =
        packages.resolveActivity(anyPage(), PackageManager.MATCH_DEFAULT_ONLY)?.activityInfo?.packageName

    private fun anyPage() =
        Intent(Intent.ACTION_VIEW, Uri.parse("http://www.example.com")).addCategory(Intent.CATEGORY_BROWSABLE)
}

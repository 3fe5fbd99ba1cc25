package dev.cognitoauth.android

import dev.cognitoauth.WebBrowserRequest
import java.net.URI
import java.net.URISyntaxException

/** An app that opens web addresses. */
internal class BrowserApp(
    val packageName: String,
    private val schemes: Set<String>,
    private val isLimitedToHosts: Boolean,
    /** The categories of the app's service for Custom Tabs; null if it has no such service. */
    private val tabCategories: Set<String>?,
) {
    /** Whether the app opens any page, as a browser does. Other apps open only the pages of their own hosts. */
    val isBrowser: Boolean get() = !isLimitedToHosts && schemes.containsAll(listOf("http", "https"))

    val hasTabs: Boolean get() = tabCategories != null

    val hasPrivateTabs: Boolean get() = EPHEMERAL_CATEGORY in tabCategories.orEmpty()

    val hasAuthTabs: Boolean get() = AUTH_TAB_CATEGORY in tabCategories.orEmpty()

    private companion object {
        const val EPHEMERAL_CATEGORY = "androidx.browser.customtabs.category.EphemeralBrowsing"
        const val AUTH_TAB_CATEGORY = "androidx.browser.auth.category.AuthTab"
    }
}

/**
 * The browser for a page: the user's default one if it has Custom Tabs, else another with Custom Tabs, else the default
 * one, else any. A browser with private tabs comes first if the app prefers a private session. Null if there is no
 * browser.
 */
internal fun chooseBrowser(
    apps: List<BrowserApp>,
    defaultPackage: String?,
    prefersPrivateSession: Boolean,
): BrowserApp? {
    val browsers = apps.filter { it.isBrowser }.sortedByDescending { it.packageName == defaultPackage }
    return browsers.find { prefersPrivateSession && it.hasPrivateTabs }
        ?: browsers.find { it.hasTabs }
        ?: browsers.firstOrNull()
}

/** The extras of the intent that opens a page. Jetpack's library defines them; every browser with tabs reads them. */
internal class PageExtras(
    /** Whether the intent opens a Custom Tab. If so, the intent also has the extra [SESSION]. */
    val isTab: Boolean,
    val flags: Map<String, Boolean>,
    val texts: Map<String, String>,
) {
    /** Whether the browser reports the redirect as its result. */
    val isAuthTab: Boolean get() = LAUNCH_AUTH_TAB in flags

    /** Whether the tab is private: it sees no cookie of the browser, and keeps none. */
    val isPrivate: Boolean get() = EPHEMERAL in flags

    companion object {
        /** A binder, or null. The intent of a Custom Tab must have this extra. */
        const val SESSION = "android.support.customtabs.extra.SESSION"
        const val EPHEMERAL = "androidx.browser.customtabs.extra.ENABLE_EPHEMERAL_BROWSING"
        const val LAUNCH_AUTH_TAB = "androidx.browser.auth.extra.LAUNCH_AUTH_TAB"
        const val REDIRECT_SCHEME = "androidx.browser.auth.extra.REDIRECT_SCHEME"
        const val HTTPS_REDIRECT_HOST = "androidx.browser.auth.extra.HTTPS_REDIRECT_HOST"
        const val HTTPS_REDIRECT_PATH = "androidx.browser.auth.extra.HTTPS_REDIRECT_PATH"

        /** The extras for a page in this browser: none if it has no Custom Tabs, or if the system chooses a browser. */
        fun of(
            request: WebBrowserRequest,
            browser: BrowserApp?,
        ): PageExtras {
            if (browser == null || !browser.hasTabs) return PageExtras(isTab = false, emptyMap(), emptyMap())
            val isPrivate = request.prefersPrivateSession && browser.hasPrivateTabs
            val target = if (browser.hasAuthTabs) target(request.redirectUri) else emptyMap()
            val flags = listOf(EPHEMERAL to isPrivate, LAUNCH_AUTH_TAB to target.isNotEmpty())
            return PageExtras(isTab = true, flags.filter { it.second }.toMap(), target)
        }

        /** How an Auth Tab recognises the redirect; empty if it can't. */
        private fun target(redirectUri: String): Map<String, String> {
            val uri =
                try {
                    URI(redirectUri)
                } catch (_: URISyntaxException) {
                    return emptyMap()
                }
            val (scheme, host) = uri.scheme?.lowercase() to uri.host
            return when {
                scheme == null || scheme == "http" -> emptyMap()
                scheme != "https" -> mapOf(REDIRECT_SCHEME to scheme)
                host == null -> emptyMap()
                else -> mapOf(HTTPS_REDIRECT_HOST to host, HTTPS_REDIRECT_PATH to uri.path.orEmpty().ifEmpty { "/" })
            }
        }
    }
}

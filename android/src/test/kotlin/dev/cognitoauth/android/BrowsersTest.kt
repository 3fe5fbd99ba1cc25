package dev.cognitoauth.android

import android.content.IntentFilter
import android.content.pm.PackageManager
import android.content.pm.ResolveInfo
import dev.cognitoauth.WebBrowserRequest
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** What the library asks the device about its browsers, and the intent that opens a page. */
class BrowsersTest {
    private val packages = PackageManager()

    private fun add(
        name: String,
        hosts: List<String> = emptyList(),
        tabs: List<String>? = null,
    ) {
        packages.browsers += info(name, IntentFilter(arrayOf("http", "https"), hosts.toTypedArray(), emptyArray()))
        if (tabs != null) {
            packages.tabServices[name] = info(name, IntentFilter(emptyArray(), emptyArray(), tabs.toTypedArray()))
        }
    }

    private fun info(
        name: String,
        filter: IntentFilter?,
    ) = ResolveInfo().also {
        it.activityInfo.packageName = name
        it.filter = filter
    }

    private fun opened(isPrivate: Boolean = false) =
        Browsers(packages).open(WebBrowserRequest(1, PAGE, "myapp://callback/", isPrivate))

    @Test
    fun theIntentOpensThePageInTheChosenBrowser() {
        add("com.example.shop", hosts = listOf("shop.example.com"), tabs = emptyList())
        add("com.example.plain")
        add("com.example.tabs", tabs = emptyList())
        val (intent, extras) = opened()
        assertEquals("android.intent.action.VIEW", intent.action)
        assertEquals(PAGE, intent.dataString)
        assertEquals("com.example.tabs", intent.getPackage())
        assertFalse(extras.isAuthTab)
    }

    @Test
    fun eachTabHasItsOwnCustomTabsSession() {
        add("com.example.tabs", tabs = emptyList())
        repeat(2) {
            val extras = opened().first.extras.values
            assertEquals(setOf(PageExtras.SESSION), extras.keys)
            assertNull(extras[PageExtras.SESSION], "a binder would join the session of an earlier page")
        }
    }

    @Test
    fun theExtrasOfATabAreInTheIntent() {
        add("com.example.tabs", tabs = listOf(EPHEMERAL_CATEGORY, AUTH_TAB_CATEGORY))
        val (intent, extras) = opened(isPrivate = true)
        assertTrue(extras.isAuthTab)
        assertTrue(extras.isPrivate)
        assertTrue(intent.getBooleanExtra(PageExtras.EPHEMERAL, false))
        assertTrue(intent.getBooleanExtra(PageExtras.LAUNCH_AUTH_TAB, false))
        assertEquals("myapp", intent.getStringExtra(PageExtras.REDIRECT_SCHEME))
        assertFalse(opened().first.getBooleanExtra(PageExtras.EPHEMERAL, false))
    }

    @Test
    fun ifTheLibrarySeesNoBrowserTheSystemChoosesOne() {
        packages.browsers += info("com.example.unknown", null)
        val (intent, extras) = opened()
        assertNull(intent.getPackage())
        assertEquals(PAGE, intent.dataString)
        assertTrue(intent.extras.values.isEmpty())
        assertFalse(extras.isAuthTab)
    }

    @Test
    fun theLibraryAsksTheSystemOnlyForBrowsersAndForServicesOfTabs() {
        add("com.example.tabs", tabs = emptyList())
        opened()
        val asked = packages.asked.map { Triple(it.action, it.categories.toList(), it.dataString) }
        val page = Triple("android.intent.action.VIEW", listOf("android.intent.category.BROWSABLE"), ANY_PAGE)
        val tabs = Triple("android.support.customtabs.action.CustomTabsService", emptyList<String>(), null)
        assertEquals(setOf(page, tabs), asked.toSet())
    }

    private companion object {
        const val PAGE = "https://auth.example.com/oauth2/authorize?client_id=c"
        const val ANY_PAGE = "http://www.example.com"
        const val EPHEMERAL_CATEGORY = "androidx.browser.customtabs.category.EphemeralBrowsing"
        const val AUTH_TAB_CATEGORY = "androidx.browser.auth.category.AuthTab"
    }
}

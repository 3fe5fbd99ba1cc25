package dev.cognitoauth.android

import dev.cognitoauth.WebBrowserRequest
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

class BrowserChoiceTest {
    private val ephemeral = "androidx.browser.customtabs.category.EphemeralBrowsing"
    private val authTab = "androidx.browser.auth.category.AuthTab"

    private fun app(
        name: String,
        tabs: Set<String>? = null,
        schemes: Set<String> = setOf("http", "https"),
        isLimitedToHosts: Boolean = false,
    ) = BrowserApp(name, schemes, isLimitedToHosts, tabs)

    private fun chosen(
        vararg apps: BrowserApp,
        default: String? = null,
        isPrivate: Boolean = false,
    ): String? = chooseBrowser(apps.toList(), default, isPrivate)?.packageName

    @Test
    fun theDefaultBrowserIsChosenIfItSupportsCustomTabs() {
        val apps = arrayOf(app("a", emptySet()), app("b", emptySet()), app("c"))
        assertEquals("b", chosen(*apps, default = "b"))
        assertEquals("a", chosen(*apps))
        assertEquals("a", chosen(*apps, default = "c"))
        assertEquals("a", chosen(*apps, default = "unknown"))
    }

    @Test
    fun ifNoBrowserSupportsCustomTabsTheDefaultBrowserIsChosen() {
        assertEquals("b", chosen(app("a"), app("b"), default = "b"))
        assertEquals("a", chosen(app("a"), app("b")))
    }

    @Test
    fun anAppThatOpensOnlyItsOwnHostsOrLacksHttpOrHttpsIsNotABrowser() {
        val shop = app("shop", emptySet(), isLimitedToHosts = true)
        val secure = app("secure", emptySet(), schemes = setOf("https"))
        val feed = app("feed", emptySet(), schemes = setOf("http", "feed"))
        assertNull(chosen(shop, secure, feed, default = "shop"))
        assertEquals("a", chosen(shop, secure, feed, app("a"), default = "shop"))
    }

    @Test
    fun aPrivateSessionPrefersABrowserWithPrivateTabs() {
        val apps = arrayOf(app("a", emptySet()), app("b", setOf(ephemeral)))
        assertEquals("b", chosen(*apps, default = "a", isPrivate = true))
        assertEquals("a", chosen(*apps, default = "a"))
        assertEquals("a", chosen(app("a", emptySet()), isPrivate = true))
    }

    private fun extras(
        browser: BrowserApp?,
        redirectUri: String = "myapp://callback/",
        isPrivate: Boolean = false,
    ) = PageExtras.of(WebBrowserRequest(1, "https://auth.example.com/", redirectUri, isPrivate), browser)

    @Test
    fun aBrowserWithoutCustomTabsGetsNoExtras() {
        for (browser in listOf(null, app("a"))) {
            val extras = extras(browser, isPrivate = true)
            assertFalse(extras.isTab)
            assertFalse(extras.isAuthTab)
            assertEquals(emptyMap<String, Any>(), extras.flags + extras.texts)
        }
    }

    @Test
    fun aTabIsPrivateIfTheAppAsksForItAndTheBrowserSupportsIt() {
        val key = "androidx.browser.customtabs.extra.ENABLE_EPHEMERAL_BROWSING"
        assertEquals(mapOf(key to true), extras(app("a", setOf(ephemeral)), isPrivate = true).flags)
        assertEquals(emptyMap<String, Boolean>(), extras(app("a", setOf(ephemeral))).flags)
        assertEquals(emptyMap<String, Boolean>(), extras(app("a", emptySet()), isPrivate = true).flags)
        assertTrue(extras(app("a", emptySet())).isTab)
        assertTrue(extras(app("a", setOf(ephemeral)), isPrivate = true).isPrivate)
        assertFalse(extras(app("a", setOf(ephemeral))).isPrivate)
        assertFalse(extras(app("a", emptySet()), isPrivate = true).isPrivate)
        assertFalse(extras(app("a"), isPrivate = true).isPrivate)
    }

    @Test
    fun anAuthTabGetsTheRedirectUri() {
        val auth = "androidx.browser.auth.extra"
        val browser = app("a", setOf(authTab))
        val targets =
            mapOf(
                "myapp://callback/" to mapOf("$auth.REDIRECT_SCHEME" to "myapp"),
                "com.example.app:/signed-in" to mapOf("$auth.REDIRECT_SCHEME" to "com.example.app"),
                "https://example.com/signed-in" to
                    mapOf("$auth.HTTPS_REDIRECT_HOST" to "example.com", "$auth.HTTPS_REDIRECT_PATH" to "/signed-in"),
                "https://example.com" to
                    mapOf("$auth.HTTPS_REDIRECT_HOST" to "example.com", "$auth.HTTPS_REDIRECT_PATH" to "/"),
            )
        for ((redirectUri, texts) in targets) {
            val extras = extras(browser, redirectUri)
            assertTrue(extras.isAuthTab)
            assertEquals(mapOf("$auth.LAUNCH_AUTH_TAB" to true), extras.flags)
            assertEquals(texts, extras.texts)
        }
    }

    @Test
    fun aPlainTabOpensIfAnAuthTabCannotRecognizeTheRedirect() {
        for (redirectUri in listOf("http://localhost:3000/", "no scheme", "https:///path")) {
            val extras = extras(app("a", setOf(authTab)), redirectUri)
            assertTrue(extras.isTab)
            assertFalse(extras.isAuthTab, redirectUri)
            assertEquals(emptyMap<String, String>(), extras.texts)
        }
        assertFalse(extras(app("a", setOf(ephemeral))).isAuthTab)
    }
}

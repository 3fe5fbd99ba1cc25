package dev.cognitoauth.android

import android.app.Activity
import android.os.Bundle

/**
 * Takes the redirect of a sign-in or a sign-out on the web. The app's manifest declares it, with the scheme of the
 * app's redirects: docs/guides/web-sign-in.md of the repository shows how. This activity has no content of its own.
 */
public class WebUIRedirectActivity : Activity() {
    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        // If the system recreates the activity, the redirect has been passed on already.
        val redirect = intent.data.takeIf { savedInstanceState == null }
        when {
            redirect == null -> {}
            // The browser stays open: the intent to WebUIActivity would close it.
            WebPages.shared.isForeign(redirect.toString()) -> WebPages.shared.redirect(redirect.toString())
            else -> startActivity(WebUIActivity.returning(this, redirect))
        }
        // The task stays: WebUIActivity can have started in it.
        finish()
    }
}

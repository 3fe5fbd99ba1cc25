package dev.cognitoauth.android

import dev.cognitoauth.Auth
import dev.cognitoauth.AuthRedirectResult

/**
 * Gives [Auth.handleRedirect] the addresses in order, until one completes a sign-in or goes to the call that waits for
 * it. If none does, the result says whether any address was a redirect.
 */
internal suspend fun Auth.handleFirstRedirect(uris: List<String>): AuthRedirectResult {
    var result: AuthRedirectResult = AuthRedirectResult.NotARedirect
    for (uri in uris) {
        val handled = handleRedirect(uri)
        if (handled is AuthRedirectResult.SignedIn || handled == AuthRedirectResult.Delivered) return handled
        if (handled != AuthRedirectResult.NotARedirect) result = handled
    }
    return result
}

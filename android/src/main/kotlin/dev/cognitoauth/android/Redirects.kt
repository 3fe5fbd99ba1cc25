package dev.cognitoauth.android

import dev.cognitoauth.Auth
import dev.cognitoauth.AuthRedirectResult

/**
 * Tries the addresses in order until somebody takes one. If nobody does, the result says whether one of them was a
 * redirect at all.
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

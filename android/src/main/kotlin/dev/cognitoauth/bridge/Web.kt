package dev.cognitoauth.bridge

import dev.cognitoauth.AuthIdentityExpectation
import dev.cognitoauth.AuthProvider
import dev.cognitoauth.AuthRedirectResult
import dev.cognitoauth.AuthWebUIPrompt
import dev.cognitoauth.AuthWebUISignInOptions
import dev.cognitoauth.WebBrowser
import dev.cognitoauth.WebBrowserFailure
import dev.cognitoauth.WebBrowserReply
import dev.cognitoauth.WebBrowserRequest
import dev.cognitoauth.ffi.Browser
import dev.cognitoauth.ffi.BrowserException
import dev.cognitoauth.ffi.BrowserRedirect
import dev.cognitoauth.ffi.RedirectResult
import dev.cognitoauth.ffi.WebPrompt
import dev.cognitoauth.ffi.WebSignInOptions
import java.util.concurrent.atomic.AtomicReference
import dev.cognitoauth.ffi.AuthProvider as BridgeProvider
import dev.cognitoauth.ffi.BrowserFailure as BridgeFailure
import dev.cognitoauth.ffi.BrowserReply as BridgeReply
import dev.cognitoauth.ffi.BrowserRequest as BridgeRequest
import dev.cognitoauth.ffi.IdentityExpectation as BridgeExpectation

/** Lets the core show pages in the browser of a call. It catches every Throwable, as all adapters do. */
internal class BrowserAdapter(
    private val browser: WebBrowser,
) : Browser {
    override fun start(
        request: BridgeRequest,
        reply: BridgeReply,
    ) {
        val publicReply = BrowserReplyAdapter(reply)
        try {
            browser.start(request.toPublic(), publicReply)
        } catch (_: Throwable) {
            publicReply.fail(WebBrowserFailure.NOT_SHOWN)
        }
    }

    override fun cancel(id: ULong) {
        try {
            browser.cancel(id.toLong())
        } catch (_: Throwable) {
            throw BrowserException.Failed(BridgeFailure.NOT_SHOWN)
        }
    }
}

/** Passes the first result on and drops the core's reply: later results are ignored. */
private class BrowserReplyAdapter(
    reply: BridgeReply,
) : WebBrowserReply {
    private val reply = AtomicReference<BridgeReply?>(reply)

    override fun succeed(
        redirect: String,
        isPrivate: Boolean,
    ) {
        once { it.succeed(BrowserRedirect(redirect, isPrivate)) }
    }

    override fun fail(failure: WebBrowserFailure) {
        once { it.fail(failure.toBridge()) }
    }

    private inline fun once(give: (BridgeReply) -> Unit) {
        reply.getAndSet(null)?.use(give)
    }
}

private fun BridgeRequest.toPublic() =
    WebBrowserRequest(
        id = id.toLong(),
        url = url,
        redirectUri = redirectUri,
        prefersPrivateSession = prefersPrivateSession,
    )

private fun WebBrowserFailure.toBridge() =
    when (this) {
        WebBrowserFailure.CANCELLED -> BridgeFailure.CANCELLED
        WebBrowserFailure.UNAVAILABLE -> BridgeFailure.UNAVAILABLE
        WebBrowserFailure.NOT_SHOWN -> BridgeFailure.NOT_SHOWN
        WebBrowserFailure.UNANSWERED -> BridgeFailure.UNANSWERED
    }

/** The options, with the provider that the app has passed to the call. */
internal fun AuthWebUISignInOptions.toBridge(provider: AuthProvider? = null) =
    WebSignInOptions(
        provider = provider?.toBridge(),
        idpIdentifier = idpIdentifier,
        scopes = scopes,
        language = language,
        loginHint = loginHint,
        prompt = prompt.map { it.toBridge() },
        nonce = nonce,
        resource = resource,
        prefersPrivateSession = preferPrivateSession,
        redirectUri = redirectUri,
        identityExpectation = identityExpectation.toBridge(),
        waitsForBrowser = waitForBrowser,
    )

private fun AuthProvider.toBridge() =
    when (kind) {
        AuthProvider.Kind.AMAZON -> BridgeProvider.Amazon
        AuthProvider.Kind.APPLE -> BridgeProvider.Apple
        AuthProvider.Kind.FACEBOOK -> BridgeProvider.Facebook
        AuthProvider.Kind.GOOGLE -> BridgeProvider.Google
        AuthProvider.Kind.NAMED -> BridgeProvider.Named(name.orEmpty())
    }

private fun AuthWebUIPrompt.toBridge() =
    when (this) {
        AuthWebUIPrompt.NONE -> WebPrompt.NONE
        AuthWebUIPrompt.LOGIN -> WebPrompt.LOGIN
        AuthWebUIPrompt.SELECT_ACCOUNT -> WebPrompt.SELECT_ACCOUNT
        AuthWebUIPrompt.CONSENT -> WebPrompt.CONSENT
    }

private fun AuthIdentityExpectation.toBridge(): BridgeExpectation =
    when (this) {
        AuthIdentityExpectation.Anyone -> BridgeExpectation.Anyone
        is AuthIdentityExpectation.User -> BridgeExpectation.User(userId)
        is AuthIdentityExpectation.OtherThan -> BridgeExpectation.OtherThan(userIds)
    }

internal fun RedirectResult.toPublic(): AuthRedirectResult =
    when (this) {
        RedirectResult.NotARedirect -> AuthRedirectResult.NotARedirect
        RedirectResult.Ignored -> AuthRedirectResult.Ignored
        RedirectResult.Delivered -> AuthRedirectResult.Delivered
        is RedirectResult.SignedIn -> AuthRedirectResult.SignedIn(result.toPublic())
    }

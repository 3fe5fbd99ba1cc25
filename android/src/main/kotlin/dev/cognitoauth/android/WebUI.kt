@file:JvmName("WebUI")

package dev.cognitoauth.android

import android.app.Activity
import android.content.Intent
import dev.cognitoauth.Auth
import dev.cognitoauth.AuthCall
import dev.cognitoauth.AuthException
import dev.cognitoauth.AuthProvider
import dev.cognitoauth.AuthRedirectResult
import dev.cognitoauth.AuthSignInResult
import dev.cognitoauth.AuthSignOutOptions
import dev.cognitoauth.AuthSignOutResult
import dev.cognitoauth.AuthWebUISignInOptions
import dev.cognitoauth.Consumer
import dev.cognitoauth.call

/** [Auth.signInWithWebUI] in the [PlatformBrowser], over this activity. */
@JvmSynthetic
public suspend fun Auth.signInWithWebUI(
    callingActivity: Activity,
    options: AuthWebUISignInOptions = AuthWebUISignInOptions.defaults(),
): AuthSignInResult = signInWithWebUI(PlatformBrowser(callingActivity), options)

/** [Auth.signInWithSocialWebUI] in the [PlatformBrowser], over this activity. */
@JvmSynthetic
public suspend fun Auth.signInWithSocialWebUI(
    provider: AuthProvider,
    callingActivity: Activity,
    options: AuthWebUISignInOptions = AuthWebUISignInOptions.defaults(),
): AuthSignInResult = signInWithSocialWebUI(provider, PlatformBrowser(callingActivity), options)

/** [Auth.signOut] in the [PlatformBrowser], over this activity. */
@JvmSynthetic
public suspend fun Auth.signOut(
    callingActivity: Activity,
    options: AuthSignOutOptions = AuthSignOutOptions.defaults(),
): AuthSignOutResult = signOut(PlatformBrowser(callingActivity), options)

/**
 * Gives [Auth.handleRedirect] the redirect that reached the app while no call waited for it: after the end of the
 * process, or after the user had closed the browser. Call it whenever the activity is resumed; it is cheap.
 *
 * @param intent the activity's intent, if it can be a redirect too
 * @return [AuthRedirectResult.NotARedirect] if there is no redirect
 */
@JvmSynthetic
public suspend fun Auth.handleWebUISignInResponse(intent: Intent?): AuthRedirectResult =
    handleFirstRedirect(listOfNotNull(WebPages.shared.takeParked(), intent?.dataString))

/** [handleWebUISignInResponse] with callbacks, for Java and for Kotlin without coroutines. */
public fun Auth.handleWebUISignInResponse(
    intent: Intent?,
    onSuccess: Consumer<AuthRedirectResult>,
    onError: Consumer<AuthException>,
): AuthCall = call(onSuccess, onError) { handleWebUISignInResponse(intent) }

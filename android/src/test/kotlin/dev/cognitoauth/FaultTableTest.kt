package dev.cognitoauth

import dev.cognitoauth.support.Detour
import dev.cognitoauth.support.FakeBrowser
import dev.cognitoauth.support.FaultyServer
import dev.cognitoauth.support.LocalPool
import dev.cognitoauth.support.User
import dev.cognitoauth.support.redirect
import dev.cognitoauth.support.webPages
import dev.cognitoauth.testing.MemoryStore
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonObject
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.DynamicTest.dynamicTest
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestFactory
import org.junit.jupiter.api.assertThrows
import java.lang.reflect.Modifier
import kotlin.coroutines.Continuation

/** A fault that a call meets. */
private enum class Fault {
    EMPTY_ARGUMENT,
    BAD_POOL_ID,
    MALFORMED_FILE,
    HTML,
    TRUNCATED_JSON,
    SERVER_ERROR,
    NO_NETWORK,
}

/**
 * A call: [make] gives it valid arguments, and [withEmptyArgument] an empty one. Before that, [prepare] brings the
 * instance into the state that the call needs. With a configuration that is not valid, nothing is prepared.
 */
private class Call(
    val prepare: suspend (Auth) -> Unit = {},
    val withEmptyArgument: (suspend (Auth) -> Any)? = null,
    val pool: LocalPool = LocalPool.shared,
    val federates: Boolean = false,
    val make: suspend (Auth) -> Any,
)

/** Makes every suspending call under every fault that applies to it. No call hangs, and each ends as the table says. */
class FaultTableTest {
    private val pool = LocalPool.shared
    private val user by lazy { runBlocking { User().register(instance(Detour())) } }

    /** A pool that tracks devices. Without tracking there is no device to remember. */
    private val tracking by lazy {
        pool.another { putJsonObject("DeviceConfiguration") { put("DeviceOnlyRememberedOnUserPrompt", true) } }
    }
    private val refresh = AuthFetchSessionOptions.builder().forceRefresh(true).build()
    private val nickname = AuthUserAttribute(AuthUserAttributeKey.nickname(), "Nita")
    private val email = AuthUserAttributeKey.email()
    private val nameless = AuthUserAttributeKey.custom("")
    private val google = AuthLoginProvider.google()
    private val identityPool by lazy { pool.identityPool() }
    private val browser = FakeBrowser()
    private val waiting = AuthWebUISignInOptions.builder().waitForBrowser(true).build()
    private val withoutLanguage = AuthWebUISignInOptions.builder().language("").build()
    private val everywhere = AuthSignOutOptions.builder().globalSignOut(true).build()

    private val calls =
        mapOf(
            "signUp" to
                Call(withEmptyArgument = { it.signUp("", PASSWORD) }) { it.signUp("ana", PASSWORD) },
            "confirmSignUp" to
                Call(withEmptyArgument = { it.confirmSignUp("ana", "") }) { it.confirmSignUp("ana", "123456") },
            "resendSignUpCode" to
                Call(withEmptyArgument = { it.resendSignUpCode("") }) { it.resendSignUpCode("ana") },
            "signIn" to
                Call(withEmptyArgument = { it.signIn("", PASSWORD) }) { it.signIn("ana", PASSWORD) },
            "confirmSignIn" to
                Call(::askForSecondFactor, { it.confirmSignIn("") }) { it.confirmSignIn("123456") },
            "autoSignIn" to
                Call(::completeSignUp) { it.autoSignIn() },
            "signInWithWebUI" to
                Call(withEmptyArgument = { it.signInWithWebUI(browser, withoutLanguage) }) {
                    it.signInWithWebUI(browser, waiting)
                },
            "signInWithSocialWebUI" to
                Call(withEmptyArgument = { it.signInWithSocialWebUI(AuthProvider.custom(""), browser) }) {
                    it.signInWithSocialWebUI(AuthProvider.google(), browser, waiting)
                },
            "handleRedirect" to
                Call(::closeThePage) { it.handleRedirect(browser.requests.lastOrNull()?.redirect() ?: "myapp://") },
            "resetPassword" to
                Call(withEmptyArgument = { it.resetPassword("") }) { it.resetPassword("ana") },
            "confirmResetPassword" to
                Call(withEmptyArgument = { it.confirmResetPassword("ana", "", "123456") }) {
                    it.confirmResetPassword("ana", PASSWORD, "123456")
                },
            "updatePassword" to
                Call(::signIn, { it.updatePassword(PASSWORD, "") }) { it.updatePassword(PASSWORD, "New-password-1") },
            "fetchUserAttributes" to
                Call(::signIn) { it.fetchUserAttributes() },
            "updateUserAttribute" to
                Call(::signIn, { it.updateUserAttribute(AuthUserAttribute(nameless, "Nita")) }) {
                    it.updateUserAttribute(nickname)
                },
            "updateUserAttributes" to
                Call(::signIn, { it.updateUserAttributes(emptyList()) }) { it.updateUserAttributes(listOf(nickname)) },
            "deleteUserAttributes" to
                Call(::signIn, { it.deleteUserAttributes(emptyList()) }) {
                    it.deleteUserAttributes(listOf(nickname.key))
                },
            "sendUserAttributeVerificationCode" to
                Call(::signIn, { it.sendUserAttributeVerificationCode(nameless) }) {
                    it.sendUserAttributeVerificationCode(email)
                },
            "resendUserAttributeConfirmationCode" to
                Call(::signIn, { it.resendUserAttributeConfirmationCode(nameless) }) {
                    it.resendUserAttributeConfirmationCode(email)
                },
            "confirmUserAttribute" to
                Call(::signIn, { it.confirmUserAttribute(email, "") }) { it.confirmUserAttribute(email, "123456") },
            "deleteUser" to
                Call(::signIn) { it.deleteUser() },
            "fetchMFAPreference" to
                Call(::signIn) { it.fetchMFAPreference() },
            "updateMFAPreference" to
                Call(::signIn, { it.updateMFAPreference() }) { it.updateMFAPreference(sms = MFAPreference.ENABLED) },
            "setUpTOTP" to
                Call(::signIn) { it.setUpTOTP() },
            "verifyTOTPSetup" to
                Call(::signIn, { it.verifyTOTPSetup("") }) { it.verifyTOTPSetup("123456") },
            "rememberDevice" to
                Call({ User().signIn(it, tracking) }, pool = tracking) { it.rememberDevice() },
            "forgetDevice" to
                Call(::signIn, { it.forgetDevice(AuthDevice.fromId("")) }) {
                    it.forgetDevice(AuthDevice.fromId("local_1"))
                },
            "fetchDevices" to
                Call(::signIn) { it.fetchDevices() },
            "associateWebAuthnCredential" to
                Call(::signIn) { it.associateWebAuthnCredential() },
            "listWebAuthnCredentials" to
                Call(::signIn) { it.listWebAuthnCredentials() },
            "deleteWebAuthnCredential" to
                Call(::signIn, { it.deleteWebAuthnCredential("") }) { it.deleteWebAuthnCredential("an id") },
            "fetchUserAuthFactors" to
                Call(::signIn) { it.fetchUserAuthFactors() },
            "fetchAuthSession" to
                Call(::signIn) { it.fetchAuthSession(refresh) },
            "getCurrentUser" to
                Call(::signIn) { it.getCurrentUser() },
            "federateToIdentityPool" to
                Call(withEmptyArgument = { it.federateToIdentityPool("", google) }, federates = true) {
                    it.federateToIdentityPool("token", google)
                },
            "clearFederationToIdentityPool" to
                Call({ it.federateToIdentityPool("token", google) }, federates = true) {
                    it.clearFederationToIdentityPool()
                },
            "sessionState" to
                Call(::signIn) { it.sessionState() },
            "moveReport" to
                Call(::signIn) { it.moveReport() ?: Unit },
            "finishMove" to
                Call(::signIn) { it.finishMove() },
            "pendingSignIn" to
                Call { it.pendingSignIn() ?: Unit },
            "signOut" to
                Call(::signIn) { it.signOut(everywhere) },
        )

    /** The expected result of each call under each fault. */
    private val table: Map<String, Map<Fault, String>> =
        mapOf(
            "signUp" to refused(),
            "confirmSignUp" to refused(),
            "resendSignUpCode" to refused(),
            "signIn" to refused(),
            "confirmSignIn" to refused(),
            "autoSignIn" to refused() + neverEmpty,
            "signInWithWebUI" to refused(),
            "signInWithSocialWebUI" to refused(),
            "handleRedirect" to refused() + neverEmpty,
            "resetPassword" to refused(),
            "confirmResetPassword" to refused(),
            "updatePassword" to refused(),
            "fetchUserAttributes" to refused() + neverEmpty,
            "updateUserAttribute" to refused(),
            "updateUserAttributes" to refused(),
            "deleteUserAttributes" to refused(),
            "sendUserAttributeVerificationCode" to refused(),
            "resendUserAttributeConfirmationCode" to refused(),
            "confirmUserAttribute" to refused(),
            "deleteUser" to refused() + neverEmpty,
            "fetchMFAPreference" to refused() + neverEmpty,
            "updateMFAPreference" to refused(),
            "setUpTOTP" to refused() + neverEmpty,
            "verifyTOTPSetup" to refused(),
            "rememberDevice" to refused() + neverEmpty,
            "forgetDevice" to refused(),
            "fetchDevices" to refused() + neverEmpty,
            "associateWebAuthnCredential" to refused() + neverEmpty,
            "listWebAuthnCredentials" to refused() + neverEmpty,
            "deleteWebAuthnCredential" to refused(),
            "fetchUserAuthFactors" to refused() + neverEmpty,
            "fetchAuthSession" to refused() + neverEmpty,
            "getCurrentUser" to withoutRequest("AuthUser"),
            "federateToIdentityPool" to refused(),
            "clearFederationToIdentityPool" to withoutRequest("Unit"),
            "sessionState" to withoutRequest("SignedIn"),
            "moveReport" to withoutRequest("Unit"),
            "finishMove" to withoutRequest("Unit"),
            "pendingSignIn" to withoutRequest("Unit"),
            // If only the request fails, the user is signed out on this device, and the result has the error.
            "signOut" to
                mapOf(
                    Fault.EMPTY_ARGUMENT to NO_ARGUMENT,
                    Fault.BAD_POOL_ID to "Failed ConfigurationException INVALID_CONFIGURATION",
                    Fault.MALFORMED_FILE to "Failed ConfigurationException MALFORMED_CONFIGURATION",
                    Fault.HTML to "Partial NetworkException MALFORMED_RESPONSE",
                    Fault.TRUNCATED_JSON to "Partial NetworkException MALFORMED_RESPONSE",
                    Fault.SERVER_ERROR to "Partial NetworkException SERVER_ERROR",
                    Fault.NO_NETWORK to "Partial NetworkException TRANSPORT_FAILED",
                ),
        )

    private val neverEmpty get() = mapOf(Fault.EMPTY_ARGUMENT to NO_ARGUMENT)

    /** The results of a call that makes no request, because it needs only what is stored. */
    private fun withoutRequest(result: String) =
        refused() +
            mapOf(
                Fault.EMPTY_ARGUMENT to NO_ARGUMENT,
                Fault.HTML to result,
                Fault.TRUNCATED_JSON to result,
                Fault.SERVER_ERROR to result,
                Fault.NO_NETWORK to result,
            )

    private fun refused() =
        mapOf(
            Fault.EMPTY_ARGUMENT to "ValidationException EMPTY_ARGUMENT",
            Fault.BAD_POOL_ID to "ConfigurationException INVALID_CONFIGURATION",
            Fault.MALFORMED_FILE to "ConfigurationException MALFORMED_CONFIGURATION",
            Fault.HTML to "NetworkException MALFORMED_RESPONSE",
            Fault.TRUNCATED_JSON to "NetworkException MALFORMED_RESPONSE",
            Fault.SERVER_ERROR to "NetworkException SERVER_ERROR",
            Fault.NO_NETWORK to "NetworkException TRANSPORT_FAILED",
        )

    @Test
    fun theTableHasACellForEveryCallOfTheApiAndEveryFault() {
        val api =
            Auth::class.java.methods
                .filter { !Modifier.isStatic(it.modifiers) }
                .filter { it.parameterTypes.lastOrNull() == Continuation::class.java }
                .map { it.name }
                .toSet()
        assertTrue("signIn" in api, "the list of the API is empty: $api")
        assertEquals(api, calls.keys)
        assertEquals(api.associateWith { Fault.entries.toSet() }, table.mapValues { it.value.keys })
    }

    @TestFactory
    fun everyCallWithEveryFaultEndsAsTheTableSays(): List<DynamicTest> =
        table.flatMap { (name, cells) ->
            cells.map { (fault, expected) ->
                dynamicTest("$name, $fault: $expected") { assertEquals(expected, result(calls.getValue(name), fault)) }
            }
        }

    private fun result(
        call: Call,
        fault: Fault,
    ): String =
        when (fault) {
            Fault.EMPTY_ARGUMENT -> resultOfEmptyArgument(call)
            Fault.BAD_POOL_ID ->
                resultOf(call.make, instance(Detour(), AuthConfiguration.builder("local", "no pool", "c").build()))
            Fault.MALFORMED_FILE ->
                resultOf(call.make, instance(Detour(), AuthConfiguration.fromAmplifyOutputs("{\"auth\":")))
            Fault.HTML ->
                resultAgainst(
                    200,
                    "text/html",
                    "<html><body>Sign in to the café's Wi-Fi</body></html>",
                    call,
                )
            Fault.TRUNCATED_JSON ->
                resultAgainst(
                    200,
                    "application/x-amz-json-1.1",
                    "{\"AuthenticationResult\":{\"AccessToken\":\"ey",
                    call,
                )
            Fault.SERVER_ERROR -> resultAgainst(500, "text/plain", "", call)
            Fault.NO_NETWORK -> resultAt(FaultyServer.nobody(), call)
        }

    private fun resultOfEmptyArgument(call: Call): String {
        val work = call.withEmptyArgument ?: return NO_ARGUMENT
        val auth = instance(Detour(), call)
        runBlocking { call.prepare(auth) }
        return resultOf(work, auth)
    }

    private fun resultAgainst(
        status: Int,
        contentType: String,
        body: String,
        call: Call,
    ): String = FaultyServer(status, contentType, body).use { resultAt(it.endpoint, call) }

    private fun resultAt(
        endpoint: String,
        call: Call,
    ): String {
        val detour = Detour()
        val auth = instance(detour, call)
        runBlocking { call.prepare(auth) }
        detour.endpoint = endpoint
        return resultOf(call.make, auth)
    }

    private fun resultOf(
        work: suspend (Auth) -> Any,
        auth: Auth,
    ): String =
        runBlocking {
            val result =
                try {
                    withTimeout(4 * DEADLINE_MILLISECONDS) { work(auth) }
                } catch (exception: AuthException) {
                    exception
                }
            when (result) {
                is AuthException -> describe(result)
                is AuthSignOutResult.Failed -> "Failed " + describe(result.exception)
                is AuthSignOutResult.Partial -> "Partial " + describe(checkNotNull(result.globalSignOutError))
                else -> result.javaClass.simpleName
            }
        }

    private fun describe(exception: AuthException): String {
        assertFalse(exception.recoverySuggestion.isBlank(), "$exception has no recovery suggestion")
        assertFalse(PASSWORD in exception.toString())
        return "${exception.javaClass.simpleName} ${exception.code}"
    }

    private fun instance(
        transport: HttpTransport,
        call: Call? = null,
    ): Auth {
        val configuration =
            (call?.pool ?: pool)
                .configuration()
                .oauth(webPages)
                .identityPool(if (call?.federates == true) identityPool else null)
                .deadlineMilliseconds(DEADLINE_MILLISECONDS)
        return instance(transport, configuration.build())
    }

    private fun instance(
        transport: HttpTransport,
        configuration: AuthConfiguration,
    ): Auth = Auth.builder(configuration, MemoryStore()).httpTransport(transport).build()

    private suspend fun signIn(auth: Auth) {
        assertTrue(auth.signIn(user.username, user.password).isSignedIn)
    }

    private suspend fun askForSecondFactor(auth: Auth) {
        val careful = User().register(auth)
        pool.requireSecondFactor(careful.username)
        assertFalse(auth.signIn(careful.username, careful.password).isSignedIn)
    }

    /** Begins a sign-in on the web and closes its page. The redirect can still come. */
    private suspend fun closeThePage(auth: Auth) {
        val closing =
            FakeBrowser { request, reply ->
                browser.requests += request
                reply.fail(WebBrowserFailure.CANCELLED)
            }
        assertThrows<AuthCancelledException> { runBlocking { auth.signInWithWebUI(closing, waiting) } }
    }

    private suspend fun completeSignUp(auth: Auth) {
        val fresh = User()
        val options = AuthSignUpOptions.builder().userAttribute(email, fresh.email).build()
        auth.signUp(fresh.username, null, options)
        val confirmed = auth.confirmSignUp(fresh.username, pool.newestCode(fresh.username))
        assertInstanceOf(AuthSignUpStep.CompleteAutoSignIn::class.java, confirmed.nextStep)
    }

    private companion object {
        const val PASSWORD = "Password-123"
        const val NO_ARGUMENT = "no argument can be empty"
        const val DEADLINE_MILLISECONDS = 10_000L
    }
}

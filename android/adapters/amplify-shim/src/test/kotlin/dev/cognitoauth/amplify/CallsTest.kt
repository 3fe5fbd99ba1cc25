package dev.cognitoauth.amplify

import android.content.Context
import dev.cognitoauth.Auth
import dev.cognitoauth.AuthEvent
import dev.cognitoauth.AuthLoginProvider
import kotlinx.coroutines.flow.MutableSharedFlow
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import java.util.concurrent.CompletableFuture
import java.util.concurrent.Executor
import java.util.concurrent.Executors
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import dev.cognitoauth.amplify.kotlin.Amplify as Coroutines

/** What the shim calls, and what it does with the results. */
@Timeout(60)
class CallsTest {
    /** Records its calls. The password `right` signs in, `void` has to be reset, `bug` crashes, any other is wrong. */
    private class FakeAuth : Auth {
        val calls = mutableListOf<List<Any?>>()
        override val events = MutableSharedFlow<AuthEvent>()
        private val thread = Executors.newSingleThreadExecutor { Thread(it, "callbacks").apply { isDaemon = true } }
        override val callbackExecutor: Executor get() = thread

        override suspend fun signIn(
            username: String,
            password: String?,
            options: dev.cognitoauth.AuthSignInOptions,
        ): dev.cognitoauth.AuthSignInResult {
            calls += listOf(username, password, options)
            if (password ==
                "void"
            ) {
                return dev.cognitoauth.AuthSignInResult(false, dev.cognitoauth.AuthSignInStep.ResetPassword())
            }
            if (password == "bug") throw BUG
            if (password != "right") throw dev.cognitoauth.NotAuthorizedException()
            return dev.cognitoauth.AuthSignInResult(true, dev.cognitoauth.AuthSignInStep.Done)
        }

        override suspend fun confirmResetPassword(
            username: String,
            newPassword: String,
            confirmationCode: String,
            options: dev.cognitoauth.AuthConfirmResetPasswordOptions,
        ) {
            calls += listOf(username, newPassword, confirmationCode, options.clientMetadata)
        }

        override suspend fun confirmSignUp(
            username: String,
            confirmationCode: String,
            options: dev.cognitoauth.AuthConfirmSignUpOptions,
        ): dev.cognitoauth.AuthSignUpResult {
            calls += listOf(username, confirmationCode, options.clientMetadata)
            return dev.cognitoauth.AuthSignUpResult(true, dev.cognitoauth.AuthSignUpStep.Done)
        }

        override suspend fun updateMFAPreference(
            sms: MFAPreference?,
            totp: MFAPreference?,
            email: MFAPreference?,
        ) {
            calls += listOf(sms, totp, email)
        }

        override suspend fun signOut(options: dev.cognitoauth.AuthSignOutOptions): dev.cognitoauth.AuthSignOutResult =
            throw BUG

        override suspend fun forgetDevice(device: AuthDevice?) {
            calls += listOf(device)
        }
    }

    private val auth = FakeAuth()
    private val plugin = AWSCognitoAuthPlugin(auth)

    @BeforeEach
    fun configure() {
        Amplify.addPlugin(plugin)
        Amplify.configure(Context())
    }

    @AfterEach
    fun release(): Unit = Amplify.removePlugin(plugin)

    private fun <T : Any> outcome(call: (Consumer<T>, Consumer<AuthException>) -> Unit): Any {
        val outcome = CompletableFuture<Any>()
        call({ outcome.complete(it to Thread.currentThread().name) }, {
            outcome.complete(it to Thread.currentThread().name)
        })
        val (value, thread) = outcome.get(30, TimeUnit.SECONDS) as Pair<*, *>
        assertEquals("callbacks", thread)
        return checkNotNull(value)
    }

    @Test
    fun callbacksRunOnTheExecutorOfTheLibrarysInstance() {
        val options =
            AWSCognitoAuthSignInOptions
                .builder()
                .authFlowType(AuthFlowType.USER_PASSWORD_AUTH)
                .metadata(
                    mapOf("a" to "b"),
                ).build()
        val result =
            outcome<AuthSignInResult> {
                success,
                error,
                ->
                Amplify.Auth.signIn("ana", "right", options, success, error)
            }
        assertEquals(AuthSignInStep.DONE, (result as AuthSignInResult).nextStep.signInStep)
        val refusal = outcome<AuthSignInResult> { success, error -> Amplify.Auth.signIn(null, null, success, error) }
        assertEquals(NotAuthorizedException::class.java, refusal.javaClass)
        val first = outcome<AuthSignInResult> { success, error -> Amplify.Auth.signIn("ana", "void", success, error) }
        assertEquals(PasswordResetRequiredException::class.java, first.javaClass)
        val ours =
            dev.cognitoauth.AuthSignInOptions
                .builder()
                .authFlowType(AuthFlowType.USER_PASSWORD_AUTH)
                .clientMetadata(mapOf("a" to "b"))
                .build()
        val defaults = dev.cognitoauth.AuthSignInOptions.defaults()
        assertEquals(listOf("ana", "right", ours), auth.calls[0])
        assertEquals(listOf("", null, defaults), auth.calls[1])
    }

    @Test
    fun anExceptionThatIsNotTheLibrarysReachesTheErrorCallback() {
        val refusal = outcome<AuthSignInResult> { success, error -> Amplify.Auth.signIn("ana", "bug", success, error) }
        assertEquals(UnknownException::class.java, refusal.javaClass)
        assertSame(BUG, (refusal as AuthException).cause)
    }

    @Test
    fun anExceptionOfASignOutIsItsResult() {
        val options = AuthSignOutOptions.builder().build()
        val results =
            listOf(
                outcome<AuthSignOutResult> { complete, _ -> Amplify.Auth.signOut(complete) },
                outcome<AuthSignOutResult> { complete, _ -> Amplify.Auth.signOut(options, complete) },
            )
        results.forEach { assertSame(BUG, (it as AWSCognitoAuthSignOutResult.FailedSignOut).exception.cause) }
    }

    @Test
    fun theFacadeForCoroutinesThrowsAmplifysExceptions() {
        runBlocking {
            assertEquals(true, Coroutines.Auth.signIn("ana", "right").isSignedIn)
            val refusal = runCatching { Coroutines.Auth.signIn("ana", "wrong") }.exceptionOrNull()
            assertEquals(NotAuthorizedException::class.java, refusal?.javaClass)
        }
    }

    @Test
    fun metadataOfTheOptionsReachesTheLibrary() {
        val reset = AWSCognitoAuthConfirmResetPasswordOptions.builder().metadata(mapOf("a" to "b")).build()
        val confirm = AWSCognitoAuthConfirmSignUpOptions.builder().clientMetadata(mapOf("c" to "d")).build()
        runBlocking {
            Coroutines.Auth.confirmResetPassword("ana", "New-password-1", "123456", reset)
            Coroutines.Auth.confirmResetPassword("ana", "New-password-1", "123456")
            Coroutines.Auth.confirmSignUp("ana", "123456", confirm)
        }
        val expected =
            listOf(
                listOf("ana", "New-password-1", "123456", mapOf("a" to "b")),
                listOf("ana", "New-password-1", "123456", emptyMap<String, String>()),
                listOf("ana", "123456", mapOf("c" to "d")),
            )
        assertEquals(expected, auth.calls)
    }

    @Test
    fun argumentsThatTheAppLeavesOutAreNull() {
        val done = LinkedBlockingQueue<String>()
        Amplify.Auth
            .getPlugin(
                "awsCognitoAuthPlugin",
            ).updateMFAPreference(MFAPreference.ENABLED, null, { done += "" }, { })
        checkNotNull(done.poll(30, TimeUnit.SECONDS))
        Amplify.Auth.forgetDevice({ done += "" }, { })
        checkNotNull(done.poll(30, TimeUnit.SECONDS))
        runBlocking { Coroutines.Auth.forgetDevice(AuthDevice.fromId("key")) }
        val expected = listOf(listOf(MFAPreference.ENABLED, null, null), listOf(null), listOf(AuthDevice.fromId("key")))
        assertEquals(expected, auth.calls)
    }

    @Test
    fun aCallWithoutAPluginThrowsAnIllegalStateException() {
        Amplify.removePlugin(plugin)
        assertThrows(IllegalStateException::class.java) { Amplify.Auth.getCurrentUser({ }, { }) }
        assertThrows(IllegalStateException::class.java) { Amplify.Auth.getPlugin("another") }
    }

    @Test
    fun theEscapeHatchIsTheLibrarysInstance() {
        assertSame(auth, Amplify.Auth.getPlugin("awsCognitoAuthPlugin").escapeHatch)
    }

    @Test
    fun aProviderBecomesTheLoginProviderOfTheSameName() {
        val providers =
            listOf(
                AuthProvider.amazon(),
                AuthProvider.apple(),
                AuthProvider.facebook(),
                AuthProvider.google(),
                AuthProvider.custom("x"),
            )
        val logins =
            listOf(
                AuthLoginProvider.amazon(),
                AuthLoginProvider.apple(),
                AuthLoginProvider.facebook(),
                AuthLoginProvider.google(),
                AuthLoginProvider.custom("x"),
            )
        assertEquals(logins, providers.map { it.login() })
    }

    private companion object {
        val BUG = IllegalStateException("a bug of the app")
    }
}

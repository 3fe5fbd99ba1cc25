package com.example.signin

import dev.cognitoauth.Auth
import dev.cognitoauth.AuthCodeDeliveryDetails
import dev.cognitoauth.AuthConfiguration
import dev.cognitoauth.AuthErrorCode
import dev.cognitoauth.AuthErrorReason
import dev.cognitoauth.AuthException
import dev.cognitoauth.AuthSessionEnd
import dev.cognitoauth.AuthSessionEndReason
import dev.cognitoauth.AuthSessionState
import dev.cognitoauth.AuthSignInResult
import dev.cognitoauth.AuthSignInStep
import dev.cognitoauth.AuthSignOutResult
import dev.cognitoauth.AuthSignUpResult
import dev.cognitoauth.AuthSignUpStep
import dev.cognitoauth.AuthUser
import dev.cognitoauth.AuthUserAttributeKey
import dev.cognitoauth.DeliveryMedium
import dev.cognitoauth.InternalException
import dev.cognitoauth.NetworkException
import dev.cognitoauth.NotAuthorizedException
import dev.cognitoauth.testing.FakeAuth
import dev.cognitoauth.testing.MemoryStore
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.cancel
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

/** The app's logic over a fake. It needs neither the native library nor Android. */
class SignInModelTest {
    // Everything runs in the test's thread: a call has its effect before it returns.
    private val scope = CoroutineScope(Dispatchers.Unconfined)
    private val signedIn = AuthSignInResult(isSignedIn = true, nextStep = AuthSignInStep.Done)
    private val sentTo = AuthCodeDeliveryDetails(DeliveryMedium.Sms, "+*******1234")

    private fun model(auth: Auth) = SignInModel(auth, scope)

    private val SignInModel.screen get() = shown.value.screen

    @AfterEach
    fun end() = scope.cancel()

    @Test
    fun theNativeLibraryCannotBeUsedHere() {
        // Under Gradle, JNA's classes are on the class path, without a library for this machine. Under Maven, JNA is left
        // out.
        val missing = assertThrows<Throwable> { Class.forName("com.sun.jna.Native") }
        assertTrue(missing is ClassNotFoundException || missing is LinkageError, "$missing")
        val real = Auth.builder(AuthConfiguration.builder("r", "r_Pool", "client").build(), MemoryStore()).build()
        val exception = assertThrows<InternalException> { runBlocking { real.getCurrentUser() } }
        assertEquals("The native library can't be used.", exception.message)
    }

    @Test
    fun aUserSignsInWithACode() {
        val auth = FakeAuth()
        auth.signIn.returns(AuthSignInResult(false, AuthSignInStep.ConfirmSignInWithSMSMFACode(sentTo)))
        auth.confirmSignIn.failsOnce(NotAuthorizedException(AuthErrorCode.CODE_MISMATCH)).returns(signedIn)
        val model = model(auth)
        assertEquals(Shown(Screen.SignIn()), model.shown.value)

        model.signIn("ana", "right")
        assertEquals(Screen.EnterCode("+*******1234"), model.screen)
        model.enterCode("000000")
        assertEquals(
            Shown(Screen.EnterCode("+*******1234"), false, "This code is wrong. Try again."),
            model.shown.value,
        )
        model.enterCode("123456")
        assertEquals(Shown(Screen.SignedIn("ana")), model.shown.value)
        assertEquals("[signIn, confirmSignIn, confirmSignIn]", "${auth.calls}")
    }

    @Test
    fun aWrongPasswordAndALostConnectionAreShownAsMessages() {
        val auth = FakeAuth()
        val reason = AuthException.Details(reason = AuthErrorReason.WRONG_USERNAME_OR_PASSWORD)
        auth.signIn.failsOnce(NotAuthorizedException(details = reason)).failsOnce(NetworkException())
        val model = model(auth)
        model.signIn("ana", "wrong")
        assertEquals("The user name or the password is wrong.", model.shown.value.message)
        model.signIn("ana", "right")
        assertEquals("There is no connection. Try again.", model.shown.value.message)
        model.showSignUp()
        assertEquals(Shown(Screen.SignUp), model.shown.value)
    }

    @Test
    fun aUserSignsUpAndIsSignedIn() {
        val auth = FakeAuth()
        auth.signUp.returns(AuthSignUpResult(false, AuthSignUpStep.ConfirmUser()))
        auth.confirmSignUp.returns(AuthSignUpResult(true, AuthSignUpStep.CompleteAutoSignIn("a session")))
        auth.autoSignIn.returns(signedIn)
        val model = model(auth)
        model.signUp("ana", "ana@example.com", "right")
        assertEquals(Screen.ConfirmSignUp("ana"), model.screen)
        val attributes =
            auth.signUp.calls
                .single()
                .options.userAttributes
        assertNotNull(attributes.single { it.key == AuthUserAttributeKey.email() && it.value == "ana@example.com" })
        model.confirmSignUp("ana", "123456")
        assertEquals(Screen.SignedIn("ana"), model.screen)
    }

    @Test
    fun anUnconfirmedUserGetsANewCode() {
        val auth = FakeAuth()
        auth.signIn.returns(AuthSignInResult(false, AuthSignInStep.ConfirmSignUp()))
        auth.resendSignUpCode.returns(sentTo)
        val model = model(auth)
        model.signIn("ana", "right")
        assertEquals(Screen.ConfirmSignUp("ana"), model.screen)
        assertEquals(1, auth.resendSignUpCode.calls.size)
        auth.confirmSignUp.returns(AuthSignUpResult(true, AuthSignUpStep.Done))
        model.confirmSignUp("ana", "123456")
        assertEquals(Screen.SignIn("ana"), model.screen)
    }

    @Test
    fun theButtonsHaveNoEffectWhileACallRuns() {
        val response = CompletableDeferred<AuthSignInResult>()
        val auth = FakeAuth()
        auth.signIn.answers { response.await() }
        val model = model(auth)
        model.signIn("ana", "right")
        model.signIn("ana", "right")
        assertTrue(model.shown.value.isBusy)
        response.complete(signedIn)
        assertEquals(Shown(Screen.SignedIn("ana")), model.shown.value)
        assertEquals(1, auth.signIn.calls.size)
    }

    @Test
    fun aSignOutLeadsBackToTheSignIn() {
        val auth = FakeAuth.signedInAs("ana")
        auth.signOut.returns(AuthSignOutResult.Complete)
        val model = model(auth)
        assertEquals(Screen.SignedIn("ana"), model.screen)
        model.signOut()
        assertEquals(Shown(Screen.SignIn()), model.shown.value)
    }

    @Test
    fun theEndOfASessionShowsTheSignInWithTheUserNameAndAMessage() {
        val auth = FakeAuth.signedInAs("ana")
        val model = model(auth)
        auth.state = AuthSessionState.SignedOut(AuthSessionEnd(AuthSessionEndReason.REVOKED, "ana"))
        assertEquals(Shown(Screen.SignIn("ana"), false, "Your session has ended. Sign in again."), model.shown.value)
    }

    @Test
    fun aLockedStoreIsNoSignOut() {
        val auth = FakeAuth(AuthSessionState.Unavailable(AuthErrorCode.STORE_LOCKED))
        val model = model(auth)
        assertEquals(Screen.TryAgain, model.screen)
        auth.sessionState.answers {
            auth.state = AuthSessionState.SignedIn(AuthUser("ana", "1"))
            auth.state
        }
        model.tryAgain()
        assertEquals(Screen.SignedIn("ana"), model.screen)
    }

    @Test
    fun aChallengeOfAnEarlierRunIsShown() {
        assertEquals(Screen.EnterCode("+*******1234"), model(FakeAuth.awaitingMFACode("ana")).screen)
        val app = FakeAuth.awaiting(AuthSignInStep.ConfirmSignInWithTOTPCode, "ana")
        assertEquals(Screen.EnterCode(null), model(app).screen)
        val password = FakeAuth.awaiting(AuthSignInStep.ConfirmSignInWithNewPassword(), "ana")
        assertEquals(Screen.Unsupported, model(password).screen)
        assertEquals(Screen.Loading, model(FakeAuth(AuthSessionState.Loading)).screen)
    }
}

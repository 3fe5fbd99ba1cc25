package dev.cognitoauth.testing

import dev.cognitoauth.AuthAWSCredentials
import dev.cognitoauth.AuthErrorCode
import dev.cognitoauth.AuthEvent
import dev.cognitoauth.AuthFederateToIdentityPoolResult
import dev.cognitoauth.AuthLoginProvider
import dev.cognitoauth.AuthPendingSignIn
import dev.cognitoauth.AuthRedirectResult
import dev.cognitoauth.AuthSessionEnd
import dev.cognitoauth.AuthSessionEndReason
import dev.cognitoauth.AuthSessionState
import dev.cognitoauth.AuthSignInOptions
import dev.cognitoauth.AuthSignInResult
import dev.cognitoauth.AuthSignInStep
import dev.cognitoauth.AuthSignOutResult
import dev.cognitoauth.AuthSignUpResult
import dev.cognitoauth.AuthSignUpStep
import dev.cognitoauth.AuthUser
import dev.cognitoauth.InternalException
import dev.cognitoauth.InvalidStateException
import dev.cognitoauth.NetworkException
import dev.cognitoauth.NotAuthorizedException
import dev.cognitoauth.SignedOutException
import dev.cognitoauth.StorageException
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.async
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import java.util.concurrent.CompletableFuture
import java.util.concurrent.Executor
import java.util.concurrent.TimeUnit

class ScriptedFakeTest {
    private val auth = FakeAuth()
    private val done = AuthSignInResult(isSignedIn = true, nextStep = AuthSignInStep.Done)
    private val totp = AuthSignInResult(isSignedIn = false, nextStep = AuthSignInStep.ConfirmSignInWithTOTPCode)
    private val ana = AuthSessionState.SignedIn(AuthUser("ana", "id-of-ana"))

    @Test
    fun neitherTheNativeLibraryNorAndroidIsOnTheClassPath() {
        for (absent in listOf("com.sun.jna.Native", "android.app.Activity")) {
            assertThrows<ClassNotFoundException>(absent) { Class.forName(absent) }
        }
    }

    @Test
    fun aScriptedResultIsReturnedUntilTheNextScript() =
        runBlocking {
            auth.signIn.returns(totp)
            assertEquals(List(2) { totp }, List(2) { auth.signIn("ana", "right") })
            auth.signIn.returns(done)
            assertEquals(done, auth.signIn("ana", "right"))
        }

    @Test
    fun answersForOneCallComeFirstAndInTheirOrder() {
        val wrong = NotAuthorizedException(AuthErrorCode.CODE_MISMATCH)
        auth.confirmSignIn
            .returns(done)
            .failsOnce(wrong)
            .returnsOnce(totp)
        runBlocking {
            assertSame(wrong, assertThrows<NotAuthorizedException> { runBlocking { auth.confirmSignIn("000000") } })
            assertEquals(listOf(totp, done, done), List(3) { auth.confirmSignIn("123456") })
        }
    }

    @Test
    fun anAnswerIsComputedFromTheArguments() {
        auth.signIn.answers { (username, password) ->
            if (username != "ana" || password != "right") throw NotAuthorizedException()
            done
        }
        assertThrows<NotAuthorizedException> { runBlocking { auth.signIn("ana", "wrong") } }
        assertEquals(done, runBlocking { auth.signIn("ana", "right") })
    }

    @Test
    fun aDelayedCallCanBeCancelled() {
        auth.signIn.after(Long.MAX_VALUE).returns(done)
        assertThrows<TimeoutCancellationException> { runBlocking { withTimeout(1) { auth.signIn("ana", "right") } } }
        assertEquals(AuthSessionState.SignedOut(), auth.state)
    }

    @Test
    fun anUnscriptedCallFailsAndNamesItself() {
        val exception = assertThrows<InternalException> { runBlocking { auth.signIn("ana@example.com", "hunter2") } }
        assertEquals("This FakeAuth has no answer for signIn.", exception.message)
        assertTrue("fake.signIn.returns(…)" in exception.recoverySuggestion, exception.recoverySuggestion)
        assertEquals(listOf("signIn"), auth.unscripted.map { it.name })
        val action = assertThrows<InternalException> { runBlocking { auth.deleteUser() } }
        assertTrue("fake.deleteUser.succeeds()" in action.recoverySuggestion, action.recoverySuggestion)
    }

    @Test
    fun aSignOutReportsItsErrorInItsResult() =
        runBlocking {
            val unscripted = auth.signOut() as AuthSignOutResult.Failed
            assertEquals("This FakeAuth has no answer for signOut.", unscripted.exception.message)
            val offline = NetworkException()
            auth.signOut.fails(offline)
            assertEquals(AuthSignOutResult.Failed(offline), auth.signOut())
        }

    @Test
    fun callsAreRecordedInOrderWithTheirArguments() =
        runBlocking {
            auth.signIn.returns(totp)
            auth.confirmSignIn.returns(done)
            auth.updatePassword.succeeds()
            auth.signIn("ana", "right")
            auth.confirmSignIn("123456")
            auth.updatePassword("right", "new")
            assertEquals(
                "ana",
                auth.signIn.calls
                    .single()
                    .username,
            )
            assertEquals(
                RecordedCall.SignIn("ana", "right", AuthSignInOptions.defaults()),
                auth.calls.first(),
            )
            assertEquals("[signIn, confirmSignIn, updatePassword]", "${auth.calls}")
            assertEquals(emptyList<RecordedCall>(), auth.unscripted)
        }

    @Test
    fun theStateAndTheEventsFollowTheResults() =
        runBlocking {
            val events = async(start = CoroutineStart.UNDISPATCHED) { auth.events.take(2).toList() }
            auth.signIn.returns(totp)
            auth.confirmSignIn.returns(done)
            auth.signOut.returns(AuthSignOutResult.Complete)
            auth.signIn("ana", "right")
            val pending = AuthPendingSignIn("ana", totp.nextStep)
            assertEquals(AuthSessionState.AwaitingChallenge(pending), auth.sessionStates.first())
            assertEquals(pending, auth.pendingSignIn())
            auth.confirmSignIn("123456")
            assertEquals(ana, auth.currentSessionState)
            auth.signOut()
            assertEquals(AuthSessionState.SignedOut(), auth.sessionState())
            assertEquals(listOf(AuthEvent.SIGNED_IN, AuthEvent.SIGNED_OUT), events.await())
        }

    @Test
    fun aRedirectAndTheDeletionOfTheUserChangeTheStateToo() =
        runBlocking {
            auth.handleRedirect.returns(AuthRedirectResult.SignedIn(done))
            auth.deleteUser.succeeds()
            auth.handleRedirect("myapp://callback/?code=1")
            assertTrue(auth.state is AuthSessionState.SignedIn)
            val event = async(start = CoroutineStart.UNDISPATCHED) { auth.events.first() }
            auth.deleteUser()
            assertEquals(AuthSessionState.SignedOut(), auth.state)
            assertEquals(AuthEvent.USER_DELETED, event.await())
        }

    @Test
    fun theStateFollowsAFederationAndItsEnd() =
        runBlocking {
            val credentials = AuthAWSCredentials("key", "secret", "token", Long.MAX_VALUE)
            auth.federateToIdentityPool.returns(AuthFederateToIdentityPoolResult("an identity", credentials))
            auth.clearFederationToIdentityPool.succeeds()
            auth.federateToIdentityPool("a token", AuthLoginProvider.google())
            assertEquals(AuthSessionState.Federated("an identity"), auth.state)
            auth.clearFederationToIdentityPool()
            assertEquals(AuthSessionState.SignedOut(), auth.state)
        }

    @Test
    fun aTestCanEndTheSessionAsTheServiceDoes() =
        runBlocking {
            val event = async(start = CoroutineStart.UNDISPATCHED) { auth.events.first() }
            auth.endSession(AuthSessionEndReason.REVOKED)
            assertEquals(AuthSessionState.SignedOut(), auth.state, "nobody was signed in")
            auth.state = ana
            auth.endSession(AuthSessionEndReason.REVOKED)
            val end = AuthSessionEnd(AuthSessionEndReason.REVOKED, "ana")
            assertEquals(AuthSessionState.SignedOut(end), auth.state)
            assertEquals(AuthEvent.SESSION_EXPIRED, withTimeout(30_000) { event.await() })
        }

    @Test
    fun aStepThatIsNoChallengeEndsTheSignIn() =
        runBlocking {
            auth.signIn.returnsOnce(totp).returns(AuthSignInResult(false, AuthSignInStep.ConfirmSignUp()))
            auth.confirmSignIn.returns(AuthSignInResult(false, AuthSignInStep.ResetPassword()))
            auth.signIn("ana", "right")
            auth.confirmSignIn("123456")
            assertEquals(AuthSessionState.SignedOut(), auth.state)
            auth.signIn("ana", "right")
            assertEquals(AuthSessionState.SignedOut(), auth.state)
        }

    @Test
    fun aNewSignInHasItsOwnUser() =
        runBlocking {
            auth.signIn.returns(totp)
            auth.confirmSignIn.returns(done)
            auth.signIn("ben", "right")
            auth.signIn("ana", "right")
            assertEquals("ana", auth.pendingSignIn()?.username)
            // The challenge belongs to the one who signs in, even if somebody signs up meanwhile.
            auth.signUp.returns(AuthSignUpResult(true, AuthSignUpStep.Done))
            auth.signUp("zoe", "right")
            auth.confirmSignIn("123456")
            assertEquals(ana, auth.state)
        }

    @Test
    fun aStateThatAnAnswerSetsIsNotReplaced() =
        runBlocking {
            val other = AuthSessionState.SignedIn(AuthUser("zoe", "another-id"))
            auth.signIn.answers {
                auth.state = other
                done
            }
            auth.signIn("ana", "right")
            assertEquals(other.user, auth.getCurrentUser())
            // Also if it is the state that there was.
            auth.signIn("ana", "right")
            assertEquals(other, auth.state)
        }

    @Test
    fun theStateAnswersTheCallsThatOnlyRead() =
        runBlocking {
            assertFalse(auth.fetchAuthSession().isSignedIn)
            assertThrows<SignedOutException> { runBlocking { auth.getCurrentUser() } }
            assertNull(auth.pendingSignIn())

            auth.state = ana
            assertEquals("fake-access-token", auth.fetchAuthSession().tokens?.accessToken)
            assertEquals(ana.user, auth.getCurrentUser())

            auth.state = AuthSessionState.Federated("an identity")
            val federated = auth.fetchAuthSession()
            assertEquals(AuthErrorCode.FEDERATED_TO_IDENTITY_POOL, federated.userPoolTokensResult.error?.code)
            assertEquals("an identity", federated.identityIdResult.value)

            auth.state = AuthSessionState.Guest("a guest")
            assertEquals("a guest", auth.fetchAuthSession().identityIdResult.value)

            auth.state = AuthSessionState.Unavailable(AuthErrorCode.STORE_LOCKED)
            val locked = assertThrows<StorageException> { runBlocking { auth.sessionState() } }
            assertEquals(AuthErrorCode.STORE_LOCKED, locked.code)
        }

    @Test
    fun theReadyMadeFakesHaveTheirStates() {
        assertEquals(ana, FakeAuth.signedInAs("ana").state)
        val end = AuthSessionEnd(AuthSessionEndReason.REVOKED, "ana")
        assertEquals(AuthSessionState.SignedOut(end), FakeAuth.signedOut(end).state)
        val awaiting = FakeAuth.awaitingMFACode("ana").state as AuthSessionState.AwaitingChallenge
        assertTrue(awaiting.pendingSignIn.nextStep is AuthSignInStep.ConfirmSignInWithSMSMFACode)
        assertEquals("ana", awaiting.pendingSignIn.username)
    }

    @Test
    fun aClosedFakeRefusesCallsAndEndsItsFlows() =
        runBlocking {
            val states = async(start = CoroutineStart.UNDISPATCHED) { auth.sessionStates.toList() }
            val events = async(start = CoroutineStart.UNDISPATCHED) { auth.events.toList() }
            auth.emit(AuthEvent.TOKENS_REFRESHED)
            auth.close()
            assertEquals(listOf(AuthSessionState.SignedOut()), states.await())
            assertEquals(listOf(AuthEvent.TOKENS_REFRESHED), events.await())
            val exception = assertThrows<InvalidStateException> { runBlocking { auth.getCurrentUser() } }
            assertEquals(AuthErrorCode.CLOSED, exception.code)
            assertTrue(auth.isClosed)
            assertEquals(emptyList<AuthEvent>(), auth.events.toList())
        }

    @Test
    fun callbacksGetScriptedResultsOnTheGivenExecutor() {
        val threads = CompletableFuture<String>()
        val executor = Executor { Thread(it, "the test's own").start() }
        val fake = FakeAuth(executor = executor)
        fake.signIn.returns(done)
        fake.signIn("ana", "right", { threads.complete(Thread.currentThread().name) }, threads::completeExceptionally)
        assertEquals("the test's own", threads.get(30, TimeUnit.SECONDS))
    }
}

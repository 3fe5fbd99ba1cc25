package dev.cognitoauth

import dev.cognitoauth.support.LocalPool
import dev.cognitoauth.support.User
import dev.cognitoauth.support.authOf
import dev.cognitoauth.support.wrong
import dev.cognitoauth.testing.MemoryStore
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

class SignInTest {
    private val pool = LocalPool.shared
    private val auth = authOf()

    @Test
    fun aSignedInUserHasASessionUntilSigningOut() =
        runBlocking {
            assertFalse(auth.fetchAuthSession().isSignedIn)
            val user = User().register(auth)
            assertTrue(auth.signIn(user.username, user.password).isSignedIn)

            val session = auth.fetchAuthSession()
            assertTrue(session.isSignedIn)
            val tokens = checkNotNull(session.tokens)
            assertEquals(3, tokens.idToken.split('.').size)
            assertEquals(auth.getCurrentUser(), AuthUser(user.username, checkNotNull(session.userSub)))

            assertEquals(AuthSignOutResult.Complete, auth.signOut())
            assertEquals(AuthSession(isSignedIn = false, userSub = null, tokens = null), auth.fetchAuthSession())
            val exception = assertThrows<SignedOutException> { runBlocking { auth.getCurrentUser() } }
            assertEquals(AuthErrorCode.NOT_SIGNED_IN, exception.code)
        }

    @Test
    fun theFlowUserPasswordAuthSendsOneRequest() =
        runBlocking {
            val user = User().register(auth)
            val options = AuthSignInOptions.builder().authFlowType(AuthFlowType.USER_PASSWORD_AUTH).build()
            val operations =
                pool.operationsDuring {
                    assertTrue(auth.signIn(user.username, user.password, options).isSignedIn)
                }
            assertEquals(listOf("InitiateAuth"), operations)
        }

    @Test
    fun aWrongPasswordThrowsATypedExceptionWithACodeAndASuggestion() =
        runBlocking {
            val user = User().register(auth)
            val exception =
                assertThrows<NotAuthorizedException> {
                    runBlocking { auth.signIn(user.username, "Wrong-password-1") }
                }
            assertEquals(AuthErrorCode.NOT_AUTHORIZED, exception.code)
            assertTrue(exception.recoverySuggestion.isNotEmpty())
            assertNotNull(exception.requestId)
            assertFalse("Wrong-password-1" in exception.toString())
            assertFalse(auth.fetchAuthSession().isSignedIn)
        }

    @Test
    fun aWrongSignUpCodeIsRefusedAndTheRightCodeIsThenAccepted() =
        runBlocking {
            val user = User()
            val result = auth.signUp(user.username, user.password, options(user))
            val step = assertInstanceOf(AuthSignUpStep.ConfirmUser::class.java, result.nextStep)
            assertEquals(DeliveryMedium.Email, step.codeDeliveryDetails?.deliveryMedium)
            assertEquals(AuthUserAttributeKey.email(), step.codeDeliveryDetails?.attributeKey)

            val code = pool.newestCode(user.username)
            val exception =
                assertThrows<NotAuthorizedException> { runBlocking { auth.confirmSignUp(user.username, wrong(code)) } }
            assertEquals(AuthErrorCode.CODE_MISMATCH, exception.code)
            assertTrue(auth.confirmSignUp(user.username, code).isSignUpComplete)
        }

    @Test
    fun aNewSignUpCodeCanBeRequested() =
        runBlocking {
            val user = User()
            auth.signUp(user.username, user.password, options(user))
            assertEquals(DeliveryMedium.Email, auth.resendSignUpCode(user.username).deliveryMedium)
            assertTrue(auth.confirmSignUp(user.username, pool.newestCode(user.username)).isSignUpComplete)
        }

    @Test
    fun theSignInOfAnUnconfirmedUserAsksToConfirmTheSignUp() =
        runBlocking {
            val user = User()
            auth.signUp(user.username, user.password, options(user))
            val result = auth.signIn(user.username, user.password)
            assertFalse(result.isSignedIn)
            assertInstanceOf(AuthSignInStep.ConfirmSignUp::class.java, result.nextStep)
            assertNull(result.nextStep.codeDeliveryDetails)
        }

    @Test
    fun theSignInAsksForASecondFactorByTextMessage() =
        runBlocking {
            val user = User().register(auth)
            pool.requireSecondFactor(user.username, "SMSMfaSettings")
            val asked = auth.signIn(user.username, user.password)
            assertFalse(asked.isSignedIn)
            val step = assertInstanceOf(AuthSignInStep.ConfirmSignInWithSMSMFACode::class.java, asked.nextStep)
            assertEquals(DeliveryMedium.Sms, step.codeDeliveryDetails.deliveryMedium)
            assertTrue(auth.confirmSignIn(pool.newestCode(user.username)).isSignedIn)
        }

    @Test
    fun theSignInAsksForASecondFactorByEmail() =
        runBlocking {
            val user = User().register(auth)
            pool.verifyEmail(user.username)
            pool.requireSecondFactor(user.username, "EmailMfaSettings")
            val asked = auth.signIn(user.username, user.password)
            assertInstanceOf(AuthSignInStep.ConfirmSignInWithOTP::class.java, asked.nextStep)
            assertTrue(auth.confirmSignIn(pool.newestCode(user.username)).isSignedIn)
        }

    @Test
    fun aUserChoosesOneOfSeveralSecondFactorsByItsChallengeResponse() =
        runBlocking {
            val user = User().register(auth)
            pool.verifyEmail(user.username)
            pool.requireSecondFactor(user.username, "SMSMfaSettings", "EmailMfaSettings")
            val asked = auth.signIn(user.username, user.password)
            assertInstanceOf(AuthSignInStep.ContinueSignInWithMFASelection::class.java, asked.nextStep)
            assertEquals(setOf(MFAType.SMS, MFAType.EMAIL), asked.nextStep.allowedMFATypes)
            val chosen = auth.confirmSignIn(MFAType.SMS.challengeResponse)
            assertInstanceOf(AuthSignInStep.ConfirmSignInWithSMSMFACode::class.java, chosen.nextStep)
            assertTrue(auth.confirmSignIn(pool.newestCode(user.username)).isSignedIn)
        }

    @Test
    fun aClientWithASecretSignsInAndAWrongSecretIsRefused() =
        runBlocking {
            val careful = pool.another(clientHasSecret = true)
            val auth = authOf(careful)
            val user = User().signIn(auth, careful)
            val wrong = careful.configuration().clientSecret("another secret").build()
            val stranger = Auth.builder(wrong, MemoryStore()).build()
            val exception =
                assertThrows<NotAuthorizedException> {
                    runBlocking { stranger.signIn(user.username, user.password) }
                }
            assertEquals(AuthErrorCode.NOT_AUTHORIZED, exception.code)
        }

    @Test
    fun aSignInIsRefusedWhileAUserIsSignedIn() =
        runBlocking {
            val user = User().register(auth)
            auth.signIn(user.username, user.password)
            val exception =
                assertThrows<InvalidStateException> { runBlocking { auth.signIn(user.username, user.password) } }
            assertEquals(AuthErrorCode.ALREADY_SIGNED_IN, exception.code)
        }

    @Test
    fun aGlobalSignOutEndsTheSessionEverywhere() =
        runBlocking {
            val user = User().register(auth)
            auth.signIn(user.username, user.password)
            val elsewhere = authOf()
            elsewhere.signIn(user.username, user.password)

            val options = AuthSignOutOptions.builder().globalSignOut(true).build()
            assertEquals(AuthSignOutResult.Complete, auth.signOut(options))
            val refresh = AuthFetchSessionOptions.builder().forceRefresh(true).build()
            val exception =
                assertThrows<SessionExpiredException> { runBlocking { elsewhere.fetchAuthSession(refresh) } }
            assertEquals(AuthErrorCode.SESSION_EXPIRED, exception.code)
        }

    @Test
    fun aClosedInstanceRefusesCalls() =
        runBlocking {
            auth.getCurrentUserOrNull()
            auth.close()
            val exception = assertThrows<AuthException> { runBlocking { auth.getCurrentUser() } }
            assertEquals(AuthErrorCode.CLOSED, exception.code)
        }

    private suspend fun Auth.getCurrentUserOrNull(): AuthUser? =
        try {
            getCurrentUser()
        } catch (_: SignedOutException) {
            null
        }

    private fun options(user: User): AuthSignUpOptions =
        AuthSignUpOptions.builder().userAttribute(AuthUserAttributeKey.email(), user.email).build()
}

package dev.cognitoauth

import android.app.Activity
import dev.cognitoauth.support.SoftwarePasskey
import dev.cognitoauth.support.User
import dev.cognitoauth.support.authOf
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

class PasskeysTest {
    private val passkey = SoftwarePasskey()
    private val auth = authOf { passkeyAuthenticator(passkey) }

    @Test
    fun aPasskeyIsRegisteredListedUsedForASignInAndDeleted() =
        runBlocking {
            val user = User().signIn(auth)
            auth.associateWebAuthnCredential()
            val listed = auth.listWebAuthnCredentials()
            val credential = listed.credentials.single()
            assertEquals("localhost", credential.relyingPartyId)
            assertEquals("platform", credential.authenticatorAttachment)
            assertEquals(credential.createdAtMilliseconds, credential.createdAt.time)
            assertNull(listed.nextToken)

            auth.signOut()
            assertTrue(auth.signIn(user.username, null, preferring()).isSignedIn)
            assertEquals(user.username, auth.getCurrentUser().username)
            val asked = listOf(PasskeyCeremony.REGISTRATION, PasskeyCeremony.AUTHENTICATION)
            assertEquals(asked, passkey.requests.map { it.ceremony })

            auth.deleteWebAuthnCredential(credential.credentialId)
            assertEquals(emptyList<AuthWebAuthnCredential>(), auth.listWebAuthnCredentials().credentials)
            val exception =
                assertThrows<AuthException> {
                    runBlocking { auth.deleteWebAuthnCredential(credential.credentialId) }
                }
            assertEquals(AuthErrorCode.RESOURCE_NOT_FOUND, exception.code)
        }

    @Test
    fun theUserChoosesThePasskeyAmongTheFirstFactors() =
        runBlocking {
            val user = User().signIn(auth)
            auth.associateWebAuthnCredential()
            auth.signOut()
            val choice = AuthSignInOptions.builder().authFlowType(AuthFlowType.USER_AUTH).build()
            val asked = auth.signIn(user.username, null, choice)
            assertTrue(AuthFactorType.WEB_AUTHN in asked.nextStep.availableFactors)
            assertTrue(auth.confirmSignIn(AuthFactorType.WEB_AUTHN.challengeResponse).isSignedIn)
        }

    @Test
    fun passkeysAreListedPageByPage() =
        runBlocking {
            val user = User().signIn(auth)
            auth.associateWebAuthnCredential()
            val second = authOf { passkeyAuthenticator(SoftwarePasskey()) }
            second.signIn(user.username, user.password)
            second.associateWebAuthnCredential()

            val first = AuthListWebAuthnCredentialsOptions.builder().pageSize(1)
            val page = auth.listWebAuthnCredentials(first.build())
            val next = auth.listWebAuthnCredentials(first.nextToken(page.nextToken).build())
            val listed = (page.credentials + next.credentials).map { it.credentialId }
            assertEquals(listOf(1, 1, 2), listOf(page.credentials.size, next.credentials.size, listed.toSet().size))
            val negative = AuthListWebAuthnCredentialsOptions.builder().pageSize(-1).build()
            val exception = assertThrows<ValidationException> { runBlocking { auth.listWebAuthnCredentials(negative) } }
            assertEquals("page_size", exception.field)
        }

    @Test
    fun theSamePasskeyIsNotRegisteredTwice() =
        runBlocking {
            User().signIn(auth)
            auth.associateWebAuthnCredential()
            assertEquals(AuthErrorCode.PASSKEY_ALREADY_REGISTERED, refusal { auth.associateWebAuthnCredential() })
        }

    @Test
    fun aRegistrationByAnAppOfAnotherDomainIsRefused() =
        runBlocking {
            val elsewhere = authOf { passkeyAuthenticator(SoftwarePasskey("https://elsewhere.example")) }
            User().signIn(elsewhere)
            val code = refusal { elsewhere.associateWebAuthnCredential() }
            assertEquals(AuthErrorCode.WEB_AUTHN_ORIGIN_NOT_ALLOWED, code)
        }

    @Test
    fun everyFailureOfAnAuthenticatorHasAnErrorCode() =
        runBlocking {
            val user = User().register(authOf())
            val expected =
                mapOf(
                    PasskeyFailure.CANCELLED to AuthErrorCode.PASSKEY_CANCELLED,
                    PasskeyFailure.UNSUPPORTED to AuthErrorCode.PASSKEY_UNSUPPORTED,
                    PasskeyFailure.NO_CREDENTIAL to AuthErrorCode.PASSKEY_NOT_FOUND,
                    PasskeyFailure.ALREADY_REGISTERED to AuthErrorCode.PASSKEY_ALREADY_REGISTERED,
                    PasskeyFailure.DOMAIN_MISMATCH to AuthErrorCode.PASSKEY_DOMAIN_MISMATCH,
                    PasskeyFailure.UNANSWERED to AuthErrorCode.PASSKEY_FAILED,
                    PasskeyFailure.OTHER to AuthErrorCode.PASSKEY_FAILED,
                )
            val found =
                PasskeyFailure.entries.associateWith { failure ->
                    val failing = authOf { passkeyAuthenticator(replying { it.fail(failure) }) }
                    failing.signIn(user.username, user.password)
                    refusal { failing.associateWebAuthnCredential() }
                }
            assertEquals(expected, found)
        }

    @Test
    fun withoutAnAuthenticatorPasskeysAreUnsupported() =
        runBlocking {
            val none = authOf()
            User().signIn(none)
            assertEquals(AuthErrorCode.PASSKEY_UNSUPPORTED, refusal { none.associateWebAuthnCredential() })
        }

    @Test
    fun theAuthenticatorGetsTheActivityThatTheCallPasses() =
        runBlocking {
            val user = User().signIn(auth)
            val (first, second) = Activity() to Activity()
            auth.associateWebAuthnCredential(first)
            auth.signOut()
            auth.signIn(user.username, null, preferring { callingActivity(second) })
            assertSame(first, passkey.requests[0].callingActivity)
            assertSame(second, passkey.requests[1].callingActivity)
            assertFalse("challenge" in passkey.requests[0].toString())
        }

    @Test
    fun cancellingTheCallClosesThePasskeySheet() =
        runBlocking {
            val shown = CompletableDeferred<Long>()
            val closed = CompletableDeferred<Long>()
            val endless =
                object : PasskeyAuthenticator {
                    override fun start(
                        request: PasskeyRequest,
                        reply: PasskeyReply,
                    ) {
                        shown.complete(request.id)
                    }

                    override fun cancel(id: Long) {
                        closed.complete(id)
                    }
                }
            val waiting = authOf { passkeyAuthenticator(endless) }
            User().signIn(waiting)
            val call = async(Dispatchers.Default) { waiting.associateWebAuthnCredential() }
            val sheet = withTimeout(30_000) { shown.await() }
            call.cancel()
            assertEquals(sheet, withTimeout(30_000) { closed.await() })
        }

    private fun preferring(adjust: AuthSignInOptions.Builder.() -> Unit = {}): AuthSignInOptions =
        AuthSignInOptions
            .builder()
            .preferredFirstFactor(AuthFactorType.WEB_AUTHN)
            .apply(adjust)
            .build()

    private fun replying(work: (PasskeyReply) -> Unit): PasskeyAuthenticator =
        object : PasskeyAuthenticator {
            override fun start(
                request: PasskeyRequest,
                reply: PasskeyReply,
            ) = work(reply)

            override fun cancel(id: Long) = Unit
        }

    private fun refusal(work: suspend () -> Unit): AuthErrorCode =
        assertThrows<AuthException> { runBlocking { work() } }.code
}

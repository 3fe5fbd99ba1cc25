package dev.cognitoauth

import dev.cognitoauth.support.LocalPool
import dev.cognitoauth.support.User
import dev.cognitoauth.support.authOf
import dev.cognitoauth.support.wrong
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.async
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

class UserAttributesTest {
    private val pool = LocalPool.shared
    private val auth = authOf()

    @Test
    fun attributesAreFetchedChangedAndRemoved() =
        runBlocking {
            val user = User().signIn(auth)
            assertEquals(user.email, valueOf(AuthUserAttributeKey.email()))

            val nickname = AuthUserAttribute(AuthUserAttributeKey.nickname(), "Nita")
            val result = auth.updateUserAttribute(nickname)
            assertTrue(result.isUpdated)
            assertEquals(AuthUpdateAttributeStep.Done, result.nextStep)
            assertEquals("Nita", valueOf(AuthUserAttributeKey.nickname()))

            auth.deleteUserAttributes(listOf(AuthUserAttributeKey.nickname()))
            assertEquals(null, valueOf(AuthUserAttributeKey.nickname()))
        }

    @Test
    fun aNewEmailAddressIsConfirmedWithTheCodeSentToIt() =
        runBlocking {
            val user = User().signIn(auth)
            val email = AuthUserAttributeKey.email()
            val changes =
                listOf(
                    AuthUserAttribute(AuthUserAttributeKey.nickname(), "Nita"),
                    AuthUserAttribute(email, "new-" + user.email),
                )
            val results = auth.updateUserAttributes(changes)
            assertEquals(changes.map { it.key }, results.keys.toList())
            assertTrue(results.getValue(AuthUserAttributeKey.nickname()).isUpdated)
            val step = results.getValue(email).nextStep
            assertInstanceOf(AuthUpdateAttributeStep.ConfirmAttributeWithCode::class.java, step)
            assertEquals(DeliveryMedium.Email, step.codeDeliveryDetails?.deliveryMedium)

            val code = pool.newestCode(user.username)
            val exception =
                assertThrows<NotAuthorizedException> { runBlocking { auth.confirmUserAttribute(email, wrong(code)) } }
            assertEquals(AuthErrorCode.CODE_MISMATCH, exception.code)
            auth.confirmUserAttribute(email, code)
            assertEquals("true", valueOf(AuthUserAttributeKey.emailVerified()))
        }

    @Test
    fun sendAndResendOfAnAttributeCodeBothSendANewCode() =
        runBlocking {
            val user = User().signIn(auth)
            val email = AuthUserAttributeKey.email()
            assertEquals(DeliveryMedium.Email, auth.sendUserAttributeVerificationCode(email).deliveryMedium)
            assertEquals(DeliveryMedium.Email, auth.resendUserAttributeConfirmationCode(email).deliveryMedium)
            auth.confirmUserAttribute(email, pool.newestCode(user.username))
            assertEquals("true", valueOf(AuthUserAttributeKey.emailVerified()))
        }

    @Test
    fun anEmptyListOfAttributesToChangeIsRefused() =
        runBlocking {
            val exception =
                assertThrows<ValidationException> { runBlocking { auth.updateUserAttributes(emptyList()) } }
            assertEquals("user_attributes", exception.field)
        }

    @Test
    fun aDeletedUserIsDeletedHereAndAtTheService() =
        runBlocking {
            val user = User().signIn(auth)
            val deleted =
                async(start = CoroutineStart.UNDISPATCHED) { auth.events.first { it == AuthEvent.USER_DELETED } }
            auth.deleteUser()
            withTimeout(30_000) { deleted.await() }
            assertFalse(auth.fetchAuthSession().isSignedIn)
            assertThrows<NotAuthorizedException> { runBlocking { auth.signIn(user.username, user.password) } }
            val exception = assertThrows<SignedOutException> { runBlocking { auth.deleteUser() } }
            assertEquals(AuthErrorCode.NOT_SIGNED_IN, exception.code)
        }

    private suspend fun valueOf(key: AuthUserAttributeKey): String? =
        auth.fetchUserAttributes().firstOrNull { it.key == key }?.value
}

package dev.cognitoauth

import dev.cognitoauth.support.LocalPool
import dev.cognitoauth.support.User
import dev.cognitoauth.support.authOf
import dev.cognitoauth.support.wrong
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.json.put
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

class PasswordsTest {
    private val pool = LocalPool.shared
    private val auth = authOf()
    private val newPassword = "New-password-1"

    @Test
    fun aForgottenPasswordIsReplacedWithTheCode() =
        runBlocking {
            val user = User().register(auth)
            val asked = auth.resetPassword(user.username)
            assertFalse(asked.isPasswordReset)
            val step =
                assertInstanceOf(AuthResetPasswordStep.ConfirmResetPasswordWithCode::class.java, asked.nextStep)
            assertEquals(DeliveryMedium.Sms, step.codeDeliveryDetails.deliveryMedium)

            val wrong = wrong(pool.newestCode(user.username))
            val exception =
                assertThrows<NotAuthorizedException> {
                    runBlocking { auth.confirmResetPassword(user.username, newPassword, wrong) }
                }
            assertEquals(AuthErrorCode.CODE_MISMATCH, exception.code)
            auth.confirmResetPassword(user.username, newPassword, pool.newestCode(user.username))
            assertTrue(auth.signIn(user.username, newPassword).isSignedIn)
        }

    @Test
    fun afterAnAdministratorsResetTheNextStepOfASignInIsResetPassword() =
        runBlocking {
            val user = User().register(auth)
            pool.administer("AdminResetUserPassword", user.username)
            val result = auth.signIn(user.username, user.password)
            assertInstanceOf(AuthSignInStep.ResetPassword::class.java, result.nextStep)
            auth.confirmResetPassword(user.username, newPassword, pool.newestCode(user.username))
            assertTrue(auth.signIn(user.username, newPassword).isSignedIn)
        }

    @Test
    fun aUserMadeByAnAdministratorSetsANewPasswordInTheSignIn() =
        runBlocking {
            val user = User()
            pool.administer("AdminCreateUser", user.username) {
                put("TemporaryPassword", user.password)
                put("MessageAction", "SUPPRESS")
            }
            val asked = auth.signIn(user.username, user.password)
            assertInstanceOf(AuthSignInStep.ConfirmSignInWithNewPassword::class.java, asked.nextStep)
            val options =
                AuthConfirmSignInOptions.builder().userAttribute(AuthUserAttributeKey.name(), "Ana").build()
            assertTrue(auth.confirmSignIn(newPassword, options).isSignedIn)
            assertTrue(AuthUserAttribute(AuthUserAttributeKey.name(), "Ana") in auth.fetchUserAttributes())
        }

    @Test
    fun aSignedInUserChangesThePasswordWithTheOldOne() =
        runBlocking {
            val user = User().signIn(auth)
            val exception =
                assertThrows<NotAuthorizedException> {
                    runBlocking { auth.updatePassword("Wrong-password-1", newPassword) }
                }
            assertEquals(AuthErrorCode.NOT_AUTHORIZED, exception.code)
            auth.updatePassword(user.password, newPassword)
            assertTrue(authOf().signIn(user.username, newPassword).isSignedIn)
        }
}

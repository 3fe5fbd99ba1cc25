package dev.cognitoauth.guide

import dev.cognitoauth.support.LocalPool
import dev.cognitoauth.support.SoftwarePasskey
import dev.cognitoauth.support.User
import dev.cognitoauth.support.authOf
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test

/**
 * Plays the snippets of Amplify's guides against the local pool.
 */
class GuideTest {
    private val pool = LocalPool.shared
    private val user = User()

    @BeforeEach
    fun makeAnInstance() {
        Amplify.Auth = authOf()
    }

    @Test
    fun theSnippetsForJavaSignAUserUpAndIn() {
        val operations =
            pool.operationsDuring {
                JavaSnippets.signUp(user.username, user.password, user.email)
                assertSignedUp("AuthQuickStart: Result: ")
                JavaSnippets.confirmSignUp(user.username, pool.newestCode(user.username))
                assertEquals("AuthQuickstart: Confirm signUp succeeded", Log.next())
                JavaSnippets.signIn(user.username, user.password)
                assertEquals("AuthQuickstart: Sign in succeeded", Log.next())
            }
        assertEquals(listOf("SignUp", "ConfirmSignUp", "InitiateAuth", "RespondToAuthChallenge"), operations)
    }

    @Test
    fun theJavaSnippetOf2020SignsIn() {
        runBlocking { user.register(Amplify.Auth) }
        JavaSnippets.signInAsIn2020(user.username, user.password)
        assertEquals("AuthQuickstart: Sign in succeeded", Log.next())
    }

    @Test
    fun theKotlinSnippetsWithCallbacksSignAUserUpAndIn() {
        CallbackSnippets.signUp(user.username, user.password, user.email)
        assertSignedUp("AuthQuickStart: Sign up succeeded: ")
        CallbackSnippets.confirmSignUp(user.username, pool.newestCode(user.username))
        assertEquals("AuthQuickstart: Confirm signUp succeeded", Log.next())
        CallbackSnippets.signIn(user.username, user.password)
        assertEquals("AuthQuickstart: Sign in succeeded", Log.next())
    }

    @Test
    fun theKotlinSnippetsWithCoroutinesSignAUserUpAndIn() =
        runBlocking {
            CoroutineSnippets.signUp(user.username, user.password, user.email)
            assertSignedUp("AuthQuickStart: Result: ")
            CoroutineSnippets.confirmSignUp(user.username, pool.newestCode(user.username))
            assertEquals("AuthQuickstart: Confirm signUp succeeded", Log.next())
            CoroutineSnippets.signIn(user.username, user.password)
            assertEquals("AuthQuickstart: Sign in succeeded", Log.next())
        }

    @Test
    fun theKotlinSnippetWithoutAPasswordAsksForTheCode() =
        runBlocking {
            user.register(Amplify.Auth)
            pool.verifyEmail(user.username)
            CoroutineSnippets.signInWithoutPassword(user.username)
            assertEquals("AuthQuickstart: Code sent by Email", Log.next())
        }

    @Test
    fun theJavaSnippetsForTheAccountPrintTheirResults() {
        Amplify.Auth = authOf { passkeyAuthenticator(SoftwarePasskey()) }
        runBlocking { user.register(Amplify.Auth) }
        JavaAccountSnippets.resetPassword(user.username)
        assertEquals("Account: Code by Sms", Log.next())
        JavaAccountSnippets.confirmResetPassword(user.username, "New-password-1", pool.newestCode(user.username))
        assertEquals("Account: New password confirmed", Log.next())
        JavaAccountSnippets.updatePassword("New-password-1", user.password)
        assertEquals("Account: NOT_SIGNED_IN", Log.next())
        JavaSnippets.signIn(user.username, "New-password-1")
        assertEquals("AuthQuickstart: Sign in succeeded", Log.next())
        JavaAccountSnippets.updateNickname("Nita")
        assertEquals("Account: Nickname stored: true", Log.next())
        JavaAccountSnippets.registerPasskey()
        assertEquals("Account: Passkeys: 1", Log.next())
        JavaAccountSnippets.listPasskeys()
        assertTrue(Log.next().startsWith("Account: Relying Party ID: "))
        assertTrue(Log.next().startsWith("Account: Created At: "))
        JavaAccountSnippets.updatePassword("New-password-1", user.password)
        assertEquals("Account: Updated password", Log.next())
        runBlocking { Amplify.Auth.signOut() }
        JavaAccountSnippets.signInWithPasskey(user.username)
        assertEquals("Account: Signed in: true", Log.next())
        JavaAccountSnippets.preferTextMessages()
        assertEquals("Account: Preferred: SMS", Log.next())
        JavaAccountSnippets.switchTextMessagesOff()
        assertEquals("Account: Preference updated successfully", Log.next())
        JavaAccountSnippets.deleteUser()
        assertEquals("Account: Deleted user", Log.next())
    }

    @Test
    fun theSnippetsPrintOurErrorForAWrongPassword() {
        runBlocking { user.register(Amplify.Auth) }
        CallbackSnippets.signIn(user.username, "Wrong-password-1")
        val line = Log.next()
        assertTrue(line.startsWith("AuthQuickstart: Failed to sign in NotAuthorizedException(NOT_AUTHORIZED): "), line)
    }

    private fun assertSignedUp(beginning: String) {
        val line = Log.next()
        assertTrue(line.startsWith(beginning + "AuthSignUpResult(isSignUpComplete=false, nextStep=ConfirmUser("), line)
        assertTrue(user.email !in line, line)
    }
}

package dev.cognitoauth.nolibrary

import dev.cognitoauth.Auth
import dev.cognitoauth.AuthSignInStep
import dev.cognitoauth.AuthSignOutResult
import dev.cognitoauth.InternalException
import dev.cognitoauth.NotAuthorizedException
import dev.cognitoauth.testing.FakeAuth
import dev.cognitoauth.testing.ScriptedCall
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.DynamicTest.dynamicTest
import org.junit.jupiter.api.Tag
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestFactory
import org.junit.jupiter.api.assertThrows
import java.lang.reflect.Method
import kotlin.coroutines.Continuation

/** Every call of [Auth] has a script in [FakeAuth], which records the call. A later call needs a script too. */
@Tag("no-library")
class EveryScriptTest {
    /** The calls that need no script, because the fake's state answers them. */
    private val readers = setOf("fetchAuthSession", "sessionState", "pendingSignIn", "getCurrentUser")

    @TestFactory
    fun everyCallIsRecordedAndFailsWithItsNameIfItHasNoScript(): List<DynamicTest> =
        Auth::class.java.methods
            .filter { it.parameterTypes.lastOrNull() == Continuation::class.java && '$' !in it.name }
            .also { check(it.size > 35) { "only ${it.size} calls" } }
            .map { method -> dynamicTest("${method.name}/${method.parameterCount}") { check(method) } }

    @Test
    fun aFakeCanBeScriptedInJavaToo() =
        runBlocking {
            val fake = JavaScripts.fake()
            assertThrows<NotAuthorizedException> { runBlocking { fake.signIn("zoe", "right") } }
            assertEquals(AuthSignInStep.Done, fake.signIn("ana", "right").nextStep)
            fake.updatePassword("right", "new")
            assertEquals(AuthSignOutResult.Complete, fake.signOut())
        }

    private fun check(method: Method) {
        val fake = FakeAuth()
        val result = runBlocking { Samples.resultOf(fake, method) }
        // In Amplify's guides, these are two names of one call.
        val name = method.name.replace("resendUserAttributeConfirmationCode", "sendUserAttributeVerificationCode")
        assertEquals("[$name]", "${fake.calls}")
        val script = FakeAuth::class.java.getMethod("get${name.replaceFirstChar(Char::uppercase)}").invoke(fake)
        assertEquals(fake.calls, (script as ScriptedCall<*, *>).calls)
        if (name in readers) return
        val exception = if (result is AuthSignOutResult.Failed) result.exception else result
        assertInstanceOf(InternalException::class.java, exception)
        assertEquals("This FakeAuth has no answer for $name.", (exception as InternalException).message)
        assertEquals(fake.calls, fake.unscripted)
    }
}

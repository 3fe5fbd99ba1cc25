package dev.cognitoauth

import dev.cognitoauth.ffi.authErrorCodeName
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.File
import java.lang.reflect.Executable
import java.lang.reflect.Modifier
import java.lang.reflect.Type
import kotlin.coroutines.Continuation
import dev.cognitoauth.ffi.AuthErrorCode as BridgeCode
import dev.cognitoauth.ffi.AuthUserAttributeKey as BridgeKey

class PublicApiTest {
    @Test
    fun nothingThatAnAppCanNameMentionsTheGeneratedCode() {
        val classes = publicClasses()
        assertTrue(Auth::class.java in classes, "no classes were found")
        val mentions =
            classes.flatMap { type ->
                val members = type.declaredConstructors.toList<Executable>() + type.declaredMethods
                members.filter(::isForApps).filter { "dev.cognitoauth.ffi" in signature(it) }.map { "$type: $it" }
            }
        assertEquals(emptyList<String>(), mentions)
    }

    private fun publicClasses(): List<Class<*>> {
        val root =
            File(
                Auth::class.java.protectionDomain.codeSource.location
                    .toURI(),
            )
        val folder = File(root, "dev/cognitoauth")
        return checkNotNull(folder.listFiles { file -> file.extension == "class" })
            .map { Class.forName("dev.cognitoauth." + it.nameWithoutExtension) }
            .filter { Modifier.isPublic(it.modifiers) && !it.isSynthetic }
    }

    /** Kotlin marks what is internal by a dollar sign in the name; nobody writes that by accident. */
    private fun isForApps(member: Executable): Boolean =
        Modifier.isPublic(member.modifiers) && !member.isSynthetic && '$' !in member.name.substringAfterLast('.')

    private fun signature(member: Executable): String =
        member.genericParameterTypes.joinToString(transform = Type::getTypeName) + member.toGenericString()

    @Test
    fun everyCallHasATwinWithCallbacks() {
        val methods = Auth::class.java.methods.filter { '$' !in it.name }
        val suspending = methods.filter { it.parameterTypes.lastOrNull() == Continuation::class.java }
        val withCallbacks = methods.filter { it.returnType == AuthCall::class.java }
        assertTrue(suspending.size > 8, "only ${suspending.size} calls were found")
        assertEquals(suspending.map { it.name }.toSet(), withCallbacks.map { it.name }.toSet())
    }

    @Test
    fun everyErrorCodeOfTheCoresIsOneOfOurs() {
        assertEquals(BridgeCode.entries.map { it.name }, AuthErrorCode.entries.map { it.name })
        assertEquals("EnableSoftwareTokenMFA", authErrorCodeName(BridgeCode.ENABLE_SOFTWARE_TOKEN_MFA))
    }

    @Test
    fun everyStandardAttributeHasAKey() {
        val ours =
            AuthUserAttributeKey.Companion::class.java.declaredMethods
                .filter { Modifier.isPublic(it.modifiers) && it.parameterCount == 0 }
                .filter { it.returnType == AuthUserAttributeKey::class.java }
                .map { it.invoke(AuthUserAttributeKey) as AuthUserAttributeKey }
        val standard = BridgeKey::class.java.declaredClasses.count { BridgeKey::class.java.isAssignableFrom(it) } - 1
        assertEquals(20, standard)
        assertEquals(standard, ours.toSet().size)
        ours.forEach { assertEquals(it, AuthUserAttributeKey.fromKeyString(it.keyString)) }
    }

    @Test
    fun aKeyOfThePoolsOwnIsTheSameWithItsPrefixAndWithout() {
        assertEquals("custom:team", AuthUserAttributeKey.custom("team").keyString)
        assertEquals(AuthUserAttributeKey.custom("team"), AuthUserAttributeKey.custom("custom:team"))
        assertNotEquals(AuthUserAttributeKey.custom("email"), AuthUserAttributeKey.email())
    }

    @Test
    fun theWordOfASecondFactorIsCognitos() {
        assertEquals(listOf("SMS", "TOTP", "EMAIL"), MFAType.entries.map { it.challengeResponse })
    }

    @Test
    fun theWordOfAFirstFactorIsCognitos() {
        assertEquals(AuthFactorType.entries.map { it.name }, AuthFactorType.entries.map { it.challengeResponse })
    }

    @Test
    fun aFlowIsTheSameWithItsFactorAlone() {
        assertEquals(AuthFlowType.USER_AUTH, AuthFlowType.userAuth(null))
        assertNotEquals(AuthFlowType.USER_AUTH, AuthFlowType.userAuth(AuthFactorType.WEB_AUTHN))
        assertEquals("USER_SRP_AUTH", AuthFlowType.USER_SRP_AUTH.toString())
    }

    @Test
    fun printingWhatHoldsASecretPrintsNoSecret() {
        val secret = "secret-value"
        val holders =
            listOf(
                AuthSession(true, "sub", UserPoolTokens(secret, secret, secret, 0)),
                AuthUserAttribute(AuthUserAttributeKey.email(), secret),
                TOTPSetupDetails(secret, "ana"),
                UserContextData(secret),
                PasskeyRequest(1, PasskeyCeremony.REGISTRATION, secret, null),
                AuthSignUpResult(true, AuthSignUpStep.CompleteAutoSignIn(secret), null),
                HttpRequest(
                    1,
                    "POST",
                    "http://localhost/?code=$secret",
                    listOf(HttpHeader("a", secret)),
                    secret.toByteArray(),
                    1,
                ),
                HttpHeader("a", secret),
                HttpResponse(200, listOf(HttpHeader("a", secret)), secret.toByteArray()),
                AuthConfiguration.builder("r", "p", "c").clientSecret(secret).build(),
            )
        assertTrue(secret in HttpHeader("a", secret).value)
        holders.forEach { assertFalse(secret in it.toString(), it.javaClass.name) }
    }
}

package dev.cognitoauth

import dev.cognitoauth.bridge.toBridge
import dev.cognitoauth.bridge.toPublic
import dev.cognitoauth.ffi.authError
import dev.cognitoauth.ffi.authErrorCodeName
import dev.cognitoauth.ffi.authErrorReasonName
import dev.cognitoauth.ffi.authFactorTypeChallengeResponse
import dev.cognitoauth.ffi.mfaTypeChallengeResponse
import dev.cognitoauth.ffi.totpSetupUri
import dev.cognitoauth.ffi.userAttributeKey
import dev.cognitoauth.ffi.userAttributeName
import dev.cognitoauth.support.ApiDump
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import java.lang.reflect.Modifier
import dev.cognitoauth.ffi.AuthErrorCode as BridgeCode
import dev.cognitoauth.ffi.AuthErrorReason as BridgeReason
import dev.cognitoauth.ffi.AuthException as BridgeException
import dev.cognitoauth.ffi.AuthFactorType as BridgeFactorType
import dev.cognitoauth.ffi.AuthUserAttributeKey as BridgeKey
import dev.cognitoauth.ffi.MfaType as BridgeMfaType
import dev.cognitoauth.ffi.MoveSource as BridgeSource
import dev.cognitoauth.ffi.MoveWarning as BridgeWarning
import dev.cognitoauth.ffi.SessionEndReason as BridgeEndReason
import dev.cognitoauth.ffi.TotpSetupDetails as BridgeSetupDetails

/**
 * Value types work without the native library, so they repeat the core's names and texts. These tests compare the
 * repeated names and texts with the core's.
 */
class CoreTextsTest {
    @Test
    fun theErrorCodesMatchTheCore() {
        // The generator treats `OAuth` as two words.
        val names = AuthErrorCode.entries.map { it.name.replace("_", "").lowercase() }
        assertEquals(BridgeCode.entries.map { it.name.replace("_", "").lowercase() }, names)
        assertEquals(AuthErrorCode.entries.toList(), BridgeCode.entries.map { it.toPublic() })
        assertEquals(names, BridgeCode.entries.map { authErrorCodeName(it).lowercase() })
    }

    @Test
    fun theReasonsOfAnErrorMatchTheCore() {
        assertEquals(BridgeReason.entries.map { it.name }, AuthErrorReason.entries.map { it.name })
        val names = AuthErrorReason.entries.map { it.name.replace("_", "").lowercase() }
        assertEquals(names, BridgeReason.entries.map { authErrorReasonName(it).lowercase() })
    }

    @Test
    fun theReasonsOfASessionsEndMatchTheCore() =
        assertEquals(BridgeEndReason.entries.map { it.name }, AuthSessionEndReason.entries.map { it.name })

    @Test
    fun theSourcesAndTheWarningsOfAMoveMatchTheCore() {
        assertEquals(BridgeSource.entries.map { it.name }, AuthMoveSource.entries.map { it.name })
        assertEquals(BridgeWarning.entries.map { it.name }, AuthMoveWarning.entries.map { it.name })
    }

    @Test
    fun theErrorsThatThisPackageMakesHaveTheCoresTexts() {
        val owns =
            listOf(cancelled(), closed(), defect(), unreadableConfiguration()) +
                listOf(notSignedIn(), identityPoolNotConfigured(), credentialsLeftOut())
        for (own in owns) {
            assertSameTexts(authError(BridgeCode.entries[own.code.ordinal]).toPublic(), own)
        }
    }

    @Test
    fun theDefaultCodeOfEveryExceptionClassBelongsToThatClass() {
        val classes = ApiDump.classes.filter { it.superclass == AuthException::class.java }
        val cores = BridgeException::class.java.declaredClasses.filter { it.superclass == BridgeException::class.java }
        assertEquals(cores.size, classes.size)
        for (type in classes) {
            val made = type.getConstructor().newInstance() as AuthException
            assertEquals(type, authError(BridgeCode.entries[made.code.ordinal]).toPublic().javaClass)
        }
    }

    @Test
    fun theStandardAttributesMatchTheCore() {
        val ours =
            AuthUserAttributeKey.Companion::class.java.declaredMethods
                .filter { Modifier.isPublic(it.modifiers) && it.parameterCount == 0 }
                .filter { it.returnType == AuthUserAttributeKey::class.java }
                .map { it.invoke(AuthUserAttributeKey) as AuthUserAttributeKey }
        val cores =
            BridgeKey::class.java.declaredClasses
                .filter { BridgeKey::class.java.isAssignableFrom(it) && it != BridgeKey.Custom::class.java }
                .map { userAttributeName(it.getField("INSTANCE").get(null) as BridgeKey) }
        assertEquals(20, cores.size)
        assertEquals(cores.toSet(), ours.map { it.keyString }.toSet())
        ours.forEach { assertEquals(it, AuthUserAttributeKey.fromKeyString(it.keyString)) }
    }

    @Test
    fun everyKindOfCustomAttributeIsNamedAsInTheCore() {
        val kinds = listOf("team", "email", "identities", "", "sub:", "dev:x", "dev", "cognito:x", "custom", "custom:x")
        for (name in kinds + kinds.map { "custom:$it" } + kinds.map { "dev:custom:$it" }) {
            assertEquals(userAttributeName(BridgeKey.Custom(name)), AuthUserAttributeKey.custom(name).keyString)
            val key = AuthUserAttributeKey.fromKeyString(name)
            assertEquals(userAttributeName(userAttributeKey(name)), key.keyString)
            assertEquals(key.keyString, userAttributeName(key.toBridge()))
        }
    }

    @Test
    fun theChallengeResponsesOfTheFactorsMatchTheCore() {
        assertEquals(
            BridgeMfaType.entries.map { mfaTypeChallengeResponse(it) },
            MFAType.entries.map { it.challengeResponse },
        )
        assertEquals(
            BridgeFactorType.entries.map { authFactorTypeChallengeResponse(it) },
            AuthFactorType.entries.map { it.challengeResponse },
        )
    }

    @Test
    fun theSetupUriOfAnAuthenticatorAppMatchesTheCore() {
        val names = listOf("My App", "Shop: east", "a+b c", "&=?#/", "\u00e9", "100%25", "~*-._", "ana@example.com")
        for (name in names) {
            val details = TOTPSetupDetails(sharedSecret = "JBSWY3DP", username = name)
            val bridged = BridgeSetupDetails(sharedSecret = "JBSWY3DP", username = name)
            assertEquals(totpSetupUri(bridged, name, null), details.getSetupURI(name))
            assertEquals(totpSetupUri(bridged, "app", name), details.getSetupURI("app", name))
        }
        val ours = assertThrows<ValidationException> { TOTPSetupDetails("JBSWY3DP", "ana").getSetupURI("") }
        val cores = assertThrows<BridgeException> { totpSetupUri(BridgeSetupDetails("JBSWY3DP", "ana"), "", null) }
        assertSameTexts(cores.toPublic(), ours)
    }

    private fun assertSameTexts(
        expected: AuthException,
        found: AuthException,
    ) {
        assertEquals(expected.toString(), found.toString())
        assertEquals(expected.field to expected.isRetryable, found.field to found.isRetryable)
        assertEquals(expected.refreshFailure, found.refreshFailure)
    }
}

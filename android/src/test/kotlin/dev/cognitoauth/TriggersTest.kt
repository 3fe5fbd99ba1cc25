package dev.cognitoauth

import dev.cognitoauth.support.LocalPool
import dev.cognitoauth.support.TriggerServer
import dev.cognitoauth.support.User
import dev.cognitoauth.support.authOf
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonObjectBuilder
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonObject
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

/** The pool's custom challenges, and what its triggers receive. */
class TriggersTest {
    private val triggers = TriggerServer { source, request -> respond(source, request) }
    private val pool =
        LocalPool.shared.another {
            putJsonObject("LambdaConfig") { TRIGGERS.forEach { put(it, triggers.endpoint) } }
        }
    private val auth = authOf(pool)

    @AfterEach
    fun noTriggers() = triggers.close()

    /**
     * Responds as the triggers. They ask for the same word until the request's `session` lists five challenges. In a
     * sign-in with SRP, two of the five are SRP's.
     */
    private fun JsonObjectBuilder.respond(
        source: String,
        request: JsonObject,
    ) {
        when (source) {
            "DefineAuthChallenge_Authentication" -> {
                val session = request.getValue("session").jsonArray.map { it.jsonObject }
                val last = session.lastOrNull()
                put("issueTokens", last.isRight("CUSTOM_CHALLENGE"))
                put("failAuthentication", session.size > 4)
                val asked = last?.get("challengeName") == JsonPrimitive("SRP_A")
                put("challengeName", if (asked) "PASSWORD_VERIFIER" else "CUSTOM_CHALLENGE")
            }
            "CreateAuthChallenge_Authentication" -> {
                putJsonObject("publicChallengeParameters") { put("hint", "the word") }
                putJsonObject("privateChallengeParameters") { put("word", WORD) }
            }
            "VerifyAuthChallengeResponse_Authentication" ->
                put("answerCorrect", request["challengeAnswer"] == JsonPrimitive(WORD))
        }
    }

    private fun JsonObject?.isRight(name: String): Boolean =
        this != null && get("challengeName") == JsonPrimitive(name) && get("challengeResult") == JsonPrimitive(true)

    @Test
    fun aCustomChallengeCanBeAnsweredAgainAfterAWrongAnswer() =
        runBlocking {
            val user = User().register(auth, pool)
            val asked = auth.signIn(user.username, null, flow(AuthFlowType.CUSTOM_AUTH_WITHOUT_SRP))
            val step =
                assertInstanceOf(AuthSignInStep.ConfirmSignInWithCustomChallenge::class.java, asked.nextStep)
            assertEquals("the word", step.additionalInfo["hint"])
            val again = auth.confirmSignIn("a guess")
            assertInstanceOf(AuthSignInStep.ConfirmSignInWithCustomChallenge::class.java, again.nextStep)
            assertTrue(auth.confirmSignIn(WORD).isSignedIn)
        }

    @Test
    fun srpVerifiesThePasswordBeforeTheCustomChallenge() =
        runBlocking {
            val user = User().register(auth, pool)
            val options = flow(AuthFlowType.CUSTOM_AUTH_WITH_SRP)
            val exception =
                assertThrows<NotAuthorizedException> {
                    runBlocking { auth.signIn(user.username, "Wrong-password-1", options) }
                }
            assertEquals(AuthErrorCode.NOT_AUTHORIZED, exception.code)
            auth.signIn(user.username, user.password, options)
            assertTrue(auth.confirmSignIn(WORD).isSignedIn)
        }

    @Test
    fun triggersReceiveTheValidationDataAndTheMetadataOfTheApp() =
        runBlocking {
            val user = User()
            val metadata = mapOf("screen" to "welcome")
            val options = user.signUpOptions().validationData(mapOf("invitation" to "42")).clientMetadata(metadata)
            auth.signUp(user.username, user.password, options.build())
            val confirmation =
                AuthConfirmSignUpOptions
                    .builder()
                    .forceAliasCreation(true)
                    .clientMetadata(metadata)
                    .userContextData(UserContextData("an encoded fingerprint", "192.0.2.1"))
            auth.confirmSignUp(user.username, pool.newestCode(user.username), confirmation.build())
            assertEquals("42", received("PreSignUp_SignUp", "validationData", "invitation"))
            assertEquals("welcome", received("PreSignUp_SignUp", "clientMetadata", "screen"))
            assertEquals("welcome", received("PostConfirmation_ConfirmSignUp", "clientMetadata", "screen"))
        }

    private fun received(
        source: String,
        what: String,
        name: String,
    ): String {
        val event = triggers.events.last { it.getValue("triggerSource") == JsonPrimitive(source) }
        val members =
            event
                .getValue("request")
                .jsonObject
                .getValue(what)
                .jsonObject
        return members.getValue(name).jsonPrimitive.content
    }

    private fun flow(flow: AuthFlowType) = AuthSignInOptions.builder().authFlowType(flow).build()

    private companion object {
        const val WORD = "sesame"
        val TRIGGERS =
            listOf(
                "PreSignUp",
                "PostConfirmation",
                "DefineAuthChallenge",
                "CreateAuthChallenge",
                "VerifyAuthChallengeResponse",
            )
    }
}

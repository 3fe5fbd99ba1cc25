package dev.cognitoauth.conformance

import dev.cognitoauth.Auth
import dev.cognitoauth.AuthConfiguration
import dev.cognitoauth.AuthConfirmSignInOptions
import dev.cognitoauth.AuthConfirmSignUpOptions
import dev.cognitoauth.AuthEvent
import dev.cognitoauth.AuthException
import dev.cognitoauth.AuthFetchSessionOptions
import dev.cognitoauth.AuthFlowType
import dev.cognitoauth.AuthResendSignUpCodeOptions
import dev.cognitoauth.AuthSignInOptions
import dev.cognitoauth.AuthSignOutOptions
import dev.cognitoauth.AuthSignUpOptions
import dev.cognitoauth.AuthSubscription
import dev.cognitoauth.AuthUserAttribute
import dev.cognitoauth.AuthUserAttributeKey
import dev.cognitoauth.support.buildForTesting
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.DynamicTest.dynamicTest
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestFactory
import java.io.File
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit

/** The corpus that every language runs: conformance/README.md says what a case is. */
class ConformanceTest {
    private val files =
        File(System.getProperty("conformance.folder"), "cases")
            .listFiles { file -> file.extension == "json" }
            .orEmpty()
            .sorted()

    @Test
    fun theCorpusIsThere() = assertTrue(files.size >= 10, "only ${files.size} cases")

    @TestFactory
    fun everyCase(): List<DynamicTest> =
        files.map { file ->
            val case = Case(file)
            dynamicTest("${file.nameWithoutExtension}: ${case.title}") { CaseRun(case).run() }
        }
}

/** One case, played. */
private class CaseRun(
    private val case: Case,
) {
    private val configuration = case.configuration
    private val transport = ScriptedTransport()
    private val store =
        ScriptedStore(
            "cognito-auth.${configuration.text("userPoolId")}.${configuration.text("clientId")}.",
            case.store,
        )
    private val clock = StandingClock(case.clockMilliseconds)
    private val events = LinkedBlockingQueue<AuthEvent>()
    private lateinit var auth: Auth
    private var subscription: AuthSubscription? = null
    private var stored: Map<String, JsonElement> = case.store

    fun run() {
        start()
        case.steps.forEachIndexed { index, step -> check(step, "step ${index + 1}, ${step.text("call")}") }
        assertNull(events.poll(EVENTS_SETTLE_MILLISECONDS, TimeUnit.MILLISECONDS), "an event too many")
    }

    private fun start() {
        subscription?.cancel()
        auth =
            Auth
                .builder(configuration(), store)
                .httpTransport(transport)
                .callbackExecutor(Runnable::run)
                .buildForTesting(clock, RepeatedEntropy(case.entropy))
        subscription = auth.subscribe { events += it }
    }

    private fun configuration(): AuthConfiguration =
        AuthConfiguration
            .builder(configuration.text("region"), configuration.text("userPoolId"), configuration.text("clientId"))
            .clientSecret(configuration.textOrNull("clientSecret"))
            .endpoint(configuration.textOrNull("endpoint"))
            .apply { configuration.textOrNull("defaultFlow")?.let { authFlowType(flow(it)) } }
            .build()

    private fun check(
        step: Part,
        where: String,
    ) {
        transport.requests.clear()
        transport.responses += step.parts("responses", "status", "headers", "body", "text", "failure")
        store.failure = step.part("storeFailure", "operation", "error")

        val found = runBlocking { play(step) }

        val expected = listOf("result", "error").mapNotNull { kind -> step[kind]?.let { kind to it.jsonObject } }
        assertEquals(expected.singleOrNull(), found, where)
        assertEquals(step["requests"]?.jsonArray.orEmpty().toList(), transport.requests.toList(), "$where: requests")
        assertEquals(0, transport.responses.size, "$where: responses that were not asked for")
        step["events"]?.jsonArray.orEmpty().forEach { event ->
            val heard = events.poll(EVENT_SECONDS, TimeUnit.SECONDS)
            assertEquals(event.jsonPrimitive.content, heard?.name?.toCamelCase(), "$where: events")
        }
        store.failure = null
        stored = step["store"]?.jsonObject ?: stored
        assertEquals(stored, store.content(), "$where: store")
    }

    private suspend fun play(step: Part): Pair<String, JsonElement>? =
        when (step.text("call")) {
            "restart" -> start().let { null }
            "advanceClock" -> {
                clock.milliseconds += 1000 * checkNotNull(step.part("arguments", "seconds")).long("seconds")
                null
            }
            else ->
                try {
                    "result" to outcome(call(step))
                } catch (exception: AuthException) {
                    "error" to outcome(exception)
                }
        }

    private suspend fun call(step: Part): Any {
        fun arguments(vararg known: String) =
            step.part("arguments", *known) ?: Part(kotlinx.serialization.json.JsonObject(emptyMap()), emptySet())
        return when (val call = step.text("call")) {
            "signUp" -> signUp(arguments("username", "password", "userAttributes", "clientMetadata", "validationData"))
            "confirmSignUp" -> confirmSignUp(arguments("username", "confirmationCode", "clientMetadata"))
            "resendSignUpCode" -> resendSignUpCode(arguments("username", "clientMetadata"))
            "signIn" -> signIn(arguments("username", "password", "flow", "clientMetadata"))
            "confirmSignIn" -> confirmSignIn(arguments("challengeResponse", "userAttributes", "clientMetadata"))
            "fetchAuthSession" -> fetchAuthSession(arguments("forceRefresh", "clientMetadata"))
            "getCurrentUser" -> arguments().let { auth.getCurrentUser() }
            "signOut" -> signOut(arguments("globalSignOut"))
            else -> error("unknown call: $call")
        }
    }

    private suspend fun signUp(arguments: Part): Any {
        val options =
            AuthSignUpOptions
                .builder()
                .userAttributes(arguments.attributes())
                .validationData(arguments.texts("validationData"))
                .clientMetadata(arguments.texts("clientMetadata"))
        return auth.signUp(arguments.text("username"), arguments.textOrNull("password"), options.build())
    }

    private suspend fun confirmSignUp(arguments: Part): Any {
        val options = AuthConfirmSignUpOptions.builder().clientMetadata(arguments.texts("clientMetadata")).build()
        return auth.confirmSignUp(arguments.text("username"), arguments.text("confirmationCode"), options)
    }

    private suspend fun resendSignUpCode(arguments: Part): Any {
        val options = AuthResendSignUpCodeOptions.builder().clientMetadata(arguments.texts("clientMetadata")).build()
        return auth.resendSignUpCode(arguments.text("username"), options)
    }

    private suspend fun signIn(arguments: Part): Any {
        val options = AuthSignInOptions.builder().clientMetadata(arguments.texts("clientMetadata"))
        arguments.textOrNull("flow")?.let { options.authFlowType(flow(it)) }
        return auth.signIn(arguments.text("username"), arguments.textOrNull("password"), options.build())
    }

    private suspend fun confirmSignIn(arguments: Part): Any {
        val options =
            AuthConfirmSignInOptions
                .builder()
                .userAttributes(arguments.attributes())
                .clientMetadata(arguments.texts("clientMetadata"))
        return auth.confirmSignIn(arguments.text("challengeResponse"), options.build())
    }

    private suspend fun fetchAuthSession(arguments: Part): Any {
        val options =
            AuthFetchSessionOptions
                .builder()
                .forceRefresh(arguments.flag("forceRefresh"))
                .clientMetadata(arguments.texts("clientMetadata"))
        return auth.fetchAuthSession(options.build())
    }

    private suspend fun signOut(arguments: Part): Any =
        auth.signOut(AuthSignOutOptions.builder().globalSignOut(arguments.flag("globalSignOut")).build())

    private fun Part.attributes(): List<AuthUserAttribute> =
        parts("userAttributes", "name", "value").map {
            AuthUserAttribute(AuthUserAttributeKey.fromKeyString(it.text("name")), it.text("value"))
        }

    private fun flow(name: String): AuthFlowType =
        when (name) {
            "userSrp" -> AuthFlowType.USER_SRP_AUTH
            "userPassword" -> AuthFlowType.USER_PASSWORD_AUTH
            else -> error("unknown flow: $name")
        }

    private companion object {
        const val EVENT_SECONDS = 10L
        const val EVENTS_SETTLE_MILLISECONDS = 50L
    }
}

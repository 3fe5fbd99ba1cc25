package dev.cognitoauth.conformance

import dev.cognitoauth.Auth
import dev.cognitoauth.AuthEvent
import dev.cognitoauth.AuthException
import dev.cognitoauth.AuthSubscription
import dev.cognitoauth.HttpHeader
import dev.cognitoauth.HttpReply
import dev.cognitoauth.HttpRequest
import dev.cognitoauth.HttpResponse
import dev.cognitoauth.TransportFailure
import dev.cognitoauth.support.buildForTesting
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.DynamicTest.dynamicTest
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestFactory
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.io.TempDir
import java.io.File
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit

/** The corpus that every language runs: conformance/README.md says what a case is. */
class ConformanceTest {
    @Test
    fun theCorpusHasAtLeast200Cases() = assertTrue(casesIn(corpus).size >= 200)

    @TestFactory
    fun everyCaseHasTheResultsThatItStates(): List<DynamicTest> {
        val folders = listOfNotNull(corpus, additionalFolder(System.getenv("CONFORMANCE_CASES")))
        return folders.flatMap { folder ->
            casesIn(folder).map { file ->
                dynamicTest(file.nameWithoutExtension) {
                    played.merge(folder, 1, Int::plus)
                    CaseRun(Case(file)).run()
                }
            }
        }
    }

    @Test
    fun aRequestToTheServiceOfAnotherPoolFitsNoCase() {
        val noReply =
            object : HttpReply {
                override fun succeed(response: HttpResponse) = Unit

                override fun fail(failure: TransportFailure) = Unit
            }

        fun recorded(target: String): String {
            val transport = ScriptedTransport()
            val headers = listOf(HttpHeader("X-Amz-Target", target))
            transport.start(HttpRequest(1, "POST", "https://example.com/", headers, "{}".toByteArray(), 1), noReply)
            return Part(transport.requests.single(), setOf("target", "body")).text("target")
        }
        assertEquals("GetId", recorded("AWSCognitoIdentityService.GetId"))
        assertEquals("InitiateAuth", recorded("AWSCognitoIdentityProviderService.InitiateAuth"))
        for (wrong in listOf("AWSCognitoIdentityProviderService.GetId", "AWSCognitoIdentityService.InitiateAuth")) {
            assertEquals(wrong, recorded(wrong))
        }
    }

    @Test
    fun aFolderWithoutCasesAndARelativePathFail(
        @TempDir empty: File,
    ) {
        File(empty, "README.md").writeText("no case")
        assertThrows<IllegalStateException> { casesIn(empty) }
        assertThrows<IllegalStateException> { casesIn(File(empty, "missing")) }
        assertNull(additionalFolder(null))
        assertEquals(File("/cases"), additionalFolder("/cases"))
        for (relative in listOf("cases", "./cases", "")) {
            assertThrows<IllegalStateException> { additionalFolder(relative) }
        }
    }

    private companion object {
        val corpus = File(System.getProperty("conformance.folder"), "cases")
        val played = ConcurrentHashMap<File, Int>()

        @AfterAll
        @JvmStatic
        fun printCounts() = played.forEach { (folder, count) -> println("conformance: $count cases of $folder") }
    }
}

/** The folder of cases that `CONFORMANCE_CASES` names. */
private fun additionalFolder(path: String?): File? =
    path?.let(::File)?.also { check(it.isAbsolute) { "CONFORMANCE_CASES is not an absolute path: '$it'" } }

/** The cases of a folder, which has at least one. */
private fun casesIn(folder: File): List<File> {
    val files = checkNotNull(folder.listFiles { file -> file.extension == "json" }) { "$folder is not a folder" }
    return files.sorted().also { check(it.isNotEmpty()) { "$folder: there is no case" } }
}

/** Plays one case. */
private class CaseRun(
    private val case: Case,
) {
    private val configuration = case.configuration
    private val transport = ScriptedTransport()
    private val store = ScriptedStore(ScriptedStore.beginning(configuration), case.store)
    private val passkeys = ScriptedPasskeys()
    private val browser = ScriptedBrowser()
    private val clock = StandingClock(case.clockMilliseconds)
    private val events = LinkedBlockingQueue<AuthEvent>()
    private lateinit var auth: Auth
    private var subscription: AuthSubscription? = null
    private var stored: Map<String, JsonElement> = case.store

    fun run() {
        start()
        case.steps.forEachIndexed { index, step -> check(step, "step ${index + 1}, ${step.text("call")}") }
        assertNull(events.poll(EVENTS_SETTLE_MILLISECONDS, TimeUnit.MILLISECONDS), "an unexpected event")
    }

    private fun start() {
        subscription?.cancel()
        auth =
            Auth
                .builder(configurationOf(configuration), store)
                .httpTransport(transport)
                .passkeyAuthenticator(passkeys)
                .callbackExecutor(Runnable::run)
                .buildForTesting(clock, RepeatedEntropy(case.entropy))
        subscription = auth.subscribe { events += it }
    }

    private fun check(
        step: Part,
        where: String,
    ) {
        transport.requests.clear()
        transport.responses += step.parts("responses", "status", "headers", "body", "text", "failure")
        passkeys.requests.clear()
        passkeys.results += step.parts("passkeys", "credential", "failure")
        browser.requests.clear()
        browser.replies += step.parts("browser", "redirect", "isPrivate", "failure")
        store.failure = step.part("storeFailure", "operation", "error")

        val found = runBlocking { play(step) }

        val expected = listOf("result", "error").mapNotNull { kind -> step[kind]?.let { kind to it.jsonObject } }
        assertEquals(expected.singleOrNull(), found?.asFarAsAsked(expected), where)
        val requests = step["requests"]?.jsonArray.orEmpty().toList()
        assertEquals(requests, transport.requests.toList().readLike(requests), "$where: requests")
        assertEquals(0, transport.responses.size, "$where: responses that no request took")
        val asked = step["passkeyRequests"]?.jsonArray.orEmpty().toList()
        assertEquals(asked, passkeys.requests.toList(), "$where: requests for passkeys")
        assertEquals(0, passkeys.results.size, "$where: passkeys that no request took")
        val pages = step["browserRequests"]?.jsonArray.orEmpty().toList()
        assertEquals(pages, browser.requests.toList(), "$where: requests for pages")
        assertEquals(0, browser.replies.size, "$where: pages that no request took")
        step["events"]?.jsonArray.orEmpty().forEach { event ->
            val heard = events.poll(EVENT_SECONDS, TimeUnit.SECONDS)
            assertEquals(event.jsonPrimitive.content, heard?.name?.toCamelCase(), "$where: events")
        }
        store.failure = null
        stored = step["store"]?.jsonObject ?: stored
        assertEquals(stored, store.content(), "$where: store")
    }

    private fun Pair<String, JsonElement>.asFarAsAsked(expected: List<Pair<String, JsonObject>>) =
        copy(second = expected.toMap()[first]?.let(second::asFarAsAsked) ?: second)

    private suspend fun play(step: Part): Pair<String, JsonElement>? =
        when (step.text("call")) {
            "restart" -> start().let { null }
            "advanceClock" -> {
                clock.milliseconds += 1000 * checkNotNull(step.part("arguments", "seconds")).long("seconds")
                null
            }
            else ->
                try {
                    "result" to resultJson(Calls(auth, browser, step).make())
                } catch (exception: AuthException) {
                    "error" to errorJson(exception)
                }
        }

    private companion object {
        const val EVENT_SECONDS = 10L
        const val EVENTS_SETTLE_MILLISECONDS = 50L
    }
}

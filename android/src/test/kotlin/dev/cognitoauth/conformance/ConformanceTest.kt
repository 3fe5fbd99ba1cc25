package dev.cognitoauth.conformance

import dev.cognitoauth.Auth
import dev.cognitoauth.AuthAccounts
import dev.cognitoauth.AuthEvent
import dev.cognitoauth.AuthException
import dev.cognitoauth.AuthSubscription
import dev.cognitoauth.HttpHeader
import dev.cognitoauth.HttpReply
import dev.cognitoauth.HttpRequest
import dev.cognitoauth.HttpResponse
import dev.cognitoauth.TransportFailure
import dev.cognitoauth.support.buildAccountsForTesting
import dev.cognitoauth.support.buildForTesting
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
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
import java.util.UUID
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
    fun anOperationSentToTheWrongServiceMatchesNoCase() {
        val noReply =
            object : HttpReply {
                override fun succeed(response: HttpResponse) = Unit

                override fun fail(failure: TransportFailure) = Unit
            }

        fun recorded(target: String): String {
            val transport = ScriptedTransport()
            val headers = listOf(HttpHeader("X-Amz-Target", target))
            transport.start(HttpRequest(1, "POST", "https://example.com/", headers, "{}".toByteArray(), 1), noReply)
            return Part(transport.takeRequests().single(), setOf("target", "body")).text("target")
        }
        assertEquals("GetId", recorded("AWSCognitoIdentityService.GetId"))
        assertEquals("InitiateAuth", recorded("AWSCognitoIdentityProviderService.InitiateAuth"))
        for (wrong in listOf("AWSCognitoIdentityProviderService.GetId", "AWSCognitoIdentityService.InitiateAuth")) {
            assertEquals(wrong, recorded(wrong))
        }
    }

    @Test
    fun aFolderWithoutCasesAndARelativePathAreRefused(
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

    /** The runner must be able to fail: each of these changes makes a good case fail. */
    @Test
    fun aChangedCaseFails() {
        val changes =
            mapOf(
                "unknown" to "null",
                "steps/0/unknown" to "null",
                "steps/0/arguments" to """{ "unknown": 1 }""",
                "steps/0/requests/0/target" to "\"SignUp\"",
                "steps/0/requests" to "[]",
                "steps/0/result/userSub" to "\"another\"",
                "steps/0/events" to "[]",
                "steps/0/store" to "{}",
                "steps/1/responses" to """[{ "failure": "offline" }]""",
                "clockMilliseconds" to "0",
            )
        eachChangeIsNoticed("refresh.json", changes)
    }

    @Test
    fun aChangedCaseOfTwoInstancesFails() {
        val anotherUser =
            mapOf(
                "format" to "1",
                "instances" to """{ "a": { "process": 1 } }""",
                "instances/b/process" to "1",
                "instances/b/unknown" to "1",
                "steps/0/instance" to "\"c\"",
                "steps/0/events" to "[]",
                "steps/1/events/b" to """["signedOut"]""",
                "steps/1/events/c" to "[]",
                "steps/3/events/a" to """["signedIn"]""",
                "steps/3/error/code" to "\"NotSignedIn\"",
            )
        eachChangeIsNoticed("two-processes-deletion-of-another-user.json", anotherUser)
        val refresh =
            mapOf(
                "steps/1/meanwhile" to "[]",
                "steps/1/meanwhile/0/instance" to "\"c\"",
                "steps/1/meanwhile/0/requests" to "[]",
                "steps/1/meanwhile/0/events" to "{}",
                "steps/1/responses" to "[]",
                "steps/0/meanwhile" to """[{ "instance": "b", "call": "sessionState" }]""",
            )
        eachChangeIsNoticed("two-instances-sign-out-during-a-refresh.json", refresh)
    }

    @Test
    fun aChangedCaseOfSeveralAccountsFails() {
        val changes =
            mapOf(
                "instances/work/account" to "\"club\"",
                "instances/work/unknown" to "null",
                "steps/1/result/accounts" to "[]",
                "steps/1/result/accounts/1/state/state" to "\"signedOut\"",
                "steps/2/arguments/account" to "\"club\"",
                "steps/2/arguments/label" to "\"another\"",
                "steps/3/result/accounts/1/label" to "\"another\"",
            )
        eachChangeIsNoticed("accounts-side-by-side.json", changes)
    }

    @Test
    fun aChangedCaseOfOneInstanceFails() {
        val changes =
            mapOf(
                "format" to "3",
                "instances" to """{ "": { "process": 1 } }""",
                "steps/0/instance" to "\"a\"",
                "steps/0/events" to "{}",
                "steps/0/meanwhile" to """[{ "call": "sessionState" }]""",
            )
        eachChangeIsNoticed("session-nobody.json", changes)
    }

    private fun eachChangeIsNoticed(
        name: String,
        changes: Map<String, String>,
    ) {
        val case = Json.parseToJsonElement(File(corpus, name).readText())
        CaseRun(Case(case.jsonObject)).run()
        for ((path, value) in changes) {
            val changed = case.with(path.split('/'), Json.parseToJsonElement(value)).jsonObject
            assertThrows<Throwable>("$name: $path makes no difference") { CaseRun(Case(changed)).run() }
        }
    }

    /** This element, with [value] at [path]. */
    private fun JsonElement.with(
        path: List<String>,
        value: JsonElement,
    ): JsonElement {
        val name = path.firstOrNull() ?: return value
        return when (this) {
            is JsonArray ->
                JsonArray(mapIndexed { at, item -> if (at == name.toInt()) item.with(path.drop(1), value) else item })
            else -> {
                val member = jsonObject[name] ?: JsonNull
                JsonObject(jsonObject + (name to member.with(path.drop(1), value)))
            }
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

/** The folder of cases whose path is in `CONFORMANCE_CASES`. */
private fun additionalFolder(path: String?): File? =
    path?.let(::File)?.also { check(it.isAbsolute) { "CONFORMANCE_CASES is not an absolute path: '$it'" } }

/** The cases of a folder. Fails if there is none. */
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
    private val name = UUID.randomUUID()
    private val players =
        case.processes.mapValues { (instance, process) -> Player(instance, "$name, process $process") }
    private var stored: Map<String, JsonElement> = case.store

    /** An instance of the case, with its listener. `process` is the name of the instance's process. */
    private inner class Player(
        private val instance: String,
        process: String,
    ) {
        val events = LinkedBlockingQueue<AuthEvent>()
        lateinit var auth: Auth
            private set
        lateinit var accounts: AuthAccounts
            private set
        private var subscription: AuthSubscription? = null

        init {
            start(process)
        }

        fun start(process: String) {
            subscription?.cancel()
            val builder =
                Auth
                    .builder(configurationOf(configuration), StoreOfProcess(store, process))
                    .account(case.accountOf(instance))
                    .httpTransport(transport)
                    .passkeyAuthenticator(passkeys)
                    .callbackExecutor(Runnable::run)
            auth = builder.buildForTesting(clock, RepeatedEntropy(case.entropy))
            accounts = builder.buildAccountsForTesting(clock)
            subscription = auth.subscribe { events += it }
        }
    }

    fun run() {
        runBlocking {
            case.steps.forEachIndexed { index, step -> check(step, "step ${index + 1}, ${step.text("call")}") }
        }
        Thread.sleep(EVENTS_SETTLE_MILLISECONDS)
        players.forEach { (name, player) -> assertNull(player.events.poll(), "an unexpected event of instance $name") }
    }

    private suspend fun check(
        step: Part,
        where: String,
    ) {
        val responses = step.parts("responses", "status", "headers", "body", "text", "failure")
        passkeys.requests.clear()
        passkeys.results += step.parts("passkeys", "credential", "failure")
        browser.requests.clear()
        browser.replies += step.parts("browser", "redirect", "isPrivate", "failure")
        store.failure = step.part("storeFailure", "operation", "error")

        val sent = mutableListOf<JsonObject>()
        val found =
            if (step.meanwhile.isEmpty()) {
                transport.responses += responses
                play(step)
            } else {
                playWithOthersMeanwhile(step, responses, sent, where)
            }

        val expected = listOf("result", "error").mapNotNull { kind -> step[kind]?.let { kind to it.jsonObject } }
        assertEquals(expected.singleOrNull(), found?.asFarAsAsked(expected), where)
        val requests = step["requests"]?.jsonArray.orEmpty().toList()
        sent += transport.takeRequests()
        assertEquals(requests, sent.readLike(requests), "$where: requests")
        assertEquals(0, transport.responses.size, "$where: responses that no request took")
        val asked = step["passkeyRequests"]?.jsonArray.orEmpty().toList()
        assertEquals(asked, passkeys.requests.toList(), "$where: requests for passkeys")
        assertEquals(0, passkeys.results.size, "$where: passkeys that no request took")
        val pages = step["browserRequests"]?.jsonArray.orEmpty().toList()
        assertEquals(pages, browser.requests.toList(), "$where: requests for pages")
        assertEquals(0, browser.replies.size, "$where: pages that no request took")
        players.forEach { (name, player) ->
            val expected = step.eventsOf(name)
            val heard = expected.mapNotNull { player.events.poll(EVENT_SECONDS, TimeUnit.SECONDS) }
            val all = heard + generateSequence(player.events::poll)
            assertEquals(expected, all.map { it.name.toCamelCase() }, "$where: events of instance $name")
        }
        store.failure = null
        stored = step["store"]?.jsonObject ?: stored
        assertEquals(stored, store.content().filterKeys(case::compares), "$where: store")
    }

    private fun Pair<String, JsonElement>.asFarAsAsked(expected: List<Pair<String, JsonObject>>) =
        copy(second = expected.toMap()[first]?.let(second::asFarAsAsked) ?: second)

    /** Makes the step's call. Other instances make their steps before the call's first request gets its response. */
    private suspend fun playWithOthersMeanwhile(
        step: Part,
        responses: List<Part>,
        sent: MutableList<JsonObject>,
        where: String,
    ): Pair<String, JsonElement>? =
        coroutineScope {
            val response = checkNotNull(responses.firstOrNull()) { "$where: `meanwhile` needs a response to hold back" }
            transport.holdNext()
            val call = async(Dispatchers.Default) { play(step) }
            while (!transport.isHolding) {
                check(!call.isCompleted) { "$where: the call has sent no request" }
                delay(1)
            }
            sent += transport.takeRequests()
            step.meanwhile.forEach { check(it, "$where, meanwhile ${it.text("call")}") }
            transport.responses += responses.drop(1)
            transport.release(response)
            call.await()
        }

    private suspend fun play(step: Part): Pair<String, JsonElement>? {
        val player = players.getValue(step.instance)
        return when (step.text("call")) {
            "restart" -> player.start("${UUID.randomUUID()}, restarted").let { null }
            "advanceClock" -> {
                clock.milliseconds += 1000 * checkNotNull(step.part("arguments", "seconds")).long("seconds")
                null
            }
            else ->
                try {
                    "result" to resultJson(Calls(player.auth, player.accounts, browser, step).make())
                } catch (exception: AuthException) {
                    "error" to errorJson(exception)
                }
        }
    }

    private companion object {
        const val EVENT_SECONDS = 10L
        const val EVENTS_SETTLE_MILLISECONDS = 50L
    }
}

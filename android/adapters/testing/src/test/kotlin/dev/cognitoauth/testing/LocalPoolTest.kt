package dev.cognitoauth.testing

import kotlinx.serialization.SerializationException
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.io.TempDir
import java.io.File
import java.io.IOException
import java.net.ServerSocket

/**
 * The local pool without the extension, as a test without JUnit 5 uses it. The requests do not go through the library.
 */
@Timeout(60)
class LocalPoolTest {
    @BeforeEach
    fun startAgain() = pool.reset()

    private fun app(
        operation: String,
        vararg parameters: Pair<String, Any?>,
    ) = pool.operate(LocalPool.USER_POOLS, operation, json(mapOf("ClientId" to pool.clientId, *parameters)))

    private fun signIn() {
        val credentials = mapOf("USERNAME" to "ana", "PASSWORD" to PASSWORD)
        app("InitiateAuth", "AuthFlow" to "USER_PASSWORD_AUTH", "AuthParameters" to credentials)
    }

    @Test
    fun aCreatedUserCanSignIn() {
        pool.createUser("ana", PASSWORD, mapOf("email" to "ana@example.com", "email_verified" to "true"))
        signIn()
        assertEquals(emptyList<LocalPoolMessage>(), pool.messages("ana"))
        val user = pool.administer("AdminGetUser", mapOf("Username" to "ana@example.com"))
        assertEquals("ana" to "CONFIRMED", user["Username"] to user["UserStatus"])
        assertEquals(true, user["Enabled"])
    }

    @Test
    fun theInboxHasTheCodes() {
        val email = mapOf("Name" to "email", "Value" to "ana@example.com")
        app("SignUp", "Username" to "ana", "Password" to PASSWORD, "UserAttributes" to listOf(email))
        val message = pool.messages("ana").single()
        assertEquals(
            listOf("ana", "ana@example.com", "EMAIL", "sign-up"),
            message.run {
                listOf(username, destination, medium, kind)
            },
        )
        assertEquals("LocalPoolMessage(sign-up by EMAIL)", "$message")
        assertTrue(message.code in message.body)
        app("ConfirmSignUp", "Username" to "ana", "ConfirmationCode" to pool.newestCode("ana"))
    }

    @Test
    fun withoutAMessageThereIsNoCode() {
        assertThrows<IllegalStateException> { pool.newestCode("nobody") }
    }

    @Test
    fun aCodeExpiresWhenTheClockHasMoved() {
        app("SignUp", "Username" to "ana", "Password" to PASSWORD)
        val before = pool.now()
        assertTrue(pool.advanceClock(A_DAY) >= before + A_DAY)
        val code = arrayOf("Username" to "ana", "ConfirmationCode" to "000000")
        assertTrue(
            "ExpiredCode" in assertThrows<IllegalStateException> { app("ConfirmSignUp", *code) }.message.orEmpty(),
        )
        pool.reset()
        assertTrue(pool.now() < before + A_DAY)
    }

    @Test
    fun aFaultHitsTheGivenNumberOfRequestsOfItsOperation() {
        pool.createUser("ana", PASSWORD)
        pool.inject(LocalPoolFault.error("TooManyRequestsException", "slow down"), "InitiateAuth", times = 2)
        repeat(2) {
            val refusal = assertThrows<IllegalStateException> { signIn() }.message.orEmpty()
            assertTrue("TooManyRequestsException" in refusal && "slow down" in refusal, refusal)
        }
        signIn()
        val served = pool.requests().filter { it.operation == "InitiateAuth" }
        val throttled = LocalPoolRequest("InitiateAuth", 400, "TooManyRequestsException")
        assertEquals(listOf(throttled, throttled, LocalPoolRequest("InitiateAuth", 200, null)), served)
    }

    @Test
    fun faultsDropConnectionsAndCutResponsesUntilTheyAreCleared() {
        pool.createUser("ana", PASSWORD)
        for (fault in listOf(LocalPoolFault.dropBefore(), LocalPoolFault.dropAfter())) {
            pool.inject(fault, "InitiateAuth")
            assertThrows<IOException>("$fault") { signIn() }
        }
        pool.inject(LocalPoolFault.truncate(10), "InitiateAuth")
        assertThrows<SerializationException> { signIn() }
        pool.inject(LocalPoolFault.delay(1))
        signIn()
        pool.inject(LocalPoolFault.error("InternalErrorException", status = 500), "InitiateAuth", times = 100)
        pool.clearFaults()
        signIn()
    }

    @Test
    fun aPoolThatIsUsedByItsAddressIsNotEnded() {
        pool.createUser("ana", PASSWORD)
        LocalPool.at("${pool.endpoint}/").use { same ->
            val before = pool.now()
            val now = same.now()
            assertTrue(now in before..pool.now())
            assertEquals(pool.endpoint, same.endpoint)
        }
        signIn()
    }

    @Test
    fun awaitHealthyReturnsForAPoolAndFailsWithoutOne() {
        LocalPool.at(pool.endpoint).awaitHealthy()
        val port =
            ServerSocket(0).use { socket ->
                // This server accepts connections and never answers.
                val silent = LocalPool.at("http://127.0.0.1:${socket.localPort}")
                assertThrows<IllegalStateException> { silent.awaitHealthy(seconds = 0) }
                socket.localPort
            }
        val nobody = LocalPool.at("http://127.0.0.1:$port")
        assertThrows<IllegalStateException> { nobody.awaitHealthy(seconds = 0) }
        // The pool answers at this address, but not as at /health.
        val document = LocalPool.at("${pool.endpoint}/local_LocalPool")
        val thrown = assertThrows<IllegalStateException> { document.awaitHealthy(seconds = 0) }
        assertTrue("/local_LocalPool/health" in thrown.message.orEmpty(), thrown.message)
    }

    @Test
    fun aMissingProgramIsExplained() {
        val thrown = assertThrows<IllegalStateException> { LocalPool.start(File("/nowhere/pool")) }
        for (part in listOf("/nowhere/pool", "cargo build --release -p cognito-local-pool", "COGNITO_LOCAL_POOL")) {
            assertTrue(part in thrown.message.orEmpty(), thrown.message)
        }
    }

    @Test
    fun aProgramThatIsNoLocalPoolIsReported() {
        val shell = File("/bin/sh")
        assertThrows<IllegalStateException> { LocalPool.start(shell, listOf("-c", "exit 1")) }
    }

    @Test
    fun aProgramThatIsNeverReadyIsEndedAndReported(
        @TempDir folder: File,
    ) {
        val program = File(folder, "other")
        program.writeText("#!/bin/sh\necho another program\nexec sleep 600\n")
        assertTrue(program.setExecutable(true))
        val before = children()
        val thrown = assertThrows<IllegalStateException> { PoolProcess(program, readySeconds = 1) }
        assertTrue("within 1 s" in thrown.message.orEmpty(), thrown.message)
        assertEquals(before, children())
    }

    /** The processes that this one has started, and that have not ended. */
    private fun children() =
        ProcessHandle
            .current()
            .children()
            .map { it.pid() }
            .toList()
            .toSet()

    @Test
    fun aClosedPoolIsGone() {
        val another = LocalPool.start(arguments = listOf("--strict"))
        assertFalse(another.endpoint == pool.endpoint)
        another.close()
        assertThrows<IOException> { another.now() }
    }

    private companion object {
        const val PASSWORD = "Password-123"
        const val A_DAY = 24 * 3600L

        val pool = LocalPool.start()

        @JvmStatic
        @AfterAll
        fun end() = pool.close()
    }
}

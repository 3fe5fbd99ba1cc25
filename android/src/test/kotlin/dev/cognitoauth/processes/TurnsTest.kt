package dev.cognitoauth.processes

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.io.File
import java.util.concurrent.CompletableFuture.supplyAsync
import java.util.concurrent.atomic.AtomicInteger

/** Two processes that take turns to refresh the session of one store, while the pool rotates refresh tokens. */
class TurnsTest {
    @TempDir
    lateinit var folder: File

    /** The pool takes each refresh token only once, so a second refresh at the same time would end the session. */
    @Test
    fun twoProcessesRefreshInTurnsAndNeverUseATokenTwice() =
        play(deadlineMilliseconds = 60_000, graceSeconds = 0) { first, second ->
            refreshInTurns(first, second, REFRESHES)
        }

    @Test
    fun aProcessThatIsFrozenBeforeItsRequestAdoptsTheTokensOfTheProcessThatTookOver() = playFrozenAt("before $REFRESH")

    @Test
    fun aProcessThatIsFrozenAfterItsRequestAdoptsTheTokensOfTheProcessThatTookOver() =
        playFrozenAt("after $REFRESH, before load session")

    /**
     * A lease lasts four seconds: a third of a call's time limit. The first process stays frozen until its lease has
     * lapsed.
     */
    private fun playFrozenAt(point: String) =
        play(deadlineMilliseconds = 12_000, graceSeconds = 60) { first, second ->
            first.beginUpTo("renew", point)
            first.signal("STOP")
            val takenOver = second.ask("renew")
            assertTrue(takenOver.startsWith("tokens "), takenOver)
            first.tell("go on")
            first.signal("CONT")
            assertEquals(takenOver, first.result())
            assertEquals(takenOver, second.ask("fetch"))
            refreshInTurns(first, second, 20)
        }

    private fun play(
        deadlineMilliseconds: Long,
        graceSeconds: Int,
        test: Stage.(TestProcess, TestProcess) -> Unit,
    ) {
        Stage(folder, deadlineMilliseconds).use { stage ->
            stage.pool.rotateRefreshTokens(graceSeconds)
            stage.addUser("ann")
            val (first, second) = List(2) { stage.process() }
            assertEquals("done", first.ask("sign-in ann"))
            stage.test(first, second)
            assertEquals(emptyList<String>(), stage.pool.refusals())
            assertFalse("RevokeToken" in stage.pool.operations())
        }
    }

    /**
     * Both processes refresh until together they have sent [refreshes] requests, and each has sent at least one. Only
     * one refresh may run at a time.
     */
    private fun Stage.refreshInTurns(
        first: TestProcess,
        second: TestProcess,
        refreshes: Int,
    ) {
        val before = refreshes()
        val sent = AtomicInteger()
        val running =
            listOf(first, second).map { process ->
                supplyAsync {
                    var own = 0
                    while (own == 0 || sent.get() < refreshes) {
                        process.said.clear()
                        val result = process.ask("refresh")
                        assertTrue(result.startsWith("tokens "), result)
                        assertFalse(TestProcess.OVERLAP in process.said, "one refresh at a time")
                        val more = process.said.count { it == "sent $REFRESH" }
                        own += more
                        sent.addAndGet(more)
                    }
                }
            }
        running.forEach { it.get() }
        assertEquals(sent.get(), refreshes() - before, "one request for each refresh")
    }

    private companion object {
        const val REFRESHES = 1000
    }
}

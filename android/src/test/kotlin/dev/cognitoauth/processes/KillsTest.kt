package dev.cognitoauth.processes

import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.io.File
import kotlin.random.Random
import kotlin.time.Duration
import kotlin.time.TimeSource

/**
 * Kills a process in the middle of a sign-in, a refresh or a sign-out. The next process has to go on from there: no
 * session is lost, and no ended session comes back. Then the next process is killed in the same way.
 *
 * `KILLS=200 KILLS_SEED=7 android/test -Dtest=KillsTest` kills two hundred processes in each test, at points and after
 * delays that the seed chooses. A point is before or after a call of a port, or within a write of the store ([Points]).
 * The delays also depend on how long the calls take, and what a process has done by then can differ from run to run.
 */
class KillsTest {
    @TempDir
    lateinit var folder: File

    @Test
    fun afterAKillDuringASignInTheNextProcessGoesOnWithTheSignIn() = play(::SignIn)

    @Test
    fun afterAKillDuringARefreshTheSessionIsNotLost() = play(::Refresh)

    @Test
    fun afterAKillDuringASignOutNoEndedSessionComesBack() = play(::SignOut)

    private fun play(calls: (Stage) -> Calls) {
        val kills = number("KILLS")?.toInt() ?: 20
        val seed = number("KILLS_SEED") ?: (System.currentTimeMillis() / 1000)
        Stage(folder, deadlineMilliseconds = 60_000, processName = "app").use { stage ->
            stage.pool.rotateRefreshTokens(60)
            val called = calls(stage)
            println("$called: $kills kills from KILLS_SEED=$seed")
            play(stage, called, kills, Random(seed))
        }
    }

    private fun play(
        stage: Stage,
        calls: Calls,
        kills: Int,
        random: Random,
    ) {
        // Nothing is killed in the first run: it shows how many points there are, and how long the calls take.
        var process = stage.process()
        val accessToken = calls.prepare(process)
        process.ask("arm 0")
        process.said.clear()
        val began = TimeSource.Monotonic.markNow()
        process.play(calls::next)
        val choice = Choice(random, began.elapsedNow())
        val last = Last(accessToken, process.said.toList())
        assertTrue(calls.isResult(last.said.last()), "${last.said}")
        choice.points = process.ask("passed").toInt()
        calls.check(process, last)

        val tally = sortedMapOf<String, Int>()
        repeat(kills) { number ->
            val before = calls.prepare(process)
            // A new process takes a second to start, so it starts before the kill. It does not read the store until its
            // first call.
            val next = stage.process()
            val kill = choice.next(number)
            val said = process.killed(kill, calls::next)
            println("kill $number, $kill: $said")
            process = next
            val found = calls.check(process, Last(before, said))
            println("    found: $found")
            tally.merge(found, 1, Int::plus)
        }
        println("$calls: ${choice.points} points, $kills kills, found: $tally")
        assertFalse("RefreshTokenReuseException" in stage.pool.refusals())
    }

    private fun number(variable: String): Long? = System.getenv(variable)?.ifEmpty { null }?.toLong()
}

/** The points at which processes are killed, in a random order, and random delays. */
private class Choice(
    private val random: Random,
    /** How long the calls take if the process is not killed. */
    private val time: Duration,
) {
    var points = 0
    private var left = emptyList<Int>()

    /**
     * Every third process is killed after a delay, the others at points. Each point is used once before any is used
     * again.
     */
    fun next(number: Int): Kill {
        // A share of the time. With the measured time as the bound, the later choices would differ from run to run.
        if (number % 3 == 2) return Kill.After(time.inWholeMilliseconds * random.nextLong(1000) / 1000)
        if (left.isEmpty()) left = (1..points).shuffled(random)
        return Kill.At(left.first()).also { left = left.drop(1) }
    }
}

package dev.cognitoauth.processes

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import java.io.File
import java.io.IOException
import kotlin.concurrent.thread

/** A [Child], seen from the test that has started it. */
internal class TestProcess(
    arguments: List<String>,
) : AutoCloseable {
    private val process: Process

    /** All lines that the process has said. */
    val said = mutableListOf<String>()

    init {
        val java = File(System.getProperty("java.home"), "bin/java").path
        val classes = System.getProperty("surefire.test.class.path") ?: System.getProperty("java.class.path")
        val library = "-Djna.library.path=" + System.getProperty("jna.library.path")
        // Most processes live for a second or two. They start sooner if the JVM compiles less.
        val options = listOf("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", library, "-cp", classes)
        process =
            ProcessBuilder(listOf(java) + options + Child::class.java.name + arguments)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
        Runtime.getRuntime().addShutdownHook(Thread { process.destroyForcibly() })
    }

    private val input = process.outputStream.bufferedWriter()
    private val output = process.inputStream.bufferedReader()

    /** Writes a line. A process that has been killed does not read it. */
    fun tell(line: String) {
        try {
            input.write("$line\n")
            input.flush()
        } catch (_: IOException) {
        }
    }

    /** The next line that the process says; null if it has ended. */
    private fun heard(): String? {
        val lines = generateSequence(output::readLine)
        val line = lines.firstOrNull { it.startsWith(Child.MARK) } ?: return null
        return line.removePrefix(Child.MARK).also(said::add)
    }

    /** The result of the call that runs; null if the process has ended, or waits at a point. */
    private fun resultOrNull(): String? {
        while (true) {
            val said = heard() ?: return null
            if (said.startsWith("point ")) return null
            if (!said.startsWith("sent ") && said != OVERLAP) return said
        }
    }

    /** The result of the call that runs. */
    fun result(): String = resultOrNull() ?: error("the process does not go on to the result: $said")

    /** Makes a call, and gives its result. */
    fun ask(call: String): String {
        tell(call)
        return result()
    }

    /** Begins a call, and waits until the process stops at [point]. [Points.arm] says what a point can be. */
    fun beginUpTo(
        call: String,
        point: String,
    ) {
        assertEquals("armed", ask("arm $point"))
        tell(call)
        assertNull(resultOrNull(), "no result before the point")
    }

    fun signal(name: String) {
        val kill = ProcessBuilder("kill", "-$name", process.pid().toString()).inheritIO().start()
        assertEquals(0, kill.waitFor())
    }

    /** Makes one call after the other. [next] gets a call's result and returns the next call, or null at the end. */
    fun play(next: (String?) -> String?) {
        var result: String? = null
        while (true) {
            tell(next(result) ?: return)
            result = resultOrNull() ?: return
        }
    }

    /** Kills the process in the middle of the calls, or after them. Returns what the process said since they began. */
    fun killed(
        kill: Kill,
        next: (String?) -> String?,
    ): List<String> {
        when (kill) {
            is Kill.At -> {
                assertEquals("armed", ask("arm ${kill.point}"))
                said.clear()
                play(next)
                signal("KILL")
            }
            is Kill.After -> {
                said.clear()
                val killer =
                    thread {
                        Thread.sleep(kill.milliseconds)
                        signal("KILL")
                    }
                play(next)
                killer.join()
            }
        }
        // What it said before it died is still in the pipe.
        while (heard() != null) Unit
        assertEquals(SIGKILLED, process.waitFor())
        return said.toList()
    }

    override fun close() {
        process.destroyForcibly()
        process.waitFor()
    }

    companion object {
        /** What a process says if its refresh begins while another process refreshes. */
        const val OVERLAP = "overlap"

        /** The exit status of a process that SIGKILL has ended. */
        private const val SIGKILLED = 128 + 9
    }
}

/** When to kill a process in the middle of a call. */
internal sealed class Kill {
    /** At the point with this number. */
    data class At(
        val point: Int,
    ) : Kill()

    /** At this time after the call has begun. By then the call may have ended. */
    data class After(
        val milliseconds: Long,
    ) : Kill()
}

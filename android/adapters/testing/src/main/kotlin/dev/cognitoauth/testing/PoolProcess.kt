package dev.cognitoauth.testing

import java.io.File
import java.util.concurrent.FutureTask
import java.util.concurrent.TimeUnit
import java.util.concurrent.TimeoutException
import kotlin.concurrent.thread

/**
 * The local pool in a process of its own, on a free port of 127.0.0.1. That process ends when this one exits.
 *
 * @param readySeconds how long to wait at most until the pool is ready
 */
internal class PoolProcess(
    program: File? = null,
    arguments: List<String> = emptyList(),
    readySeconds: Long = READY_SECONDS,
) : AutoCloseable {
    private val process: Process
    private val atExit: Thread

    /** The pool's address. */
    val endpoint: String

    init {
        val command = listOf(PoolProgram.find(program).path, "--port", "0") + arguments
        process = ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start()
        atExit = Thread(process::destroy)
        endpoint =
            try {
                Runtime.getRuntime().addShutdownHook(atExit)
                announced(readySeconds)
            } catch (exception: Exception) {
                close()
                throw exception
            }
    }

    /** The address in the line that says that the pool is ready. */
    private fun announced(seconds: Long): String {
        val line =
            FutureTask {
                process.inputStream
                    .bufferedReader()
                    .lineSequence()
                    .firstOrNull { it.startsWith(READY) }
            }
        // Only another thread can read with a limit. It ends with the program's output.
        thread(isDaemon = true) { line.run() }
        val said =
            try {
                line.get(seconds, TimeUnit.SECONDS)
            } catch (_: TimeoutException) {
                error("The program has not said within $seconds s that the local pool is ready. It was ended.")
            }
        checkNotNull(said) { "The local pool ended before it was ready. It says why on the error output." }
        return reachable(said.removePrefix(READY))
    }

    override fun close() {
        process.destroy()
        // A program can ignore the signal.
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) process.destroyForcibly().waitFor()
        runCatching { Runtime.getRuntime().removeShutdownHook(atExit) }
    }

    private companion object {
        const val READY = "cognito-local-pool listening on "
        const val READY_SECONDS = 60L
        const val END_SECONDS = 10L

        /** `HOST` in the environment can let the pool listen on all addresses. A client needs a single address. */
        fun reachable(endpoint: String) = endpoint.replace("//0.0.0.0:", "//127.0.0.1:").replace("//[::]:", "//[::1]:")
    }
}

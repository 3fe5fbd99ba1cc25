package dev.cognitoauth.testing

import java.io.File

/** The local pool in a process of its own, on a free port of 127.0.0.1. That process ends when this one exits. */
internal class PoolProcess(
    program: File? = null,
    arguments: List<String> = emptyList(),
) : AutoCloseable {
    private val process: Process
    private val atExit: Thread

    /** The pool's address. */
    val endpoint: String

    init {
        val command = listOf(PoolProgram.find(program).path, "--port", "0") + arguments
        process = ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start()
        atExit = Thread(process::destroy)
        Runtime.getRuntime().addShutdownHook(atExit)
        endpoint = process.inputStream
            .bufferedReader()
            .lineSequence()
            .firstOrNull { it.startsWith(READY) }
            ?.removePrefix(READY)
            ?.let(::reachable)
            ?: error("The local pool ended before it was ready. It says why on the error output.")
    }

    override fun close() {
        process.destroy()
        process.waitFor()
        runCatching { Runtime.getRuntime().removeShutdownHook(atExit) }
    }

    private companion object {
        const val READY = "cognito-local-pool listening on "

        /** `HOST` in the environment can let the pool listen on all addresses. A client needs a single address. */
        fun reachable(endpoint: String) = endpoint.replace("//0.0.0.0:", "//127.0.0.1:").replace("//[::]:", "//[::1]:")
    }
}

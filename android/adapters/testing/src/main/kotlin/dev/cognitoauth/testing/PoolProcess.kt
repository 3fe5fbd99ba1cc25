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
        val command = listOf(found(program).path, "--port", "0") + arguments
        process = ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start()
        atExit = Thread(process::destroy)
        Runtime.getRuntime().addShutdownHook(atExit)
        endpoint = process.inputStream
            .bufferedReader()
            .lineSequence()
            .firstOrNull { it.startsWith(READY) }
            ?.removePrefix(READY)
            ?: error("The local pool ended before it was ready. It says why on the error output.")
    }

    override fun close() {
        process.destroy()
        process.waitFor()
        runCatching { Runtime.getRuntime().removeShutdownHook(atExit) }
    }

    private companion object {
        const val READY = "cognito-local-pool listening on "
        const val VARIABLE = "COGNITO_LOCAL_POOL"

        fun found(program: File?): File {
            val file = program ?: System.getenv(VARIABLE)?.takeIf(String::isNotEmpty)?.let(::File)
            checkNotNull(file) { "There is no path of the local pool's program. $HOW" }
            check(file.canExecute()) { "There is no program of the local pool at '$file'. $HOW" }
            return file
        }

        const val HOW =
            "Build it in a checkout of CognitoAuth, with Rust, by 'cargo build --release -p cognito-local-pool': it " +
                "is then target/release/cognito-local-pool. Put its path into the environment variable $VARIABLE of " +
                "the tests, or pass it to LocalPool.start."
    }
}

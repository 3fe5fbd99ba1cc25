package dev.cognitoauth.support

import java.io.File

/**
 * The local pool in a process of its own, on a free port. That process ends when this one ends. The pool is strict: it
 * refuses an alias in a challenge response.
 */
class PoolProcess : AutoCloseable {
    private val process: Process

    /** The pool's address. */
    val endpoint: String

    init {
        val binary = System.getProperty("local.pool.binary").orEmpty().ifEmpty { System.getenv("LOCAL_POOL_BINARY") }
        check(binary != null && File(binary).canExecute()) {
            "No local pool at '$binary'. Build it with 'cargo build -p cognito-local-pool' and put its path into the " +
                "property local.pool.binary or the variable LOCAL_POOL_BINARY; android/test and android/demo do both."
        }
        val command = listOf(binary, "--port", "0", "--strict")
        process = ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start()
        Runtime.getRuntime().addShutdownHook(Thread(process::destroy))
        endpoint =
            process.inputStream
                .bufferedReader()
                .lineSequence()
                .firstOrNull { it.startsWith(READY) }
                ?.removePrefix(READY)
                ?: error("the local pool ended before it was ready")
    }

    override fun close() {
        process.destroy()
        process.waitFor()
    }

    private companion object {
        const val READY = "cognito-local-pool listening on "
    }
}

package dev.cognitoauth.support

import java.util.concurrent.LinkedBlockingQueue

/**
 * Collects uncaught exceptions until it is closed. An exception of a coroutine comes late, because the coroutine's
 * scope gets the exception first.
 */
internal class Uncaught : AutoCloseable {
    private val before = Thread.getDefaultUncaughtExceptionHandler()
    val thrown = LinkedBlockingQueue<Throwable>()

    init {
        Thread.setDefaultUncaughtExceptionHandler { _, uncaught -> thrown += uncaught }
    }

    override fun close() {
        Thread.setDefaultUncaughtExceptionHandler(before)
    }
}

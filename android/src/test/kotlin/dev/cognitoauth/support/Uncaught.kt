package dev.cognitoauth.support

import java.util.concurrent.LinkedBlockingQueue

/** Collects what no thread catches, until it is closed. An exception of a coroutine comes after its scope saw it. */
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

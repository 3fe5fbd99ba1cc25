package dev.cognitoauth.support

import java.util.concurrent.LinkedBlockingQueue

/** Takes what no thread catches, until it is closed; from a coroutine that comes when its scope has heard of it. */
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

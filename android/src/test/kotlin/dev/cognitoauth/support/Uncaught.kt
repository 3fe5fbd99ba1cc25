package dev.cognitoauth.support

import java.util.concurrent.LinkedBlockingQueue

/** Collects uncaught exceptions until it is closed. A coroutine's exception comes late: its scope gets it first. */
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

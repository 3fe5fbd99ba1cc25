package dev.cognitoauth.guide

import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit

/** A stand-in for the device's log in the guide's snippets. The tests read it. */
object Log {
    private val lines = LinkedBlockingQueue<String>()

    /** Information. */
    @JvmStatic
    fun i(
        tag: String,
        message: String,
    ): Int = take("$tag: $message")

    /** An error. */
    @JvmStatic
    fun e(
        tag: String,
        message: String,
    ): Int = take("$tag: $message")

    /** An error, and what was thrown. */
    @JvmStatic
    fun e(
        tag: String,
        message: String,
        thrown: Throwable?,
    ): Int = take("$tag: $message $thrown")

    private fun take(line: String): Int {
        lines += line
        return 0
    }

    /** The next line; the test fails if none comes. */
    fun next(): String = checkNotNull(lines.poll(30, TimeUnit.SECONDS)) { "nothing was logged" }
}

package dev.cognitoauth.android

import android.security.keystore.UserNotAuthenticatedException
import dev.cognitoauth.SecureStoreException
import dev.cognitoauth.SecureStoreException.Reason
import java.util.concurrent.ArrayBlockingQueue
import java.util.concurrent.TimeUnit
import java.util.concurrent.locks.ReentrantLock

/**
 * Asks for user presence when a key needs it, and then uses the key again. The app's process has one prompt at a time.
 *
 * @param prompt null if the app does not use [UserPresence]. Even then, a key that an earlier version of the app has
 * made can need user presence
 */
internal class UserPresenceGate(
    private val prompt: UserPresencePrompt?,
    private val waitSeconds: Long = WAIT_SECONDS,
) {
    /**
     * The result of [work], which uses a key. The prompt comes once, and only if the key needs user presence. [work]
     * must hold no lock when it throws, because the user can take minutes to answer.
     */
    fun <T> through(work: () -> T): T =
        try {
            work()
        } catch (_: UserNotAuthenticatedException) {
            if (prompt == null) throw SecureStoreException(Reason.LOCKED)
            val isFirst = PROMPTS.tryLock()
            if (!isFirst) PROMPTS.lock()
            try {
                if (isFirst) afterPrompt(work) else afterAnotherPrompt(work)
            } finally {
                PROMPTS.unlock()
            }
        }

    /** The user has just answered the prompt for another call, and that answer can be enough. */
    private fun <T> afterAnotherPrompt(work: () -> T): T =
        try {
            work()
        } catch (_: UserNotAuthenticatedException) {
            afterPrompt(work)
        }

    private fun <T> afterPrompt(work: () -> T): T {
        ask()
        return try {
            work()
        } catch (error: UserNotAuthenticatedException) {
            // The prompt reported a success, but the Keystore still refuses the key.
            throw SecureStoreException(Reason.USER_PRESENCE_REFUSED, error)
        }
    }

    private fun ask() {
        val answer = Answer()
        try {
            prompt?.ask(answer)
        } catch (_: Throwable) {
            // As in all adapters of the ports: an Error has to end the call too.
            answer.fail(UserPresenceFailure.OTHER)
        }
        answer.await(waitSeconds)?.let { throw SecureStoreException(reasonOf(it)) }
    }

    private fun reasonOf(failure: UserPresenceFailure): Reason =
        when (failure) {
            UserPresenceFailure.CANCELLED, UserPresenceFailure.REFUSED -> Reason.USER_PRESENCE_REFUSED
            UserPresenceFailure.NOT_SHOWN -> Reason.LOCKED
            UserPresenceFailure.UNSUPPORTED, UserPresenceFailure.OTHER -> Reason.UNAVAILABLE
            UserPresenceFailure.MISCONFIGURED -> Reason.MISCONFIGURED
        }

    private companion object {
        /** A prompt that never calls its reply must not block the store permanently. */
        const val WAIT_SECONDS = 300L

        /** Held while a prompt is shown. */
        val PROMPTS = ReentrantLock()
    }
}

/** Waits for the first answer. */
private class Answer : UserPresenceReply {
    /** A failure, or null for a success. */
    private class Given(
        val failure: UserPresenceFailure?,
    )

    private val answers = ArrayBlockingQueue<Given>(1)

    override fun succeed() {
        answers.offer(Given(null))
    }

    override fun fail(failure: UserPresenceFailure) {
        answers.offer(Given(failure))
    }

    /** The failure, or null for a success. A prompt that nobody answers is treated as cancelled. */
    fun await(seconds: Long): UserPresenceFailure? {
        val given = answers.poll(seconds, TimeUnit.SECONDS)
        return if (given == null) UserPresenceFailure.CANCELLED else given.failure
    }
}

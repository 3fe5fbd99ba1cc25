package dev.cognitoauth.processes

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertTrue

/** What the test knows of a process that has made the calls, or was killed during them. */
internal class Last(
    /** The access token that was stored before the calls; empty if nobody was signed in. */
    val accessToken: String,
    /** What the process said from the first call on. */
    val said: List<String>,
) {
    /** Whether the process may have sent this many requests of the operation. */
    fun maySend(
        operation: String,
        count: Int,
    ): Boolean = said.count { it == "sent $operation" } >= count
}

/** A series of calls in which a process is killed: how the series begins, and what the next process has to find. */
internal abstract class Calls(
    protected val stage: Stage,
    private val username: String,
) {
    /** Brings the process into the state in which the calls begin. Returns the access token that is stored then. */
    abstract fun prepare(process: TestProcess): String

    /**
     * Returns the next call, or null after the last call. [result] is the former call's result, or null before the
     * first call.
     */
    abstract fun next(result: String?): String?

    /** Whether this line is the result of the last call. */
    abstract fun isResult(line: String): Boolean

    /**
     * Checks that the process goes on where the killed process stopped. Returns what the check has found, for the
     * test's tally.
     */
    abstract fun check(
        process: TestProcess,
        last: Last,
    ): String

    override fun toString(): String = javaClass.simpleName

    protected val signedIn = "signed-in $username"
    protected val awaiting = "awaiting $username"

    protected fun prepareSignedIn(process: TestProcess): String {
        val state = process.ask("state")
        if (state == SIGNED_OUT) {
            assertEquals("done", process.ask("sign-in $username"))
        } else {
            assertEquals(signedIn, state)
        }
        return tokens(process.ask("fetch"))
    }

    /** Checks that the service accepts the tokens, and that a refresh gets new tokens. */
    protected fun checkWorks(process: TestProcess) {
        val stored = process.ask("fetch")
        assertEquals("attributes", process.ask("attributes"))
        val refreshed = process.ask("refresh")
        assertNotEquals(tokens(stored), tokens(refreshed))
        assertEquals("attributes", process.ask("attributes"))
    }

    protected fun checkNobody(process: TestProcess) {
        assertEquals(SIGNED_OUT, process.ask("state"))
        assertEquals("nobody", process.ask("fetch"))
        assertEquals("nobody", process.ask("refresh"))
    }

    protected companion object {
        const val SIGNED_OUT = "signed-out"
        const val TOKENS = "tokens "

        /** The access token of a result, which must have one. */
        fun tokens(result: String): String {
            assertTrue(result.startsWith(TOKENS), result)
            return result.removePrefix(TOKENS)
        }
    }
}

/** A sign-in with a password and a code that comes by text message. */
internal class SignIn(
    stage: Stage,
) : Calls(stage, ANN) {
    init {
        stage.addUser(ANN)
        stage.pool.requireSecondFactor(ANN)
    }

    override fun prepare(process: TestProcess): String {
        assertEquals("complete", process.ask("sign-out"))
        return ""
    }

    override fun next(result: String?): String? =
        when (result) {
            null -> "sign-in $ANN"
            "challenge" -> "confirm ${stage.pool.newestCode(ANN)}"
            else -> null
        }

    override fun isResult(line: String): Boolean = line == "done"

    /**
     * There are three correct results: nobody is signed in, a sign-in waits for its code, or the user is signed in and
     * the session works.
     */
    override fun check(
        process: TestProcess,
        last: Last,
    ): String {
        val mayHaveAnswered = last.maySend("RespondToAuthChallenge", 2)
        val state = process.ask("state")
        val found =
            if (state == signedIn) {
                assertTrue(mayHaveAnswered)
                "signed in"
            } else if (state == awaiting) {
                assertFalse("done" in last.said, "a session that was returned is stored")
                val result = process.ask("confirm ${stage.pool.newestCode(ANN)}")
                // The service accepts a code only once, and may have accepted this code from the killed process.
                assertTrue(result == "done" || mayHaveAnswered, result)
                if (result != "done") signInAgain(process)
                "the challenge is open"
            } else {
                assertEquals(SIGNED_OUT, state)
                assertFalse("done" in last.said, "a session that was returned is stored")
                // When the library gets the tokens, it first forgets the challenge, and then stores the session. A kill
                // between the two leaves nobody signed in.
                val isOver = "challenge" !in last.said || mayHaveAnswered
                assertTrue(isOver, "a challenge that was returned is stored")
                signInAgain(process)
                "nobody"
            }
        checkWorks(process)
        return found
    }

    private fun signInAgain(process: TestProcess) {
        val before = stage.pool.codes(ANN).size
        assertEquals("challenge", process.ask("sign-in $ANN"))
        // The killed process may have caused one more message.
        val codes = stage.pool.codes(ANN).drop(before)
        assertTrue(codes.reversed().any { process.ask("confirm $it") == "done" })
    }

    private companion object {
        const val ANN = "ann"
    }
}

/** A forced refresh. */
internal class Refresh(
    stage: Stage,
) : Calls(stage, BEN) {
    init {
        stage.addUser(BEN)
    }

    override fun prepare(process: TestProcess): String = prepareSignedIn(process)

    override fun next(result: String?): String? = if (result == null) "refresh" else null

    override fun isResult(line: String): Boolean = line.startsWith(TOKENS)

    /** The user is still signed in. Tokens that were returned are stored. */
    override fun check(
        process: TestProcess,
        last: Last,
    ): String {
        assertEquals(signedIn, process.ask("state"))
        val stored = process.ask("fetch")
        last.said.find(::isResult)?.let { assertEquals(it, stored) }
        checkWorks(process)
        return if (tokens(stored) == last.accessToken) "the former tokens" else "new tokens"
    }
}

/** A sign-out. */
internal class SignOut(
    stage: Stage,
) : Calls(stage, BEN) {
    init {
        stage.addUser(BEN)
    }

    override fun prepare(process: TestProcess): String = prepareSignedIn(process)

    override fun next(result: String?): String? = if (result == null) "sign-out" else null

    override fun isResult(line: String): Boolean = line == "complete"

    /**
     * There are three correct results: the user is still signed in and can sign out, the next refresh completes the
     * sign-out, or nobody is signed in. A session that has ended never comes back.
     */
    override fun check(
        process: TestProcess,
        last: Last,
    ): String {
        val mayHaveRevoked = last.maySend("RevokeToken", 1)
        if (process.ask("state") == signedIn) {
            assertFalse(mayHaveRevoked, "the session is removed before its tokens are revoked")
            assertEquals(last.accessToken, tokens(process.ask("fetch")))
            if (process.ask("refresh") == "nobody") return checkCompleted(process, last)
            assertFalse("point after save signedOut" in last.said, "the refresh has not seen the mark of the sign-out")
            checkWorks(process)
            assertEquals("complete", process.ask("sign-out"))
            assertFalse(stage.isTaken(last.accessToken))
            checkNobody(process)
            return "still signed in"
        }
        checkStaysNobody(process)
        if ("complete" in last.said) assertFalse(stage.isTaken(last.accessToken))
        if (stage.isTaken(last.accessToken)) {
            // The process was killed after it had removed the session, and before its request arrived.
            return "nobody, and the tokens were not revoked"
        }
        assertTrue(mayHaveRevoked)
        return "nobody, and the tokens are revoked"
    }

    private fun checkCompleted(
        process: TestProcess,
        last: Last,
    ): String {
        assertFalse("point before save signedOut" in last.said, "no mark was saved, so no refresh ends the session")
        checkStaysNobody(process)
        stage.process().use(::checkStaysNobody)
        // The tokens are revoked in the background.
        stage.waitUntilRefused(last.accessToken)
        return "still signed in, and the refresh has completed the sign-out"
    }

    /** Checks that nobody is signed in, and that no refresh is sent. */
    private fun checkStaysNobody(process: TestProcess) {
        val refreshes = stage.refreshes()
        checkNobody(process)
        assertEquals(refreshes, stage.refreshes())
    }
}

/** A user who signs in with a password alone. */
private const val BEN = "ben"

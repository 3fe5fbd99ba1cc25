package dev.cognitoauth.processes

import dev.cognitoauth.Auth
import dev.cognitoauth.AuthConfiguration
import dev.cognitoauth.AuthException
import dev.cognitoauth.AuthFetchSessionOptions
import dev.cognitoauth.AuthSession
import dev.cognitoauth.AuthSessionState
import dev.cognitoauth.AuthSignInResult
import dev.cognitoauth.AuthSignOutResult
import dev.cognitoauth.android.DesktopDisk
import dev.cognitoauth.android.EncryptedFileStore
import dev.cognitoauth.android.FileLeases
import dev.cognitoauth.android.HttpUrlConnectionTransport
import dev.cognitoauth.android.RetryingKeyVault
import kotlinx.coroutines.runBlocking
import java.io.File

/**
 * The process that a test starts: an app with the library's own store and leases. Each line of its input is a call. Its
 * output has a line for each result, and lines about what it does meanwhile.
 */
internal object Child {
    /** Each line that the process prints for the test begins with this text. */
    const val MARK = "=> "

    /** The password of every user. */
    const val PASSWORD = "Password-123"

    /** One day in milliseconds. The pool's tokens are valid for a shorter time. */
    private const val DAY = 86_400_000L

    private val input = System.`in`.bufferedReader()

    /** Prints a line, and flushes it. Any thread can call this. */
    fun say(line: String) {
        synchronized(this) {
            println(MARK + line)
            System.out.flush()
        }
    }

    /** The next line of the input. The process ends when its input ends. */
    fun nextLine(): String {
        val line = input.readLine()
        if (line == null) Runtime.getRuntime().halt(0)
        return line
    }

    /**
     * The arguments: the endpoint, the user pool, the client, the folder, the time limit of a call in milliseconds, and
     * the process's name if it has one.
     */
    @JvmStatic
    fun main(arguments: Array<String>) {
        val (endpoint, userPoolId, clientId, path, deadline) = arguments
        val folder = File(path)
        val configuration =
            AuthConfiguration
                .builder("local", userPoolId, clientId)
                .endpoint(endpoint)
                .deadlineMilliseconds(deadline.toLong())
                .build()
        val points = Points()
        val flight = Flight(File(folder, "flight"))
        val vault = RetryingKeyVault(FileVault(File(folder, "keys"), points))
        val store = EncryptedFileStore(vault, PointedDisk(DesktopDisk(), points), path) { folder }
        val auth =
            Auth
                .builder(configuration, PointedStore(store, points, flight))
                .leaseStore(PointedLeases(FileLeases(arguments.getOrNull(5)) { folder }, points))
                .httpTransport(PointedTransport(HttpUrlConnectionTransport(), points, flight))
                .build()
        while (true) {
            val line = nextLine()
            val result = runBlocking { resultOf(auth, points, line) }
            flight.end()
            say(result)
        }
    }

    /** Makes the call in a line of the input, and returns its result as a line of the output. */
    private suspend fun resultOf(
        auth: Auth,
        points: Points,
        line: String,
    ): String {
        val argument = line.substringAfter(' ', "")
        return try {
            when (val call = line.substringBefore(' ')) {
                "arm" -> "armed".also { points.arm(argument) }
                "passed" -> points.passed.toString()
                "state" -> textOf(auth.sessionState())
                "sign-in" -> textOf(auth.signIn(argument, PASSWORD))
                "confirm" -> textOf(auth.confirmSignIn(argument))
                "fetch" -> textOf(auth.fetchAuthSession())
                // No token is valid for a day, so this call refreshes the tokens, unless this process has just
                // refreshed them.
                "renew" -> textOf(auth.fetchAuthSession(options { minimumValidityMilliseconds(DAY) }))
                "refresh" -> textOf(auth.fetchAuthSession(options { forceRefresh(true) }))
                "attributes" -> "attributes".also { auth.fetchUserAttributes() }
                "sign-out" -> textOf(auth.signOut())
                else -> error("there is no call $call")
            }
        } catch (error: AuthException) {
            textOf(error)
        }
    }

    private fun options(adjust: AuthFetchSessionOptions.Builder.() -> Unit): AuthFetchSessionOptions =
        AuthFetchSessionOptions.builder().apply(adjust).build()

    private fun textOf(error: AuthException): String = "error ${error.code}"

    private fun textOf(state: AuthSessionState): String =
        when (state) {
            is AuthSessionState.SignedIn -> "signed-in ${state.user.username}"
            is AuthSessionState.AwaitingChallenge -> "awaiting ${state.pendingSignIn.username}"
            is AuthSessionState.SignedOut -> state.ended?.let { "ended ${it.reason}" } ?: "signed-out"
            else -> "another state: $state"
        }

    private fun textOf(result: AuthSignInResult): String = if (result.isSignedIn) "done" else "challenge"

    private fun textOf(session: AuthSession): String = session.tokens?.let { "tokens ${it.accessToken}" } ?: "nobody"

    private fun textOf(result: AuthSignOutResult): String =
        when (result) {
            is AuthSignOutResult.Complete -> "complete"
            is AuthSignOutResult.Partial -> "partial"
            is AuthSignOutResult.Failed -> textOf(result.exception)
        }
}

package dev.cognitoauth.support.api

import dev.cognitoauth.Auth
import dev.cognitoauth.AuthException
import dev.cognitoauth.AuthFetchSessionOptions
import dev.cognitoauth.AuthSession
import dev.cognitoauth.UserPoolTokens
import kotlinx.coroutines.yield
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.atomic.AtomicInteger

/** A session whose tokens are numbered. Each forced refresh brings the tokens with the next number. */
class NumberedTokens : Auth {
    private val number = AtomicInteger(1)

    /** How often a refresh was forced. */
    val refreshes = AtomicInteger()

    /** The threads on which the session was fetched. */
    val threads = CopyOnWriteArrayList<Thread>()

    @Volatile
    var isSignedIn = true

    /** The error of every later refresh. */
    @Volatile
    var failure: AuthException? = null

    override suspend fun fetchAuthSession(options: AuthFetchSessionOptions): AuthSession {
        check(options.withoutCredentials) { "a token needs no credentials" }
        threads += Thread.currentThread()
        // Lets other callers run during this call, as a real session does.
        yield()
        if (!isSignedIn) return AuthSession(false)
        if (options.forceRefresh) {
            refreshes.incrementAndGet()
            failure?.let { throw it }
            number.incrementAndGet()
        }
        val current = number.get()
        return AuthSession(true, "1", UserPoolTokens("id-$current", "access-$current", "refresh", Long.MAX_VALUE))
    }

    override fun close() {}
}

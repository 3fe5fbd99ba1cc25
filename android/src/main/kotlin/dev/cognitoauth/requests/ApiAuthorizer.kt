package dev.cognitoauth.requests

import dev.cognitoauth.Auth
import dev.cognitoauth.AuthErrorCode
import dev.cognitoauth.AuthException
import dev.cognitoauth.AuthFetchSessionOptions
import dev.cognitoauth.ConfigurationException
import dev.cognitoauth.SignedOutException
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import java.io.IOException
import java.net.HttpURLConnection
import java.net.URL

/** Which token of the user an API takes. */
public enum class AuthTokenKind {
    /** The access token: what the user may do. An API with scopes takes this one. */
    ACCESS,

    /**
     * The ID token: who the user is. Amazon API Gateway's Cognito authorizer takes this one, unless it asks for scopes.
     */
    ID,
}

/**
 * Which of the app's requests get the signed-in user's token, and which token (RFC 6750, section 2.1). [open] sends
 * requests by `HttpURLConnection`; the artifacts `cognito-auth-okhttp` and `cognito-auth-ktor` take an `ApiAuthorizer`
 * too.
 *
 * Only the hosts that the app lists get a token, and only by `https`; a server on the device itself (`localhost`,
 * `127.0.0.1`, `[::1]`) gets one by `http` too. An authorizer works with any [Auth], and keeps no token itself.
 */
public class ApiAuthorizer private constructor(
    private val auth: Auth,
    private val hosts: ApiHosts,
    private val kind: AuthTokenKind,
) {
    private val replacement = Mutex()

    /** Whether requests to this address get a token. A negative port means the scheme's default port. */
    public fun allows(
        scheme: String,
        host: String,
        port: Int,
    ): Boolean = hosts.refusal(scheme, host, port) == null

    /**
     * A token that is valid now.
     *
     * @throws SignedOutException if nobody is signed in
     * @throws AuthException as [Auth.fetchAuthSession] does
     */
    @JvmSynthetic
    public suspend fun token(): String = token(forceRefresh = false)

    /**
     * A token in place of [refused], the token that the API has refused. If another request has refreshed the tokens in
     * the meantime, this returns the new one. Otherwise it refreshes them; calls at the same time share the refresh.
     *
     * @throws AuthException as [Auth.fetchAuthSession] does: a `SessionExpiredException` if the user has to sign in
     * again
     */
    @JvmSynthetic
    public suspend fun tokenAfter(refused: String): String =
        // The second caller finds the tokens that the first caller's refresh brought.
        replacement.withLock {
            val current = token()
            if (current != refused) return current
            token(forceRefresh = true)
        }

    /**
     * Sends a request with a token, by `HttpURLConnection`, and returns the connection when it has a response. If the
     * API refuses the token (401), this refreshes it and sends the request once more, by another connection. If the
     * second response is a 401 too, this call returns it.
     *
     * A 401 with `error="insufficient_scope"` is returned without a second try, because a new token has the same
     * scopes.
     *
     * This call follows the redirects of a GET or HEAD request, at most 20 in a row, except from https to http. A
     * redirect to another scheme, host or port is followed without the token, and a 401 of that server is returned. A
     * redirect that this call does not follow is returned too.
     *
     * This call blocks until there is a response. Don't make it on the main thread, where Android allows no network.
     *
     * @param isRepeatable false for a body that can't be written twice: then the first 401 is returned, and the next
     * request has the new token
     * @param setup prepares each connection: the first one, and those of the second try and of redirects. It must set
     * neither `Authorization` nor `instanceFollowRedirects`
     * @throws ConfigurationException with the code [AuthErrorCode.INVALID_CONFIGURATION] if the host gets no token, and
     * [AuthErrorCode.INSECURE_ENDPOINT] for `http` to another machine
     * @throws SignedOutException if nobody is signed in
     * @throws AuthException as [Auth.fetchAuthSession] does: before the request is sent, or after the API has refused
     * the token and the refresh fails
     * @throws IOException if no response comes; an [java.io.InterruptedIOException] if the thread is interrupted while
     * it waits for a token
     */
    @JvmOverloads
    @Throws(AuthException::class, IOException::class)
    public fun open(
        url: URL,
        isRepeatable: Boolean = true,
        setup: ConnectionSetup = ConnectionSetup {},
    ): HttpURLConnection {
        hosts.refusal(url)?.let { throw it }
        return exchange(url, isRepeatable, setup)
    }

    private suspend fun token(forceRefresh: Boolean): String {
        // A token needs nothing from the identity pool.
        val options =
            AuthFetchSessionOptions
                .builder()
                .forceRefresh(forceRefresh)
                .withoutCredentials(true)
                .build()
        val tokens = auth.fetchAuthSession(options).userPoolTokensResult.getOrThrow()
        return when (kind) {
            AuthTokenKind.ACCESS -> tokens.accessToken
            AuthTokenKind.ID -> tokens.idToken
        }
    }

    override fun toString(): String = "ApiAuthorizer($hosts, $kind)"

    /** Makes an [ApiAuthorizer]. */
    public class Builder internal constructor(
        private val auth: Auth,
    ) {
        private val hosts = mutableListOf<String>()
        private var kind = AuthTokenKind.ACCESS

        /**
         * Adds a host that gets a token, such as `api.example.com`. A port other than the scheme's default has to be
         * given: `localhost:8080`. The subdomains of the host get no token.
         */
        public fun host(host: String): Builder = apply { hosts += host }

        /** Which token the hosts get; [AuthTokenKind.ACCESS] unless set. */
        public fun token(kind: AuthTokenKind): Builder = apply { this.kind = kind }

        /**
         * The authorizer.
         *
         * @throws ConfigurationException with the code [AuthErrorCode.INVALID_CONFIGURATION], if no host was added or
         * an entry is not a host
         */
        @Throws(ConfigurationException::class)
        public fun build(): ApiAuthorizer = ApiAuthorizer(auth, ApiHosts.of(hosts), kind)
    }

    public companion object {
        /** A builder. [auth] has the session. */
        @JvmStatic
        public fun builder(auth: Auth): Builder = Builder(auth)
    }
}

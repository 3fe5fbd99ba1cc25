package dev.cognitoauth.testing

/**
 * A message that the local pool would have sent to a user. Printing it prints only the kind and the medium.
 */
public class LocalPoolMessage internal constructor(
    /** The user name in the pool. */
    public val username: String,
    /** The e-mail address or the phone number. */
    public val destination: String,
    /** `EMAIL` or `SMS`. */
    public val medium: String,
    /** Why it was sent: `sign-up`, `resend`, `attribute`, `forgot-password`, `mfa`, `otp` or `invite`. */
    public val kind: String,
    /** The code in it; for an invitation the temporary password. */
    public val code: String,
    /** The whole text. */
    public val body: String,
    /** When it was sent, in milliseconds since 1970, by the pool's clock. */
    public val sentAtMilliseconds: Long,
) {
    override fun toString(): String = "LocalPoolMessage($kind by $medium)"
}

/** A request that the local pool has served. */
public data class LocalPoolRequest(
    /** The operation's name, such as `InitiateAuth`. */
    public val operation: String,
    /** The status of the response; null if a fault dropped the connection. */
    public val status: Int?,
    /** The exception that the pool answered with, such as `NotAuthorizedException`; null if there was none. */
    public val errorType: String?,
)

/** What goes wrong with a request: see [LocalPool.inject]. */
public class LocalPoolFault private constructor(
    internal val json: Map<String, Any?>,
) {
    override fun toString(): String = "LocalPoolFault(${json["kind"]})"

    public companion object {
        /**
         * The pool refuses the request, and does nothing.
         *
         * @param type the exception's name, such as `TooManyRequestsException`
         * @param message the exception's text, if the test needs one
         * @param status the response's status, 400 to 599
         */
        @JvmStatic
        @JvmOverloads
        public fun error(
            type: String,
            message: String? = null,
            status: Int = 400,
        ): LocalPoolFault = of("error", "status" to status, "type" to type, "message" to message)

        /** The pool closes the connection, and does nothing. */
        @JvmStatic
        public fun dropBefore(): LocalPoolFault = of("drop", "when" to "before")

        /** The pool does the work, then closes the connection: the response is lost. */
        @JvmStatic
        public fun dropAfter(): LocalPoolFault = of("drop", "when" to "after")

        /** The pool does the work immediately, but sends the response only after this time. */
        @JvmStatic
        public fun delay(milliseconds: Long): LocalPoolFault = of("delay", "milliseconds" to milliseconds)

        /** The response's body ends early, after this many bytes. */
        @JvmStatic
        public fun truncate(bytes: Int): LocalPoolFault = of("truncate", "bytes" to bytes)

        private fun of(
            kind: String,
            vararg members: Pair<String, Any?>,
        ) = LocalPoolFault(mapOf("kind" to kind, *members).filterValues { it != null })
    }
}

package dev.cognitoauth.requests

import dev.cognitoauth.AuthErrorCode
import dev.cognitoauth.AuthException.Details
import dev.cognitoauth.ConfigurationException
import java.net.URL
import java.util.Locale

/** A scheme, a host and a port (RFC 6454, section 4). */
internal data class Origin(
    val scheme: String,
    val host: String,
    val port: Int,
) {
    /** Whether nobody between here and the server can read the request. */
    val isPrivate: Boolean get() = scheme == "https" || host in LOOPBACK

    companion object {
        private val LOOPBACK = setOf("localhost", "127.0.0.1", "::1")
        private val USUAL_PORTS = mapOf("http" to 80, "https" to 443)

        /** Null if the scheme is not http or https, or the host is empty. A port below 1 is the scheme's default. */
        fun of(
            scheme: String,
            host: String,
            port: Int,
        ): Origin? {
            val name = scheme.lowercase(Locale.ROOT)
            val usual = USUAL_PORTS[name] ?: return null
            // Libraries differ in whether an IPv6 address has its brackets here.
            val plain = host.lowercase(Locale.ROOT).removePrefix("[").removeSuffix("]")
            return if (plain.isEmpty()) null else Origin(name, plain, if (port > 0) port else usual)
        }

        /** Null also for a URL with user information (`user@host`): libraries differ in where its host begins. */
        fun of(url: URL): Origin? = if (url.userInfo == null) of(url.protocol, url.host.orEmpty(), url.port) else null
    }
}

/** The hosts that get a token. */
internal class ApiHosts private constructor(
    private val entries: List<String>,
    private val listed: Set<Origin>,
) {
    /** Why requests to this address get no token; null if they get one. */
    fun refusal(
        scheme: String,
        host: String,
        port: Int,
    ): ConfigurationException? = refusal(Origin.of(scheme, host, port))

    /**
     * Why requests to this URL get no token; null if they get one. A URL with user information (`user@host`) gets none.
     */
    fun refusal(url: URL): ConfigurationException? = refusal(Origin.of(url))

    private fun refusal(origin: Origin?): ConfigurationException? =
        when {
            origin == null || origin !in listed -> notListed()
            origin.isPrivate -> null
            else -> insecure()
        }

    override fun toString(): String = entries.toString()

    companion object {
        /** @throws ConfigurationException if there is no entry, or an entry is not a host */
        fun of(entries: List<String>): ApiHosts {
            if (entries.isEmpty()) throw malformed()
            val origins = entries.flatMap { entry -> listOf("https", "http").map { scheme -> origin(scheme, entry) } }
            return ApiHosts(entries.toList(), origins.map { it ?: throw malformed() }.toSet())
        }

        /** An entry has no user, path or scheme, nor a `*`. */
        private val HOST = Regex("""(\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(?::([0-9]{1,5}))?""")
        private val PORTS = 1..65_535

        private fun origin(
            scheme: String,
            entry: String,
        ): Origin? {
            val (host, port) = (HOST.matchEntire(entry) ?: return null).destructured
            if (port.isEmpty()) return Origin.of(scheme, host, -1)
            return port.toInt().takeIf { it in PORTS }?.let { Origin.of(scheme, host, it) }
        }

        private fun malformed() =
            refused(
                AuthErrorCode.INVALID_CONFIGURATION,
                "The hosts of an API are missing or malformed.",
                "Give each host without a scheme, with its port if it has one.",
            )

        private fun notListed() =
            refused(
                AuthErrorCode.INVALID_CONFIGURATION,
                "The request's host is not in the list of hosts. Nothing was sent.",
                "If the host belongs to the app's API, add it to the list, with its port if it has one.",
            )

        private fun insecure() =
            refused(
                AuthErrorCode.INSECURE_ENDPOINT,
                "A token is sent only by https. Nothing was sent.",
                "Use https. A server on the device itself may use http.",
                field = "url",
            )

        private fun refused(
            code: AuthErrorCode,
            description: String,
            recovery: String,
            field: String = "hosts",
        ) = ConfigurationException(
            code,
            Details(description = description, recoverySuggestion = recovery, field = field),
        )
    }
}

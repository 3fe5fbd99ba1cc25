package dev.cognitoauth.android

import dev.cognitoauth.TransportFailure
import java.io.EOFException
import java.io.IOException
import java.net.NoRouteToHostException
import java.net.SocketException
import java.net.SocketTimeoutException
import java.net.UnknownHostException
import java.security.cert.CertPathValidatorException
import java.security.cert.CertificateException
import javax.net.ssl.SSLException
import javax.net.ssl.SSLPeerUnverifiedException

/** The failure for an exception of the platform's HTTP. */
internal fun IOException.asFailure(): TransportFailure =
    when {
        causes().any { it is SocketTimeoutException } -> TransportFailure.TIMED_OUT
        // Without a network, no host's name can be resolved. For a name that does not exist, Android throws the same.
        this is UnknownHostException || this is NoRouteToHostException -> TransportFailure.OFFLINE
        this is SSLException && isOfTLS() -> TransportFailure.TLS
        isWithoutNetwork() -> TransportFailure.OFFLINE
        else -> TransportFailure.OTHER
    }

/**
 * Whether TLS itself failed. On Android the TLS socket reports a lost connection as an [SSLException] too, and only the
 * causes or the text tell the two apart. Another try can help after a lost connection, but not after a failure of TLS.
 */
private fun SSLException.isOfTLS(): Boolean = causes().any(::isRefusal) || causes().none(::isLostConnection)

private fun isRefusal(cause: Throwable) =
    cause is SSLPeerUnverifiedException || cause is CertificateException || cause is CertPathValidatorException

private fun isLostConnection(cause: Throwable) =
    cause is SocketException || cause is EOFException || LOST.any { it in cause.text() }

/**
 * Whether the device has no network. A [SocketException] says so in its text, on Android and on other JVMs. On Android,
 * the text also has the name of the system's error, such as `ENETUNREACH`.
 */
private fun IOException.isWithoutNetwork() = causes().any { cause -> WITHOUT_NETWORK.any { it in cause.text() } }

private fun Throwable.causes() = generateSequence(this) { it.cause }.take(LONGEST_CHAIN)

private fun Throwable.text() = message.orEmpty().lowercase()

/**
 * What the texts of Conscrypt, Android's TLS, contain if the connection was lost. "Read error" and "write error" come
 * after the handshake, when the server was accepted.
 */
private val LOST =
    listOf("i/o error", "read error", "write error", "reset", "connection abort", "closed", "broken pipe")

private val WITHOUT_NETWORK = listOf("network is unreachable", "enetunreach", "network is down", "enetdown")

/** A chain of causes can be a circle. */
private const val LONGEST_CHAIN = 16

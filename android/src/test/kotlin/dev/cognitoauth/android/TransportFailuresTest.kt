package dev.cognitoauth.android

import dev.cognitoauth.TransportFailure
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import java.io.EOFException
import java.io.IOException
import java.net.ConnectException
import java.net.NoRouteToHostException
import java.net.SocketException
import java.net.SocketTimeoutException
import java.net.UnknownHostException
import java.security.cert.CertPathValidatorException
import java.security.cert.CertificateException
import javax.net.ssl.SSLException
import javax.net.ssl.SSLHandshakeException
import javax.net.ssl.SSLPeerUnverifiedException
import javax.net.ssl.SSLProtocolException

/** The exceptions that Android's HTTP throws, with the texts of Conscrypt, its TLS. */
class TransportFailuresTest {
    private fun Throwable.by(cause: Throwable) = apply { initCause(cause) }

    private fun assertFailure(
        expected: TransportFailure,
        vararg errors: Throwable,
    ) = errors.forEach { assertEquals(expected, (it as IOException).asFailure(), "$it") }

    @Test
    fun aConnectionThatIsLostIsNoFailureOfTLS() =
        assertFailure(
            TransportFailure.OTHER,
            SSLException("Read error: ssl=0x7b5e1e8980: I/O error during system call, Connection reset by peer"),
            SSLException("Read error: ssl=0xd00ba180: I/O error during system call, Software caused connection abort"),
            SSLException("Write error: ssl=0x7b: I/O error during system call, Broken pipe"),
            SSLException("Read error: ssl=0x7b: Failure in SSL library, usually a protocol error\nBAD_DECRYPT"),
            SSLHandshakeException("SSL handshake aborted: ssl=0x7b: I/O error during system call, Connection reset"),
            SSLHandshakeException("connection closed"),
            SSLHandshakeException("Connection closed by peer"),
            SSLHandshakeException("Handshake failed").by(EOFException()),
            SSLHandshakeException("Remote host terminated the handshake").by(EOFException("SSL peer shut down")),
            SSLException("Unexpected").by(SSLException("Socket").by(SocketException("Socket is not connected"))),
            SSLProtocolException("Stream closed"),
            SocketException("Connection reset"),
            EOFException(),
            IOException("unexpected end of stream"),
        )

    @Test
    fun aRefusedCertificateAndARefusedHandshakeAreFailuresOfTLS() =
        assertFailure(
            TransportFailure.TLS,
            SSLHandshakeException("java.security.cert.CertPathValidatorException: Trust anchor not found")
                .by(CertificateException().by(CertPathValidatorException())),
            SSLHandshakeException("Chain validation failed").by(CertificateException("the connection was reset")),
            SSLPeerUnverifiedException("Hostname example.com not verified"),
            SSLPeerUnverifiedException("Certificate pinning failure, the connection was closed"),
            SSLHandshakeException("SSL handshake aborted: ssl=0x7b: Failure in SSL library, usually a protocol error")
                .by(SSLProtocolException("error:10000410:SSL routines:OPENSSL_internal:SSLV3_ALERT_HANDSHAKE_FAILURE")),
            SSLHandshakeException("Handshake failed").by(SSLProtocolException("TLSV1_ALERT_PROTOCOL_VERSION")),
            SSLException("Unsupported or unrecognized SSL message"),
        )

    @Test
    fun withoutANetworkTheDeviceIsOffline() =
        assertFailure(
            TransportFailure.OFFLINE,
            UnknownHostException("Unable to resolve host \"cognito-idp\": No address associated with hostname"),
            NoRouteToHostException("Host unreachable"),
            ConnectException("failed to connect to /203.0.113.1 (port 443) from /:: (port 0) after 10000ms")
                .by(IOException("connect failed: ENETUNREACH (Network is unreachable)")),
            ConnectException("Network is unreachable (connect failed)"),
            SocketException("Network is unreachable"),
            SocketException("Network is down"),
        )

    @Test
    fun aRefusedConnectionAndATimeoutAreNeitherOfflineNorFailuresOfTLS() {
        assertFailure(
            TransportFailure.OTHER,
            ConnectException("failed to connect to /203.0.113.1 (port 443)")
                .by(IOException("connect failed: ECONNREFUSED (Connection refused)")),
            SSLException("the causes are a circle: connection reset").let { it.by(SSLException("", it)) },
        )
        assertFailure(
            TransportFailure.TIMED_OUT,
            SocketTimeoutException("SSL handshake timed out"),
            SSLException("Read timed out").by(SocketTimeoutException("Read timed out")),
        )
    }
}

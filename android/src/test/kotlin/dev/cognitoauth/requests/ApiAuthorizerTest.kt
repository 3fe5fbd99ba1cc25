package dev.cognitoauth.requests

import dev.cognitoauth.AuthErrorCode
import dev.cognitoauth.ConfigurationException
import dev.cognitoauth.support.api.ApiServer
import dev.cognitoauth.support.api.NumberedTokens
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.assertThrows
import java.net.URL

@Timeout(60)
class ApiAuthorizerTest {
    private val auth = NumberedTokens()

    private fun authorizer(vararg hosts: String) = ApiAuthorizer.builder(auth).apply { hosts.forEach(::host) }.build()

    @Test
    fun anAddressIsAllowedOnlyIfItsHostAndPortAreListed() {
        val api = authorizer("API.example.com", "example.com:8443", "[::1]:8080", "localhost")
        val listed =
            listOf(
                Triple("https", "api.example.com", -1),
                Triple("HTTPS", "api.EXAMPLE.com", 443),
                Triple("https", "example.com", 8443),
                Triple("http", "::1", 8080),
                Triple("http", "[::1]", 8080),
                Triple("http", "localhost", 80),
            )
        listed.forEach { (scheme, host, port) -> assertTrue(api.allows(scheme, host, port), "$scheme $host $port") }
        val others =
            listOf(
                Triple("http", "api.example.com", -1),
                Triple("https", "api.example.com", 8443),
                Triple("https", "a.api.example.com", -1),
                Triple("https", "api.example.com.", -1),
                Triple("https", "example.com", 443),
                Triple("ftp", "api.example.com", -1),
                Triple("https", "", -1),
            )
        others.forEach { (scheme, host, port) -> assertFalse(api.allows(scheme, host, port), "$scheme $host $port") }
    }

    @Test
    fun anEntryThatIsNotAHostIsRefused() {
        val entries =
            listOf("", "*.example.com", "https://example.com", "example.com/path", "a b", "user@example.com", "a:port")
        val ports = listOf("", "0", "-1", "+443", "65536", "99999", "4294967739").map { "a:$it" }
        (entries + ports).forEach { entry ->
            val exception = assertThrows<ConfigurationException>(entry) { authorizer(entry) }
            assertEquals(AuthErrorCode.INVALID_CONFIGURATION, exception.code)
            assertEquals("hosts", exception.field)
        }
        assertThrows<ConfigurationException> { authorizer() }
        for (port in listOf(1, 65535)) assertTrue(authorizer("a:$port").allows("https", "a", port))
    }

    @Test
    fun noTokenIsSentToAnAddressThatIsNotListed() {
        ApiServer.taking("access-1").use { server ->
            val api = authorizer("api.example.com", server.host)
            val addresses =
                mapOf(
                    "https://elsewhere.example.com/" to AuthErrorCode.INVALID_CONFIGURATION,
                    "https://someone@api.example.com/" to AuthErrorCode.INVALID_CONFIGURATION,
                    "https://elsewhere.example.com\\@api.example.com/" to AuthErrorCode.INVALID_CONFIGURATION,
                    "https://api.example.com:443@elsewhere.example.com/" to AuthErrorCode.INVALID_CONFIGURATION,
                    "ftp://api.example.com/" to AuthErrorCode.INVALID_CONFIGURATION,
                    "http://api.example.com/" to AuthErrorCode.INSECURE_ENDPOINT,
                    "http://127.0.0.1:9/" to AuthErrorCode.INVALID_CONFIGURATION,
                )
            addresses.forEach { (address, code) ->
                val exception = assertThrows<ConfigurationException>(address) { api.open(URL(address)) }
                assertEquals(code, exception.code, address)
            }
            assertEquals(emptyList<Any>(), auth.threads)
            assertEquals(emptyList<Any>(), server.received)
        }
    }

    @Test
    fun callersWithTheSameRefusedTokenShareOneRefresh() =
        runBlocking {
            val api = authorizer("api.example.com")
            val refused = api.token()
            val tokens = List(50) { async(Dispatchers.Default) { api.tokenAfter(refused) } }.awaitAll()
            assertEquals(setOf("access-2"), tokens.toSet())
            assertEquals(1, auth.refreshes.get())
        }

    @Test
    fun theIdTokenIsGivenIfTheAppChoosesIt() =
        runBlocking {
            val api =
                ApiAuthorizer
                    .builder(auth)
                    .host("api.example.com")
                    .token(AuthTokenKind.ID)
                    .build()
            assertEquals("id-1", api.token())
            assertEquals("id-2", api.tokenAfter("id-1"))
            assertFalse("id-" in "$api")
        }
}

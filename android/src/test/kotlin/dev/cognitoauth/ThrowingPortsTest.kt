package dev.cognitoauth

import dev.cognitoauth.support.User
import dev.cognitoauth.support.authOf
import dev.cognitoauth.testing.MemoryStore
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.MethodSource
import java.io.IOException

/**
 * What happens if an app's own port throws. If the leases, the process guard or the log throws, the call goes on. If
 * any other port throws, the call fails. No error contains the exception's text.
 */
class ThrowingPortsTest {
    @ParameterizedTest
    @MethodSource("throwables")
    fun ifTheTransportThrowsTheCallFails(thrown: Throwable) {
        val transport =
            object : HttpTransport {
                override fun start(
                    request: HttpRequest,
                    reply: HttpReply,
                ) = throw thrown

                override fun cancel(id: Long) = throw thrown
            }
        val exception =
            assertThrows<NetworkException> { runBlocking { authOf(transport = transport).resendSignUpCode("ana") } }
        assertEquals(AuthErrorCode.TRANSPORT_FAILED, exception.code)
        assertSaysNothingOf(thrown, exception)
    }

    @ParameterizedTest
    @MethodSource("throwables")
    fun ifTheStoreThrowsTheCallFailsAndReportsNoSignedOutUser(thrown: Throwable) {
        val store =
            object : SecureStore {
                override val identity: String? get() = throw thrown

                override fun load(key: String): ByteArray? = throw thrown

                override fun save(
                    key: String,
                    value: ByteArray,
                ) = throw thrown

                override fun delete(key: String) = throw thrown
            }
        val exception = assertThrows<StorageException> { runBlocking { authOf(store = store).getCurrentUser() } }
        assertEquals(AuthErrorCode.STORE_UNAVAILABLE, exception.code)
        assertSaysNothingOf(thrown, exception)
        val result = runBlocking { authOf(store = store).signOut() }
        assertInstanceOf(AuthSignOutResult.Failed::class.java, result)
    }

    @ParameterizedTest
    @MethodSource("throwables")
    fun aSignInFailsIfTheStoreThrowsWhileSaving(thrown: Throwable) =
        runBlocking {
            val memory = MemoryStore()
            val user = User().register(authOf())
            val store =
                object : SecureStore by memory {
                    override fun save(
                        key: String,
                        value: ByteArray,
                    ) = throw thrown
                }
            val auth = authOf(store = store)
            val exception = assertThrows<StorageException> { runBlocking { auth.signIn(user.username, user.password) } }
            assertSaysNothingOf(thrown, exception)
        }

    @ParameterizedTest
    @MethodSource("throwables")
    fun ifTheFormerStorageThrowsTheCallFailsAndReportsNoSignedOutUser(thrown: Throwable) {
        val storage =
            object : FormerPreferences {
                override fun noBackupFile(name: String): ByteArray? = throw thrown

                override fun preferences(file: String): Map<String, String>? = throw thrown

                override fun decrypt(
                    alias: String,
                    iv: ByteArray,
                    ciphertextAndTag: ByteArray,
                ): ByteArray = throw thrown

                override fun unwrapKey(
                    alias: String,
                    wrapped: ByteArray,
                ): ByteArray = throw thrown

                override fun remove(
                    file: String,
                    keys: List<String>,
                ) = throw thrown
            }
        val auth = authOf { movingFrom(FormerLibrary(storage, defersRefresh = false)) }
        val exception = assertThrows<StorageException> { runBlocking { auth.getCurrentUser() } }
        assertEquals(AuthErrorCode.STORE_UNAVAILABLE, exception.code)
        assertSaysNothingOf(thrown, exception)
    }

    @Test
    fun theReasonOfAStoresExceptionBecomesTheErrorCode() {
        val expected =
            mapOf(
                SecureStoreException.Reason.LOCKED to AuthErrorCode.STORE_LOCKED,
                SecureStoreException.Reason.UNAVAILABLE to AuthErrorCode.STORE_UNAVAILABLE,
                SecureStoreException.Reason.USER_PRESENCE_REFUSED to AuthErrorCode.STORE_USER_PRESENCE_REFUSED,
                SecureStoreException.Reason.FULL to AuthErrorCode.STORE_FULL,
                SecureStoreException.Reason.CORRUPT to AuthErrorCode.STORE_CORRUPT,
                SecureStoreException.Reason.UNRECOVERABLE to AuthErrorCode.STORE_UNRECOVERABLE,
                // This is a mistake in the app, so its error is a ConfigurationException.
                SecureStoreException.Reason.MISCONFIGURED to AuthErrorCode.STORE_MISCONFIGURED,
            )
        val found =
            SecureStoreException.Reason.entries.associateWith { reason ->
                val store =
                    object : SecureStore by MemoryStore() {
                        override fun load(key: String): ByteArray? = throw SecureStoreException(reason)
                    }
                assertThrows<AuthException> { runBlocking { authOf(store = store).getCurrentUser() } }.code
            }
        assertEquals(expected, found)
    }

    @ParameterizedTest
    @MethodSource("throwables")
    fun noCallFailsIfALeaseStoreAProcessGuardOrALogSinkThrows(thrown: Throwable) =
        runBlocking {
            val auth =
                authOf {
                    leaseStore(
                        object : LeaseStore {
                            override val process get() = throw thrown

                            override fun read(name: String) = throw thrown

                            override fun swap(
                                name: String,
                                expected: ByteArray?,
                                lease: ByteArray,
                            ) = throw thrown
                        },
                    )
                    logSink { _, _ -> throw thrown }
                    processGuard(
                        object : ProcessGuard {
                            override fun begin(name: String) = throw thrown

                            override fun end(name: String) = throw thrown
                        },
                    )
                }
            val user = User().register(auth)
            auth.signIn(user.username, user.password)
            val refresh = AuthFetchSessionOptions.builder().forceRefresh(true).build()
            assertTrue(auth.fetchAuthSession(refresh).isSignedIn)
        }

    @ParameterizedTest
    @MethodSource("throwables")
    fun ifTheAuthenticatorThrowsTheCallFails(thrown: Throwable) =
        runBlocking {
            val authenticator =
                object : PasskeyAuthenticator {
                    override fun start(
                        request: PasskeyRequest,
                        reply: PasskeyReply,
                    ) = throw thrown

                    override fun cancel(id: Long) = throw thrown
                }
            val auth = authOf { passkeyAuthenticator(authenticator) }
            User().signIn(auth)
            val exception = assertThrows<AuthException> { runBlocking { auth.associateWebAuthnCredential() } }
            assertEquals(AuthErrorCode.PASSKEY_FAILED, exception.code)
            assertSaysNothingOf(thrown, exception)
        }

    private fun assertSaysNothingOf(
        thrown: Throwable,
        exception: AuthException,
    ) {
        val said = generateSequence<Throwable>(exception) { it.cause }.joinToString()
        assertFalse(SECRET in said, said)
        assertTrue(SECRET in thrown.toString(), "the test plants no secret")
    }

    companion object {
        private const val SECRET = "secret-of-the-port"

        @JvmStatic
        fun throwables(): List<Throwable> =
            listOf(
                IOException(SECRET),
                IllegalStateException(SECRET),
                // These two are Errors, not Exceptions. An app throws an Error by TODO(), by a failed assertion, and
                // when it runs out of memory.
                NotImplementedError(SECRET),
                AssertionError(SECRET),
            )
    }
}

package dev.cognitoauth.android

import dev.cognitoauth.Auth
import dev.cognitoauth.AuthConfiguration
import dev.cognitoauth.AuthErrorCode
import dev.cognitoauth.AuthEvent
import dev.cognitoauth.AuthException
import dev.cognitoauth.AuthFetchSessionOptions
import dev.cognitoauth.AuthSessionState
import dev.cognitoauth.AuthSignOutOptions
import dev.cognitoauth.AuthSignOutResult
import dev.cognitoauth.AuthStoredAccount
import dev.cognitoauth.ConfigurationException
import dev.cognitoauth.SecureStore
import dev.cognitoauth.SecureStoreException
import dev.cognitoauth.support.LocalPool
import dev.cognitoauth.support.User
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.io.TempDir
import java.io.File
import java.util.UUID
import java.util.concurrent.CompletableFuture
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit

/** Several accounts in Android's default store. */
class AccountsTest {
    @TempDir
    lateinit var folder: File

    private val vault = MemoryVault()
    private val process = UUID.randomUUID().toString()
    private val pool = LocalPool.shared
    private val opened = mutableListOf<Auth>()

    private fun store(): SecureStore =
        EncryptedFileStore(RetryingKeyVault(vault), DesktopDisk(), process) { File(folder, "store") }

    private fun builder() =
        Auth
            .builder(pool.configuration().build(), store())
            .httpTransport(HttpUrlConnectionTransport())
            .callbackExecutor(Runnable::run)

    private fun auth(account: String? = null): Auth = builder().account(account).build().also { opened += it }

    private fun accounts() = builder().buildAccounts()

    @AfterEach
    fun close() = opened.forEach(Auth::close)

    private suspend fun signedIn(
        user: User,
        account: String? = null,
    ): Auth = auth(account).also { it.signIn(user.username, user.password) }

    private suspend fun listed() = accounts().storedAccounts().associate { it.account to it.state }

    private suspend fun codeOf(call: suspend () -> Unit): AuthErrorCode =
        try {
            call()
            error("the call succeeded")
        } catch (exception: AuthException) {
            exception.code
        }

    @Test
    fun accountsWhoseNamesDifferInCaseHaveUsersOfTheirOwn() =
        runBlocking {
            val (ana, ben) = List(2) { User().register(auth()) }
            val (lower, upper) = signedIn(ana, "work") to signedIn(ben, "Work")
            assertEquals(ana.username, lower.getCurrentUser().username)
            assertEquals(ben.username, upper.getCurrentUser().username)
            val states = listed()
            assertEquals(setOf("work", "Work"), states.keys)
            assertEquals(AuthSessionState.SignedIn(lower.getCurrentUser()), states["work"])
            assertEquals(AuthSessionState.SignedIn(upper.getCurrentUser()), states["Work"])
            assertNotEquals(fileNameOf("#work#.session"), fileNameOf("#Work#.session"))
        }

    @Test
    fun aGlobalSignOutAlsoEndsTheSessionOfTheSameUserInAnotherAccount() =
        runBlocking {
            val user = User().register(auth())
            val (home, work) = signedIn(user) to signedIn(user, "work")
            val everywhere = AuthSignOutOptions.builder().globalSignOut(true).build()
            assertEquals(AuthSignOutResult.Complete, home.signOut(everywhere))
            val refresh = AuthFetchSessionOptions.builder().forceRefresh(true).build()
            assertEquals(AuthErrorCode.SESSION_EXPIRED, codeOf { work.fetchAuthSession(refresh) })
        }

    @Test
    fun anAccountIsSignedOutAndPurgedByItsName() =
        runBlocking {
            val user = User().register(auth())
            val (home, work) = signedIn(user) to signedIn(user, "work")
            val events = LinkedBlockingQueue<AuthEvent>()
            work.subscribe { events += it }
            // The subscription begins in the background. Once a call has returned, the listener misses no event.
            work.getCurrentUser()
            val accounts = accounts()
            accounts.setLabel("work", "Office")
            assertEquals(AuthSignOutResult.Complete, accounts.signOutOf("work"))
            assertEquals(AuthEvent.SIGNED_OUT, events.poll(30, TimeUnit.SECONDS))
            val left = AuthStoredAccount("work", AuthSessionState.SignedOut(), "Office")
            assertEquals(left, accounts.storedAccounts().last())
            accounts.purge("work")
            assertEquals(setOf(null), listed().keys)
            assertEquals(user.username, home.getCurrentUser().username)
            accounts.purge(null)
            assertEquals(AuthErrorCode.NOT_SIGNED_IN, codeOf { home.getCurrentUser() })
            assertEquals(emptyList<AuthStoredAccount>(), accounts.storedAccounts())
        }

    @Test
    fun theCallsOnAccountsWorkWithCallbacksToo() {
        val accounts = accounts()
        val failure = CompletableFuture<AuthException>()
        accounts.purge("a b", { error("purged") }, failure::complete)
        assertEquals(AuthErrorCode.MALFORMED_ARGUMENT, failure.get(30, TimeUnit.SECONDS).code)
        val labelled = CompletableFuture<Boolean>()
        accounts.setLabel("work", "Office", { labelled.complete(true) }, labelled::completeExceptionally)
        labelled.get(30, TimeUnit.SECONDS)
        val found = CompletableFuture<List<AuthStoredAccount>>()
        accounts.storedAccounts(found::complete, found::completeExceptionally)
        val account = found.get(30, TimeUnit.SECONDS).single()
        assertEquals("Office", account.label)
        assertFalse("Office" in account.toString())
        val signedOut = CompletableFuture<AuthSignOutResult>()
        accounts.signOutOf("", signedOut::complete)
        val refused = assertInstanceOf(AuthSignOutResult.Failed::class.java, signedOut.get(30, TimeUnit.SECONDS))
        assertEquals(AuthErrorCode.EMPTY_ARGUMENT, refused.exception.code)
    }

    @Test
    fun ifTheStoreFailsEachCallOnAccountsFailsWithATypedError() =
        runBlocking {
            for (thrown in listOf(SecureStoreException(SecureStoreException.Reason.LOCKED), OutOfMemoryError())) {
                val failing =
                    object : SecureStore {
                        override fun load(key: String): ByteArray? = throw thrown

                        override fun save(
                            key: String,
                            value: ByteArray,
                        ): Unit = throw thrown

                        override fun delete(key: String): Unit = throw thrown
                    }
                val code =
                    if (thrown is Exception) AuthErrorCode.STORE_LOCKED else AuthErrorCode.STORE_UNAVAILABLE
                val accounts = Auth.builder(pool.configuration().build(), failing).buildAccounts()
                assertEquals(code, codeOf { accounts.storedAccounts() })
                assertEquals(code, codeOf { accounts.setLabel("work", "Office") })
                assertEquals(code, codeOf { accounts.purge("work") })
                val failed = assertInstanceOf(AuthSignOutResult.Failed::class.java, accounts.signOutOf("work"))
                assertEquals(code, failed.exception.code)
            }
        }

    @Test
    fun withAMalformedConfigurationEachCallOnAccountsFailsWithATypedError() =
        runBlocking {
            val malformed = AuthConfiguration.builder("local", "no pool", "client").build()
            val accounts = Auth.builder(malformed, store()).buildAccounts()
            val code = AuthErrorCode.INVALID_CONFIGURATION
            assertEquals(code, codeOf { accounts.storedAccounts() })
            val failed = assertInstanceOf(AuthSignOutResult.Failed::class.java, accounts.signOutOf(null))
            assertEquals(code, failed.exception.code)
        }

    @Test
    fun aMalformedAccountNameIsAConfigurationError() {
        val exception = assertThrows<ConfigurationException> { runBlocking { auth("a b").getCurrentUser() } }
        assertEquals("account", exception.field)
    }
}

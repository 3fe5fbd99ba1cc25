package dev.cognitoauth.android

import dev.cognitoauth.Auth
import dev.cognitoauth.AuthErrorCode
import dev.cognitoauth.AuthEvent
import dev.cognitoauth.AuthException
import dev.cognitoauth.AuthFetchSessionOptions
import dev.cognitoauth.AuthMoveReport
import dev.cognitoauth.AuthMoveSource
import dev.cognitoauth.AuthMoveWarning
import dev.cognitoauth.AuthSessionState
import dev.cognitoauth.AuthUser
import dev.cognitoauth.FormerLibrary
import dev.cognitoauth.support.LocalPool
import dev.cognitoauth.support.ShiftedClock
import dev.cognitoauth.support.User
import dev.cognitoauth.support.authOf
import dev.cognitoauth.support.buildForTesting
import dev.cognitoauth.testing.MemoryStore
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.io.TempDir
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.ValueSource
import java.io.File
import java.security.KeyStoreException
import java.util.concurrent.CompletableFuture
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit

/** A user who is signed in with the former library is signed in with this library too. */
class MovingInTest {
    @TempDir
    lateinit var folder: File

    private val pool = LocalPool.shared
    private val vault = MemoryVault()
    private val disk = DesktopDisk()
    private val clock = ShiftedClock()
    private val files by lazy { DesktopFiles(folder) }
    private val amplify by lazy { AmplifyFixture(files, vault, pool.userPoolId) }
    private val heard = LinkedBlockingQueue<AuthEvent>()
    private val instances = mutableListOf<Auth>()

    private fun builder(
        store: MemoryStore,
        defersRefresh: Boolean = false,
    ): Auth.Builder {
        val storage = FormerStorage(RetryingKeyVault(vault) {}, disk, files)
        return Auth
            .builder(pool.configuration().build(), store)
            .callbackExecutor(Runnable::run)
            .movingFrom(FormerLibrary(storage, defersRefresh))
    }

    private fun newAuth(
        store: MemoryStore = MemoryStore(),
        defersRefresh: Boolean = false,
    ): Auth =
        builder(store, defersRefresh).buildForTesting(clock).also {
            it.subscribe { event -> heard += event }
            instances += it
        }

    /** A user whom another instance has signed in. As in the former library, the expiry is in whole seconds. */
    private suspend fun newUser(): FormerUser {
        val former = authOf()
        User().signIn(former)
        val tokens = checkNotNull(former.fetchAuthSession().tokens)
        // A move takes the earliest expiry that it finds: the token's own. The expiry in `tokens` was calculated when
        // the response came, so it can be later.
        val expiry = checkNotNull(tokens.claims.accessToken.expiresAtMilliseconds)
        val user = former.getCurrentUser()
        return FormerUser(user.username, user.userId, tokens.copy(expiresAtMilliseconds = expiry))
    }

    private fun expectEvents(vararg expected: AuthEvent) =
        assertEquals(expected.toList(), expected.map { heard.poll(SECONDS, TimeUnit.SECONDS) })

    private fun codeOf(call: suspend () -> Any): AuthErrorCode =
        assertThrows<AuthException> { runBlocking { call() } }.code

    @AfterEach
    fun close() = instances.forEach { it.close() }

    @Test
    fun theSessionOfAmplifyIsTakenOverAndItsFilesChangeOnlyInFinishMove() =
        runBlocking {
            val user = newUser()
            amplify.session(user)
            amplify.device(user.username, "local_de51ce")
            amplify.fingerprint("fingerprint")
            amplify.sessionOfAnotherPool()
            files.put("the app's own", "amplify.session" to "1")
            val before = files.contents()
            val auth = newAuth()
            val requests =
                pool.operationsDuring {
                    val session = auth.fetchAuthSession()
                    assertTrue(session.isSignedIn)
                    assertEquals(user.tokens, session.tokens)
                    val expected =
                        AuthMoveReport(
                            AuthMoveSource.AMPLIFY_ANDROID,
                            AuthUser(user.username, user.userId),
                            devices = 1,
                            fingerprintId = "fingerprint",
                        )
                    assertEquals(expected, auth.moveReport())
                }
            assertEquals(emptyList<String>(), requests)
            expectEvents(AuthEvent.MOVED_IN)
            assertNotEquals(user.tokens, auth.fetchAuthSession(forced).tokens)
            assertEquals(before, files.contents())

            auth.finishMove()
            assertFalse(amplify.hasEntries(user.username))
            assertTrue(amplify.hasSessionOfAnotherPool())
            val untouched = { path: String -> AmplifyFixture.FILE !in path }
            assertEquals(before.filterKeys(untouched), files.contents().filterKeys(untouched))
            assertEquals(user.username, auth.getCurrentUser().username)
        }

    @ParameterizedTest
    @ValueSource(booleans = [true, false])
    fun theSessionOfAWSMobileClientIsTakenOver(isKeyWrapped: Boolean) =
        runBlocking {
            val user = newUser()
            val client = MobileClientFixture(files, vault, pool.clientId)
            if (isKeyWrapped) client.sessionWithWrappedKey(user) else client.session(user)
            val before = files.contents()
            val auth = newAuth()
            assertEquals(user.tokens.accessToken, auth.fetchAuthSession().tokens?.accessToken)
            val expected = AuthMoveReport(AuthMoveSource.MOBILE_CLIENT_ANDROID, AuthUser(user.username, user.userId))
            assertEquals(expected, auth.moveReport())
            assertTrue(auth.fetchAuthSession(forced).isSignedIn)
            assertEquals(before, files.contents())
        }

    @Test
    fun aSessionIsTakenOverOnlyOnce() =
        runBlocking {
            amplify.session(newUser())
            val store = MemoryStore()
            val auth = newAuth(store)
            assertTrue(auth.fetchAuthSession().isSignedIn)
            auth.signOut()
            assertFalse(auth.fetchAuthSession().isSignedIn)
            // A new instance over a copy of the store stands for the app's next start.
            val next = newAuth(MemoryStore().apply { entries.putAll(store.entries) })
            assertFalse(next.fetchAuthSession().isSignedIn)
            assertNull(next.moveReport())
        }

    @Test
    fun aSessionWhoseRefreshIsDeferredIsNotRefreshed() =
        runBlocking {
            val user = newUser()
            amplify.session(user)
            val store = MemoryStore()
            val auth = newAuth(store, defersRefresh = true)
            val requests =
                pool.operationsDuring {
                    assertEquals(user.tokens, auth.fetchAuthSession().tokens)
                    assertEquals(AuthErrorCode.REFRESH_DEFERRED, codeOf { auth.fetchAuthSession(forced) })
                    clock.aheadMilliseconds = TWO_HOURS
                    assertEquals(AuthErrorCode.REFRESH_DEFERRED, codeOf { auth.fetchAuthSession() })
                    assertEquals(user.username, auth.getCurrentUser().username)
                }
            assertEquals(emptyList<String>(), requests)
            // The next stage of the roll-out refreshes.
            val next = newAuth(MemoryStore().apply { entries.putAll(store.entries) })
            assertTrue(next.fetchAuthSession().isSignedIn)
        }

    @Test
    fun aLostKeyIsReportedAndTheMoveCanNotBeFinishedUntilAUserSignsIn() =
        runBlocking {
            amplify.session(newUser())
            vault.keys.clear()
            val before = files.contents()
            val auth = newAuth()
            assertFalse(auth.fetchAuthSession().isSignedIn)
            expectEvents(AuthEvent.MOVE_FAILED)
            assertEquals(AuthMoveReport(source = null, warnings = listOf(AuthMoveWarning.KEY_LOST)), auth.moveReport())
            assertEquals(AuthErrorCode.MOVE_INCOMPLETE, codeOf { auth.finishMove() })
            assertEquals(before, files.contents())
            User().signIn(auth)
            auth.finishMove()
        }

    @Test
    fun damagedPreferencesAreReportedAndStayAsTheyAre() =
        runBlocking {
            amplify.session(newUser())
            val xml = files.preferencesFile(AmplifyFixture.FILE)
            xml.writeText(xml.readText().dropLast(8))
            val before = files.contents()
            val auth = newAuth()
            assertFalse(auth.fetchAuthSession().isSignedIn)
            assertEquals(listOf(AuthMoveWarning.UNDECODABLE_SESSION), auth.moveReport()?.warnings)
            User().signIn(auth)
            auth.finishMove()
            assertEquals(before, files.contents())
        }

    @Test
    fun aLockedDeviceOrAnUnreachableKeystoreFailsTheCallAndTheNextCallTriesAgain() =
        runBlocking {
            val user = newUser()
            amplify.session(user)
            val auth = newAuth()
            disk.locked = true
            assertEquals(AuthErrorCode.STORE_LOCKED, codeOf { auth.getCurrentUser() })
            disk.locked = false
            vault.failures += List(4) { KeyStoreException() }
            assertEquals(AuthErrorCode.STORE_UNAVAILABLE, codeOf { auth.moveReport() ?: Unit })
            assertEquals(user.username, auth.getCurrentUser().username)
        }

    @Test
    fun onlyTheDefaultAccountTakesOverTheFormerSession() =
        runBlocking {
            val user = newUser()
            amplify.session(user)
            val store = MemoryStore()
            val other = builder(store).account("work").buildForTesting(clock).also { instances += it }
            assertFalse(other.fetchAuthSession().isSignedIn)
            assertNull(other.moveReport())
            assertTrue(newAuth(store).fetchAuthSession().isSignedIn)
            val stored = builder(store).buildAccounts().storedAccounts().single { it.account == null }
            assertEquals(AuthSessionState.SignedIn(AuthUser(user.username, user.userId)), stored.state)
        }

    @Test
    fun withoutAFormerSessionThereIsNoReportAndNothingToFinish() =
        runBlocking {
            for (auth in listOf(newAuth(), authOf())) {
                assertNull(auth.moveReport())
                auth.finishMove()
            }
            assertEquals(emptyMap<String, Any>(), files.contents())
        }

    @Test
    fun moveReportAndFinishMoveWorkWithCallbacksToo() =
        runBlocking {
            val none = CompletableFuture<Unit>()
            newAuth().moveReport({ none.cancel(true) }, { none.complete(Unit) }, none::completeExceptionally)
            assertEquals(Unit, none.get(SECONDS, TimeUnit.SECONDS))

            amplify.session(newUser())
            val auth = newAuth()
            val report = CompletableFuture<AuthMoveReport>()
            auth.moveReport(report::complete, { report.cancel(true) }, report::completeExceptionally)
            assertEquals(AuthMoveSource.AMPLIFY_ANDROID, report.get(SECONDS, TimeUnit.SECONDS).source)
            val finished = CompletableFuture<Unit>()
            auth.finishMove({ finished.complete(Unit) }, finished::completeExceptionally)
            assertEquals(Unit, finished.get(SECONDS, TimeUnit.SECONDS))
        }

    private companion object {
        const val SECONDS = 20L
        const val TWO_HOURS = 2 * 60 * 60 * 1000L

        val forced: AuthFetchSessionOptions = AuthFetchSessionOptions.builder().forceRefresh(true).build()
    }
}

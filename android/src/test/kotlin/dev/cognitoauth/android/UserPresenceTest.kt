package dev.cognitoauth.android

import android.security.keystore.KeyPermanentlyInvalidatedException
import dev.cognitoauth.Auth
import dev.cognitoauth.AuthErrorCode
import dev.cognitoauth.AuthEvent
import dev.cognitoauth.AuthSessionState
import dev.cognitoauth.AuthSignOutResult
import dev.cognitoauth.SecureStoreException
import dev.cognitoauth.SecureStoreException.Reason
import dev.cognitoauth.StorageException
import dev.cognitoauth.support.User
import dev.cognitoauth.support.authOf
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.io.TempDir
import java.io.File
import java.io.RandomAccessFile
import java.util.UUID
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CompletableFuture.supplyAsync
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread

/** The default store with keys that need user presence, and with the test's own prompt. */
@Timeout(60)
class UserPresenceTest {
    @TempDir
    lateinit var folder: File

    private val vault = MemoryVault().apply { wantsUserPresence = true }
    private val pauses = mutableListOf<Long>()
    private val value = "tokens of a user".toByteArray()

    @Volatile
    private var prompts = 0

    @Volatile
    private var answer: (UserPresenceReply) -> Unit = ::confirm

    private fun confirm(reply: UserPresenceReply) {
        vault.isPresent = true
        reply.succeed()
    }

    private fun newStore(
        gate: UserPresenceGate =
            UserPresenceGate({
                prompts++
                answer(it)
            }),
        keys: String = "dev.cognitoauth.guarded",
    ): EncryptedFileStore {
        // Each store has its own identity, as if it were in another process. Then instances with different stores share
        // nothing in memory.
        val identity = UUID.randomUUID().toString()
        val vault = RetryingKeyVault(vault) { pauses += it }
        return EncryptedFileStore(vault, DesktopDisk(), identity, keys, keepsOpened = false, gate = gate) {
            File(folder, "store")
        }
    }

    private val store by lazy { newStore() }

    /** Lets the time pass after which the user is asked again. */
    private fun pass() {
        vault.isPresent = false
    }

    @Test
    fun theUserIsAskedAgainOnlyWhenTheValidityIsOver() {
        store.save(KEY, value)
        repeat(3) { assertArrayEquals(value, store.load(KEY)) }
        assertEquals(1, prompts)
        pass()
        assertArrayEquals(value, store.load(KEY))
        pass()
        store.save(KEY, byteArrayOf(2))
        assertArrayEquals(byteArrayOf(2), store.load(KEY))
        assertEquals(3, prompts)
        assertEquals(emptyList<Long>(), pauses, "no retry before the prompt")
    }

    @Test
    fun anAbsentEntryAndADeletionNeedNoPrompt() {
        assertEquals(null, store.load(KEY))
        store.save(KEY, value)
        pass()
        store.delete(KEY)
        assertEquals(null, store.load(KEY))
        assertEquals(1, prompts)
    }

    @Test
    fun eachFailureOfThePromptHasItsReasonAndChangesNothing() {
        store.save(KEY, value)
        val found =
            UserPresenceFailure.entries.associateWith { failure ->
                pass()
                answer = { it.fail(failure) }
                assertEquals(reasonOf { store.load(KEY) }, reasonOf { store.save(KEY, byteArrayOf(2)) })
                reasonOf { store.load(KEY) }
            }
        val expected =
            mapOf(
                UserPresenceFailure.CANCELLED to Reason.USER_PRESENCE_REFUSED,
                UserPresenceFailure.REFUSED to Reason.USER_PRESENCE_REFUSED,
                UserPresenceFailure.NOT_SHOWN to Reason.LOCKED,
                UserPresenceFailure.UNSUPPORTED to Reason.UNAVAILABLE,
                UserPresenceFailure.MISCONFIGURED to Reason.MISCONFIGURED,
                UserPresenceFailure.OTHER to Reason.UNAVAILABLE,
            )
        assertEquals(expected, found)
        answer = ::confirm
        assertArrayEquals(value, store.load(KEY))
        assertEquals(1, filesOf(File(folder, "store")).size)
    }

    @Test
    fun aSuccessfulPromptIsNotEnoughIfTheKeyStillRefuses() {
        store.save(KEY, value)
        pass()
        answer = UserPresenceReply::succeed
        assertEquals(Reason.USER_PRESENCE_REFUSED, reasonOf { store.load(KEY) })
    }

    @Test
    fun onlyTheFirstResultOfAPromptHasAnEffect() {
        answer = {
            it.fail(UserPresenceFailure.CANCELLED)
            confirm(it)
        }
        assertEquals(Reason.USER_PRESENCE_REFUSED, reasonOf { store.save(KEY, value) })
        pass()
        answer = {
            confirm(it)
            it.fail(UserPresenceFailure.CANCELLED)
        }
        store.save(KEY, value)
    }

    @Test
    fun aPromptThatThrowsOrNeverEndsFailsWithATypedReason() {
        for (thrown in listOf(IllegalStateException("the app's own text"), NotImplementedError())) {
            answer = { throw thrown }
            assertEquals(Reason.UNAVAILABLE, reasonOf { store.save(KEY, value) })
        }
        val silent = newStore(UserPresenceGate({}, waitSeconds = 0))
        assertEquals(Reason.USER_PRESENCE_REFUSED, reasonOf { silent.save(KEY, value) })
    }

    @Test
    fun ifTheAppHasNoPromptAKeyThatNeedsUserPresenceIsLocked() {
        store.save(KEY, value)
        pass()
        val later = newStore(UserPresenceGate(prompt = null))
        assertEquals(Reason.LOCKED, reasonOf { later.load(KEY) })
        assertEquals(1, prompts)
    }

    @Test
    fun whileThePromptIsShownOtherStoresAndOtherProcessesGoOn() {
        store.save(KEY, value)
        pass()
        val open = EncryptedFileStore(RetryingKeyVault(MemoryVault()), DesktopDisk(), "open") { File(folder, "open") }
        answer = {
            supplyAsync { open.save(KEY, byteArrayOf(3)) }.get(30, TimeUnit.SECONDS)
            RandomAccessFile(File(folder, "store/${StoreLock.NAME}"), "rw").use { file ->
                assertNotNull(file.channel.tryLock(), "the lock between processes is free")
            }
            confirm(it)
        }
        store.save(KEY, byteArrayOf(2))
        assertArrayEquals(byteArrayOf(2), store.load(KEY))
        assertArrayEquals(byteArrayOf(3), open.load(KEY))
    }

    @Test
    fun aCallThatWaitsForThePromptOfAnotherCallAsksOnlyIfThatAnswerIsNotEnough() {
        store.save(KEY, value)
        for (isEnough in listOf(true, false)) {
            pass()
            prompts = 0
            lateinit var second: Thread
            val loaded = CompletableFuture<ByteArray?>()
            answer = {
                answer = ::confirm
                second = thread { loaded.complete(newStore().load(KEY)) }
                while (second.state != Thread.State.WAITING) Thread.sleep(5)
                if (isEnough) confirm(it) else it.fail(UserPresenceFailure.CANCELLED)
            }
            val first = runCatching { store.load(KEY) }
            assertEquals(isEnough, first.isSuccess)
            assertArrayEquals(value, loaded.get(30, TimeUnit.SECONDS))
            assertEquals(if (isEnough) 1 else 2, prompts)
        }
    }

    @Test
    fun aPermanentlyInvalidatedKeyIsUnrecoverableAndCausesNoPrompt() {
        store.save(KEY, value)
        vault.refusals += List(4) { KeyPermanentlyInvalidatedException() }
        assertEquals(Reason.UNRECOVERABLE, reasonOf { store.load(KEY) })
        vault.refusals += List(8) { KeyPermanentlyInvalidatedException() }
        store.save(KEY, byteArrayOf(2))
        assertArrayEquals(byteArrayOf(2), store.load(KEY))
        assertEquals(setOf("dev.cognitoauth.guarded.1", "dev.cognitoauth.guarded.2"), vault.keys.keys)
        assertEquals(1, prompts)
    }

    @Test
    fun anEntryOfAnEarlierVersionOfTheAppGetsTheNewKeyAtItsNextChange() {
        vault.wantsUserPresence = false
        newStore(UserPresenceGate(prompt = null), keys = "dev.cognitoauth").save(KEY, value)
        vault.wantsUserPresence = true
        assertArrayEquals(value, store.load(KEY))
        assertEquals(0, prompts)
        store.save(KEY, byteArrayOf(2))
        pass()
        assertArrayEquals(byteArrayOf(2), store.load(KEY))
        assertEquals(2, prompts)
    }

    @Test
    fun aRefusedPromptNeverSignsTheUserOut() =
        runBlocking {
            val user = authOf(store = store).use { User().signIn(it) }
            val codes =
                mapOf(
                    UserPresenceFailure.CANCELLED to AuthErrorCode.STORE_USER_PRESENCE_REFUSED,
                    UserPresenceFailure.REFUSED to AuthErrorCode.STORE_USER_PRESENCE_REFUSED,
                    UserPresenceFailure.NOT_SHOWN to AuthErrorCode.STORE_LOCKED,
                )
            for ((failure, code) in codes) {
                pass()
                answer = { it.fail(failure) }
                authOf(store = newStore()).use { auth -> assertRefused(auth, code) }
            }
            answer = ::confirm
            authOf(store = newStore()).use { assertEquals(user.username, it.getCurrentUser().username) }
        }

    private suspend fun assertRefused(
        auth: Auth,
        code: AuthErrorCode,
    ) {
        val heard = CopyOnWriteArrayList<AuthEvent>()
        auth.subscribe { heard += it }
        val calls = listOf<suspend () -> Any>(auth::getCurrentUser, auth::sessionState, { auth.fetchAuthSession() })
        for (call in calls) {
            assertEquals(code, assertThrows<StorageException> { runBlocking { call() } }.code)
        }
        val signedOut = assertInstanceOf(AuthSignOutResult.Failed::class.java, auth.signOut())
        assertEquals(code, signedOut.exception.code)
        assertEquals(AuthSessionState.Unavailable(code), auth.currentSessionState)
        assertEquals(emptyList<AuthEvent>(), heard)
    }

    @Test
    fun theNumberOfAPromptErrorDecidesTheFailure() {
        val expected =
            mapOf(
                1 to UserPresenceFailure.OTHER, // the hardware is unavailable
                2 to UserPresenceFailure.REFUSED, // the sensor could not process the input
                3 to UserPresenceFailure.CANCELLED, // timeout
                4 to UserPresenceFailure.OTHER, // no space
                5 to UserPresenceFailure.NOT_SHOWN, // cancelled by the system
                7 to UserPresenceFailure.REFUSED, // lockout
                8 to UserPresenceFailure.OTHER, // the vendor's own
                9 to UserPresenceFailure.REFUSED, // permanent lockout
                10 to UserPresenceFailure.CANCELLED, // by the user
                11 to UserPresenceFailure.UNSUPPORTED, // nothing enrolled
                12 to UserPresenceFailure.UNSUPPORTED, // no hardware
                13 to UserPresenceFailure.CANCELLED, // the negative button
                14 to UserPresenceFailure.UNSUPPORTED, // no screen lock
                15 to UserPresenceFailure.UNSUPPORTED, // a security update is required
                99 to UserPresenceFailure.OTHER,
            )
        assertEquals(expected, expected.mapValues { userPresenceFailure(it.key) })
    }

    private fun reasonOf(work: () -> Unit): Reason = assertThrows<SecureStoreException> { work() }.reason

    private companion object {
        const val KEY = "cognito-auth.pool.client.session"
    }
}

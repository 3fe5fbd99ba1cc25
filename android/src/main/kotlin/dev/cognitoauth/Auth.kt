package dev.cognitoauth

import dev.cognitoauth.android.HttpUrlConnectionTransport
import dev.cognitoauth.bridge.BridgeMaker
import dev.cognitoauth.bridge.Core
import dev.cognitoauth.bridge.Ports
import dev.cognitoauth.bridge.toBridge
import dev.cognitoauth.bridge.toPublic
import dev.cognitoauth.ffi.AuthBridge
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.asExecutor
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.channels.awaitClose
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.callbackFlow
import java.util.concurrent.Executor

/**
 * One user pool's sign-up, sign-in, session and account. Any number may live side by side.
 *
 * Making one does no IO. Nothing runs on the calling thread: call from any, the main thread included. Cancelling a
 * coroutine ends its call at once. Each call has a deadline of its own.
 *
 * The calls that suspend are here and, for the user's account, in [AuthAccount]; those with callbacks, for Java too,
 * are in [AuthCallbacks].
 */
class Auth internal constructor(
    configuration: AuthConfiguration,
    ports: Ports,
    executor: Executor,
    maker: BridgeMaker,
) : AuthAccount(Core(configuration, ports, maker), executor),
    AutoCloseable {
    /**
     * Registers a user (SignUp).
     *
     * @param password may be null for a pool that signs users in without one
     * @throws AuthException what went wrong, and what to do about it
     */
    @JvmSynthetic
    suspend fun signUp(
        username: String,
        password: String?,
        options: AuthSignUpOptions = AuthSignUpOptions.defaults(),
    ): AuthSignUpResult = core.call { it.signUp(username, password, options.toBridge()).toPublic() }

    /**
     * Confirms a sign-up with the code (ConfirmSignUp).
     *
     * @throws AuthException what went wrong, and what to do about it
     */
    @JvmSynthetic
    suspend fun confirmSignUp(
        username: String,
        confirmationCode: String,
        options: AuthConfirmSignUpOptions = AuthConfirmSignUpOptions.defaults(),
    ): AuthSignUpResult = core.call { it.confirmSignUp(username, confirmationCode, options.toBridge()).toPublic() }

    /**
     * Sends a new sign-up code (ResendConfirmationCode).
     *
     * @throws AuthException what went wrong, and what to do about it
     */
    @JvmSynthetic
    suspend fun resendSignUpCode(
        username: String,
        options: AuthResendSignUpCodeOptions = AuthResendSignUpCodeOptions.defaults(),
    ): AuthCodeDeliveryDetails = core.call { it.resendSignUpCode(username, options.toBridge()).toPublic() }

    /**
     * Signs a user in (InitiateAuth, RespondToAuthChallenge). The password is proved and never sent, unless the flow
     * is [AuthFlowType.USER_PASSWORD_AUTH] or the first factor [AuthFactorType.PASSWORD].
     *
     * @param password may be null for a flow that does not begin with one
     * @throws AuthException what went wrong, and what to do about it
     */
    @JvmSynthetic
    suspend fun signIn(
        username: String,
        password: String? = null,
        options: AuthSignInOptions = AuthSignInOptions.defaults(),
    ): AuthSignInResult =
        core.call(options.callingActivity) { it.signIn(username, password, options.toBridge()).toPublic() }

    /**
     * Signs in the user whose sign-up was just confirmed, without a password: after
     * [AuthSignUpStep.CompleteAutoSignIn], and good once.
     *
     * @throws AuthException what went wrong, and what to do about it
     */
    @JvmSynthetic
    suspend fun autoSignIn(): AuthSignInResult = core.call { it.autoSignIn().toPublic() }

    /**
     * Answers the open question of the sign-in under way (RespondToAuthChallenge), also of one that an earlier run of
     * the app began.
     *
     * @param challengeResponse the code, the password, the address, the answer to the pool's own question, or the
     * choice ([MFAType.challengeResponse], [AuthFactorType.challengeResponse])
     * @throws AuthException what went wrong, and what to do about it
     */
    @JvmSynthetic
    suspend fun confirmSignIn(
        challengeResponse: String,
        options: AuthConfirmSignInOptions = AuthConfirmSignInOptions.defaults(),
    ): AuthSignInResult =
        core.call(options.callingActivity) { it.confirmSignIn(challengeResponse, options.toBridge()).toPublic() }

    /**
     * The session, with tokens that are valid now: one refresh is made if they are not, however many ask. With nobody
     * signed in it is a session that says so, and no error.
     *
     * @throws AuthException what went wrong, and what to do about it
     */
    @JvmSynthetic
    suspend fun fetchAuthSession(options: AuthFetchSessionOptions = AuthFetchSessionOptions.defaults()): AuthSession =
        core.call { it.fetchAuthSession(options.toBridge()).toPublic() }

    /**
     * The signed-in user, from the stored session: no request is made.
     *
     * @throws AuthException what went wrong, and what to do about it
     */
    @JvmSynthetic
    suspend fun getCurrentUser(): AuthUser = core.call { it.getCurrentUser().toPublic() }

    /** Signs the user out, here or everywhere. It never fails: the result says what could not be done. */
    @JvmSynthetic
    suspend fun signOut(options: AuthSignOutOptions = AuthSignOutOptions.defaults()): AuthSignOutResult =
        try {
            core.call { it.signOut(options.toBridge()).toPublic() }
        } catch (exception: AuthException) {
            AuthSignOutResult.Failed(exception)
        }

    /**
     * What happens to the session, from the moment of collecting on. No event is dropped, however slow the collector.
     * The flow completes once this instance is closed.
     */
    @get:JvmSynthetic
    val events: Flow<AuthEvent> =
        callbackFlow {
            val leave = core.listen(end = { channel.close() }) { trySend(it) }
            awaitClose { leave() }
        }.buffer(Channel.UNLIMITED)

    /**
     * Ends this instance, without waiting for it: calls under way end with [AuthErrorCode.CLOSED], except a refresh
     * that is being stored. The session stays in the store.
     */
    override fun close() {
        core.close()
    }

    /** Makes an [Auth]. */
    class Builder internal constructor(
        private val configuration: AuthConfiguration,
        private var store: SecureStore,
        private var executor: Executor,
    ) {
        private var transport: HttpTransport? = null
        private var passkeys: PasskeyAuthenticator? = null
        private var guard: ProcessGuard? = null
        private var log: LogSink? = null

        /** HTTP; the platform's `HttpURLConnection` unless set. */
        fun httpTransport(transport: HttpTransport): Builder = apply { this.transport = transport }

        /** The place for the session. */
        fun secureStore(store: SecureStore): Builder = apply { this.store = store }

        /** Passkeys; unless set, on Android those of the platform (from Android 14 on), elsewhere none. */
        fun passkeyAuthenticator(authenticator: PasskeyAuthenticator): Builder = apply { passkeys = authenticator }

        /** Guards against suspension and other processes; there is none unless set. */
        fun processGuard(guard: ProcessGuard): Builder = apply { this.guard = guard }

        /** Takes log lines; nothing is logged unless set. */
        fun logSink(log: LogSink): Builder = apply { this.log = log }

        /**
         * Where callbacks and listeners are called. Unless set: on Android the main thread; without an Android
         * context, one at a time on a background thread.
         */
        fun callbackExecutor(executor: Executor): Builder = apply { this.executor = executor }

        /** The instance. */
        fun build(): Auth = build(::AuthBridge)

        internal fun build(maker: BridgeMaker): Auth {
            val ports = Ports(transport ?: HttpUrlConnectionTransport(), store, passkeys, guard, log)
            return Auth(configuration, ports, executor, maker)
        }
    }

    companion object {
        /**
         * An [Auth] that keeps its session in [store].
         *
         * On Android, [dev.cognitoauth.android.AndroidAuth.builder] brings a store of its own.
         */
        @JvmStatic
        fun builder(
            configuration: AuthConfiguration,
            store: SecureStore,
        ): Builder = Builder(configuration, store, oneAtATime().asExecutor())

        private fun oneAtATime(): CoroutineDispatcher = Dispatchers.Default.limitedParallelism(1)
    }
}

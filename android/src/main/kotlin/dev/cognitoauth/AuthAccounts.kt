package dev.cognitoauth

import java.util.concurrent.Executor

/**
 * Lists the accounts of one user pool on this device, labels them, signs them out and removes them. It needs no [Auth]
 * for each account. [Auth.Builder.buildAccounts] makes it.
 *
 * A call takes the name that [Auth.Builder.account] gave the account; null is the default account. An [Auth] of that
 * account in this process sees immediately that its user was signed out, and its listeners hear of it. A call that
 * fails throws an [AuthException]. [signOutOf] does not throw: its result has the exception. Call from any thread. Each
 * call has a form with callbacks, for Java too.
 *
 * **For your tests:** implement this interface with the calls that the test needs. Every other call fails with an
 * [InternalException].
 */
public interface AuthAccounts {
    /** Where callbacks are called: the executor of the builder. */
    public val callbackExecutor: Executor get() = sharedExecutor

    /**
     * Every account that has something stored, with its label and its state. No request is made. The default account
     * comes first. The others follow in the order in which they were used first. An account is listed as soon as it has
     * something stored, such as an open sign-in, or has a label. An account with a name stays listed until it is
     * purged, even if nobody is signed in. The default account stays listed as long as it has something stored or a
     * label.
     *
     * The state is [AuthSessionState.Unavailable] if an account's records can't be read, or if an [Auth] of the account
     * has another configuration ([AuthErrorCode.CONFIGURATION_MISMATCH]). If the stored names of the accounts are
     * damaged, the list lacks an account until an [Auth] of that account is used again. If a newer version of the
     * library has stored the names, the call fails with [AuthErrorCode.STORE_CORRUPT].
     */
    @JvmSynthetic
    public suspend fun storedAccounts(): List<AuthStoredAccount> = notImplemented()

    /**
     * Gives an account a label for the app's list of accounts, or removes the label. An account that has nothing stored
     * is listed once it has a label. The label is stored in the [SecureStore].
     *
     * @param label 1 to 256 characters; null removes the label
     */
    @JvmSynthetic
    public suspend fun setLabel(
        account: String?,
        label: String?,
    ): Unit = notImplemented()

    /**
     * Signs an account's user out, whoever that is, here (RevokeToken) or everywhere (GlobalSignOut). An account with a
     * name stays listed. The default account stays listed only if it has a label, or something else that is stored,
     * such as a remembered device. The call also ends a sign-in of the account that any [Auth] of this process has
     * under way. The result says what failed. Once started, the work goes on even if the coroutine is cancelled.
     *
     * The call fails if an [Auth] of the account has another configuration. It also fails while the account is
     * federated to the identity pool ([AuthErrorCode.FEDERATED_TO_IDENTITY_POOL]): clear the federation with an [Auth]
     * of the account, or purge the account.
     */
    @JvmSynthetic
    public suspend fun signOutOf(
        account: String?,
        options: AuthSignOutOptions = AuthSignOutOptions.defaults(),
    ): AuthSignOutResult = notImplemented()

    /**
     * Removes all that an account has stored: its session, even one that can't be read, an open sign-in, its identity,
     * its remembered devices, its name and its label. No request is made, so the tokens stay valid at the service:
     * sign out first, if you can. The call also ends a sign-in of the account that any [Auth] of this process has under
     * way. Once started, the work goes on even if the coroutine is cancelled.
     */
    @JvmSynthetic
    public suspend fun purge(account: String?): Unit = notImplemented()

    /** Every account that has something stored, with its label and its state. */
    public fun storedAccounts(
        onSuccess: Consumer<List<AuthStoredAccount>>,
        onError: Consumer<AuthException>,
    ): AuthCall = call(onSuccess, onError) { storedAccounts() }

    /** Gives an account a label, or removes the label. */
    public fun setLabel(
        account: String?,
        label: String?,
        onSuccess: Action,
        onError: Consumer<AuthException>,
    ): AuthCall = call(onSuccess, onError) { setLabel(account, label) }

    /** Signs an account's user out, here or everywhere. The result says what failed. */
    public fun signOutOf(
        account: String?,
        options: AuthSignOutOptions,
        onComplete: Consumer<AuthSignOutResult>,
    ): AuthCall = call(onComplete, { onComplete.accept(AuthSignOutResult.Failed(it)) }) { signOutOf(account, options) }

    /** Signs an account's user out here. The result says what failed. */
    public fun signOutOf(
        account: String?,
        onComplete: Consumer<AuthSignOutResult>,
    ): AuthCall = signOutOf(account, AuthSignOutOptions.defaults(), onComplete)

    /** Removes all that an account has stored. */
    public fun purge(
        account: String?,
        onSuccess: Action,
        onError: Consumer<AuthException>,
    ): AuthCall = call(onSuccess, onError) { purge(account) }
}

/**
 * An account on this device, as [AuthAccounts.storedAccounts] lists it. Printing it leaves out the label, which can be
 * a person's name.
 */
public data class AuthStoredAccount
    @JvmOverloads
    constructor(
        /** The account's name; null for the default account. */
        public val account: String?,
        /**
         * Whom the account's session belongs to, as stored. [AuthSessionState.Unavailable] if the account's records
         * can't be read, or if an open [Auth] of the account has another configuration than the [AuthAccounts] that
         * list it.
         */
        public val state: AuthSessionState,
        /** What the app calls the account, if it has set a label. */
        public val label: String? = null,
    ) {
        override fun toString(): String = "AuthStoredAccount(account=$account, state=$state)"
    }

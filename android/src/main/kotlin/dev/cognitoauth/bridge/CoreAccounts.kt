package dev.cognitoauth.bridge

import dev.cognitoauth.AuthAccounts
import dev.cognitoauth.AuthConfiguration
import dev.cognitoauth.AuthException
import dev.cognitoauth.AuthSignOutOptions
import dev.cognitoauth.AuthSignOutResult
import dev.cognitoauth.AuthStoredAccount
import dev.cognitoauth.ffi.AccountsBridge
import dev.cognitoauth.ffi.PlatformPorts
import dev.cognitoauth.ffi.StoredAccount
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import java.util.concurrent.Executor
import dev.cognitoauth.ffi.AuthConfiguration as BridgeConfiguration

/** Makes the bridge's object. The tests have their own maker, which passes a clock. */
internal fun interface AccountsBridgeMaker {
    fun make(
        configuration: BridgeConfiguration,
        ports: PlatformPorts,
    ): AccountsBridge
}

/** An [AuthAccounts] whose calls the core makes. The first call makes the core's object, off the caller's thread. */
internal class CoreAccounts(
    private val configuration: AuthConfiguration,
    private val ports: Ports,
    executor: Executor,
    private val maker: AccountsBridgeMaker,
) : AuthAccounts {
    override val callbackExecutor: Executor = CallbackExecutor(executor, Log(ports.log))

    private val bridge by lazy { maker.make(configuration.read(), ports.toBridge()) }

    override suspend fun storedAccounts(): List<AuthStoredAccount> =
        call { bridge -> bridge.storedAccounts().map { it.toPublic() } }

    override suspend fun setLabel(
        account: String?,
        label: String?,
    ) = call { it.setLabel(account, label) }

    override suspend fun signOutOf(
        account: String?,
        options: AuthSignOutOptions,
    ): AuthSignOutResult =
        try {
            call { it.signOutOf(account, options.toBridge()).toPublic() }
        } catch (exception: AuthException) {
            AuthSignOutResult.Failed(exception)
        }

    override suspend fun purge(account: String?) = call { it.purge(account) }

    private suspend fun <T> call(work: suspend (AccountsBridge) -> T): T =
        withContext(Dispatchers.Default) { publicErrors { work(bridge) } }
}

private fun StoredAccount.toPublic() = AuthStoredAccount(account = account, state = state.toPublic(), label = label)

package dev.cognitoauth.amplify

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.launch

// Turns suspending calls into calls with callbacks, and the library's exceptions into Amplify's.

private val calls = CoroutineScope(SupervisorJob() + Dispatchers.Default)

internal inline fun <T> translating(work: () -> T): T =
    try {
        work()
    } catch (exception: dev.cognitoauth.AuthException) {
        throw exception.toAmplify()
    }

internal fun dev.cognitoauth.Auth.call(
    onSuccess: Action,
    onError: Consumer<AuthException>,
    work: suspend dev.cognitoauth.Auth.() -> Unit,
) {
    call(Consumer<Unit> { onSuccess.call() }, onError, work)
}

/**
 * Makes the call, then hands the callback for its result to the executor. Anything that is thrown becomes an
 * [AuthException], such as the exception for a plugin that was removed meanwhile.
 */
internal fun <T : Any> dev.cognitoauth.Auth.call(
    onSuccess: Consumer<T>,
    onError: Consumer<AuthException>,
    work: suspend dev.cognitoauth.Auth.() -> T,
) {
    calls.launch {
        val callback =
            try {
                val result = translating { work() }
                Runnable { onSuccess.accept(result) }
            } catch (exception: AuthException) {
                Runnable { onError.accept(exception) }
            } catch (thrown: Throwable) {
                Runnable { onError.accept(UnknownException(thrown)) }
            }
        callbackExecutor.execute(callback)
    }
}

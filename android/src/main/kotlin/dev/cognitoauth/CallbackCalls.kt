package dev.cognitoauth

import dev.cognitoauth.bridge.cancelled
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.DelicateCoroutinesApi
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.launch
import java.util.concurrent.Executor
import java.util.concurrent.RejectedExecutionException

/** How a call that suspends becomes one with callbacks. */
abstract class CallbackCalls internal constructor(
    private val executor: Executor,
) {
    // What one callback throws, on an executor that runs it here, ends that call alone.
    private val calls = CoroutineScope(SupervisorJob() + Dispatchers.Default)

    internal val auth: Auth get() = this as Auth

    /** As the other, for a call that answers nothing. */
    internal fun call(
        onSuccess: Action,
        onError: Consumer<AuthException>,
        work: suspend () -> Unit,
    ): AuthCall = call(Consumer<Unit> { onSuccess.call() }, onError, work)

    /** Makes the call and hands its outcome to the executor, whatever it is. */
    internal fun <T : Any> call(
        onSuccess: Consumer<T>,
        onError: Consumer<AuthException>,
        work: suspend () -> T,
    ): AuthCall {
        // Begun whatever happens, so that one cancelled before its turn has its callback called too; and on a thread of
        // its own, because the first call makes the core.
        @OptIn(DelicateCoroutinesApi::class)
        val job =
            calls.launch(start = CoroutineStart.ATOMIC) {
                val callback = outcome(onSuccess, onError, work)
                hand(callback)
            }
        return object : AuthCall {
            override fun cancel() = job.cancel()
        }
    }

    /**
     * Hands the executor a callback. If it refuses (it was shut down, or is full) the callback is not called, and only
     * the log hears of it: thrown on, it would reach no code of the app's, and end an Android app.
     */
    internal fun hand(callback: Runnable) {
        try {
            executor.execute(callback)
        } catch (_: RejectedExecutionException) {
            auth.core.log.warn("The executor of the callbacks refused one, which is not called.")
        }
    }

    private suspend fun <T : Any> outcome(
        onSuccess: Consumer<T>,
        onError: Consumer<AuthException>,
        work: suspend () -> T,
    ): Runnable =
        try {
            val result = work()
            Runnable { onSuccess.accept(result) }
        } catch (exception: AuthException) {
            Runnable { onError.accept(exception) }
        } catch (_: CancellationException) {
            Runnable { onError.accept(cancelled()) }
        }
}

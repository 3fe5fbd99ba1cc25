package dev.cognitoauth

import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.DelicateCoroutinesApi
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.asExecutor
import kotlinx.coroutines.launch
import java.util.concurrent.Executor

// Turns suspending calls into calls with callbacks.

// An executor may run a callback immediately, in the coroutine of its call. If the callback throws there, the
// SupervisorJob keeps the other calls running.
private val calls = CoroutineScope(SupervisorJob() + Dispatchers.Default)

/** An executor that runs one callback at a time, on a background thread. */
internal fun oneAtATime(): Executor = Dispatchers.Default.limitedParallelism(1).asExecutor()

/** The executor of every [Auth] that does not override `callbackExecutor`. */
internal val sharedExecutor: Executor = oneAtATime()

/** Makes a call that returns nothing. */
internal fun Auth.call(
    onSuccess: Action,
    onError: Consumer<AuthException>,
    work: suspend Auth.() -> Unit,
): AuthCall = call(Consumer<Unit> { onSuccess.call() }, onError, work)

/** Makes the call, then hands the callback for its result to the executor. */
internal fun <T : Any> Auth.call(
    onSuccess: Consumer<T>,
    onError: Consumer<AuthException>,
    work: suspend Auth.() -> T,
): AuthCall = start({ callbackExecutor }, onSuccess, onError) { work() }

/** Makes a call whose result can be null. In that case, it calls [onNone]. */
internal fun <T : Any> Auth.callForOne(
    onSuccess: Consumer<T>,
    onNone: Action,
    onError: Consumer<AuthException>,
    work: suspend Auth.() -> T?,
): AuthCall {
    val onEither = Consumer<List<T>> { it.firstOrNull()?.let(onSuccess::accept) ?: onNone.call() }
    return call(onEither, onError) { listOfNotNull(work()) }
}

/** Makes a call that returns nothing. */
internal fun AuthAccounts.call(
    onSuccess: Action,
    onError: Consumer<AuthException>,
    work: suspend AuthAccounts.() -> Unit,
): AuthCall = call(Consumer<Unit> { onSuccess.call() }, onError, work)

/** Makes the call, then hands the callback for its result to the executor. */
internal fun <T : Any> AuthAccounts.call(
    onSuccess: Consumer<T>,
    onError: Consumer<AuthException>,
    work: suspend AuthAccounts.() -> T,
): AuthCall = start({ callbackExecutor }, onSuccess, onError) { work() }

private fun <T : Any> start(
    executor: () -> Executor,
    onSuccess: Consumer<T>,
    onError: Consumer<AuthException>,
    work: suspend () -> T,
): AuthCall {
    // The start is atomic, so a call that is cancelled before it runs still runs its error callback. The call runs on a
    // background thread, because the first call loads the native library.
    @OptIn(DelicateCoroutinesApi::class)
    val job =
        calls.launch(start = CoroutineStart.ATOMIC) {
            val callback = callbackFor(onSuccess, onError, work)
            executor().execute(callback)
        }
    return object : AuthCall {
        override fun cancel() = job.cancel()
    }
}

private suspend fun <T : Any> callbackFor(
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
    } catch (thrown: Throwable) {
        Runnable { onError.accept(notTyped(thrown)) }
    }

/** Gives the listener each event of an [Auth] that happens after this function has returned. */
internal fun Auth.subscribeToEvents(listener: Consumer<AuthEvent>): AuthSubscription {
    val subscriber = Subscriber(listener, callbackExecutor)
    val job = calls.launch(Dispatchers.Unconfined) { events.collect(subscriber::hear) }
    return subscriber.subscription(job::cancel)
}

/** Gives an [Auth]'s session states to the listener. */
internal fun Auth.subscribeToSessionStates(listener: Consumer<AuthSessionState>): AuthSubscription {
    val subscriber = Subscriber(listener, callbackExecutor)
    val job = calls.launch { sessionStates.collect(subscriber::hear) }
    return subscriber.subscription(job::cancel)
}

/** A listener, called on the executor until its subscription is cancelled. */
internal class Subscriber<T : Any>(
    private val listener: Consumer<T>,
    private val executor: Executor,
) {
    @Volatile
    private var isCancelled = false

    fun hear(value: T) {
        // A value may still wait in the executor when the subscription is cancelled.
        executor.execute { if (!isCancelled) listener.accept(value) }
    }

    /** The subscription. [leave] ends the delivery to this subscriber. */
    fun subscription(leave: () -> Unit) =
        AuthSubscription {
            isCancelled = true
            leave()
        }
}

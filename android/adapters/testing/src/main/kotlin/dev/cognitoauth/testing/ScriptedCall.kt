package dev.cognitoauth.testing

import dev.cognitoauth.AuthException
import dev.cognitoauth.InternalException
import kotlinx.coroutines.delay
import java.util.concurrent.CopyOnWriteArrayList

/** An answer that is computed from the call, for Java. Kotlin passes a lambda to [ScriptedCall.answers]. */
public fun interface FakeAnswer<in C : RecordedCall, out R> {
    /** The result of the call. It may throw an [AuthException]. */
    @Throws(AuthException::class)
    public fun answer(call: C): R
}

/**
 * What a [FakeAuth] answers when one of its functions is called, and the calls of that function so far. The answers that
 * are for one call only ([returnsOnce], [failsOnce]) are used first, in their order. Then every further call gets the
 * newest answer that is not for one call only.
 *
 * Script it and read it from any thread.
 */
public open class ScriptedCall<C : RecordedCall, R> internal constructor(
    private val name: String,
    private val session: FakeSession,
    private val unscripted: (() -> R)?,
) {
    private val made = CopyOnWriteArrayList<C>()
    private val once = ArrayDeque<suspend (C) -> R>()
    private var always: (suspend (C) -> R)? = null
    private var delayMilliseconds = 0L

    /** The calls so far, oldest first, with their arguments. */
    public val calls: List<C> get() = made.toList()

    /** Answers with this result from now on. */
    public fun returns(result: R): ScriptedCall<C, R> = always { result }

    /** Fails with this exception from now on. A sign-out throws nothing: its result has the exception. */
    public fun fails(exception: AuthException): ScriptedCall<C, R> = always { throw exception }

    /** Answers one call with this result. */
    public fun returnsOnce(result: R): ScriptedCall<C, R> = then { result }

    /** Lets one call fail with this exception. */
    public fun failsOnce(exception: AuthException): ScriptedCall<C, R> = then { throw exception }

    /**
     * Computes the answers from now on, from the call's arguments:
     * `fake.signIn.answers { (username, password) -> … }`. The lambda may suspend, and may throw an [AuthException].
     */
    @JvmSynthetic
    public fun answers(answer: suspend (C) -> R): ScriptedCall<C, R> = always(answer)

    /** Computes the answers from now on, from the call's arguments. */
    public fun answers(answer: FakeAnswer<C, R>): ScriptedCall<C, R> = always(answer::answer)

    /**
     * From now on, each call suspends for this time before its answer. In a coroutine of `runTest`, the time is
     * virtual.
     */
    public fun after(milliseconds: Long): ScriptedCall<C, R> =
        apply { synchronized(once) { delayMilliseconds = milliseconds } }

    private fun always(answer: suspend (C) -> R) = apply { synchronized(once) { always = answer } }

    private fun then(answer: suspend (C) -> R) = apply { synchronized(once) { once.addLast(answer) } }

    internal suspend fun make(call: C): R {
        made += call
        session.begin(call)
        val (wait, answer) = synchronized(once) { delayMilliseconds to (once.removeFirstOrNull() ?: always) }
        delay(wait)
        return when {
            answer != null -> answer(call)
            unscripted != null -> unscripted.invoke()
            else -> missing(call)
        }
    }

    private fun missing(call: C): Nothing {
        session.miss(call)
        throw InternalException(
            details =
                AuthException.Details(
                    description = "This FakeAuth has no answer for $name.",
                    recoverySuggestion = "Script it before the call, such as with fake.$name.$example.",
                ),
        )
    }

    internal open val example: String get() = "returns(…)"
}

/** What a [FakeAuth] answers to a call without a result. */
public class ScriptedAction<C : RecordedCall> internal constructor(
    name: String,
    session: FakeSession,
) : ScriptedCall<C, Unit>(name, session, null) {
    /** Lets the call succeed from now on. */
    public fun succeeds(): ScriptedAction<C> = apply { returns(Unit) }

    /** Lets one call succeed. */
    public fun succeedsOnce(): ScriptedAction<C> = apply { returnsOnce(Unit) }

    override val example: String get() = "succeeds()"
}

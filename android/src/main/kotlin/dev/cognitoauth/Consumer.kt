package dev.cognitoauth

/** Takes a value: a callback, as a lambda in Kotlin and in Java. */
public fun interface Consumer<in T : Any> {
    /** Takes the value. */
    public fun accept(value: T)
}

/** Runs when something is done: a callback, as a lambda in Kotlin and in Java. */
public fun interface Action {
    /** It is done. */
    public fun call()
}

/** A call made with callbacks. If you ignore this object, the call goes on. */
public interface AuthCall {
    /**
     * Ends the call at once; its error callback then gets an [AuthCancelledException]. If the call has ended already,
     * nothing happens.
     */
    public fun cancel()
}

/** A listener's subscription. */
public fun interface AuthSubscription {
    /**
     * Ends the subscription: the listener gets nothing more. If the listener is handling something on another thread,
     * that goes on.
     */
    public fun cancel()
}

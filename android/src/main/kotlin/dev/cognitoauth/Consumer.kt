package dev.cognitoauth

/** A callback that takes a value. Kotlin and Java can write it as a lambda. */
public fun interface Consumer<in T : Any> {
    /** Takes the value. */
    public fun accept(value: T)
}

/** A callback for when something is done. Kotlin and Java can write it as a lambda. */
public fun interface Action {
    /** Runs the callback. */
    public fun call()
}

/** A call made with callbacks. If you ignore this object, the call goes on. */
public interface AuthCall {
    /**
     * Ends the call immediately. Its error callback then gets an [AuthCancelledException]. If the call has ended
     * already, nothing happens.
     */
    public fun cancel()
}

/** A listener's subscription. */
public fun interface AuthSubscription {
    /**
     * Ends the subscription: the listener gets nothing more. If the listener is running on another thread, it is not
     * interrupted.
     */
    public fun cancel()
}
